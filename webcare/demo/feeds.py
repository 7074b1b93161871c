"""The demo's five sources: what they are called and where they listen."""

from dataclasses import dataclass, field
from socket import create_server, socket

HOST = "127.0.0.1"


@dataclass(slots=True)
class Feed:
    """One source of the demo: its shape, its comments, and its temper."""

    name: str
    brand: str
    title: str
    language: str
    path: str
    shape: str
    """Which server's feeds it serves, a key of ``webcare.demo.shapes``."""
    slow: bool = False
    busy: bool = False
    listener: socket = field(default_factory=lambda: create_server((HOST, 0)))
    requests: int = 0

    @property
    def base(self) -> str:
        """Return the address of its server."""
        return f"http://{HOST}:{self.listener.getsockname()[1]}"

    @property
    def url(self) -> str:
        """Return the address of its feed."""
        return self.base + self.path


def make_feeds() -> tuple[Feed, ...]:
    """Return the demo's five sources, each listening on a port of its own."""
    zon, fjord = "zonnewende", "fjordnett"
    return (
        Feed("zw-blog", zon, "blog", "nl", "/comments/feed/", "wordpress"),
        Feed("zw-forum", zon, "forum", "nl", "/posts.rss", "discourse"),
        Feed("fn-mastodon", fjord, "masto", "nb", "/tags/fjordnett.rss", "mastodon", busy=True),
        Feed("fn-app", fjord, "app", "nb", "/no/rss/customerreviews/xml", "appstore"),
        Feed("fn-forum", fjord, "hjelp", "nb", "/app.php/feed", "forum", slow=True),
    )

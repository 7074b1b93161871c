"""What strangers' servers do to whoever polls them: one attack a source, until it recovers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.support.feed_server import (
    ENTITY_BOMB,
    EXTERNAL_ENTITY,
    LOGIN_PAGE,
    Asked,
    Comment,
    FeedServer,
    Reply,
    attribute_bomb,
    bomb,
    redirect,
    rss,
)

Attack = Callable[[int, bytes], Reply | bytes]
"""Returns the n-th answer, given what the source would honestly say."""


def always(reply: Reply | bytes) -> Attack:
    """Return an attack that is the same each time."""
    return lambda _round, _honest: reply


REFUSED: Mapping[str, Attack] = {
    "file": always(redirect("file:///etc/passwd")),
    "ftp": always(redirect("ftp://127.0.0.1/feed")),
    "gopher": always(redirect("gopher://127.0.0.1:25/_HELO")),
    "metadata": always(redirect("http://169.254.169.254/latest/meta-data/")),
    "mapped": always(redirect("http://[::ffff:169.254.169.254]/")),
    "inside": always(redirect("http://localhost:1/")),
    "user": always(redirect("http://jan:geheim@127.0.0.1/")),
    "bomb": always(bomb(200)),
    "drip": lambda _round, honest: Reply(honest, drip=0.3),
    "cut": lambda _round, honest: Reply(honest, missing=100),
    "login": always(LOGIN_PAGE),
    "empty": always(b""),
    "blank": always(b" \n" * 100),
    "500": always(Reply(status=500)),
    "404": always(Reply(status=404)),
    "403": always(Reply(status=403)),
    "410": always(Reply(status=410)),
    "429": always(Reply(status=429, headers={"Retry-After": "2"})),
    "503": always(Reply(status=503, headers={"Retry-After": "Wed, 18 Nov 2026 11:06:42 GMT"})),
    "304": always(Reply(status=304)),
    "brotli": always(Reply(b"x", headers={"Content-Encoding": "br"})),
    "header": always(Reply(b"x", headers={"X-Long": "a" * 20_000})),
    "entities": always(ENTITY_BOMB),
    "external": always(EXTERNAL_ENTITY),
    "attributes": lambda n, _honest: attribute_bomb(60_000 + n),
    "tag": always(b"<rss version='2.0'><channel " + b"a" * 100_000 + b">"),
    "nothing": always(b"<rss version='2.0'><channel>"),
    "noise": always(bytes(range(256)) * 50),
}
"""Attacks that bring nothing, each told in one line."""

BORNE: Mapping[str, Attack] = {
    "hop": lambda _round, _honest: redirect("/hop-2", 301),
    "escape": lambda _round, honest: honest.replace(
        b"<title></title>", b"<title>\x1b[2J\x9b</title>"
    ),
    "bidi": lambda _round, honest: honest.replace(
        b"<title></title>", "<title>\u202e\u2066omgekeerd</title>".encode()
    ),
    "long": lambda _round, honest: honest.replace(
        b"<title></title>", b"<title>" + b"x" * 1_000_000 + b"</title>"
    ),
    "script": lambda _round, honest: honest.replace(b"https://forum", b"javascript:alert(1)//"),
    "1763": lambda _round, honest: honest.replace(b"Wed, 18 Nov 2026", b"Wed, 18 Nov 1763"),
    "future": lambda _round, honest: honest.replace(b"18 Nov 2026", b"18 Nov 2036"),
    "unclosed": lambda _round, honest: honest.replace(b"</channel></rss>", b""),
    "latin": lambda _round, honest: Reply(
        honest, headers={"Content-Type": "text/html; charset=iso-8859-1"}
    ),
    "etag": lambda n, honest: Reply(honest, headers={"ETag": f'"{n}"'}),
    "built": lambda n, honest: honest.replace(
        b"</language>", b"</language><lastBuildDate>%d</lastBuildDate>" % n
    ),
    "storm": lambda n, honest: honest.replace(b"eerste", b"eerste, %d minuten geleden" % n),
    "gone": always(rss([])),
}
"""Attacks under which what can be read is read."""

PORTS = len(REFUSED) + len(BORNE) + 2
"""One for each attack and for what its redirects lead to: manners are kept for each port."""


@dataclass
class Hostile:
    """A hostile source: where it is, what it honestly has to say, and whether it says that."""

    name: str
    attack: Attack
    brings_nothing: bool
    url: str = ""
    honest: bool = False
    attacked: int = 0

    @property
    def ids(self) -> frozenset[str]:
        """Ids of its two comments."""
        return frozenset((f"{self.name}-1", f"{self.name}-2"))

    def answer(self, _asked: Asked) -> Reply:
        """Attack whoever asks, until told to be honest."""
        first = Comment(f"{self.name}-1", f"De eerste van {self.name}")
        second = Comment(f"{self.name}-2", f"De tweede van {self.name}")
        honest = rss([second, first])
        if self.honest:
            return Reply(honest)
        self.attacked += 1
        reply = self.attack(self.attacked, honest)
        return reply if isinstance(reply, Reply) else Reply(reply)


def serve(server: FeedServer) -> list[Hostile]:
    """Serve every attack on a port of its own."""
    hostile = []
    for attacks, brings_nothing in ((REFUSED, True), (BORNE, False)):
        for name, attack in attacks.items():
            one = Hostile(name, attack, brings_nothing)
            one.url = server.handle(f"/{name}", one.answer)
            hostile.append(one)
            if name == "hop":
                final = Hostile(name, _itself, brings_nothing)
                server.script("/hop-2", redirect("/hop-3", 308))
                server.handle("/hop-3", final.answer)
    return hostile


def _itself(_round: int, honest: bytes) -> bytes:
    return honest


def lively(server: FeedServer, name: str) -> str:
    """Serve a healthy source that has a new comment at every third request."""
    asked = 0

    def answer(_asked: Asked) -> Reply:
        nonlocal asked
        asked += 1
        comments = [Comment(f"{name}-{n}", f"Vraag {n} van {name}") for n in range(asked // 3 + 1)]
        return Reply(rss(comments[::-1]))

    return server.handle(f"/{name}", answer)

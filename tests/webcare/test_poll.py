"""Polling by command, over HTTP from a server on this machine."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.command import Webcare

ENTRY = """<item><guid>{n}</guid><title>Vraag {n}</title><description>{text}</description>
<link>https://example.org/{n}</link></item>"""


class Feed(BaseHTTPRequestHandler):
    """Serves what the test put on the shelf, with a validator."""

    shelf: dict[str, str]

    def do_GET(self) -> None:
        """Answer 200, 304 to who has it already, or 404."""
        text = self.shelf.get(self.path)
        if text is None:
            self.send_error(404)
            return
        tag = f'"{hash(text)}"'
        fresh = self.headers.get("If-None-Match") != tag
        self.send_response(200 if fresh else 304)
        self.send_header("ETag", tag)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        if fresh:
            self.wfile.write(text.encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing on stderr."""


@pytest.fixture
def shelf(config: Path) -> Iterator[dict[str, str]]:
    """Serve a shelf of documents and configure a good and a missing source on it."""

    class OnShelf(Feed):
        shelf: dict[str, str] = {}  # noqa: RUF012 - one shelf for each test

    server = ThreadingHTTPServer(("127.0.0.1", 0), OnShelf)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    config.write_text(
        f'[sources.good]\nurl = "{address}/good"\nallow_private = true\n'
        f'[sources.bad]\nurl = "{address}/bad"\nallow_private = true\n',
        encoding="utf-8",
    )
    yield OnShelf.shelf
    server.shutdown()
    thread.join()
    server.server_close()


def rss(*entries: str) -> str:
    """Return a feed."""
    return f'<rss version="2.0"><channel><title>Blog</title>{"".join(entries)}</channel></rss>'


def test_a_second_poll_finds_nothing_new_and_an_edit_is_a_revision(
    webcare: Webcare, shelf: dict[str, str]
) -> None:
    """One result a source; a failing one is told and stops nobody; edits double nothing."""
    shelf["/good"] = rss(ENTRY.format(n=1, text="Waar is mijn pakket?"))
    first = {r["source"]: r for r in webcare("poll", "--once", "--json").objects}
    assert first["good"]["schema"] == "webcare.poll/1"
    assert (first["good"]["new"], first["good"]["status"]) == (1, "ok")
    assert first["bad"]["status"] == "failing"
    assert first["bad"]["error"]
    again = webcare("poll", "--once", "--source", "good", "--json").object
    assert (again["new"], again["edited"]) == (0, 0)
    shelf["/good"] = rss(ENTRY.format(n=1, text="Waar is mijn pakket nu?"))
    edited = webcare("poll", "--once", "--source", "good", "--json").object
    assert (edited["new"], edited["edited"]) == (0, 1)
    (item,) = (
        webcare("list", "--state", "new", "--json").objects
        + webcare("list", "--state", "history", "--json").objects
    )
    assert [r["n"] for r in webcare("show", str(item["id"]), "--json").object["revisions"]] == [
        1,
        2,
    ]
    listed = {row["name"]: row for row in webcare("sources", "list", "--json").objects}
    assert listed["good"]["last_ok_at"]
    assert listed["bad"]["error"]


def test_a_check_takes_nothing_in(webcare: Webcare, shelf: dict[str, str]) -> None:
    """sources check says what is there, and the queue stays empty."""
    shelf["/good"] = rss(ENTRY.format(n=1, text="Waar is mijn pakket?"))
    good = webcare("sources", "check", "good", "--json")
    assert (good.code, good.object["posts"], good.object["title"]) == (0, 1, "Blog")
    assert webcare("sources", "check").code == 1
    assert webcare("list", "--json").out == ""


def test_a_source_nobody_configured_is_exit_66(webcare: Webcare, shelf: dict[str, str]) -> None:
    """The nearest name is offered."""
    answer = webcare("poll", "--once", "--source", "god")
    assert answer.code == 66
    assert "Did you mean good?" in answer.err


def test_a_lacking_secret_is_one_line_and_the_others_go_on(
    webcare: Webcare, shelf: dict[str, str], config: Path
) -> None:
    """A source without its secret fails by itself."""
    shelf["/good"] = rss()
    text = config.read_text(encoding="utf-8")
    config.write_text(f'{text}headers = {{ X-Key = "env:NOT_THERE" }}\n', encoding="utf-8")
    results = {r["source"]: r for r in webcare("poll", "--once", "--json").objects}
    assert "NOT_THERE" in results["bad"]["error"]
    assert results["good"]["status"] == "ok"


def test_without_sources_polling_says_how_to_add_one(webcare: Webcare) -> None:
    """No configuration is no error."""
    answer = webcare("poll", "--once", "--json")
    assert (answer.code, answer.out) == (0, "")
    assert "webcare sources add" in answer.err

"""Sources found, added, brought in and taken along by command."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.bodies import body
from tests.support.command import Webcare
from tests.support.feed_server import FeedServer
from tests.support.served import served

PAGE = (
    b'<link rel="alternate" type="application/rss+xml" href="/feed">'
    b'<link rel="alternate" type="application/rss+xml" href="/comments/feed">'
)

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Lijst</title></head><body>
<outline text="Noord" title="Noord">
  <outline type="rss" text="Theehuis" xmlUrl="https://theehuis.voorbeeld/comments/feed/"
           htmlUrl="https://theehuis.voorbeeld/" category="/winkel"/>
</outline>
<outline text="Los" xmlUrl="https://www.reddit.com/r/fietsmaat/comments/.rss"/>
<outline text="Al bekend" xmlUrl="https://there.voorbeeld/x"/>
<outline text="Ook" xmlUrl="https://theehuis.voorbeeld/comments/feed/"/>
<outline text="Kwaad" xmlUrl="file:///etc/passwd"/>
<outline text="Filter" xmlUrl="exec:curl evil"/>
</body></opml>"""


@pytest.fixture
def server() -> Iterator[FeedServer]:
    """A server with a page that names two feeds."""
    with served() as running:
        running.script("/blog", PAGE)
        running.script("/feed", body("wordpress-comments.atom"))
        running.script("/comments/feed", body("wordpress-comments.rss"))
        yield running


def test_discover_shows_what_is_behind_a_page(webcare: Webcare, server: FeedServer) -> None:
    """Each find with its kind, address and samples; data on stdout, talk beside it."""
    answer = webcare("sources", "discover", server.url("/blog"), "--allow-private")
    assert answer.code == 0
    first = answer.out.splitlines()[0]
    assert first == f"1  feed      {server.url('/comments/feed')}"
    assert "Joost van Bemmel: Zondag ook dicht? 😞 jammer" in answer.out
    assert "--add" in answer.err
    found = webcare("sources", "discover", server.url("/blog"), "--allow-private", "--json").objects
    assert [(one["number"], one["trial"]["posts"]) for one in found] == [(1, 2), (2, 1)]
    assert len(found[0]["trial"]["samples"]) == 2


def test_discover_adds_what_was_found(webcare: Webcare, server: FeedServer, config: Path) -> None:
    """The chosen one becomes a source that can be asked, beside what was written by hand."""
    config.write_text("# mine\n", encoding="utf-8")
    asked = ("sources", "discover", server.url("/blog"), "--allow-private", "--add")
    assert webcare(*asked, "--name", "thee").code == 0
    assert webcare(*asked, "--number", "2", "--name", "kaffe").code == 0
    assert config.read_text(encoding="utf-8").startswith("# mine\n")
    assert webcare("sources", "check", "thee", "--json").object["posts"] == 2
    assert webcare("sources", "check", "kaffe", "--json").object["posts"] == 1
    assert webcare(*asked, "--number", "9").code == 66


def test_a_page_that_cannot_be_asked_is_said_to_be_so(
    webcare: Webcare, server: FeedServer, config: Path
) -> None:
    """A private address without leave, and an address that is none."""
    refused = webcare("sources", "discover", server.url("/blog"), "--add")
    assert (refused.code, refused.out) == (1, "")
    assert "allow_private" in refused.err
    assert webcare("sources", "discover", "ftp://x.voorbeeld/").code == 2
    assert not config.exists()


def test_opml_comes_in_once_and_checked(webcare: Webcare, config: Path, tmp_path: Path) -> None:
    """Known addresses are passed over, other schemes refused, the rest written."""
    config.write_text(
        '# mine\n[brands.noord]\ntitle = "Noord"\n[sources.there]\nurl = "https://there.voorbeeld/x"\n',
        encoding="utf-8",
    )
    file = tmp_path / "lijst.opml"
    file.write_text(OPML, encoding="utf-8")
    answer = webcare("sources", "import", str(file))
    assert (answer.code, answer.out.split()) == (1, ["theehuis", "reddit"])
    assert "Kwaad" in answer.err
    assert "Filter" in answer.err
    assert "2 known already" in answer.err
    listed = {row["name"]: row for row in webcare("sources", "list", "--json").objects}
    assert (listed["theehuis"]["brand"], listed["theehuis"]["title"]) == ("noord", "Theehuis")
    assert listed["reddit"]["kind"] == "reddit"
    assert config.read_text(encoding="utf-8").startswith("# mine\n")
    again = webcare("sources", "import", str(file))
    assert again.out == ""
    assert "4 known already" in again.err


def test_opml_goes_out_with_what_others_knew_and_without_secrets(
    webcare: Webcare, config: Path, tmp_path: Path
) -> None:
    """What came in goes out again; a secret stays a placeholder, a folder stays at home."""
    config.write_text(
        '[brands.noord]\n[sources.a]\nurl = "https://a.voorbeeld/feed?hash={secret}"\n'
        'secret = "env:HASH"\nbrand = "noord"\n[sources.a.opml]\nhtmlUrl = "https://a.voorbeeld/"\n'
        '[sources.drop]\nkind = "eml"\nurl = "file:///var/drop"\n',
        encoding="utf-8",
    )
    out = webcare("sources", "export").out
    tree = ElementTree.fromstring(out.encode())  # noqa: S314 - we wrote it
    (outline,) = tree.findall("./body/outline/outline")
    assert outline.attrib == {
        "type": "rss",
        "text": "a",
        "title": "a",
        "xmlUrl": "https://a.voorbeeld/feed?hash={secret}",
        "htmlUrl": "https://a.voorbeeld/",
    }
    file = tmp_path / "out.opml"
    assert webcare("sources", "export", "--output", str(file)).code == 0
    assert webcare("sources", "export", "--output", str(file)).code == 73


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body/></html>",
        '<!DOCTYPE opml [<!ENTITY a "b">]><opml><body/></opml>',
        "<opml><body>",
        "geen xml",
    ],
)
def test_what_is_no_opml_changes_nothing(
    webcare: Webcare, config: Path, tmp_path: Path, text: str
) -> None:
    """It is refused with a sentence, and the file stays as it was."""
    file = tmp_path / "x.opml"
    file.write_text(text, encoding="utf-8")
    answer = webcare("sources", "import", str(file))
    assert answer.code == 2
    assert "OPML" in answer.err
    assert not config.exists()
    assert webcare("sources", "import", str(tmp_path / "none")).code == 66


def test_a_folder_is_added_by_its_path(webcare: Webcare, config: Path, tmp_path: Path) -> None:
    """Its kind is told from what lies in it; its comments can be asked for at once."""
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(body("listening.jsonl"))
    assert webcare("sources", "add", str(folder), "--name", "export").code == 0
    written = config.read_text(encoding="utf-8")
    assert re.search(r'kind = "jsonl"', written)
    assert folder.as_uri() in written


def test_a_folder_may_have_a_pace_of_its_own(webcare: Webcare, config: Path) -> None:
    """What is set beside its kind is read by that kind."""
    config.write_text(
        '[sources.drop]\nkind = "eml"\nurl = "file:///var/drop"\ninterval_min = "10m"\n',
        encoding="utf-8",
    )
    answer = webcare("sources", "list", "--json")
    assert (answer.code, answer.object["kind"]) == (0, "eml")

"""Folders, files and pipes as sources: nothing is lost, nothing read twice for news."""

import os
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from core.clock import SECOND
from desk.model.post import Post
from desk.store.records import SourceState
from sources.adapter import MAX_POSTS, PAGE, Request, Warn, remember
from sources.dates import read_date
from sources.drop import SETTLE, Drop
from sources.fault import Fault, SourceError
from sources.fetch import Fetcher
from sources.poller import Poller
from sources.registry import adapter_for
from sources.settings import SourceSettings
from sources.worker import ParseWorker
from tests.support.bodies import body
from tests.support.clock import FakeClock
from tests.support.desk import a_desk


class Reading:
    """A source of files, asked as the poller asks it."""

    def __init__(self, kind: str, path: Path, **more: object) -> None:
        self.settings = SourceSettings("s", path.as_uri(), kind, **more)  # type: ignore[arg-type]
        self.state = SourceState("s")
        self.late = SETTLE
        self.drop = Drop(lambda: time.time_ns() + self.late)
        self.warnings: list[Warn] = []

    def poll(self) -> list[Post]:
        """Return what one poll brings."""
        adapter = adapter_for(self.settings.kind)
        posts: dict[str, Post] = {}
        waiting = list(adapter.plan(self.settings, self.state))
        while waiting and len(posts) <= MAX_POSTS - PAGE:
            request = waiting.pop(0)
            response = self.drop.read(request, self.settings)
            result = adapter.parse(response, self.settings)
            self.state = remember(self.state, result)
            self.warnings += result.warnings
            posts |= {post.native_id: post for post in result.posts}
            waiting = [*result.then, *waiting]
        return list(posts.values())

    def texts(self) -> list[str]:
        """Return the words that one poll brings."""
        return [post.body for post in self.poll()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    made = tmp_path / "drop folder"
    made.mkdir()
    return made


@pytest.fixture
def readings() -> Iterator[list[Reading]]:
    """Readings whose pipes are closed at the end."""
    made: list[Reading] = []
    yield made
    for reading in made:
        reading.drop.close()


def line(text: str) -> str:
    """Return one line of JSON."""
    return f'{{"id": "{text}", "text": "{text}"}}\n'


def test_exports_of_listening_tools_are_understood_by_common_names(folder: Path) -> None:
    """Case, spaces and nesting of names do not matter; ratings keep or find their scale."""
    (folder / "export.jsonl").write_bytes(body("listening.jsonl"))
    kees, ans, norsk = Reading("jsonl", folder).poll()
    assert (kees.native_id, kees.body, kees.author) == ("m-1", "Waar blijft mijn fiets?", "Kees")
    assert kees.permalink == "https://forum.voorbeeld/1"
    assert kees.published_at == read_date("2026-11-18T09:00:00Z")
    assert (kees.language, kees.engagement) == ("nl", {"likes": 4})
    assert kees.raw.startswith('{"Mention Id"')
    assert (ans.author, ans.author_id, ans.native_id) == ("Ans", "ans9", "2")
    assert (ans.rating, ans.rating_max, ans.engagement) == (9.0, 10.0, {"views": 120})
    assert ans.published_at == 1_795_000_000_000_000
    assert (norsk.rating, norsk.rating_max, norsk.about) == (2.0, 6.0, "Sykkel X")


def test_fields_of_other_names_are_named_in_the_configuration(folder: Path) -> None:
    """What a tool calls its fields is one table; a dot leads into an object."""
    (folder / "a").write_text('{"Tekst v/d klant": "Hoi", "doc": {"Nr": 5}, "text": "intern"}\n')
    named = {"text": "Tekst v/d klant", "id": "doc.Nr"}
    (post,) = Reading("jsonl", folder, fields=named).poll()
    assert (post.body, post.native_id) == ("Hoi", "5")


def test_each_file_of_a_folder_is_read_once_and_again_when_it_changes(folder: Path) -> None:
    """Also one that is moved in with an old date on it."""
    reading = Reading("jsonl", folder)
    (folder / "a").write_text(line("a"))
    assert reading.texts() == ["a"]
    assert reading.texts() == []
    old = folder.parent / "old"
    old.write_text(line("old"))
    os.utime(old, (1, 1))
    old.rename(folder / "0")
    assert reading.texts() == ["old"]
    with (folder / "a").open("a") as more:
        more.write(line("b"))
    assert reading.texts() == ["a", "b"]
    assert reading.texts() == []


def test_what_changed_just_now_waits_for_the_next_look(folder: Path) -> None:
    """A file that appears while others are listed cannot slip behind the position."""
    reading = Reading("jsonl", folder)
    (folder / "a").write_text(line("a"))
    reading.late = 0
    assert reading.texts() == []
    reading.late = SETTLE
    assert reading.texts() == ["a"]


def test_a_long_file_is_read_on_where_it_was_left(folder: Path) -> None:
    """Each poll takes what the desk takes in at once, and none of it is cut."""
    count = 2 * MAX_POSTS + 70
    (folder / "a").write_text("".join(line(str(n)) for n in range(count)))
    (folder / "b").write_text(line("last"))
    reading = Reading("jsonl", folder, max_bytes=8000)
    polls = [reading.texts() for _ in range(4)]
    assert max(map(len, polls)) <= MAX_POSTS
    assert list(chain(*polls)) == [*map(str, range(count)), "last"]


def test_a_growing_file_is_read_to_its_last_whole_line(folder: Path) -> None:
    """Half a line waits until it is written; another file in its place begins anew."""
    log = folder / "log"
    reading = Reading("jsonl", log)
    log.write_text(line("a") + '{"id": "b", "te')
    assert reading.texts() == ["a"]
    with log.open("a") as more:
        more.write('xt": "b"}')
    assert reading.texts() == ["b"]
    assert reading.texts() == []
    log.write_text(line("c"))
    assert reading.texts() == ["c"]
    new = folder / "new.log"
    new.write_text(line("rotated") + line("d"))
    new.rename(log)
    assert reading.texts() == ["rotated", "d"]
    assert reading.warnings == []


def test_a_pipe_is_read_as_it_comes(folder: Path, readings: list[Reading]) -> None:
    """Writers may come and go; what was not taken in is still there."""
    path = folder / "pipe"
    os.mkfifo(path)
    reading = Reading("jsonl", path)
    readings.append(reading)
    assert reading.texts() == []
    writer = os.open(path, os.O_WRONLY)
    os.write(writer, (line("a") + '{"id": "b", ').encode())
    assert reading.texts() == ["a"]
    os.write(writer, b'"text": "b"}\n')
    os.close(writer)
    before = reading.state
    assert reading.texts() == ["b"]
    reading.state = before  # the desk could not keep it
    assert reading.texts() == ["b"]
    with path.open("w") as again:
        again.write(line("c"))
        again.flush()
        assert reading.texts() == ["c"]


def test_lines_that_are_no_objects_cost_only_themselves(folder: Path) -> None:
    """The others are taken in and the source says that some were not."""
    deep = "[" * 100_000
    (folder / "a").write_text(f"{line('a')}niets\n[1]\n{deep}\n{line('b')}")
    reading = Reading("jsonl", folder)
    assert reading.texts() == ["a", "b"]
    assert set(reading.warnings) == {Warn.PARTLY}


def test_a_notification_by_mail_is_read_without_its_machine(folder: Path) -> None:
    """Sender, words, links, thread and its own page; headers as people read them."""
    (folder / "1.eml").write_bytes(body("notification.eml"))
    (post,) = Reading("eml", folder).poll()
    assert (post.author, post.author_id) == ("Wim de Boer", "gesprek+9001@reviews.voorbeeld")
    assert post.title == "Nieuwe beoordeling: 1 ster – nooit meer"
    assert post.body == "Drie weken gewacht en niemand belt terug. 😡"
    assert post.native_id == "<rev-9001@reviews.voorbeeld>"
    assert post.permalink == "https://reviews.voorbeeld/fietsmaat/9001"
    assert post.links == ("https://reviews.voorbeeld/uit?t=1",)
    assert (post.reply_to, post.thread) == ("<order-17@fietsmaat.voorbeeld>",) * 2
    assert (post.language, post.published_at) == ("nl", read_date("2026-11-18T11:02:10+01:00"))


def test_a_maildir_is_a_folder_of_mails(folder: Path) -> None:
    """Mails in new and cur are read; a mail that moves from one to the other is known by its id."""
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir()
    (folder / "new" / "1.x").write_bytes(body("notification.eml"))
    (folder / "tmp" / "2.x").write_text("half")
    reading = Reading("eml", folder)
    (post,) = reading.poll()
    (folder / "new" / "1.x").rename(folder / "cur" / "1.x:2,S")
    assert [again.native_id for again in reading.poll()] == [post.native_id]


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\x00\xff\xfe",
        b"From: =?utf-8?q?=00?= <\nDate: ?\nSubject: =?x?y?z?=\n\nhoi",
        b"Content-Type: text/plain; charset=nonesuch\n\nhoi \xe9",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>hoi",
        b"Content-Type: message/rfc822\n\nContent-Type: text/plain\n\nhoi",
    ],
)
def test_a_bent_mail_does_not_stop_those_behind_it(folder: Path, mail: bytes) -> None:
    """Whatever stands in one file, the next is read."""
    (folder / "1").write_bytes(mail)
    (folder / "2").write_bytes(body("notification.eml"))
    assert Reading("eml", folder).poll()[-1].native_id == "<rev-9001@reviews.voorbeeld>"


def test_nothing_outside_the_folder_is_opened(folder: Path) -> None:
    """Neither through a link, nor by a request that leads elsewhere, nor a file of another kind."""
    secret = folder.parent / "secret"
    secret.write_text(line("secret"))
    (folder / "link").symlink_to(secret)
    os.mkfifo(folder / "pipe")
    (folder / "sub").mkdir()
    reading = Reading("jsonl", folder)
    assert reading.texts() == []
    with pytest.raises(SourceError) as caught:
        reading.drop.read(Request(secret.as_uri()), reading.settings)
    assert caught.value.fault is Fault.ADDRESS_REFUSED
    swapped = (folder / "link").as_uri()
    assert reading.drop.read(Request(swapped), reading.settings).body == b""


def test_a_file_that_vanished_or_is_shut_is_passed_over(folder: Path) -> None:
    """The listing named it; when it is gone, the position still moves on."""
    reading = Reading("eml", folder)
    listing = reading.drop.read(Request(reading.settings.url), reading.settings)
    assert urlsplit(listing.url).path.endswith("drop%20folder")
    gone = Request(f"{reading.settings.url}/gone", after={"stamp": "5", "name": "gone"})
    answer = reading.drop.read(gone, reading.settings)
    result = adapter_for("eml").parse(answer, reading.settings)
    assert result.position == "stamp=5&name=gone"


def test_a_folder_that_is_not_there_is_a_fault_of_the_source(tmp_path: Path) -> None:
    """It says what the system says."""
    reading = Reading("jsonl", tmp_path / "none")
    with pytest.raises(SourceError, match="No such file"):
        reading.poll()


def test_only_their_kinds_read_files_and_they_nothing_else() -> None:
    """A feed's address is never a file, and a folder's never a server."""
    with pytest.raises(ValueError, match="http"):
        SourceSettings("s", "file:///etc/passwd")
    with pytest.raises(ValueError, match="file:///"):
        SourceSettings("s", "https://voorbeeld.nl/", "jsonl")


@pytest.mark.asyncio
async def test_a_folder_fills_the_desk_like_any_other_source(folder: Path) -> None:
    """Through the poller, the worker and the store: new once, then unchanged."""
    clock = FakeClock()
    source = SourceSettings("export", folder.as_uri(), "jsonl", interval_min=SECOND)
    (folder / "a").write_text("".join(line(str(n)) for n in range(MAX_POSTS + 20)))
    async with a_desk(folder.parent, clock=clock) as desk:
        fetcher, worker = Fetcher(desk.now), ParseWorker()
        fetcher._drop = Drop(lambda: time.time_ns() + SETTLE)
        poller = Poller(desk, [source], owner="here", fetcher=fetcher, worker=worker)
        found = []
        for _ in range(3):
            found += [(result.new, result.error) async for result in poller.poll_once()]
            clock.advance(10 * SECOND)
        await poller.close()
    assert found == [(MAX_POSTS, ""), (20, ""), (0, "")]

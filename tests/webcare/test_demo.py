"""The demo: a whole live shift over HTTP through the code that polls any source."""

import json
import signal
import subprocess
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.clock import SystemClock
from desk.services import items
from desk.store.listing import View
from tests.support.terminal import ROOT, Terminal, webcare
from webcare.config import load_settings
from webcare.demo.run import play, prepared
from webcare.demo.script import load_script
from webcare.demo.server import FeedServer
from webcare.wiring import open_desk

SPEED = 20.0
"""Slow enough for every change of the script to lie between two polls."""
LAST = 200.0 / SPEED
"""When the last comment of the script changes that has a time of its own."""


@pytest.mark.asyncio
async def test_the_script_is_told_by_the_polls(capsys: pytest.CaptureFixture[str]) -> None:
    """New, edited and vanished comments come in once each; the busy source is waited for."""
    script = [comment for comment in load_script(1, SPEED) if comment.last_change <= LAST]
    with prepared(1, SPEED, "nl") as demo:
        settings = load_settings(demo.places, "tim")
        await play(FeedServer(demo.feeds, script, SystemClock(), SPEED), settings, json=True)
        results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert {result["schema"] for result in results} == {"webcare.poll/1"}
        new = Counter[str]()
        for result in results:
            new[result["source"]] += result["new"]
        assert new == Counter(comment.source for comment in script)
        assert sum(result["edited"] for result in results) == 1
        waiting = {result["source"] for result in results if result["status"] == "waiting"}
        assert waiting == {"fn-mastodon"}
        assert not [result for result in results if result["status"] in {"failing", "poison"}]

        async with open_desk(settings) as desk:
            rows = (await desk.store.window(View.ALL, "tim", desk.now(), 0, 100)).rows
            assert len(rows) == len(script)
            texts = [row.text for row in rows]
            (gone,) = [comment for comment in script if comment.gone_at is not None]
            assert sum(text.endswith(gone.text) for text in texts) == 1
            (edited,) = [comment for comment in script if comment.edited_at is not None]
            (item,) = [row.id for row in rows if row.text.endswith(edited.edited)]
            assert len((await items.detail(desk, item)).revisions) == 2


def test_headless_is_a_stream_of_json_that_an_interrupt_ends() -> None:
    """The command prints a line as each poll ends, and ^C ends it with 130 and no traceback."""
    process = subprocess.Popen(
        webcare("demo", "--headless", "--json", "--speed", "200"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    first: dict[str, Any] = json.loads(process.stdout.readline())
    assert first["schema"] == "webcare.poll/1"
    process.send_signal(signal.SIGINT)
    _out, error = process.communicate(timeout=20)
    assert (process.returncode, error) == (130, "")


@pytest.mark.terminal
@pytest.mark.timed
def test_first_comments_are_listed_within_three_seconds() -> None:
    """The screen lists comments of the demo's feeds that soon after its start."""
    with Terminal(webcare("demo", "--lang", "nl")) as screen:
        screen.wait_for("WEBCARE")
        screen.wait_for(">")
        took = time.perf_counter() - screen.started
        assert "blog" in screen.text or "forum" in screen.text
    assert took < 3.0


def test_another_seed_is_another_shift_and_one_seed_the_same() -> None:
    """The seed decides when comments come; speed divides what is to come, not what has been."""
    assert load_script(1) == load_script(1)
    assert load_script(1) != load_script(2)
    for slow, fast in zip(load_script(1), load_script(1, 10), strict=True):
        assert fast.at == pytest.approx(slow.at / 10 if slow.at > 0 else slow.at)
        assert replace(fast, at=0, edited_at=None, gone_at=None).text == slow.text


def test_nothing_of_a_demo_stays_behind() -> None:
    """Its folder and its ports are gone once it has ended."""
    with prepared(1, 1.0, "en") as demo:
        folder: Path = demo.places.config.parent
        assert folder.exists()
    assert not folder.exists()

"""A source that has moved for good: its new address is taken by command, and only when it fits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command import Webcare
from tests.support.feed_server import Comment, FeedServer, redirect, rss
from tests.support.served import served

ONE = Comment("1", "Waar blijft mijn pakket?")


@pytest.fixture
def moved(config: Path) -> Iterator[tuple[Path, FeedServer]]:
    """Return a configuration whose source has moved, and the server it did that on."""
    with served() as server:
        lines = (
            "[sources.shop]  # van de bouwer",
            f'url = "{server.url("/old")}"',
            "allow_private = true",
        )
        config.write_text("\n".join(lines), encoding="utf-8")
        server.script("/new", rss([ONE]))
        server.script("/old", rss([ONE]))
        yield config, server


def test_a_new_address_is_taken_by_command(
    webcare: Webcare, moved: tuple[Path, FeedServer]
) -> None:
    """It is written into the file, whose comments stay; the source knows its comments there."""
    config, server = moved
    assert webcare("poll", "--once", "--json").object["new"] == 1
    refused = webcare("sources", "move", "shop")
    assert refused.code == 1
    assert "not moved" in refused.err
    server.script("/old", redirect(server.url("/new"), 301))
    assert webcare("sources", "move", "shop").code == 0
    text = config.read_text(encoding="utf-8")
    assert server.url("/new") in text
    assert "# van de bouwer" in text
    assert webcare("poll", "--once", "--json").object["new"] == 0


def test_another_feed_is_not_taken_for_it(webcare: Webcare, moved: tuple[Path, FeedServer]) -> None:
    """What answers with nothing that is known is shown, and the file stays as it is."""
    config, server = moved
    assert webcare("poll", "--once", "--json").object["new"] == 1
    before = config.read_text(encoding="utf-8")
    server.script("/new", rss([Comment("x", "Heel iets anders")]))
    server.script("/old", redirect(server.url("/new"), 301))
    refused = webcare("sources", "move", "shop")
    assert (refused.code, server.url("/new") in refused.err) == (1, True)
    assert config.read_text(encoding="utf-8") == before

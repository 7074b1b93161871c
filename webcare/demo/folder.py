"""The demo's throw-away folder: a configuration as a team would write it, and nothing else."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from webcare.demo.feeds import Feed

AGENT = "tim"
INTERVALS = (5, 15)
"""Seconds between two polls of a source, shortest and longest."""
BRANDS = (
    ("zonnewende", "Zonnewende", "^Tim", "false"),
    ("fjordnett", "Fjordnett", "Hilsen Tim", "false"),
)

CANNED = """
[canned.zoeken]
title = "We zoeken het uit"
language = "nl"
kinds = ["complaint", "question"]
text = '''
Hoi {name}, {personal}
We zoeken het nu voor je uit. Stuur je ons je bestelnummer in een privébericht?
{signature}'''
[canned.dank]
title = "Dank je wel"
language = "nl"
kinds = ["praise"]
text = "Dank je wel, {name}! {personal} {signature}"
[canned.undersoker]
title = "Vi undersøker"
language = "nb"
kinds = ["complaint", "question"]
text = "Hei {name}, {personal} Vi undersøker saken nå, og svarer deg innen {time}. {signature}"
"""


@contextmanager
def demo_folder(feeds: Sequence[Feed], language: str, speed: float = 1.0) -> Iterator[Path]:
    """Yield a folder with a ``webcare.toml`` for these feeds; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="webcare-demo-") as name:
        folder = Path(name)
        (folder / "webcare.toml").write_text(
            configuration(feeds, language, speed), encoding="utf-8"
        )
        yield folder


def configuration(feeds: Sequence[Feed], language: str, speed: float) -> str:
    """Return the demo's webcare.toml; what happens faster is also looked at more often."""
    shortest, longest = (max(1, round(seconds / speed)) for seconds in INTERVALS)
    head = f'agent = "{AGENT}"\nlanguage = "{language}"\n\n[hours]\nzone = "Europe/Amsterdam"\n'
    head += "\n[evidence]\nphotograph_from = 0\n"  # invented comments have no pages
    brands = "".join(
        f'\n[brands.{name}]\ntitle = "{title}"\nsignature = "{signature}"\nformal = {formal}\n'
        for name, title, signature, formal in BRANDS
    )
    sources = "".join(
        f'\n[sources.{feed.name}]\nurl = "{feed.url}"\nbrand = "{feed.brand}"\n'
        f'title = "{feed.title}"\nlanguage = "{feed.language}"\nallow_private = true\n'
        f'interval_min = "{shortest}s"\ninterval_max = "{longest}s"\n'
        for feed in feeds
    )
    return head + brands + CANNED + sources

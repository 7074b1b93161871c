"""``webcare run`` and ``webcare demo``: the desk on the screen."""

import gc
import os
import sys

import click

from core.errors import UsageError
from core.i18n import _, set_language
from webcare.commands.options import Asked, shared_options

LANGUAGES = ("nl", "nb", "en")


@click.command("run")
@shared_options
def run(asked: Asked) -> int:
    """Open the desk on the screen: the configured sources, the configured database."""
    check_terminal()
    gc.disable()  # until the first frame stands: nothing that is loaded by then is garbage
    settings = asked.settings(with_keys=True)
    set_language(settings.language)
    from core.clock import SystemClock
    from webcare.screen import show_desk

    return show_desk(settings, SystemClock())


@click.command("demo")
@click.option("--seed", type=int, default=1, help=_("Another number is another shift."))
@click.option("--speed", type=click.FloatRange(0.1, 1000), default=1.0, help=_("How fast."))
@click.option("--lang", type=click.Choice(LANGUAGES), help=_("Language of the screen."))
@click.option("--headless", is_flag=True, help=_("Without a screen: print what comes in."))
@shared_options
def demo(asked: Asked, seed: int, speed: float, lang: str | None, headless: bool) -> int:
    """Open a scripted live shift: a feed server of its own, in a throw-away folder."""
    from webcare.demo.run import run_demo

    if not headless:
        check_terminal()
        gc.disable()
    return run_demo(
        seed=seed, speed=speed, language=lang, headless=headless, agent=asked.agent, json=asked.json
    )


def check_terminal() -> None:
    """Refuse to draw where nothing can be drawn on; UsageError says what works instead."""
    drawable = sys.stdin.isatty() and sys.stdout.isatty()
    if not drawable or os.environ.get("TERM", "") in {"", "dumb"}:
        raise UsageError(_("The desk needs a terminal"), _("Use `webcare list --json`."))

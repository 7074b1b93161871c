"""``webcare run`` and ``webcare demo``: the desk on the screen."""

import gc

import click

from core.i18n import _
from webcare import opening
from webcare.commands.options import Asked, asked_command
from webcare.language import LANGUAGES


@asked_command("run")
def run(asked: Asked) -> int:
    """Open the desk on the screen: the configured sources, the configured database."""
    return opening.run(str(asked.config or ""), str(asked.data or ""), asked.agent)


@asked_command("demo")
@click.option("--seed", type=int, default=1, help=_("Another number is another shift."))
@click.option("--speed", type=click.FloatRange(0.1, 1000), default=1.0, help=_("How fast."))
@click.option("--lang", type=click.Choice(LANGUAGES), help=_("Language of the screen."))
@click.option("--headless", is_flag=True, help=_("Without a screen: print what comes in."))
def demo(asked: Asked, seed: int, speed: float, lang: str | None, headless: bool) -> int:
    """Open a scripted live shift: a feed server of its own, in a throw-away folder."""
    from webcare.demo.run import run_demo

    if headless:
        gc.enable()
    else:
        opening.check_terminal()
    return run_demo(
        seed=seed, speed=speed, language=lang, headless=headless, agent=asked.agent, json=asked.json
    )

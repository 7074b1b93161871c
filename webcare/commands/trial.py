"""What a source answered on trial, in words and as an object."""

from typing import Any

from core.clock import iso
from core.i18n import _
from desk.sourcing import Trial, told


def line_of(trial: Trial) -> str:
    """Return one line on what a source holds and of when, or why that is not known."""
    newest = iso(trial.newest)
    return (
        _("{told}, newest {time}").format(told=told(trial), time=newest) if newest else told(trial)
    )


def trial_object(trial: Trial) -> dict[str, Any]:
    """Return what ``--json`` says of a trial."""
    return {
        "title": trial.title,
        "posts": trial.posts,
        "newest": iso(trial.newest),
        "error": trial.error or None,
        "samples": [
            {
                "author": sample.author,
                "text": sample.text,
                "published_at": iso(sample.published_at),
            }
            for sample in trial.samples
        ],
    }

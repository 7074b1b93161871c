"""What a source answered on trial, in words and as an object."""

from typing import Any

from core.clock import iso
from core.i18n import _, ngettext
from desk.sourcing import Trial


def told(trial: Trial) -> str:
    """Return one line on what a source holds, or why that is not known."""
    if trial.error:
        return trial.error
    if not trial.posts:
        return _("nothing: is this the right address?")
    count = ngettext("{n} comment", "{n} comments", trial.posts).format(n=trial.posts)
    newest = iso(trial.newest) or "?"
    return _("{comments}, “{title}”, newest {time}").format(
        comments=count, title=trial.title, time=newest
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

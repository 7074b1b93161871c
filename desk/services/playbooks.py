"""The playbooks a desk works by: read anew while it runs, and what is wrong with them."""

from core.i18n import _
from desk.services.desk import Desk


def reload(desk: Desk) -> str:
    """Read the team's playbooks anew; return what is wrong with them, empty where nothing is."""
    if desk.shelf is not None:
        desk.shelf.reload()
        desk.playbooks = desk.shelf.books
    return trouble(desk)


def trouble(desk: Desk) -> str:
    """Return what is wrong with the team's playbooks, and what is used instead."""
    problems = desk.shelf.problems if desk.shelf else ()
    if not problems:
        return ""
    kept = _("What was good stays in use; webcare playbooks check tells all.")
    return f"{str(problems[0]).rstrip('.')}. {kept}"

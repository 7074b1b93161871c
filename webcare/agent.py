"""Who works: as named on the command line, in the environment, in the file, or by the login."""

from collections.abc import Mapping

from core.errors import UsageError
from core.i18n import _

AGENT = "WEBCARE_AGENT"
"""Environment variable that says who works."""


def agent_name(given: str, named: str, environ: Mapping[str, str]) -> str:
    """Return the agent's name; UsageError when it cannot be one.

    Args:
        given: the name on the command line, empty where there is none.
        named: the name in the file, likewise.
        environ: the environment, which overrules the file.
    """
    name = given or environ.get(AGENT, "") or named or _login()
    if not name.isprintable() or not name.strip() or len(name) > 60:
        raise UsageError(_("An agent's name is one line of at most 60 characters"))
    return name.strip()


def _login() -> str:
    import getpass  # asked by the few whose file names no agent

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no account behind this process, as in some containers
        return "agent"

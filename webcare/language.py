"""Which language the program speaks before a configuration has been read."""

from collections.abc import Mapping

LANGUAGES = ("nl", "nb", "en")
_OURS = {"nl": "nl", "nb": "nb", "no": "nb", "nn": "nb"}


def screen_language(environ: Mapping[str, str]) -> str:
    """Return the language of the user's locale when it is one of ours, else English."""
    named = next((environ[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(v)), "")
    return _OURS.get(named[:2].lower(), "en")

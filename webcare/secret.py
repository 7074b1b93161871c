"""Secrets by reference: the file names where a secret is, never the secret itself."""

import importlib
import os
import stat
from pathlib import Path

from core.errors import ConfigError
from core.i18n import _

KINDS = ("env", "file", "keyring")
SERVICE = "webcare"
"""Under what name the keyring keeps our secrets."""


def check_reference(text: str) -> str:
    """Return a reference of the form ``env:NAME``, ``file:PATH`` or ``keyring:NAME``.

    Raises:
        ValueError: it is none; the message does not repeat it, for it may be the secret.
    """
    kind, _colon, name = text.partition(":")
    if kind not in KINDS or not name.strip():
        message = _("must say where the secret is: env:NAME, file:PATH or keyring:NAME")
        raise ValueError(message)
    return text


def reveal(reference: str) -> str:
    """Return the secret a reference names.

    Raises:
        ConfigError: it is not there, or others can read its file.
    """
    kind, _colon, name = reference.partition(":")
    readers = {"env": _from_environment, "file": _from_file, "keyring": _from_keyring}
    return readers[kind](name)


def _from_environment(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ConfigError(
            _("The environment variable {name} is empty").format(name=name),
            _("Set it to the secret before starting webcare."),
        )
    return value


def _from_file(name: str) -> str:
    path = Path(name).expanduser()
    try:
        mode = path.stat().st_mode
        value = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            _("The secret file {path} cannot be read").format(path=path),
            _("Write the secret into it, and keep it to yourself: chmod 600."),
        ) from error
    if stat.S_IMODE(mode) & 0o077:
        raise ConfigError(
            _("Others can read the secret file {path}").format(path=path),
            _("Keep it to yourself: chmod 600 {path}").format(path=path),
        )
    return value


def _from_keyring(name: str) -> str:
    try:
        keyring = importlib.import_module("keyring")  # an extra that most desks do without
    except ImportError as error:
        raise ConfigError(
            _("The secret keyring:{name} needs the keyring package").format(name=name),
            _("Install webcare with its keyring extra, or use env: or file:."),
        ) from error
    value = keyring.get_password(SERVICE, name)
    if not value:
        names = {"name": name, "service": SERVICE}
        lacking = _("The keyring holds no secret {name} for {service}").format(**names)
        advice = _("Put it there: keyring set {service} {name}").format(**names)
        raise ConfigError(lacking, advice)
    return str(value)

"""What can go wrong, said in one sentence: what, where, and what to do.

The exit codes are those a command ends with (docs/architecture.md).
"""

from typing import ClassVar


class WebcareError(Exception):
    """An error a person can act on."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}".rstrip() if self.hint else self.message


class Refused(WebcareError):
    """A guard said no; nothing was changed."""


class UsageError(WebcareError):
    """The words of a command are off."""

    exit_code = 2


class NotFound(WebcareError):
    """No such item, shift, source or step."""

    exit_code = 66


class StoreUnavailable(WebcareError):
    """The database cannot be reached or read."""

    exit_code = 69


class NotAllowed(WebcareError):
    """Whoever asks has no right to it on this desk."""

    exit_code = 77


class StorageFull(WebcareError):
    """The disk would not take the write; nothing was half-written."""

    exit_code = 74


class Locked(WebcareError):
    """Someone else holds it; trying again may help."""

    exit_code = 75


class Changed(Locked):
    """The item changed since it was read; nothing was written."""


class ConfigError(WebcareError):
    """The configuration or the database's schema does not fit this program."""

    exit_code = 78

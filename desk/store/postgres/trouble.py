"""What can go wrong with a server, said in a sentence; and what is worth another try."""

import asyncio
import ssl

import asyncpg

from core.errors import ConfigError, NotAllowed, StorageFull, StoreUnavailable, WebcareError
from core.i18n import _

AGAIN = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError)
"""The transaction was given up for another one's sake: it is run anew."""
LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # an idle connection read the server's last word, not yet its end
    asyncpg.CannotConnectNowError,
    asyncpg.OperatorInterventionError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TooManyConnectionsError,
    asyncio.TimeoutError,
    OSError,
)
"""The server went away, is starting, or does not answer."""


def explain(error: Exception, where: str) -> WebcareError:
    """Return our error for one of the driver's."""
    match error:
        case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError():
            return ConfigError(
                _("{where} does not let you in: {reason}").format(where=where, reason=_of(error)),
                _("Check the user's name and the password that webcare.toml refers to."),
            )
        case asyncpg.InvalidCatalogNameError():
            return ConfigError(
                _("{where} has no such database").format(where=where),
                _("Make it first: createdb NAME, on the server."),
            )
        case asyncpg.InsufficientPrivilegeError():
            return NotAllowed(
                _("{where} does not allow this: {reason}").format(where=where, reason=_of(error)),
                _("Ask your shift lead for the role that may."),
            )
        case asyncpg.ReadOnlySQLTransactionError():
            return StoreUnavailable(
                _("{where} can only be read now").format(where=where),
                _("It is a copy: name the server that takes writes."),
            )
        case asyncpg.DiskFullError() | asyncpg.OutOfMemoryError():
            return StorageFull(
                _("{where} has no room for the write; nothing of it was kept").format(where=where),
                _("Make room on the server and do it again."),
            )
        case ssl.SSLError():
            return ConfigError(
                _("{where} cannot be reached over TLS: {reason}").format(
                    where=where, reason=_of(error)
                ),
                _("Check sslmode and sslrootcert in the database's address."),
            )
        case _ if isinstance(error, LOST):
            return StoreUnavailable(
                _("{where} cannot be reached: {reason}").format(where=where, reason=_of(error)),
                _("Check the network; the desk tries again by itself."),
            )
    return StoreUnavailable(
        _("{where} refused: {reason}").format(where=where, reason=_of(error)),
        _("Try again; if it stays, tell whoever runs the server."),
    )


def _of(error: Exception) -> str:
    """Return an error's own words on one line; some have none but their name."""
    return " ".join(str(error).split()) or type(error).__name__

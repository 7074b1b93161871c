"""Where a team's database is: its address without secrets, and how to connect to it."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Address:
    """A PostgreSQL address as libpq writes it, TLS options (``sslmode`` …) included."""

    url: str
    password: str = field(default="", repr=False)

    @property
    def shown(self) -> str:
        """The address as people may read it: no user, no password, no options."""
        parts = urlsplit(self.url)
        host = (parts.hostname or re.sub(r".*\bhost=([^&]*).*", r"\1", parts.query)) or "localhost"
        port = f":{parts.port}" if parts.port else ""
        return f"{host}{port}/{parts.path.lstrip('/')}"

    def options(self, agent: str, *, connect: float, answer: float) -> dict[str, Any]:
        """Return what the driver is to be given."""
        options: dict[str, Any] = {
            "dsn": self.url,
            "timeout": connect,
            "command_timeout": answer,
            "server_settings": {
                "application_name": f"webcare {agent}"[:63],
                "statement_timeout": f"{int(answer * 1000)}",
                "idle_in_transaction_session_timeout": f"{int(answer * 1000)}",
                "lock_timeout": f"{int(answer * 500)}",
                "random_page_cost": "1.1",  # rows lie in memory: indexes are to be used
            },
        }
        return {**options, "password": self.password} if self.password else options


def is_address(named: str) -> bool:
    """Return whether the configuration's ``database`` names a server, and not a file."""
    return named.startswith(SCHEMES)

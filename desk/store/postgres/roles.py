"""Who may do what in a team: PostgreSQL's own roles, granted by whoever runs the server."""

from pathlib import Path

from core.vocabulary import Role
from desk.store.postgres.dialect import Link

_MINE = """
    SELECT rolname FROM pg_roles
    WHERE rolname = ANY($1) AND pg_has_role(oid, 'member')
"""
_NAMES = {f"webcare_{role}": role for role in Role}


def script() -> str:
    """Return the SQL that makes the roles and grants each what it needs; it may be run again."""
    return (Path(__file__).parent / "roles.sql").read_text(encoding="utf-8")


async def role_of(connection: Link) -> Role:
    """Return what the user of a connection may do."""
    mine = {_NAMES[row[0]] for row in await connection.fetch(_MINE, list(_NAMES))}
    for role in Role:
        if role in mine:
            return role
    owns = await connection.fetchval("SELECT has_schema_privilege(current_schema(), 'CREATE')")
    return Role.LEAD if owns else Role.READER

"""Signs in where a server wants a token that it gives for a name and a secret.

Tokens are kept in memory only, one for each source, and asked for anew when they have run out.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from sources.adapter import Request, Response, SignIn
from sources.fault import Fault, SourceError
from sources.settings import SourceSettings

Fetch = Callable[[Request, SourceSettings], Awaitable[Response]]

_REFUSED = (400, 401, 403)
"""With which servers answer to a token that has run out."""


class Sessions:
    """The tokens of one process."""

    def __init__(self) -> None:
        self._tokens: dict[str, Mapping[str, str]] = {}

    async def fetch(
        self, fetch: Fetch, request: Request, settings: SourceSettings, sign_in: SignIn
    ) -> Response:
        """Fetch as somebody who is signed in; one that has run out is asked for anew, once."""
        known = self._tokens.get(settings.name)
        if known is not None:
            try:
                return await fetch(request, _wearing(settings, known))
            except SourceError as error:
                if error.answer not in _REFUSED:
                    raise
        self._tokens.pop(settings.name, None)
        answer = await fetch(sign_in.request(settings), settings)
        try:
            token = sign_in.headers(answer.body)
        except (ValueError, KeyError, TypeError):
            raise SourceError(Fault.CREDENTIALS, str(answer.status)) from None
        self._tokens[settings.name] = token
        return await fetch(request, _wearing(settings, token))


def _wearing(settings: SourceSettings, token: Mapping[str, str]) -> SourceSettings:
    return replace(settings, headers={**settings.headers, **token})

"""Gets a source's answer over HTTP, trusting neither addresses, sizes nor patience.

Redirects are followed by hand, so that each hop passes the guard and credentials never leave
the configured origin. Bodies are inflated here, in bounded steps.
"""

import asyncio
import errno
import importlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from core.clock import Instant
from core.i18n import _
from sources.adapter import Request, Response, SignIn
from sources.drop import Drop
from sources.fault import Fault, SourceError
from sources.guard import guarded_socket
from sources.pacing import HOLD_DEFAULT, hold_until
from sources.registry import adapter_for
from sources.settings import SECRET, SourceSettings, host_key, origin, url_problem

if TYPE_CHECKING:
    import aiohttp

MAX_REDIRECTS = 5
USER_AGENT = "webcare/0.1 (feed reader of a customer service desk)"

_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_FAULTS = {
    401: Fault.CREDENTIALS,
    403: Fault.CREDENTIALS,
    404: Fault.NOT_FOUND,
    410: Fault.GONE,
}
_NO_ROUTE = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)
_RAN_OUT = (400, 401, 403)
"""With which servers answer to a token that has run out."""
_INFLATE = 47
"""zlib window bits that take both gzip and zlib headers."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an answer may take, in seconds."""

    total: float = 20.0
    """For everything, redirects included."""
    connect: float = 5.0
    read: float = 10.0
    """Between two pieces of it."""


class Fetcher:
    """Asks servers; who may be asked when is the poller's business."""

    def __init__(self, now: Callable[[], Instant], patience: Patience | None = None) -> None:
        self._now = now
        self._patience = patience or Patience()
        self._sessions: dict[bool, aiohttp.ClientSession] = {}
        self._tokens: dict[str, Mapping[str, str]] = {}
        """Of sources that are signed in to; kept nowhere else."""
        self._drop = Drop()

    async def close(self) -> None:
        """Let go of every connection."""
        sessions, self._sessions = list(self._sessions.values()), {}
        for session in sessions:
            await session.close()
        self._drop.close()

    async def fetch(self, request: Request, settings: SourceSettings) -> Response:
        """Return an answer worth reading.

        Raises:
            SourceError: there was none; it says why in one line.
        """
        if settings.is_local:
            return await asyncio.to_thread(self._drop.read, request, settings)
        sign_in = adapter_for(settings.kind).sign_in
        if sign_in and settings.secret:
            return await self._fetch_signed_in(request, settings, sign_in)
        return await self._fetch(request, settings)

    async def _fetch_signed_in(
        self, request: Request, settings: SourceSettings, sign_in: SignIn
    ) -> Response:
        """Fetch with the token of a source; one that has run out is asked for anew, once."""
        if token := self._tokens.get(settings.name):
            try:
                return await self._fetch(request, _wearing(settings, token))
            except SourceError as error:
                if error.answer not in _RAN_OUT:
                    raise
                del self._tokens[settings.name]
        answer = await self._fetch(sign_in.request(settings), settings)
        try:
            token = self._tokens[settings.name] = sign_in.headers(answer.body)
        except (ValueError, KeyError, TypeError):
            raise SourceError(Fault.CREDENTIALS, str(answer.status)) from None
        return await self._fetch(request, _wearing(settings, token))

    async def _fetch(self, request: Request, settings: SourceSettings) -> Response:
        # A third of a second of imports: kept off the event loop, and out of the first frame.
        http = await asyncio.to_thread(importlib.import_module, "aiohttp")
        try:
            async with asyncio.timeout(self._patience.total):
                return await self._follow(request, settings, monotonic())
        except (http.ClientError, OSError, ValueError) as error:
            raise _as_fault(error) from None

    def _session(self, *, allow_private: bool) -> "aiohttp.ClientSession":
        import aiohttp

        if allow_private not in self._sessions:
            self._sessions[allow_private] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    socket_factory=guarded_socket(allow_private=allow_private), limit=16
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(
                    total=None, sock_connect=self._patience.connect, sock_read=self._patience.read
                ),
                headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"},
                auto_decompress=False,
            )
        return self._sessions[allow_private]

    async def _follow(self, request: Request, settings: SourceSettings, start: float) -> Response:
        url, moved, is_permanent = _filled(request.url, settings), "", True
        for _hop in range(MAX_REDIRECTS + 1):
            async with await self._ask(url, request, settings) as answer:
                if answer.status not in _REDIRECTS:
                    self._check(answer, url, request)
                    body = b"" if answer.status == 304 else await _body(answer, settings.max_bytes)
                    headers = {name.lower(): value for name, value in answer.headers.items()}
                    seconds = monotonic() - start
                    shown, moved = _emptied(url, settings), _emptied(moved, settings)
                    return Response(shown, body, answer.status, headers, moved, seconds)
                if request.content:
                    raise SourceError(
                        Fault.REDIRECT_REFUSED, _("what we sent is for one place only")
                    )
                is_permanent = is_permanent and answer.status in _PERMANENT
                url = _next_hop(url, answer.headers.get("Location", ""), settings)
                moved = url if is_permanent else moved
        raise SourceError(Fault.TOO_MANY_REDIRECTS, str(MAX_REDIRECTS))

    async def _ask(
        self, url: str, request: Request, settings: SourceSettings
    ) -> "aiohttp.ClientResponse":
        own = (urlsplit(settings.url).hostname, *settings.allow_hosts)
        is_own = urlsplit(url).hostname in own  # who may be inside leads nobody else in there
        session = self._session(allow_private=settings.allow_private and is_own)
        secrets = settings.headers if origin(url) == origin(settings.url) else {}
        return await session.request(
            "POST" if request.content else "GET",
            url,
            data=request.content or None,
            headers={**request.headers, **secrets},
            allow_redirects=False,
        )

    def _check(self, answer: "aiohttp.ClientResponse", url: str, request: Request) -> None:
        """Raise for every status that holds nothing to read."""
        status, detail = answer.status, str(answer.status)
        if status in (200, 203) or (status == 304 and request.is_conditional):
            return
        said, now = answer.headers.get, self._now()
        until = hold_until(said("Retry-After", ""), said("Date", ""), now)
        if status == 429 or (status == 503 and until is not None):
            until = now + HOLD_DEFAULT if until is None else until
            raise SourceError(
                Fault.LIMITED, detail, answer=status, hold_until=until, host=host_key(url)
            )
        fault = _FAULTS.get(status, Fault.SERVER if status >= 500 else Fault.STATUS)
        raise SourceError(fault, detail, answer=status)


def _wearing(settings: SourceSettings, token: Mapping[str, str]) -> SourceSettings:
    return replace(settings, headers={**settings.headers, **token})


def _filled(url: str, settings: SourceSettings) -> str:
    """Return an address with the secret in its place, as far as it is meant for its host."""
    if SECRET not in url or origin(url) != origin(settings.url):
        return url
    return url.replace(SECRET, quote(settings.secret, safe=""))


def _emptied(url: str, settings: SourceSettings) -> str:
    """Return an address without the secret, as it may be remembered."""
    secret = quote(settings.secret, safe="")
    return url.replace(secret, SECRET) if secret and SECRET in settings.url else url


def _next_hop(url: str, location: str, settings: SourceSettings) -> str:
    """Return where a redirect leads; it may neither leave HTTP nor give up encryption."""
    try:
        target = urldefrag(urljoin(url, location.strip())).url
    except ValueError:
        raise SourceError(Fault.REDIRECT_REFUSED) from None
    if problem := url_problem(target):
        raise SourceError(Fault.REDIRECT_REFUSED, problem)
    parts = urlsplit(target)
    allowed = {urlsplit(settings.url).hostname, *settings.allow_hosts}
    if urlsplit(url).scheme == "https" and parts.scheme == "http":
        raise SourceError(Fault.REDIRECT_REFUSED, "https → http")
    if settings.allow_hosts and parts.hostname not in allowed:
        raise SourceError(Fault.REDIRECT_REFUSED, parts.hostname or "")
    return target


def _as_fault(error: Exception) -> SourceError:
    """Return what a failure of the network says about its source."""
    import aiohttp

    match error:
        case TimeoutError():
            return SourceError(Fault.TIMEOUT)
        case aiohttp.ClientSSLError():
            return SourceError(Fault.UNREACHABLE, "TLS")
        case aiohttp.ClientConnectorError(errno=errno.EPERM):
            return SourceError(Fault.ADDRESS_REFUSED)
        case aiohttp.ClientConnectorError():
            has_no_name = isinstance(error, aiohttp.ClientConnectorDNSError)
            is_lost = has_no_name or error.errno in _NO_ROUTE
            fault = Fault.NO_ROUTE if is_lost else Fault.UNREACHABLE
            return SourceError(fault, error.os_error.strerror or "")
        case _:
            return SourceError(Fault.BROKEN_OFF, type(error).__name__)


async def _body(answer: "aiohttp.ClientResponse", limit: int) -> bytes:
    """Return the inflated body; memory stays within a small multiple of the limit."""
    encoding = answer.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise SourceError(Fault.ENCODING, encoding)
    inflater = zlib.decompressobj(_INFLATE) if encoding not in ("", "identity") else None
    body = bytearray()
    try:
        async for chunk in answer.content.iter_any():
            body += inflater.decompress(chunk, limit + 1 - len(body)) if inflater else chunk
            if len(body) > limit:
                answer.close()
                raise SourceError(Fault.TOO_LARGE, str(limit))
    except zlib.error:
        raise SourceError(Fault.ENCODING, encoding) from None
    if inflater and body and not inflater.eof:
        raise SourceError(Fault.BROKEN_OFF)
    return bytes(body)

"""What can be wrong with a source, as values with one clear line for the agent."""

from enum import StrEnum

from core.clock import Instant
from core.i18n import N_, _


class Fault(StrEnum):
    """Why a poll brought nothing; the code is stable, the line is for people."""

    ADDRESS_REFUSED = "address_refused"
    REDIRECT_REFUSED = "redirect_refused"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    UNREACHABLE = "unreachable"
    NO_ROUTE = "no_route"
    """No name, or no way there: what every source shows when we are offline."""
    TIMEOUT = "timeout"
    BROKEN_OFF = "broken_off"
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    CREDENTIALS = "credentials"
    NOT_FOUND = "not_found"
    GONE = "gone"
    LIMITED = "limited"
    SERVER = "server"
    STATUS = "status"
    EMPTY = "empty"
    NOT_A_FEED = "not_a_feed"
    ENTITIES = "entities"
    HUGE_TAG = "huge_tag"
    UNREADABLE = "unreadable"
    POISON = "poison"
    NO_PARSER = "no_parser"
    NOT_STORED = "not_stored"
    UNEXPECTED = "unexpected"


_LINES: dict[Fault, str] = {
    Fault.ADDRESS_REFUSED: N_("leads to a private address: set allow_private if that is meant"),
    Fault.REDIRECT_REFUSED: N_("redirects to where we do not follow: {detail}"),
    Fault.TOO_MANY_REDIRECTS: N_("redirects more than {detail} times"),
    Fault.UNREACHABLE: N_("cannot be reached: {detail}"),
    Fault.NO_ROUTE: N_("cannot be found from here: {detail}"),
    Fault.TIMEOUT: N_("did not answer in time"),
    Fault.BROKEN_OFF: N_("broke off in the middle of its answer"),
    Fault.TOO_LARGE: N_("answers with more than {detail} bytes"),
    Fault.ENCODING: N_("answers in a compression we cannot read: {detail}"),
    Fault.CREDENTIALS: N_("asks for credentials ({detail}): check its secret"),
    Fault.NOT_FOUND: N_("is not at this address (404): check the address"),
    Fault.GONE: N_("is gone for good (410): remove it or give its new address"),
    Fault.LIMITED: N_("asked to be left alone for a while ({detail})"),
    Fault.SERVER: N_("has trouble of its own ({detail})"),
    Fault.STATUS: N_("answered with status {detail}"),
    Fault.EMPTY: N_("sent an empty answer"),
    Fault.NOT_A_FEED: N_("sent a page that is not a feed: {detail}"),
    Fault.ENTITIES: N_("sent a document that defines entities: refused"),
    Fault.HUGE_TAG: N_("sent a tag of more than 64 kB: refused"),
    Fault.UNREADABLE: N_("sent a document we cannot read ({detail})"),
    Fault.POISON: N_("sent a document that stopped the parser: left alone until it changes"),
    Fault.NO_PARSER: N_("could not be read: the parser does not start"),
    Fault.NOT_STORED: N_("could not be kept: {detail}"),
    Fault.UNEXPECTED: N_("failed in a way we did not expect ({detail})"),
}


class SourceError(Exception):
    """A poll that brought nothing; carries all that pacing and the agent need."""

    def __init__(
        self,
        fault: Fault,
        detail: str = "",
        *,
        answer: int | None = None,
        hold_until: Instant = 0,
        host: str = "",
    ) -> None:
        super().__init__(fault, detail)
        self.fault = fault
        self.detail = detail
        self.answer = answer
        """HTTP status, where it is what went wrong."""
        self.hold_until = hold_until
        """Until when the server asked to be left alone; 0 when it did not."""
        self.host = host
        """``host:port`` that said so, after redirects."""
        self.body_sha256 = ""
        """Of the document that could not be read; filled in by who knows it."""

    @property
    def line(self) -> str:
        """The fault in the agent's language, on one line, without secrets."""
        return describe(self.fault, self.detail)


def describe(fault: Fault, detail: str = "") -> str:
    """Return one line for the agent."""
    return _(_LINES[fault]).format(detail=" ".join(detail.split())[:120])

"""What can be wrong with a source, as values with one clear line for the agent."""

from enum import StrEnum

from core.clock import Instant
from core.i18n import N_, _


class Fault(StrEnum):
    """Why a poll brought nothing: a stable code, and the line that people read."""

    line: str

    def __new__(cls, code: str, line: str) -> "Fault":
        """Make a code that knows its line."""
        fault = str.__new__(cls, code)
        fault._value_ = code
        fault.line = line
        return fault

    ADDRESS_REFUSED = (
        "address_refused",
        N_("leads to a private address: set allow_private if that is meant"),
    )
    REDIRECT_REFUSED = "redirect_refused", N_("redirects to where we do not follow: {detail}")
    TOO_MANY_REDIRECTS = "too_many_redirects", N_("redirects more than {detail} times")
    UNREACHABLE = "unreachable", N_("cannot be reached: {detail}")
    NO_ROUTE = "no_route", N_("cannot be found from here: {detail}")
    """No name, or no way there: what every source shows when we are offline."""
    TIMEOUT = "timeout", N_("did not answer in time")
    BROKEN_OFF = "broken_off", N_("broke off in the middle of its answer")
    TOO_LARGE = "too_large", N_("answers with more than {detail} bytes")
    ENCODING = "encoding", N_("answers in a compression we cannot read: {detail}")
    CREDENTIALS = "credentials", N_("asks for credentials ({detail}): check its secret")
    NOT_FOUND = "not_found", N_("is not at this address (404): check the address")
    GONE = "gone", N_("is gone for good (410): remove it or give its new address")
    LIMITED = "limited", N_("asked to be left alone for a while ({detail})")
    SERVER = "server", N_("has trouble of its own ({detail})")
    STATUS = "status", N_("answered with status {detail}")
    EMPTY = "empty", N_("sent an empty answer")
    NOT_A_FEED = "not_a_feed", N_("sent a page that is not a feed: {detail}")
    ENTITIES = "entities", N_("sent a document that defines entities: refused")
    HUGE_TAG = "huge_tag", N_("sent a tag of more than 64 kB: refused")
    UNREADABLE = "unreadable", N_("sent a document we cannot read ({detail})")
    POISON = "poison", N_("sent a document that stopped the parser: left alone until it changes")
    NO_PARSER = "no_parser", N_("could not be read: the parser does not start")
    NOT_STORED = "not_stored", N_("could not be kept: {detail}")
    UNEXPECTED = "unexpected", N_("failed in a way we did not expect ({detail})")


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
        return _(self.fault.line).format(detail=" ".join(self.detail.split())[:120])

"""A folder of mails: the notifications of platforms that have no feed, dropped by a mail rule.

Any folder of files in the form of mail will do, a Maildir among them. A mail cannot say where
the comment stands unless it carries ``Archived-At``; its links are kept all the same.
"""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from desk.model.post import Post
from sources.adapter import Adapter, ParseResult, Response, Warn
from sources.drop import FREE, LISTED, LISTING, ask, done, named_in
from sources.html_text import Extract, extract
from sources.making import make_post
from sources.settings import SourceSettings

_MACHINE = re.compile(r"(?:no-?reply|do-?not-?reply|notifications?|mailer-daemon)\b", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>\"')\]]+")


def parse(response: Response, settings: SourceSettings) -> ParseResult:
    """Read one mail; one that cannot be read is passed over, for those behind it."""
    if response.said("content-type") == LISTING:
        return named_in(response)
    position = done(response)
    try:
        post = _post(response.body, settings)
    except Exception:  # noqa: BLE001 - headers raise whatever they like when they are bent
        return ParseResult(warnings=frozenset({Warn.PARTLY}), position=position)
    is_empty = not (post.body or post.title)
    return ParseResult(
        posts=() if is_empty else (post,),
        warnings=frozenset({Warn.PARTLY} if is_empty else ()),
        position=position,
    )


def _post(body: bytes, settings: SourceSettings) -> Post:
    mail = message_from_bytes(body, policy=policy.default)
    assert isinstance(mail, EmailMessage)  # noqa: S101 - the policy makes no other
    words = _words(mail)
    name, address = _sender(mail)
    references = _header(mail, "References").split()
    return make_post(
        settings,
        body.decode("utf-8", "replace"),
        native_id=_header(mail, "Message-ID"),
        body=words.text,
        title=_header(mail, "Subject"),
        author=name or address,
        author_id=address,
        permalink=_header(mail, "Archived-At").strip("<> "),
        links=words.links,
        language=_header(mail, "Content-Language"),
        published=_header(mail, "Date") or None,
        reply_to=_header(mail, "In-Reply-To"),
        thread=references[0] if references else "",
    )


def _words(mail: EmailMessage) -> Extract:
    """Return the text that is meant for reading, and the links of either form."""
    plain, html = _part(mail, "plain"), extract(_part(mail, "html"))
    text = plain.strip() or html.text
    return Extract(text, (*html.links, *_LINK.findall(plain)))


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, ValueError):  # a charset nobody knows
        return bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def _sender(mail: EmailMessage) -> tuple[str, str]:
    """Return who wrote; where a machine passed it on, whom an answer would go to."""
    sender = parseaddr(_header(mail, "From"))
    answer = parseaddr(_header(mail, "Reply-To"))
    return answer if answer[1] and _MACHINE.match(sender[1]) else sender


def _header(mail: EmailMessage, name: str) -> str:
    """Return a header on one line, as far as it can be read."""
    return " ".join(str(mail.get(name, "")).split())


ADAPTER = Adapter(parse, ask, pace=FREE, requests=LISTED)

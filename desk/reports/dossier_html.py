"""The dossier as one page of HTML that loads nothing from anywhere, to be read and printed."""

import base64
from collections.abc import Iterator
from html import escape
from importlib import resources
from itertools import chain
from string import Template

from core.clock import Instant, to_datetime
from core.i18n import _, language
from core.labels import label
from core.safe_text import show_source
from desk.model.event import Event, EventKind
from desk.reports.compare import compare
from desk.reports.dossier import Dossier
from desk.reports.story import tell

WHOLE = 100_000
"""Characters shown of a text: as much as is stored of one."""
TAGS = {" ": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}
SAID = {
    EventKind.REPLIED: "body",
    EventKind.PUT_RIGHT: "body",
    EventKind.HEARD: "text",
    EventKind.ASKED: "text",
    EventKind.ANSWERED: "text",
    EventKind.NOTED: "text",
}
"""What was said, whole; the sentences of the history only quote its beginning."""


def dossier_html(dossier: Dossier) -> str:
    """Return the page; whatever is unseen in texts is written out in it."""
    title = _("Dossier of item {id}").format(id=dossier.detail.item.id)
    page = Template((resources.files(__package__) / "dossier.html").read_text(encoding="utf-8"))
    head = page.substitute(language=language(), title=escape(title))
    parts = (_facts(dossier), _versions(dossier), _pictures(dossier), _history(dossier))
    return "\n".join(chain((head,), *parts)) + "\n"


def _facts(dossier: Dossier) -> Iterator[str]:
    detail = dossier.detail
    item = detail.item
    facts = {
        _("Source"): detail.source.title or detail.source.name,
        _("Address"): detail.permalink,
        _("Author"): detail.author,
        _("Author's id"): detail.author_id,
        _("Published"): _at(dossier, item.published_at),
        _("First seen"): _at(dossier, item.first_seen_at),
        _("Kind"): ", ".join((label(item.kind), _("severity {n}").format(n=item.severity))),
        _("State"): label(item.state),
        _("Gone at the source"): _at(dossier, dossier.gone_at),
        _("Made"): f"{_at(dossier, dossier.made_at)}, {dossier.made_by}",
        _("Reason"): dossier.reason,
    }
    yield "<table>"
    for name, value in facts.items():
        if value:
            yield f"<tr><th>{escape(name)}<td>{escape(_shown(value))}"
    yield "</table>"


def _versions(dossier: Dossier) -> Iterator[str]:
    yield _heading(_("What it says"))
    yield _line(_("A version's SHA-256 is that of its title, a line break, and its text in UTF-8."))
    before = None
    for version in dossier.detail.revisions:
        seen = _at(dossier, version.seen_at)
        title = _("Version {n}, seen {time}").format(n=version.n, time=seen)
        marked = _("{sentence}, after our answer") if version.after_answer else "{sentence}"
        yield _heading(marked.format(sentence=title), 3)
        yield _text(version.whole)
        if before is not None:
            yield _line(_("Compared with the version before:"))
            words = compare(_shown(before), _shown(version.whole))
            told = "".join(TAGS[one.sign].format(escape(one.text)) for one in words)
            yield f"<pre>{told}</pre>"
        yield _code(version.sha256)
        if version.raw and version.raw != version.text:
            yield _line(_("As the source sent it:"))
            yield _text(version.raw)
        before = version.whole


def _pictures(dossier: Dossier) -> Iterator[str]:
    if dossier.detail.pictures:
        yield _heading(_("Pictures of the page"))
    for picture in dossier.detail.pictures:
        answered = _("{time}, {who}: the server answered {status}")
        at, by = _at(dossier, picture.at), _shown(picture.by)
        yield _line(answered.format(time=at, who=by, status=picture.status))
        yield _line(_shown(picture.url))
        image = dossier.images.get(picture.file)
        if image is None:
            missing = _("The file {file} lies where the picture was taken.")
            yield _line(missing.format(file=_shown(picture.file)))
        else:
            data = base64.b64encode(image).decode("ascii")
            yield f'<p><img alt="{escape(picture.file)}" src="data:image/png;base64,{data}">'
        yield _code(picture.sha256)


def _history(dossier: Dossier) -> Iterator[str]:
    yield _heading(_("What happened"))
    yield _line(
        _("Nothing in this history was altered: each hash covers the event and the hash before it.")
        if dossier.chain_holds
        else _("This history was altered: its hashes do not follow from each other.")
    )
    yield "<table>"
    for event, link in dossier.history():
        when = escape(_at(dossier, event.at))
        yield f"<tr><th>{when}<td>{_told(dossier, event)}<br><code>{escape(link)}</code>"
    yield "</table>"


def _told(dossier: Dossier, event: Event) -> str:
    sentence = escape(tell(event, dossier.detail.titles))
    if event.id in dossier.detail.item.undone:
        undone = escape(_("undone"))
        sentence = f"<del>{sentence}</del> ({undone})"
    said = event.text(SAID.get(event.kind, ""))
    return sentence + (_text(said) if said else "")


def _heading(text: str, rank: int = 2) -> str:
    return f"<h{rank}>{escape(text)}</h{rank}>"


def _line(text: str) -> str:
    return f"<p>{escape(text)}"


def _text(text: str) -> str:
    return f"<pre>{escape(_shown(text))}</pre>"


def _code(digest: str) -> str:
    return f"<p><code>SHA-256 {escape(digest)}</code>"


def _shown(text: str) -> str:
    return show_source(text, WHOLE)


def _at(dossier: Dossier, instant: Instant | None) -> str:
    if instant is None:
        return ""
    return f"{to_datetime(instant, dossier.zone):%Y-%m-%d %H:%M:%S %z}"

"""``webcare coach``: JSON lines with replies in, the remarks on each out."""

from collections.abc import Mapping
from typing import Any

import click

from core.errors import UsageError
from core.i18n import _
from core.language import normal_code
from core.vocabulary import Brand, Kind, Language
from desk.services.coaching import is_hot
from playbooks.coach.finding import Case, Finding
from webcare.commands.call import Call, call_command, print_object
from webcare.commands.json_lines import asked_objects
from webcare.wiring import LateCoach, LateTriage

NEEDED = {"comment": str, "reply": str}
OPTIONAL = {
    "author": str,
    "language": str,
    "kind": str,
    "source_kind": str,
    "public": bool,
    "brand": str,
    "limit": int,
    "answered": int,
    "promised": bool,
    "earlier": list,
}


@click.command("coach")
@call_command
def coach(call: Call) -> None:
    """Remark on replies: {"comment":…,"reply":…,"author":…,"language":…,"kind":…,
    "source_kind":…,"public":true} a line, all but the texts optional.

    What is not said of the comment is read from it, as triage does.
    """
    read = LateCoach(call.settings.places.coach)
    read.reload()
    triage = LateTriage(call.settings.places.triage)
    triage.reload()
    for asked in asked_objects(NEEDED, OPTIONAL):
        case = _case(call, asked, triage)
        findings = [finding_object(finding) for finding in read(asked["reply"], case)]
        print_object({"schema": "webcare.coach/1", "findings": findings})


def _case(call: Call, asked: Mapping[str, Any], triage: LateTriage) -> Case:
    desk = call.settings.desk
    verdict = triage(asked["comment"], declared=asked["language"] or "", languages=desk.languages)
    kind = _kind(asked["kind"]) or verdict.kind
    return Case(
        comment=asked["comment"],
        author=asked["author"] or "",
        language=_language(asked["language"]) or verdict.language,
        kind=kind,
        hot=is_hot(kind, verdict.severity, verdict.arousal),
        answered=asked["answered"] or 0,
        public=asked["public"] is not False,
        limit=asked["limit"] or 0,
        platform=asked["source_kind"] or "",
        formal=_brand(call, asked["brand"]).formal,
        own_contacts=_own_contacts(call, asked["brand"]),
        promised=bool(asked["promised"]),
        earlier=tuple(text for text in asked["earlier"] or () if isinstance(text, str)),
    )


def _kind(word: str | None) -> Kind | None:
    """Return a kind; UsageError names those there are."""
    if word and word not in set(Kind):
        known = ", ".join(Kind)
        raise UsageError(_("{word} is no kind of comment").format(word=repr(word)), known)
    return Kind(word) if word else None


def _language(tag: str | None) -> Language | None:
    """Return one of our languages for a tag; any other one is not known."""
    code = normal_code(tag) if tag else ""
    known = Language(code) if code in set(Language) else Language.UND
    return known if code else None


def _brand(call: Call, name: str | None) -> Brand:
    return call.settings.desk.brands.get(name or "") or Brand("", "")


def _own_contacts(call: Call, name: str | None) -> tuple[str, ...]:
    """Return a brand's contacts; those of all brands where none is named."""
    brands = [_brand(call, name)] if name else call.settings.desk.brands.values()
    return tuple(contact for brand in brands for contact in brand.own_contacts)


def finding_object(finding: Finding) -> dict[str, Any]:
    """Return a remark as programs read it."""
    return {
        "code": finding.code,
        "level": finding.level,
        "span": [finding.start, finding.end],
        "why": finding.why,
        "source": finding.source,
        "how": finding.how,
        "mend": finding.mend,
    }

"""The demo's script holds what it is to show."""

import pytest

from core.vocabulary import Kind
from desk.triage.judge import Judge
from webcare.demo.script import load_script

COMMENTS = {comment.author: comment for comment in load_script(1)}


@pytest.mark.parametrize(
    ("author", "kind", "severity"),
    [
        ("anoniem", Kind.HARMFUL, 5),
        ("Hendrik", Kind.COMPLAINT, 5),
        ("Sofie Kramer", Kind.PRAISE, 1),
        ("w00t_99", Kind.TROLL, 1),
        ("Goedkope Leningen", Kind.SPAM, 1),
        ("Pelle de Wit", Kind.QUESTION, 2),
        ("Nadia", Kind.PRAISE, 1),
        ("Turid", Kind.COMPLAINT, 4),
    ],
)
def test_the_script_is_read_as_it_is_meant(author: str, kind: Kind, severity: int) -> None:
    """A threat, a danger, praise for a named colleague, a troll and the rest get their places."""
    comment = COMMENTS[author]
    verdict = Judge()(f"{comment.title}\n{comment.text}".strip(), declared=comment.lang)
    assert (verdict.kind, verdict.severity) == (kind, severity)

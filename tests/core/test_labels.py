"""Labels: every code of the vocabulary has one of its own."""

import inspect
from enum import StrEnum

import pytest

from core import vocabulary
from core.labels import LABELS, label

ENUMERATIONS = [
    member
    for _, member in inspect.getmembers(vocabulary, inspect.isclass)
    if issubclass(member, StrEnum) and member is not StrEnum
]


@pytest.mark.parametrize("enumeration", ENUMERATIONS)
def test_every_code_has_a_label_that_tells_it_apart(enumeration: type[StrEnum]) -> None:
    """No code is without a label, and no two of an enumeration share one."""
    labels = [label(code) for code in enumeration]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_there_are_no_labels_for_what_does_not_exist() -> None:
    """The tables hold exactly the codes of the vocabulary."""
    codes = {(enumeration, code.value) for enumeration in ENUMERATIONS for code in enumeration}
    assert {(kind, code) for kind, table in LABELS.items() for code in table} == codes

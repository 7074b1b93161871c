"""Labels: every code of the vocabulary has one of its own."""

import inspect
from enum import StrEnum

import pytest

from core import vocabulary
from core.labels import label
from core.vocabulary import Word

ENUMERATIONS = [
    member
    for _, member in inspect.getmembers(vocabulary, inspect.isclass)
    if issubclass(member, StrEnum) and member not in {StrEnum, Word}
]


@pytest.mark.parametrize("enumeration", ENUMERATIONS)
def test_every_code_has_a_label_that_tells_it_apart(enumeration: type[Word]) -> None:
    """No code is without a label, and no two of an enumeration share one."""
    labels = [label(code) for code in enumeration]
    assert all(labels)
    assert len(set(labels)) == len(labels)

"""Text measured in the cells of a terminal, for tables that line up."""

from collections.abc import Iterator, Sequence
from unicodedata import category, east_asian_width

NONE = "–"
"""Stands where there is no figure."""
LONGEST_FIGURE = len("99 d 23 h")


def width(text: str) -> int:
    """Return how many cells a safe line takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(char: str) -> int:
    if category(char) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def pad(text: str, cells: int, right: bool = False) -> str:
    """Return a text filled up with spaces, set to the right for figures."""
    gap = " " * (cells - width(text))
    return gap + text if right else text + gap


def is_figure(cell: str) -> bool:
    """Return whether a cell holds a figure, with its unit at most, or the sign for none."""
    return cell == NONE or (cell[:1].isdigit() and len(cell) <= LONGEST_FIGURE)


def wrap(text: str, cells: int) -> list[str]:
    """Return a line broken at its spaces; a word that is too long is folded."""
    lines = [""]
    for word in (part for whole in text.split() for part in _folded(whole, cells)):
        longer = f"{lines[-1]} {word}".lstrip()
        if width(longer) <= cells:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _folded(word: str, cells: int) -> Iterator[str]:
    part = ""
    for char in word:
        if part and width(part + char) > cells:
            yield part
            part = ""
        part += char
    yield part


def fitted(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return each column's cells: as wide as it likes, else its head broken, then all of it."""
    widths = [max(map(width, column)) for column in columns]
    words = [max(map(_longest_word, column)) for column in columns]
    heads = [max(_longest_word(head), *map(width, rest)) for head, *rest in columns]
    for least in (heads, words):
        while sum(widths) > room:
            spare, n = max((wide - least[n], n) for n, wide in enumerate(widths))
            if spare <= 0:
                break
            widths[n] -= 1
    return widths


def _longest_word(text: str) -> int:
    return max(map(width, text.split()), default=0)

"""Report files: private, whole, and never over another."""

import stat
from pathlib import Path

import pytest

from desk.store.files import CreationError, write_whole


def test_a_report_is_private_and_whole(tmp_path: Path) -> None:
    """The file holds the text in UTF-8, only its owner reads it, and no draft stays behind."""
    path = tmp_path / "shift.md"
    write_whole(path, "Vågen – één\r\n")
    assert path.read_bytes() == "Vågen – één\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    """It stays as it was, and the sentence names it."""
    path = tmp_path / "shift.md"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(CreationError, match=r"shift\.md"):
        write_whole(path, "other")
    assert path.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """Neither to a file nor to where none is yet."""
    target = tmp_path / "elsewhere"
    path = tmp_path / "shift.md"
    path.symlink_to(target)
    with pytest.raises(CreationError):
        write_whole(path, "text")
    assert not target.exists()


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    """The error names the file that could not be written."""
    with pytest.raises(CreationError, match="no-such-folder"):
        write_whole(tmp_path / "no-such-folder" / "shift.md", "text")


def test_broken_text_still_makes_a_file(tmp_path: Path) -> None:
    """Half a surrogate pair from a feed costs a question mark, not the report."""
    path = tmp_path / "shift.csv"
    write_whole(path, "a\ud83d")
    assert path.read_bytes() == b"a?"


def test_a_file_is_replaced_when_that_is_meant(tmp_path: Path) -> None:
    """Its new text stands in its place, for its owner alone, and nothing else is left."""
    path = tmp_path / "webcare.toml"
    path.write_text("old", encoding="utf-8")
    write_whole(path, "new", over=True)
    assert path.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]

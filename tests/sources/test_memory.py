"""What is remembered of the last answer, and which posts are gone from it for sure."""

from sources.adapter import Listed, Listing
from sources.memory import Memory


def listing(posts: str) -> Listing:
    """Return what a feed lists: one-letter posts, the later in the alphabet the newer."""
    return {post: Listed(post, post, at=ord(post)) for post in posts}


def gone(*answers: str, complete: bool = True) -> list[str]:
    """Return what the last of several answers proves to be gone."""
    memory = Memory()
    found: list[str] = []
    for answer in answers:
        found = memory.take(answer, listing(answer), complete=complete)
    return sorted(found)


def test_an_answer_is_known_by_its_hash() -> None:
    """What another process read in between makes the memory worthless."""
    memory = Memory()
    memory.take("x", listing("cba"), complete=True)
    assert memory.listed("x") == listing("cba")
    assert memory.listed("y") == memory.listed("") == {}


def test_absence_counts_when_an_older_post_is_still_listed_twice() -> None:
    """One answer without it may be a hiccup; two are none."""
    assert gone("dcba", "dca") == []
    assert gone("dcba", "dca", "edca") == ["b"]
    assert gone("dcba", "dca", "dcba", "dca") == []
    assert gone("dcba", "cba", "cba") == ["d"]


def test_the_same_answer_again_counts_as_a_second_one() -> None:
    """A server that has nothing new has not brought it back either, and says so once."""
    memory = Memory()
    memory.take("1", listing("dcba"), complete=True)
    memory.take("2", listing("dca"), complete=True)
    assert list(memory.same_again()) == ["b"]
    assert list(memory.same_again()) == []


def test_what_falls_out_at_the_end_is_not_gone() -> None:
    """The oldest make room for the newest."""
    assert gone("cba", "dcb", "edc") == []
    assert gone("abc", "bcd", "cde") == []


def test_a_feed_by_popularity_proves_nothing() -> None:
    """Where time does not order it, only a list that grew shorter tells."""
    assert gone("bdac", "bdae", "bfae") == []
    assert gone("bdac", "bac", "bac") == ["d"]
    assert gone("bdac", "bda", "bda") == []


def test_a_broken_document_proves_nothing() -> None:
    """What could not be read whole may have held it."""
    assert gone("dcba", "dca", "dca", complete=False) == []

"""What triage learns from agents' decisions, on a real store."""

from pathlib import Path

import pytest

from core.vocabulary import Kind, Size
from desk.model.post import Post
from desk.services import items, learning
from desk.triage.judge import Judge
from tests.support.desk import a_desk, arrive

TEXT = "De roltrap piept, zei Anouk de Wit op 06-12345678"


def post(number: int) -> Post:
    """Return a comment that nothing in the lists speaks of."""
    return Post("shop", str(number), TEXT, author="Piet Jansen", language="nl")


@pytest.mark.asyncio
async def test_confirming_and_overruling_teach(tmp_path: Path) -> None:
    """A decision on the kind is learned from, one on the size or language is not."""
    async with a_desk(tmp_path) as desk:
        first, second = await arrive(desk, post(1), post(2))
        await items.correct(desk, first.id, kind=Kind.COMPLAINT)
        await items.correct(desk, second.id)
        await items.correct(desk, second.id, size=Size.QUICK)
        learned = await learning.learned(desk)
        assert learned.decisions == 2
        assert desk.triage.learned.decisions == 2  # type: ignore[attr-defined]
        stored = " ".join(word.token for word in learned.words)
        assert "roltrap" in stored
        assert not any(part in stored.lower() for part in ("anouk", "jansen", "1234", "wit"))


@pytest.mark.asyncio
async def test_a_colleagues_decisions_are_known_after_the_next_poll(tmp_path: Path) -> None:
    """What another desk on the same store taught is read before the next comments are judged."""
    async with a_desk(tmp_path, "tim") as ours, a_desk(tmp_path, "noor") as theirs:
        (item,) = await arrive(ours, post(1))
        for _ in range(3):
            await items.correct(ours, item.id, kind=Kind.COMPLAINT)
        assert theirs.triage.learned.decisions == 0  # type: ignore[attr-defined]
        await arrive(theirs, post(2))
        known, taught = (one.triage.learned for one in (theirs, ours))  # type: ignore[attr-defined]
        assert known.decisions == 3
        assert known.words == taught.words


@pytest.mark.asyncio
async def test_forgetting_starts_anew(tmp_path: Path) -> None:
    """A reset empties the table and the judge alike."""
    async with a_desk(tmp_path) as desk:
        (item,) = await arrive(desk, post(1))
        await items.correct(desk, item.id)
        await learning.forget(desk)
        assert not (await learning.learned(desk)).weights
        assert desk.triage.learned.decisions == 0  # type: ignore[attr-defined]


@pytest.mark.asyncio
async def test_learning_never_fails_a_correction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever breaks while learning, the correction is written and the failure is logged."""

    def broken(*_: object) -> None:
        message = "no judgement"
        raise ZeroDivisionError(message)

    async with a_desk(tmp_path) as desk:
        (item,) = await arrive(desk, post(1))
        monkeypatch.setattr(Judge, "cold", broken)
        corrected = await items.correct(desk, item.id, kind=Kind.COMPLAINT)
        assert (await desk.store.item(item.id)).kind is corrected.kind is Kind.COMPLAINT
        assert "nothing was learned" in caplog.text


@pytest.mark.asyncio
async def test_a_triage_that_cannot_learn_is_left_alone(tmp_path: Path) -> None:
    """A desk may be given any function that judges."""
    async with a_desk(tmp_path) as desk:
        desk.triage = desk.triage.__call__
        (item,) = await arrive(desk, post(1))
        await items.correct(desk, item.id)
        assert not (await learning.learned(desk)).weights

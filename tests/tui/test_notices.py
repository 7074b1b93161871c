"""Notices lie where they hide nothing that is worked on."""

from pathlib import Path

import pytest
from textual.widgets._toast import Toast

from tests.support.running import prepared

LONGEST = (
    "Someone else changed it meanwhile: look again, then press the key once more if it still fits."
)


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
async def test_a_notice_covers_tabs_and_column_heads_alone(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """Every row of the list, the comment and the draft's status stay in sight."""
    made = prepared(tmp_path)
    async with made.app.run_test(size=size, notifications=True) as pilot:
        run = await made.ready(pilot)
        await run.press("r", *"half", "escape")
        before = run.lines()
        run.app.desk_screen.tell(LONGEST)
        await pilot.pause()
        while not run.app.screen.query(Toast) or not run.app.screen.query_one(Toast).size:
            await pilot.pause(0.01)
        after = run.lines()
        assert [y for y in range(size[1]) if before[y] != after[y]] in ([1], [1, 2])
        assert "once more if it still fits." in " ".join(after).replace("▌", "")
        assert any("saved" in line for line in after)

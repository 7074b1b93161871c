"""The second reader: asked by who wrote the reply, and who answers that."""

from core.i18n import _
from core.vocabulary import Reading
from desk.services import review
from tui.actions import replies
from tui.actions.keeping import keep_draft
from tui.actions.stage import Stage
from tui.screens.reply_dialogs import review_dialog


async def second_reader(stage: Stage) -> None:
    """Ask a colleague to read the reply, or say what one thinks of a colleague's."""
    item = (await stage.detail()).item
    if item.reading is Reading.ASKED and item.reading_for != stage.desk.agent:
        verdict, remark = await stage.ask(review_dialog(item.reading_for))
        await review.judge(stage.desk, stage.item, verdict, remark)
        stage.tell(_("Said so; who wrote the reply sees it."))
        return
    await keep_draft(stage.desk, stage.item, await replies.written(stage))
    await review.ask(stage.desk, stage.item)
    stage.tell(_("Asked; a colleague reads it and answers with M."))

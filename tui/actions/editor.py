"""The agent's own editor: the draft goes there as a private file, and comes back in any case."""

import os
import shlex
import tempfile
from pathlib import Path

from core.errors import Refused, WebcareError
from core.i18n import _
from core.vocabulary import ItemId
from desk.services import drafts, items
from tui.actions.keeping import keep_draft
from tui.actions.replies import written
from tui.actions.stage import Stage


async def edit_outside(stage: Stage) -> None:
    """Write the draft in $VISUAL or $EDITOR; its file is kept until its text is stored."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    await items.take(stage.desk, stage.item)
    before = await written(stage)
    await drafts.keep_version(stage.desk, stage.item, before)
    path = _write_file(stage.live.screen.settings.runtime_dir, stage.item, before)
    try:
        code = await stage.run_apart([*shlex.split(editor), str(path)])
    except (OSError, ValueError) as error:
        path.unlink(missing_ok=True)
        raise Refused(_("The editor could not be started"), _("Set $VISUAL or $EDITOR.")) from error
    try:
        body = path.read_text(encoding="utf-8", errors="replace").rstrip("\n")
    except OSError:
        raise Refused(_("The editor left no text"), _("The draft is as it was.")) from None
    try:
        await drafts.keep_version(stage.desk, stage.item, body)
        if code == 0:
            await keep_draft(stage.desk, stage.item, body)
    except WebcareError as error:
        raise Refused(str(error), _("Your text is in {path}").format(path=path)) from error
    path.unlink(missing_ok=True)
    if code == 0:
        stage.put_draft(body)
    else:
        told = _("The editor ended with {code}: the draft is as it was, V has the editor's text.")
        stage.tell(told.format(code=code), wrong=True)


def _write_file(folder: Path, item: ItemId, body: str) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"reply-{item}-", suffix=".txt", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(body)
    return Path(name)

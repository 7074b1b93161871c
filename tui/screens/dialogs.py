"""Every dialog of the desk and its answer; imported when the first one is opened."""

from tui.screens.canned_dialog import CannedDialog
from tui.screens.changed_dialog import ChangedDialog
from tui.screens.conversation_dialogs import (
    AddAnswer,
    AddDialog,
    AskAnswer,
    AskDialog,
    HeardAnswer,
    HeardDialog,
    PostedAnswer,
    PostedDialog,
    PutRightAnswer,
    PutRightDialog,
    ReviewAnswer,
    ReviewDialog,
    StepDialog,
)
from tui.screens.decide_dialog import DecideAnswer, DecideDialog
from tui.screens.draft_dialog import DraftDialog
from tui.screens.outcome_dialog import OutcomeAnswer, OutcomeDialog
from tui.screens.text_dialogs import (
    ConfirmDialog,
    LabelAnswer,
    LabelDialog,
    NoteAnswer,
    NoteDialog,
    ReasonDialog,
    TextDialog,
    WhenDialog,
)
from tui.screens.triage_dialog import TriageAnswer, TriageDialog

__all__ = [
    "AddAnswer",
    "AddDialog",
    "AskAnswer",
    "AskDialog",
    "CannedDialog",
    "ChangedDialog",
    "ConfirmDialog",
    "DecideAnswer",
    "DecideDialog",
    "DraftDialog",
    "HeardAnswer",
    "HeardDialog",
    "LabelAnswer",
    "LabelDialog",
    "NoteAnswer",
    "NoteDialog",
    "OutcomeAnswer",
    "OutcomeDialog",
    "PostedAnswer",
    "PostedDialog",
    "PutRightAnswer",
    "PutRightDialog",
    "ReasonDialog",
    "ReviewAnswer",
    "ReviewDialog",
    "StepDialog",
    "TextDialog",
    "TriageAnswer",
    "TriageDialog",
    "WhenDialog",
]

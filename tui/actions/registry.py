"""Which action a key's id stands for; imported after the first frame."""

from collections.abc import Mapping

from tui.actions import evidence, items, outcomes, plan, replies, shifts, sources, steps
from tui.actions.stage import Action

ACTIONS: Mapping[str, Action] = {
    "item.take": items.take,
    "item.over": items.over,
    "item.confirm": items.confirm,
    "item.kind": items.kind,
    "item.size": items.size,
    "item.why": plan.why,
    "item.note": items.note,
    "item.label": items.label,
    "item.browser": items.open_page,
    "item.link": items.open_link,
    "item.copy": items.copy,
    "item.source": items.show_source,
    "item.evidence": evidence.keep,
    "item.photograph": evidence.photograph,
    "item.versions": evidence.show_versions,
    "item.gone": evidence.gone,
    "item.dossier": evidence.dossier,
    "item.add": items.add,
    "step.tick": steps.tick,
    "step.skip": steps.skip,
    "reply.edit": replies.edit,
    "reply.canned": replies.canned,
    "reply.editor": replies.edit_outside,
    "reply.ready": replies.ready,
    "reply.posted": replies.posted,
    "reply.correct": replies.put_right,
    "reply.heard": replies.heard,
    "reply.ask": replies.ask,
    "reply.promise": replies.promise,
    "outcome.decide": outcomes.decide,
    "outcome.watch": outcomes.watch,
    "outcome.conclude": outcomes.conclude,
    "outcome.later": outcomes.later,
    "outcome.skip": outcomes.skip,
    "outcome.undo": outcomes.undo,
    "outcome.redo": outcomes.redo,
    "desk.poll": sources.poll,
    "desk.rules": sources.reload_rules,
    "desk.order": plan.choose_order,
    "shift.break": shifts.rest,
    "shift.toggle": shifts.toggle,
    "shift.summary": shifts.show_summary,
}
"""Every action that awaits the desk."""

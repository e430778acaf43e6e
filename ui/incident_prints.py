"""Gathers what the prints about an incident say, read anew on a worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from console.domain.timeline import EventKind

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.people import Actor
    from ui.printing.form import Form
    from ui.printing.parts import Print


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Asks for 事件处置过程表 of an incident for ``by``: of those kinds, with those words, with those below it."""

    incident_id: UUID
    by: Actor
    kinds: tuple[EventKind, ...] = ()
    asked: str = ""
    below: bool = True


def timeline_of(desk: Desk, asked: TimeLine, about: Print) -> Form:
    """The time line as the store holds it now."""
    from ui.printing.timeline_form import chosen_words, timeline_form

    row = desk.incidents.one(asked.incident_id)
    events = desk.incident_timeline.events(row.id, asked.kinds, asked.asked, below=asked.below)
    below = asked.below and any(event.incident != row.number for event in events)
    names = {one.code: one.name for one in desk.event_types.rows()}
    return timeline_form(
        row, events, about, chosen=chosen_words(asked.kinds, asked.asked, below=below),
        type_name=names.get(row.event_type or "", ""), by_name=asked.by.name,
    )  # fmt: skip


def counted_pdf(desk: Desk, form: Form, target: Path, by: Actor) -> int:
    """A PDF that is counted as a copy of its record; on a worker. Answers its number of pages."""
    from ui.printing.copies import Counting
    from ui.printing.layout import lay_out
    from ui.printing.output import to_pdf

    laid = lay_out(form)
    Counting(desk.print_copies, by)(laid, "file", lambda marked: to_pdf(marked, target))
    return len(laid.pages)

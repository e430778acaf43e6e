"""The next line of what is sent: typed, kept half written, registered, and free for the one after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.draft import Draft
from console.domain.outbound import NOTHING, OutboundRow, Outgoing, Subject, SubjectKind
from console.errors import Refused
from console.services.outbound import OutboundService
from ui.models.draft_keeper import DraftKeeper, Drafts
from ui.seat import Seat
from ui.text import Times
from ui.widgets.outbound_form import OutboundForm

_FIELD_OF = {"text_empty": "text", "bad_time": "sent_at", "time_future": "sent_at", "bad_channel": "channel"}
"""Which field a refusal is about where it does not name it."""


_BESIDE = ("subject", "offered")
"""What a draft holds beside the fields."""


class People(Protocol):
    """What is asked of the contacts, where there are any."""

    def find(self, text: str, limit: int = 8) -> Sequence[Any]: ...


class OutboundEntry(QObject):
    """``saved`` and ``refused`` carry what the strip shall say; ``answered`` after either: look again who may save."""

    saved = Signal(str)
    refused = Signal(object)
    answered = Signal()

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, outbound: OutboundService, drafts: Drafts, form: OutboundForm,
        people: People | None, panel: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(panel)
        self._jobs, self._seat, self._times, self._outbound = jobs, seat, times, outbound
        self._drafts, self._form, self._people, self._panel = drafts, form, people, panel
        self._id, self._started = uuid4(), times.now()
        self._restored = False
        self._offered = ""
        self.keeper = DraftKeeper(jobs, drafts, self._snapshot, self)
        self.keeper.failed.connect(self.refused)
        form.save_asked.connect(self.record)
        form.edited.connect(self.keeper.note)
        form.person_typed.connect(self._look_up)
        form.unit_typed.connect(self._look_up_unit)
        form.turned_away.connect(self.refused)

    def start_new(self, subject: Subject = NOTHING, text: str = "") -> None:
        """Begin a line about a record; what is half written already stays, it only gets its subject."""
        if self._is_offered():  # the words of another record: they go with their subject
            self._form.words.show_text("")
        if self._form.is_empty():
            self._form.fill({"text": text}, subject)
        elif subject.kind is not SubjectKind.NOTHING:
            self._form.show_subject(subject)
        self.keeper.note()
        self._form.to_org.setFocus()

    def offer_words(self, subject: Subject, text: str) -> None:
        """What the record says stands in the empty field of a line about it: it is not typed a second time."""
        if self._form.subject == subject and not self._form.words.text().strip():
            self._offered = self._shown_words(text)
            self.keeper.note()

    def _shown_words(self, text: str) -> str:
        self._form.words.show_text(text)
        return self._form.values()["text"]

    def _is_offered(self) -> bool:
        """Whether the words are still those that were put there, as nobody typed them."""
        return bool(self._offered) and self._form.values()["text"] == self._offered

    def record(self) -> None:
        """Register what stands in the form; on failure nothing of it is lost."""
        if not self._form.save.isEnabled():
            return
        self._form.clear_notes()
        try:
            form = self._outgoing()
        except Refused as refused:
            self._not_recorded(refused)
            return
        actor, entry_id, given = self._seat.actor, self._id, self._form.values()
        self._form.save.setEnabled(False)
        self.keeper.flush()
        self._jobs.write(
            lambda: self._outbound.record(form, by=actor), lambda row: self._recorded(entry_id, given, row),
            self._not_recorded,
        )  # fmt: skip

    def half_written(self) -> Draft | None:
        """What an earlier run left, until it was offered once; asked on a worker."""
        drafts = () if self._restored else self._drafts.open("outbound")
        return drafts[-1] if drafts else None

    def restore(self, draft: Draft | None) -> None:
        """Once, and only into an empty form: what was half written when the program ended."""
        if self._restored:
            return
        self._restored = True
        if draft is None or not self._form.is_empty():
            return
        content = draft.content
        kind, key, number = content.get("subject", ["", "", ""])
        subject = Subject(SubjectKind(kind), UUID(key) if key else None, number)
        self._id, self._started = draft.id, draft.started_at
        self._form.fill({name: str(value) for name, value in content.items() if name not in _BESIDE}, subject)
        self._offered = self._form.values()["text"] if content.get("offered") else ""

    def _outgoing(self) -> Outgoing:
        values = self._form.values()
        typed = values["sent_at"]
        at = self._times.read(typed) if typed else self._times.now()
        return Outgoing(
            self._id, values["text"], values["channel"], at, values["to_org"], values["to_name"],
            values["to_phone"], self._form.subject,
        )  # fmt: skip

    def _recorded(self, entry_id: UUID, given: dict[str, str], row: OutboundRow) -> None:
        """The form is free for the next; what was typed on meanwhile is the beginning of that."""
        self.keeper.finish(entry_id, row.number)
        self._id, self._started = uuid4(), self._times.now()
        if self._form.values() == given:
            self.keeper.drop()
            self._form.fill({})
        else:
            self.keeper.note()
        self.answered.emit()
        self.saved.emit(words.say("outbound.recorded", number=row.number))
        if self._form.is_empty() and self._form.isAncestorOf(self._panel.focusWidget() or self._form):
            self._form.to_org.setFocus()  # Ctrl+Enter was pressed in the form: it is ready for the next

    def _not_recorded(self, error: Exception) -> None:
        self.answered.emit()
        if isinstance(error, Refused):
            field = str(error.facts.get("field") or _FIELD_OF.get(error.code, ""))
            facts = {name: value for name, value in error.facts.items() if name != "field"}
            self._form.say_wrong(field, f"refused.{error.code}", **facts)
        self.refused.emit(error)

    def _look_up(self, typed: str) -> None:
        if self._people is not None and typed:
            people = self._people
            self._jobs.read(lambda: people.find(typed), self._form.offer_people, self.refused.emit)

    def _look_up_unit(self, typed: str) -> None:
        if self._people is not None and typed:
            people = self._people
            self._jobs.read(
                lambda: people.find(typed), lambda hits: self._form.offer_units(typed, hits), self.refused.emit
            )

    def _snapshot(self) -> Draft | None:
        values, subject = self._form.values(), self._form.subject
        offered = self._is_offered()
        if not any(values[name] for name in ("to_org", "to_name", "to_phone", "sent_at")) and (
            offered or not values["text"].strip()
        ):
            return None
        about = [subject.kind.value, str(subject.id) if subject.id else "", subject.number]
        content = {**values, "subject": about, "offered": offered}
        return Draft(
            self._id, "outbound", values["to_org"][:40], content, self._started, self._times.now(), self._seat.name
        )

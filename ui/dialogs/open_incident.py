"""立为事件: an inbound item becomes an incident; what the item says stands in the fields already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.inbound import InboundRow, Precision
from console.domain.incident import LIMITS, Grade, IncidentKind, NewIncident
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.dialogs.join_incident import item_choice
from ui.text import Times
from ui.widgets import inputs
from ui.widgets.choice import Choice
from ui.widgets.code_combo import CodeCombo
from ui.widgets.field import Field, spread
from ui.widgets.place_tree import PlacePicker
from ui.widgets.suggest import ChoiceList, Suggest
from ui.widgets.time_told import time_told
from ui.widgets.typed import LongText, ShortText

_TYPED, _TIME, _TITLE = 200, 40, 40
_SAYS = 6
"""Characters a clause must have to name what happened (喂 and 你好 do not)."""
_CLAUSE = re.compile(r"[，。；！？,;!?]")
_CLOCK = re.compile(r"^\s*\d{1,2}[:：]\d{2}\s*")
_KINDS = {kind.value: kind for kind in IncidentKind}
"""Some grades of the intake form say what it is, not how grave."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The form, the item it is opened from, and the first judgement where there is one."""

    form: NewIncident
    inbound_id: UUID
    grade: Grade


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen: items that belong to no incident yet, places and types."""

    items: Sequence[InboundRow]
    places: ChoiceList
    types: ChoiceList
    likely: str = ""
    """Which incident the item may tell of again, and why; empty where none is like it."""


class OpenIncidentDialog(Asking):
    """Hands up an ``Opening``; ``item`` None lets the officer choose one first."""

    LEAST_WIDTH = 720

    def __init__(self, item: InboundRow | None, offered: Offered, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("incidents.do.open", "incidents.do.open", parent=parent)
        self._times, self._offered, self._item = times, offered, item
        self._id = uuid4()
        self._from_item: dict[str, str] = {}
        self._make_editors()
        if offered.likely:
            self.say_sentence("incidents.join.about", role="caution", about=offered.likely)
        self._put_in()
        if item is not None:
            self.which.show_choice(item.id, item_choice(item).path)
            self._fill(item)
        self.which.picked.connect(self._picked)
        self.set_fields(list(self.editors_in_order()))
        self.inputs = {"which": self.which, **self.editors()}
        self.retranslate()
        self.restyle()

    def editors(self) -> dict[str, QWidget]:
        """What an item fills in, by field."""
        return {
            "title": self.title, "event_type": self.event_type, "kind": self.kind, "grade": self.grade,
            "place": self.place, "place_text": self.place_text, "occurred": self.occurred,
            "precision": self.precision, "summary": self.summary,
        }  # fmt: skip

    def editors_in_order(self) -> tuple[QWidget, ...]:
        """As Enter walks them; in the text Enter is a new line."""
        return (
            self.which, self.title, self.kind, self.event_type, self.occurred, self.precision, self.grade, self.place,
            self.place_text, self.summary,
        )  # fmt: skip

    def first(self) -> QWidget:
        return self.which if self._item is None else self.title

    def answer(self) -> Opening:
        """Raises Refused with ``field`` where something typed cannot stand."""
        item = self.which.key()
        if not isinstance(item, UUID):
            raise Refused("items_missing", field="which")
        if self.event_type.typed():
            raise Refused("no_such_event_type", type=self.event_type.typed(), field="event_type")
        typed, place_text = self.occurred.text().strip(), [self.place.typed(), self.place_text.text().strip()]
        kind: IncidentKind = self.kind.value()
        form = NewIncident(
            id=self._id, title=self.title.text(), summary=self.summary.text(),
            event_type=str(self.event_type.key()) if self.event_type.key() else None, kind=kind,
            place_id=self.place.place_id(), place_text=" ".join(part for part in place_text if part),
            occurred_at=self._times.read(typed) if typed else None,
            occurred_precision=Precision(self.precision.code()), measures=self._said("measures"),
            needs=self._said("needs"),
        )  # fmt: skip
        return Opening(form, item, self.grade.value() if kind is IncidentKind.EVENT else Grade.NONE)

    def hand_up(self) -> None:
        for field in self._fields_by_name.values():
            field.clear_note()
        super().hand_up()

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        named = str(error.facts.get("field", "")) if isinstance(error, Refused) else ""
        field = self._fields_by_name.get(named)
        if field is not None and isinstance(error, Refused):
            field.say_note(f"refused.{error.code}", wrong=True, **error.facts)

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "precision"):
            self.precision.setAccessibleName(words.say("incidents.precision"))
            self.which.setPlaceholderText(words.say("incidents.which.placeholder"))
            self.event_type.setPlaceholderText(words.say("intake.event_type.placeholder"))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "summary"):
            self.summary.setMinimumHeight(theme.current().px(88))

    def _make_editors(self) -> None:
        self.which = Suggest(300)
        self.which.set_choices(ChoiceList([item_choice(row) for row in self._offered.items]))
        self.title = ShortText(LIMITS["title"])
        self.event_type = Suggest(_TYPED)
        self.event_type.set_choices(self._offered.types)
        self.kind = Choice(list(IncidentKind), lambda kind: words.say(f"incident.kind.{kind.value}"))
        self.grade = Choice(list(Grade), _grade_word)
        self.place = PlacePicker(_TYPED)
        self.place.set_choices(self._offered.places)
        self.place_text = ShortText(LIMITS["place_text"])
        self.occurred = ShortText(_TIME)
        self.precision = CodeCombo("inbound.precision", [each.value for each in Precision])
        self.summary = LongText(LIMITS["summary"])
        self.precision.show_code(Precision.UNKNOWN.value)

    def _put_in(self) -> None:
        time = time_told(self.occurred, self.precision)
        time.setFocusProxy(self.occurred)
        shown = {
            "which": (self.which, 0, 0, 6), "title": (self.title, 1, 0, 4), "kind": (self.kind, 1, 4, 2),
            "event_type": (self.event_type, 2, 0, 2), "occurred": (time, 2, 2, 2), "grade": (self.grade, 2, 4, 2),
            "place": (self.place, 3, 0, 3), "place_text": (self.place_text, 3, 3, 3),
            "summary": (self.summary, 4, 0, 6),
        }  # fmt: skip
        must = {"which", "title", "summary"}
        self._fields_by_name = {
            name: Field(f"incidents.{name}", editor, required=name in must) for name, (editor, *_) in shown.items()
        }
        self.body.addLayout(spread(((self._fields_by_name[name], *at) for name, (_, *at) in shown.items()), 6))

    def _picked(self) -> None:
        item = next((row for row in self._offered.items if row.id == self.which.key()), None)
        if item is not None:
            self._item = item
            self._fill(item)

    def _fill(self, item: InboundRow) -> None:
        """Into fields that are empty, or hold what another item said."""
        said = self._values_of(item)
        for name, editor in self.editors().items():
            now = inputs.read(editor)
            if not now.strip() or now == self._from_item.get(name) or name in {"kind", "precision"}:
                inputs.write(editor, said[name])
        self._from_item = said

    def _values_of(self, item: InboundRow) -> dict[str, str]:
        kind = _KINDS.get(item.grade, IncidentKind.EVENT)
        known = {grade.value for grade in Grade}
        found = self._offered.types.of(item.event_type) if item.event_type else None
        return {
            "title": title_of(item), "event_type": found.path if found else "", "kind": kind.value,
            "grade": item.grade if item.grade in known else "", "place": item.place_path,
            "place_text": item.place_text,
            "occurred": self._times.near(item.occurred_at) if item.occurred_at else "",
            "precision": item.occurred_precision, "summary": item.summary,
        }  # fmt: skip

    def _said(self, name: str) -> str:
        return str(getattr(self._item, name)) if self._item is not None else ""


def title_of(item: InboundRow) -> str:
    """Where and what, or how the text begins: a title to go on with."""
    spot = item.place_text or item.place_path.rpartition(" ")[2]
    if item.event_type_name:
        return f"{spot}{item.event_type_name}"[: LIMITS["title"]]
    return _begins(item.summary)[:_TITLE] or spot


def _begins(text: str) -> str:
    """What the text says first: its first clause that says anything, without the time it begins with."""
    line = next(iter(text.strip().splitlines()), "")
    clauses = [clause.strip() for clause in _CLAUSE.split(_CLOCK.sub("", line)) if clause.strip()]
    return next((clause for clause in clauses if len(clause) >= _SAYS), line)


def _grade_word(grade: Grade) -> str:
    return words.say(f"incident.grade.{grade.value}") if grade.value else words.say("incident.standing.none")

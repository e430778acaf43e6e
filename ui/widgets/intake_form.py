"""The fields of the 接报 form: shows a content, gives the content back, knows where the officer is. Saves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from console import words
from console.domain.contacts import PersonHit
from console.domain.inbound import CALL_BACK, GRADES, LIMITS, URGENCIES, Precision, digits
from console.domain.lists import ListItem
from console.domain.place_names import PlaceNames
from console.errors import Refused, Unavailable
from ui import theme
from ui.models.intake_entry import ELEMENTS, missing
from ui.text import Times
from ui.widgets.code_combo import CodeCombo
from ui.widgets.element_hints import ElementHints
from ui.widgets.field import Field, typed_in
from ui.widgets.figures_row import FiguresRow
from ui.widgets.intake_caller import CallerLine
from ui.widgets.intake_channels import ChannelCombo, LineField
from ui.widgets.intake_chips import Proposals
from ui.widgets.intake_editing import KEYPAD, fill, follow, is_stroke, position_of, put_cursor
from ui.widgets.intake_layout import TALK, FormGrid
from ui.widgets.intake_named import NamedCaller
from ui.widgets.intake_text import EntryText
from ui.widgets.painted import Painted
from ui.widgets.place_tree import PlacePicker
from ui.widgets.spoken import Word, surviving
from ui.widgets.suggest import ChoiceList, Suggest
from ui.widgets.time_told import time_told
from ui.widgets.typed import LongText, ShortText

_TIME_LIMIT = 40
_TYPED_LIMIT = 200

_PHONE, _PLATFORM = "phone", "platform"
"""How a call and how a document comes unless the officer says otherwise."""


class IntakeForm(Painted, QWidget):
    """``touched`` follows every change by the officer, ``struck`` the very first key of one, before it is text.

    ``accepted``: a person was taken for the caller.
    """

    touched = Signal()
    struck = Signal()
    accepted = Signal()

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self._stamp = ""
        self._kind = ""
        self._person = ""
        self._call_back_text = ""
        self._place_names = PlaceNames()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._read_only = self._registered = False
        self.editors: dict[str, QWidget] = {}
        self.fields: dict[str, Field] = {}
        self._make_editors()
        self._make_fields()
        self._lay_out()
        self._connect()
        self._order()
        self.restyle()

    # content

    def content(self) -> dict[str, Any]:
        """What stands in the fields, as a draft keeps it."""
        received = self.received.text()
        return {
            **{name: self._text(name) for name in LIMITS},
            "received_text": "" if received == self._stamp else received,
            "channel": self.channel.code(),
            "call_back": self.call_back.code(),
            "occurred_text": self.occurred.text(),
            "precision": self.precision.code(),
            "place_id": self.place.place_id().hex if self.place.place_id() else "",
            "place_typed": self.place.typed(),
            "event_type": str(self.event_type.key() or ""),
            "event_typed": self.event_type.typed(),
            "grade": self.grade.code(),
            "figures": self.figures.values(),
            "kind": self._kind,
            "urgency": self.urgency.code(),
            "caller_person": self._person,
            "call_back_text": self._call_back_text,
        }

    def show_content(self, content: dict[str, Any], *, read_only: bool = False, number: str = "") -> None:
        """Show it instead of what was there; says nothing to listeners and leaves the focus alone."""
        for name in LIMITS:
            editor = self.editors[name]
            fill(editor, content[name])
        self.received.setText(content["received_text"] or self._stamp)
        self.channel.show_code(content["channel"])
        self.call_back.show_code(content["call_back"])
        self.occurred.setText(content["occurred_text"])
        self.precision.show_code(content["precision"])
        place_id = UUID(content["place_id"]) if content["place_id"] else None
        self.place.show_choice(place_id, content["place_typed"])
        self.event_type.show_choice(content["event_type"] or None, content["event_typed"])
        self.grade.show_code(content["grade"])
        self.urgency.show_code(content["urgency"])
        self._person, self._call_back_text = content["caller_person"], content["call_back_text"]
        self._registered = read_only
        self.show_kind(content["kind"])
        self.figures.show_values(content["figures"])
        self.number.setText(number)
        self._set_read_only(read_only)
        self.clear_marks()
        self._show_asides()

    def show_stamp(self, text: str) -> None:
        """The time of the first keystroke as it is shown; empty before it."""
        if self.received.text() == self._stamp:
            self.received.setText(text)
        self._stamp = text
        self._show_asides()

    def show_kind(self, kind: str) -> None:
        """Fields of a call or of a document (来文/平台信息); what is hidden keeps its words."""
        if kind != self._kind:
            self._kind = kind
            self._order()
        self._arrange()
        document = kind == "document"
        self.fields["caller_org"].label.say("intake.field.source_org" if document else "intake.field.caller_org")
        self.fields["caller_name"].label.say("intake.field.source_name" if document else "intake.field.caller_name")

    def switch_kind(self) -> None:
        """By the officer's key: a call becomes a document, and back."""
        if not self._read_only:
            came, comes = (_PLATFORM, _PHONE) if self._kind == "document" else (_PHONE, _PLATFORM)
            if self.channel.code() == came and self.channel.findData(comes) >= 0:
                self.channel.show_code(comes)
            self.show_kind("" if self._kind == "document" else "document")
            self._changed()

    def fill_caller(self, hit: PersonHit) -> None:
        """All that is known of a person who was accepted, in one go; a number that is not theirs stays."""
        typed = digits(self.phone.text())
        fitting = [number for number in hit.numbers if typed and typed in digits(number)]
        if fitting or not typed or self.phone.hasFocus():
            self.phone.setText((fitting or list(hit.numbers) or [self.phone.text()])[0])
        for name, text in (("caller_name", hit.name), ("caller_org", hit.organisation), ("caller_post", hit.post)):
            if text:
                fill(self.editors[name], text)
        self._person = hit.id.hex
        self._changed()
        self.accepted.emit()

    def promise_call_back(self, typed: str) -> None:
        """The caller is to be rung back at that time."""
        self._call_back_text = typed
        self.call_back.show_code("waiting")
        self._changed()

    def propose(self, when: str, place: tuple[UUID, str] | None, sender: str = "") -> None:
        """Time and place the text speaks of and who sent it, where their fields are still empty."""
        self.proposals.show(when, place, sender, free=not self._read_only)

    def set_read_only(self, read_only: bool) -> None:
        self._set_read_only(read_only)

    def set_places(self, choices: ChoiceList, names: PlaceNames) -> None:
        self.place.set_choices(choices)
        self._place_names = names

    def set_channels(self, rows: Sequence[ListItem]) -> None:
        self.channel.set_channels(rows)
        self._show_asides()

    def set_event_types(self, choices: ChoiceList) -> None:
        self.event_type.set_choices(choices)

    # where the officer is

    def cursor(self) -> tuple[str, int, int]:
        """Field, position and anchor; the summary where the focus is not in the form."""
        focus = self.focusWidget()
        for name, editor in self.editors.items():
            if focus is not None and focus is typed_in(editor):
                return name, *position_of(focus)
        return "summary", *position_of(self.summary)

    def place_cursor(self, name: str, at: int, anchor: int) -> None:
        """Put the officer back there; only ever on a key or click of theirs."""
        editor = self.editors.get(name, self.summary)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        put_cursor(typed_in(editor), at, anchor)

    # what is wrong

    def mark(self, error: Refused | Unavailable) -> bool:
        """Say it at its field; False where no field is known."""
        name = str(error.facts.get("field", ""))
        key = str(error.facts.get("key", ""))
        field = self.fields.get(name) or self.figures.fields.get(key)
        if field is None or not isinstance(error, Refused):
            return False
        if name == "received_reason":
            field.show()
        field.say_note(f"refused.{error.code}", wrong=True, **error.facts)
        return True

    def clear_marks(self) -> None:
        for field in (*self.fields.values(), *self.figures.fields.values()):
            field.clear_note()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a single line goes on to the next field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~KEYPAD:
            self.focusNextPrevChild(True)
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._read_only and is_stroke(event):
            self.struck.emit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Another language or list of choices needs other room: Qt says so by this before it lays out again."""
        if event.type() == QEvent.Type.LayoutRequest:
            surviving(self._arrange)
        return super().event(event)

    def restyle(self) -> None:
        using = theme.current()
        self._grid.grid.setHorizontalSpacing(using.px(8))
        self._grid.grid.setVerticalSpacing(using.px(8))
        self.summary.setMinimumHeight(using.px(92))
        for name in ("measures", "needs"):
            self.editors[name].setMinimumHeight(using.px(36))
        self._arrange()
        super().restyle()

    # making

    def _make_editors(self) -> None:
        self.received = ShortText(_TIME_LIMIT)
        self.channel = ChannelCombo()
        self.line = LineField(LIMITS["line"])
        self.phone = CallerLine(LIMITS["caller_phone"])
        self.phone.numbers = True
        self.caller = CallerLine(LIMITS["caller_name"])
        self.urgency = CodeCombo("inbound.urgency", URGENCIES)
        self.call_back = CodeCombo("inbound.call_back", CALL_BACK)
        self.number = ShortText(_TYPED_LIMIT)
        self.number.setReadOnly(True)
        self.number.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.occurred = ShortText(_TIME_LIMIT)
        self.precision = CodeCombo("inbound.precision", [each.value for each in Precision])
        self.place = PlacePicker(_TYPED_LIMIT)
        self.event_type = Suggest(_TYPED_LIMIT)
        self.grade = CodeCombo("inbound.grade", GRADES)
        self.figures = FiguresRow(self)
        self.summary = EntryText(LIMITS["summary"])
        self.editors |= {"received_at": self.received, "channel": self.channel, "call_back": self.call_back}
        self.editors |= {"occurred_at": self.occurred, "precision": self.precision, "place": self.place}
        self.editors |= {"event_type": self.event_type, "grade": self.grade, "summary": self.summary}
        self.editors |= {"line": self.line, "caller_phone": self.phone, "caller_name": self.caller}
        self.editors |= {"urgency": self.urgency}
        self.editors |= {name: LongText(LIMITS[name]) for name in ("measures", "needs")}
        self.editors |= {name: ShortText(limit) for name, limit in LIMITS.items() if name not in self.editors}
        self.editors |= {f"figure.{key}": editor for key, editor in self.figures.editors.items()}

    def _make_fields(self) -> None:
        time = time_told(self.occurred, self.precision)
        shown = {name: editor for name, editor in self.editors.items() if not name.startswith("figure.")}
        del shown["precision"]
        for name, editor in {**shown, "occurred_at": time, "number": self.number}.items():
            self.fields[name] = Field(f"intake.field.{name}", editor, required=name == "summary", parent=self)
        self.hints = ElementHints("intake.element", ELEMENTS)
        self.named = NamedCaller(self.fields)
        self.former = self._aside("summary", "caption")
        self.when = self._aside("occurred_at", "caption")
        self.promised = self._aside("call_back", "caption")
        self.proposals = Proposals(self.occurred, self.precision, self.place, self.caller)
        self.fields["occurred_at"].top.addWidget(self.proposals.time)
        self.fields["place"].top.addWidget(self.proposals.where)
        self.fields["summary"].top.addWidget(self.proposals.sender)  # the caller's own field is too narrow for it
        self.proposals.taken.connect(self._changed)
        self.unplaced = self._aside("place", "caution")
        self.untyped = self._aside("event_type", "caution")
        self.unplaced.say("intake.place.not_chosen")
        self.untyped.say("intake.event_type.not_chosen")
        self.retranslate()

    def _aside(self, name: str, role: str) -> Word:
        """A word right of a field's label, so that nothing moves when it comes."""
        word = Word(role=role)
        self.fields[name].top.addWidget(word)
        return word

    def _lay_out(self) -> None:
        self._grid = FormGrid(self, {**self.fields, "figures": self.figures, "hints": self.hints})

    def _arrange(self) -> None:
        self._grid.arrange(self._kind, self.width(), text_first=self._registered)

    def _connect(self) -> None:
        for name, editor in self.editors.items():
            follow(editor, self.fields.get(name), self._changed)
            typed_in(editor).installEventFilter(self)
        self.figures.changed.connect(self._changed)
        self.caller.textEdited.connect(self._forget_person)
        for line in (self.phone, self.caller):
            line.accepted.connect(self.fill_caller)

    def _forget_person(self) -> None:
        self._person = ""

    def _order(self) -> None:
        chain = [self.editors[name] for name in TALK[self._kind]]
        chain += [figure.line for figure in self.figures.editors.values()]
        chain += [self.editors["measures"], self.editors["needs"]]
        self.last = chain[-1]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        late = ("received_at", "received_reason", "channel", "line") if not self._kind else ("received_at", "channel")
        self.late = [self.editors[name] for name in late]

    # following what is typed

    def _changed(self) -> None:
        self.struck.emit()
        self._show_asides()
        self.touched.emit()

    def _show_asides(self) -> None:
        content = self.content()
        self.hints.show_missing(missing(content, self._place_names))
        self.hints.setVisible(not self._read_only)
        changed = bool(content["received_text"])
        reason = self.fields["received_reason"]
        reason.setVisible((changed and not self._read_only) or bool(content["received_reason"]))
        self.unplaced.setVisible(bool(content["place_typed"]) and not self._read_only)
        self.untyped.setVisible(bool(content["event_typed"]) and not self._read_only)
        self.promised.show_text(self._call_back_text if self.call_back.code() == "waiting" else "")
        self.named.show(content, hides=self.channel.hides_caller() and not self._read_only)
        self.proposals.give_way()
        self.when.show_text("" if self._read_only else self._resolved(content["occurred_text"]))

    def _resolved(self, typed: str) -> str:
        """The full time an abbreviated one means, so that yesterday is not taken for today."""
        try:
            return self._times.minute(self._times.read(typed))
        except Refused:
            return ""  # half a time is being typed; saving says what is wrong with it

    def _text(self, name: str) -> str:
        editor = self.editors[name]
        return editor.text() if isinstance(editor, (LongText, QLineEdit)) else ""

    def _set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        for editor in self.editors.values():
            if isinstance(editor, CodeCombo):
                editor.set_read_only(read_only)
            elif isinstance(editor, (LongText, QLineEdit)):
                editor.setReadOnly(read_only)
        self.figures.set_read_only(read_only)
        if read_only:
            self.proposals.withdraw()

    def retranslate(self) -> None:
        self.number.setPlaceholderText(words.say("intake.number_on_save"))
        self.received.setPlaceholderText(words.say("intake.stamped_on_key"))
        self.occurred.setPlaceholderText(words.say("intake.time.placeholder"))
        self.event_type.setPlaceholderText(words.say("intake.event_type.placeholder"))
        self.occurred.setAccessibleName(words.say("intake.field.occurred_at"))
        self.precision.setAccessibleName(words.say("intake.field.precision"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

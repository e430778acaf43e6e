"""表单: empty forms for a blackout, and the county's own .docx for any print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.forms import FORMS, FormRow, Looked, Weight
from console.domain.people import Action as Permission
from console.domain.people import Actor
from ui import actions, theme
from ui.dialogs.saving import ask_target
from ui.models.table import Column, RowTableModel
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

EXAMPLE = "{{接报编号}}　{{处置经过.时间}}"
"""How fields are written: names are Chinese as the prints are, whatever the screen speaks."""

BLANKS = ("intake", "log", "handover")


class CountyForms(Protocol):
    """What the page asks; every call is made on a worker."""

    def rows(self) -> Mapping[str, FormRow]: ...
    def load(self, form: str, source: Path, by: Actor) -> Looked: ...
    def stop(self, form: str, by: Actor) -> None: ...
    def write_sample(self, form: str, target: Path) -> None: ...
    def blank(self, which: int) -> Any: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One print and the county's form of it, where there is one."""

    form: str
    own: FormRow | None


AskSource = Callable[[QWidget], Path | None]
AskTarget = Callable[[QWidget, str], Path | None]


class FormsPage(SettingsPage):
    """``print_asked`` carries the empty form whose preview is wanted."""

    topics = frozenset({Topic.REPORTS, Topic.SETTINGS})

    print_asked = Signal(object)

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, *, forms: CountyForms, ask_source: AskSource | None = None,
        ask_target: AskTarget | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, parent)
        self._forms = forms
        self._ask_source, self._ask_target = ask_source or _ask_source, ask_target or _ask_target
        self._last_looked: tuple[str, Looked] | None = None
        self.build()

    # building

    def build(self) -> None:
        self.blank_card = Card("forms.blank")
        self.blank_said = Word("forms.blank_said", role="secondary")
        self.blank_said.setWordWrap(True)
        self.blanks = [KeyButton(f"forms.blank.{name}", icon="print") for name in BLANKS]
        self.card = Card("forms.own")
        self.said = Word("forms.own_said", role="secondary")
        self.said.setWordWrap(True)
        self.example = Word(role="mono")
        self.example.show_text(EXAMPLE)
        self.table = RowTable(_model(self._times), compact=True)
        self.load_button = KeyButton("forms.load", actions.key_of("load_form"), kind="primary")
        self.sample_button = KeyButton("forms.sample")
        self.stop_button = KeyButton("forms.stop", kind="danger")
        self.result = QPlainTextEdit()
        self.result.setReadOnly(True)
        self.result.setTabChangesFocus(True)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for button in self.blanks:
            row.addWidget(button)
        row.addStretch(1)
        self.blank_card.body.addWidget(self.blank_said)
        self.blank_card.body.addLayout(row)
        below = QHBoxLayout()
        for button in (self.stop_button, self.sample_button):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.load_button)
        for part in (self.said, self.example, self.table, self.result):
            self.card.body.addWidget(part, 1 if part is self.table else 0)
        self.card.body.addLayout(below)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.blank_card)
        self._column.addWidget(self.card, 1)
        self._rows = (row, below)

    def _connect(self) -> None:
        for which, button in enumerate(self.blanks):
            button.clicked.connect(lambda _checked=False, which=which: self.print_asked.emit(self._forms.blank(which)))
        self.load_button.clicked.connect(self.load_own)
        self.sample_button.clicked.connect(self.save_sample)
        self.stop_button.clicked.connect(self.stop_own)
        self.table.chosen.connect(lambda _line: self.permit())
        self.table.opened.connect(lambda _line: self.load_own())
        self.guard(Permission.EDIT_FORMS, self.load_button, self.stop_button)
        self.guard(Permission.PRINT, self.sample_button, *self.blanks)
        self.tell_read_only(self.card, Permission.EDIT_FORMS)
        actions.bind(self, [actions.Action("load_form", self.load_own)], whole_window=False)

    # what the officer does

    def load_own(self) -> None:
        """A .docx for the chosen print; what was found is said here, whether it was taken or not."""
        line = self._chosen()
        if line is None or not self._seat.may(Permission.EDIT_FORMS):
            return
        source = self._ask_source(self)
        if source is None:
            return
        by, form = self._seat.actor, line.form
        self._jobs.run(  # type: ignore[attr-defined]
            lambda: self._forms.load(form, source, by),
            lambda looked: self._looked(source.name, looked),
            self.refused.emit,
        )

    def save_sample(self) -> None:
        """A .docx with every field of the chosen print, to cut down to the county's own."""
        line = self._chosen()
        if line is None:
            return
        title = words.say(f"forms.kind.{line.form}")
        target = self._ask_target(self, f"{title}.docx")
        if target is not None:
            form = line.form
            self._jobs.run(  # type: ignore[attr-defined]
                lambda: self._forms.write_sample(form, target),
                lambda _done: self.saved.emit(words.say("print.done", where=str(target))),
                self.refused.emit,
            )

    def stop_own(self) -> None:
        line = self._chosen()
        if line is None or line.own is None or not self._seat.may(Permission.EDIT_FORMS):
            return
        by, form = self._seat.actor, line.form
        self.save(lambda: self._forms.stop(form, by), lambda _done: self.saved.emit(words.say("forms.stopped")))

    def first_focus(self) -> QWidget:
        return self.table

    # what came of it

    def _looked(self, name: str, looked: Looked) -> None:
        self._last_looked = (name, looked)
        self._say_looked()
        if looked.taken:
            self.saved.emit(words.say("forms.taken", name=name))
        self.reload_now()

    def _say_looked(self) -> None:
        if self._last_looked is None:
            self.result.hide()
            return
        name, looked = self._last_looked
        head = "forms.taken" if looked.taken else "forms.not_taken"
        told = [
            words.say(head, name=name),
            *(_sentence(one.code, one.weight, dict(one.facts)) for one in looked.findings),
        ]
        self.result.setPlainText("\n".join(told))
        self.result.show()

    def load(self) -> Mapping[str, FormRow]:
        return self._forms.rows()

    def present(self, result: Mapping[str, FormRow]) -> None:
        self.table.show_rows([Line(form, result.get(form)) for form in FORMS])
        if self.table.chosen_row() is None:
            self.table.choose(FORMS[0])
        self.permit()

    def possible(self, widget: QWidget) -> bool:
        line = self._chosen()
        if widget is self.stop_button:
            return line is not None and line.own is not None
        return line is not None or widget in self.blanks

    def _chosen(self) -> Line | None:
        line: Line | None = self.table.chosen_row()
        return line

    # the rest of a page

    def retranslate(self) -> None:
        super().retranslate()
        self.table.setAccessibleName(words.say("forms.own"))
        self.result.setAccessibleName(words.say("forms.result"))
        self._say_looked()

    def restyle(self) -> None:
        using = theme.current()
        self._column.setSpacing(using.px(12))
        for row in self._rows:
            row.setSpacing(using.px(8))
        self.result.setFixedHeight(using.px(110))

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange and hasattr(self, "_column"):
            self.restyle()


def _sentence(code: str, weight: Weight, facts: dict[str, Any]) -> str:
    mark = "forms.fault" if weight is Weight.FAULT else "forms.caution"
    return words.say(mark, sentence=words.say(f"form.found.{code}", **facts))


def _model(times: Times) -> RowTableModel[Line]:
    def state(line: Line) -> str:
        if line.own is None:
            return words.say("forms.state.built_in")
        return words.say(f"forms.state.{line.own.trouble or 'own'}")

    def by(line: Line) -> str:
        return f"{line.own.by_name} {times.near(line.own.at)}" if line.own else ""

    return RowTableModel(
        [
            Column("form", lambda line: words.say(f"forms.kind.{line.form}"), width=160),
            Column("state", state, width=260, strong=lambda line: bool(line.own and line.own.trouble)),
            Column("file", lambda line: line.own.name if line.own else "", stretch=True),
            Column("by", by, width=200),
        ],
        key=lambda line: line.form,
    )


def _ask_source(parent: QWidget) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(parent, words.say("forms.load"), "", "Word (*.docx)")
    return Path(name) if name else None


def _ask_target(parent: QWidget, name: str) -> Path | None:
    return ask_target(parent, words.say("forms.sample"), name, "Word (*.docx)")

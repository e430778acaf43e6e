"""伤亡损失: one report of figures after another, each as of a time and from a source; what is new in each is marked."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.incident import IncidentRow
from console.domain.incident_figures import Revision
from console.domain.people import Action as Permission
from console.errors import Refused
from console.services.disaster_tables import NATURAL
from console.services.incident_figures import SOURCE_LIMIT
from ui import actions, theme
from ui.dialogs.saving import ask_target
from ui.models.incident_figures import contradiction_lines, figure_model, reports_of
from ui.models.kept_edits import KeptEdits
from ui.panels.incident_part import IncidentPart
from ui.prints import Disaster
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.field import Field
from ui.widgets.figures_entry import FiguresEntry
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton, shown_key
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.typed import ShortText

_TIME = 40


def is_natural(row: IncidentRow) -> bool:
    """Whether it has a 快报表 of natural disasters; what has no type yet may be one."""
    return not row.event_type or row.event_type.startswith(NATURAL)


class FiguresPage(IncidentPart):
    """Above what is being told now, below every report there was; of a natural disaster the 快报表.

    ``print_asked`` carries the ``Disaster`` that is wanted on paper.
    """

    topics = frozenset({Topic.INCIDENTS})
    print_asked = Signal(object)

    def build(self) -> None:
        self.entry = FiguresEntry(self._times)
        self.as_of, self.source = ShortText(_TIME), ShortText(SOURCE_LIMIT)
        self.as_of_field = Field("incidents.as_of", self.as_of)
        self.source_field = Field("incidents.figures.source", self.source, required=True)
        self.wrong = Word(role="caution")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self.save_button = KeyButton("incidents.figures.save", actions.key_of("save"), kind="primary")
        self.give_up = KeyButton("incidents.give_up", actions.key_of("discard_words"), kind="quiet")
        self.card = Card("incidents.figures.new")
        self.table = RowTable(figure_model(self._times))
        self.table.call("incidents.figures.history")
        self.list_card = Card("incidents.figures.history", flush=True)
        self.print_button = KeyButton("incidents.table.print", actions.key_of("print"), small=True, icon="print")
        self.export_button = KeyButton("incidents.table.excel", actions.key_of("export"), small=True, icon="export")
        self.empty = Empty("incidents.figures.empty")
        self._known: dict[str, Revision] = {}
        inputs = {**self.entry.lines, "as_of": self.as_of, "source": self.source}
        self.edits = KeptEdits(self._book, inputs, self)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        self.card.body.addWidget(self.entry)
        self.card.body.addWidget(self.wrong)
        self._line = QHBoxLayout()
        self._line.addWidget(self.as_of_field, 1)
        self._line.addWidget(self.source_field, 2)
        self.card.body.addLayout(self._line)
        self.bar = Lines()
        self.bar.flow.addWidget(self.give_up)
        self.bar.flow.add_last(self.save_button)
        self.card.body.addWidget(self.bar)
        for button in (self.print_button, self.export_button):
            self.list_card.tools.addWidget(button)
        self.list_card.body.addWidget(self.table, 1)
        self.list_card.body.addWidget(self.empty)
        self.empty.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.card)
        self._column.addWidget(self.list_card, 1)

    def _connect(self) -> None:
        self.entry.typed.connect(self._look_at_typed)
        self.entry.ended.connect(lambda: self.as_of.setFocus(Qt.FocusReason.TabFocusReason))
        self.as_of.returnPressed.connect(lambda: self.source.setFocus(Qt.FocusReason.TabFocusReason))
        self.source.returnPressed.connect(self.keep)
        self.save_button.clicked.connect(self.keep)
        self.give_up.clicked.connect(self.edits.give_up)
        self.edits.typed.connect(self.give_up.setEnabled)
        self.print_button.clicked.connect(self.ask_print)
        self.export_button.clicked.connect(self.ask_target)
        self.guard(Permission.INCIDENTS, self.save_button)
        self.guard(Permission.PRINT, self.print_button)
        self.guard(Permission.EXPORT, self.export_button)
        self.bind_keys({
            "save": self.keep, "save_close": self.keep, "discard_words": self.edits.give_up, "print": self.ask_print,
            "export": self.ask_target,
        })  # fmt: skip

    def read(self, incident_id: UUID) -> Any:
        return self._ask.figures.newest(incident_id), self._ask.figures.history(incident_id)

    def show_incident(self, row: IncidentRow, more: Any) -> None:
        self._known, history = more
        for button in (self.print_button, self.export_button):
            button.setVisible(self._ask.disaster_tables is not None and is_natural(row))
        self.entry.show_known(self._known)
        names = (*self.entry.lines, "as_of", "source")
        self.edits.show(f"incident.figures {row.id}", dict.fromkeys(names, ""))
        reports = reports_of(history)
        self.table.show_rows(reports)
        self.table.setVisible(bool(reports))
        self.empty.setVisible(not reports)
        newest = max((one.as_of for one in self._known.values()), default=None)
        if newest is not None:
            self.card.caption.say("incidents.figures.newest", at=self._times.near(newest))
        else:
            self.card.caption.show_text("")
        self._look_at_typed()

    def blank(self) -> None:
        self.edits.put_away()
        self.entry.show_known({})
        self.table.show_rows(())

    def ask_print(self) -> None:
        """The 快报表 as the record has it."""
        if self._has_table() and self._seat.may(Permission.PRINT) and self.row is not None:
            self.print_asked.emit(Disaster(self.row.id, self._seat.actor))

    def ask_target(self) -> None:
        """The 快报表 as a workbook: where to."""
        if not self._has_table() or not self._seat.may(Permission.EXPORT) or self.row is None:
            return
        name = words.say_in("zh", "returns.table_name", number=self.row.number)
        target = ask_target(self, words.say("incidents.table.excel"), name, f"{words.say('log.form.xlsx')} (*.xlsx)")
        if target:
            self.export_to(target)

    def export_to(self, target: Path) -> None:
        """Write it."""
        row, by, tables = self.row, self._seat.actor, self._ask.disaster_tables
        assert row is not None and tables is not None
        self._jobs.run(  # type: ignore[attr-defined]
            lambda: tables.export(row.id, target, by=by),
            lambda _table: self.saved.emit(words.say("returns.told_table", path=target.name)),
            self.refused.emit,
        )

    def _has_table(self) -> bool:
        """Figures that are typed and not recorded are never left out unsaid."""
        if self.row is None or self._ask.disaster_tables is None:
            return False
        if not is_natural(self.row):
            self.refused.emit(Refused("not_a_disaster", number=self.row.number))
            return False
        if self.edits.differing():
            self.refused.emit(Refused("save_before_print", key=shown_key(actions.key_of("save"))))
            return False
        return True

    def first_focus(self) -> QWidget:
        return next(iter(self.entry.lines.values()))

    def keep(self) -> None:
        """Record the report; what was typed stays until it is in the store."""
        row = self.row
        if row is None or not self._seat.may(Permission.INCIDENTS):
            return
        self._clear_notes()
        wrong = self.entry.mark_wrong()
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            self._refuse_typed(wrong)
            return
        if self.edits.differing() and not self.source.text().strip():
            self.source_field.say_note("refused.source_missing", wrong=True)
            self.source.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        amounts, typed, source = self.entry.amounts(), self.as_of.text().strip(), self.source.text()
        try:
            as_of = self._times.read(typed) if typed else self._times.now()
        except Refused as refused:
            self._refused(refused)
            return
        sent, by, figures = self.edits.differing(), self._seat.actor, self._ask.figures
        self.save_once(
            lambda: figures.revise(row.id, amounts, as_of, source, by=by), lambda _known: self._kept(row, sent),
            self._mark,
        )  # fmt: skip

    def _kept(self, row: IncidentRow, sent: dict[str, str]) -> None:
        """What was sent is in the books; what was typed meanwhile is another report."""
        if self.row is not None and self.row.id == row.id:
            self.edits.empty(sent)
        else:
            self._book.record(f"incident.figures {row.id}").settle()
        self.saved.emit(words.say("incidents.told.figures", number=row.number))

    def _refused(self, error: Refused) -> None:
        self._mark(Refused(error.code, **{**error.facts, "field": "as_of"}))
        self.refused.emit(error)

    def _refuse_typed(self, line: QWidget) -> None:
        key = next(key for key, one in self.entry.lines.items() if one is line)
        shown = words.say(f"incident.figure.{key}")
        self.refused.emit(Refused("figure_bad", figure=shown, value=self.entry.lines[key].text()))

    def _mark(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            return
        named = "as_of" if error.code == "time_future" else str(error.facts.get("field", ""))
        field = {"as_of": self.as_of_field, "source": self.source_field}.get(named)
        if field is not None:
            field.say_note(f"refused.{error.code}", wrong=True, **error.facts)

    def _clear_notes(self) -> None:
        for field in (self.as_of_field, self.source_field):
            field.clear_note()

    def _look_at_typed(self) -> None:
        """What cannot be is told while it is typed, and changes nothing."""
        figures = {key: one.amount for key, one in self._known.items()} | self.entry.readable()
        lines = contradiction_lines(figures)
        self.wrong.show_text("\n".join(lines))
        self.wrong.setVisible(bool(lines))

    def retranslate(self) -> None:
        super().retranslate()
        self.as_of.setPlaceholderText(words.say("incidents.now_hint"))
        if self._has_result:
            self._look_at_typed()

    def restyle(self) -> None:
        using = theme.current()
        self._column.setSpacing(using.px(8))
        self._line.setSpacing(using.px(12))
        self.list_card.setMinimumHeight(using.px(150))

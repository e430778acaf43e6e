"""乡镇报送: who has returned the table of a round, what changed, what contradicts, and the sums; files come in here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.people import Action as Permission
from console.domain.roll_call import CalledUnit
from console.domain.town_returns import RoundRow, Standing
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.models.return_rows import (
    ALL_UNITS,
    ReturnServices,
    Sieve,
    UnitLine,
    figure_lines,
    figure_model,
    head_text,
    notes_of,
    round_text,
    unit_lines,
    unit_model,
)
from ui.panels.settings_page import SettingsPage
from ui.panels.upward_returns_asking import ReturnsAsking
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

BRING, FOLDER, OUT, REMIND, TAKE, CLOSE, TABLE = (
    "Ctrl+Shift+A", "Ctrl+Shift+F", "Ctrl+Shift+S", "Alt+R", "Alt+Shift+K", "Alt+F", "Ctrl+Shift+E",
)  # fmt: skip
"""Keys of this page alone; a new round and printing have those of all pages."""

_LETTERS = 12
"""Letters of a round that are seen at least."""
_BESIDE = 1100
"""So wide, at the smallest type, the page is where the figures have room beside the units."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The rounds there are, how the one that is shown stands, and who would be asked in a new one."""

    rounds: tuple[RoundRow, ...]
    told: Standing | None
    units: tuple[CalledUnit, ...]


class ReturnsPage(SettingsPage):
    """``count_changed`` carries how many units are missing in the open round; ``print_asked`` a 快报表."""

    topics = frozenset({Topic.INCIDENTS, Topic.LISTS})
    count_changed = Signal(int)
    print_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: ReturnServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, parent)
        self.services = services
        self.told: Standing | None = None
        self.units: tuple[CalledUnit, ...] = ()
        self._wanted: UUID | None = None
        self._rounds: dict[str, RoundRow] = {}
        self.book = KeptWords(jobs, seat, times, drafts, self)
        self.book.failed.connect(self.refused)
        self.asked = Asked(jobs, self.failed.emit, self.book, self)
        self.asking = ReturnsAsking(self, seat, times)
        self.build()

    # building

    def build(self) -> None:
        self.setAcceptDrops(True)
        self.table, self.figures = RowTable(unit_model(self._times)), RowTable(figure_model(), compact=True)
        self.table.call("returns.units_list")
        self.figures.call("returns.figures_list")
        self.card, self.sheet = Card("upward.part.returns", flush=True), Card("returns.figures_list", flush=True)
        self.which = Choice((), lambda key: round_text(self._rounds.get(key), self._times))
        self.which.call("returns.which")
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(_LETTERS)
        self.sieve = Choice(list(Sieve), lambda one: words.say(f"returns.sieve.{one.value}"))
        self.sieve.call("returns.sieve")
        self.head, self.notes = Word(role="strong"), Word(role="secondary")
        for word in (self.head, self.notes):
            word.setWordWrap(True)
        self.empty = Empty("returns.empty", "returns.new", actions.key_of("new_line"))
        self._buttons()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def _buttons(self) -> None:
        self.out = KeyButton("returns.out", OUT)
        self.bring = KeyButton("returns.bring", BRING, kind="primary")
        self.folder = KeyButton("returns.bring_folder", FOLDER)
        self.remind = KeyButton("returns.remind", REMIND)
        self.to_excel = KeyButton("returns.to_excel", TABLE)
        self.to_paper = KeyButton("returns.to_paper", actions.key_of("print"))
        self.take = KeyButton("returns.figures", TAKE)
        self.close_round = KeyButton("returns.close", CLOSE, kind="quiet")
        self.new = KeyButton("returns.new", actions.key_of("new_line"), icon="plus")

    def acts(self) -> tuple[KeyButton, ...]:
        """Everything that is done about the round that is shown."""
        return (
            self.bring, self.folder, self.out, self.remind, self.take, self.to_excel, self.to_paper, self.close_round,
        )  # fmt: skip

    def _lay_out(self) -> None:
        self._tools = QHBoxLayout()
        self._tools.addWidget(self.which, 2)
        self._tools.addWidget(self.sieve, 1)
        for part in (self.table, self.figures):
            part.setMinimumHeight(160)
        self.card.body.addLayout(self._tools)
        self.card.body.addWidget(self.head)
        self.card.body.addWidget(self.table, 1)
        self.sheet.body.addWidget(self.notes)
        self.sheet.body.addWidget(self.figures, 1)
        self._flow = Flow()
        for button in self.acts():
            self._flow.addWidget(button)
        self._flow.add_last(self.new)
        inside = QWidget()
        inside.installEventFilter(self)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.addWidget(self.card, 1)
        self._both.addWidget(self.sheet, 1)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._both, 1)
        self._column.addLayout(self._flow)
        self.pages = QStackedWidget()
        self.pages.addWidget(inside)
        self.pages.addWidget(self.empty)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolling(self.pages))
        self.pages.setCurrentIndex(1)

    def _connect(self) -> None:
        asking = self.asking
        verbs = {
            "returns_out": (OUT, self.out, asking.ask_out), "returns_bring": (BRING, self.bring, asking.ask_files),
            "returns_folder": (FOLDER, self.folder, asking.ask_folder),
            "returns_remind": (REMIND, self.remind, asking.remind),
            "returns_figures": (TAKE, self.take, asking.ask_figures),
            "returns_table": (TABLE, self.to_excel, asking.ask_table),
            "returns_close": (CLOSE, self.close_round, asking.ask_close),
        }  # fmt: skip
        for _key, button, verb in verbs.values():
            button.clicked.connect(verb)
        bound = [Action(name, verb, key=key) for name, (key, _button, verb) in verbs.items()]
        bound += [Action("returns_new", asking.ask_new, key=actions.key_of("new_line"))]
        bound += [Action("returns_print", self.ask_print, key=actions.key_of("print"))]
        actions.bind(self, bound, whole_window=False)
        self.to_paper.clicked.connect(self.ask_print)
        self.new.clicked.connect(asking.ask_new)
        self.empty.asked.connect(asking.ask_new)
        self.table.chosen.connect(lambda _line: self._show_chosen())
        self.which.picked.connect(self._show_round)
        self.sieve.picked.connect(lambda _value: self._show_units())
        assert self.empty.button is not None
        self.guard(
            Permission.REPORT_UP, self.new, self.empty.button, self.out, self.bring, self.folder, self.close_round
        )
        self.guard(Permission.TASKS, self.remind)
        self.guard(Permission.INCIDENTS, self.take)
        self.guard(Permission.EXPORT, self.to_excel)
        self.guard(Permission.PRINT, self.to_paper)

    # loading

    def load(self) -> Shown:
        ask, wanted = self.services.returns, self._wanted
        rounds, units = tuple(ask.newest()), tuple(ask.units())
        shown = next((row for row in rounds if row.id == wanted), rounds[0] if rounds else None)
        return Shown(rounds, ask.standing(shown.id) if shown is not None else None, units)

    def present(self, result: Shown) -> None:
        self.told, self.units = result.told, result.units
        self._rounds = {str(row.id): row for row in result.rounds}
        if self.which.values() != list(self._rounds):
            self.which.offer(list(self._rounds))
        self._show_empty(result.told is None)
        if result.told is not None:
            self._wanted = result.told.round.id
            self.which.choose(str(result.told.round.id))
            self.which.retranslate()
            self.head.show_text(head_text(result.told, self._times))
            self._show_units()
        open_round = result.told if result.told is not None and result.told.round.open else None
        self.count_changed.emit(len(open_round.missing) if open_round is not None else 0)
        self.permit()

    def _show_empty(self, empty: bool) -> None:
        """The keyboard goes on where it was."""
        where = self.window().focusWidget()
        inside = where is not None and self.isAncestorOf(where)
        if self.pages.currentIndex() == int(empty):
            return
        self.pages.setCurrentIndex(int(empty))
        if inside:
            self.first_focus().setFocus()

    def _show_units(self) -> None:
        if self.told is None:
            return
        self.table.show_rows(unit_lines(self.told, self.sieve.value(), self._times.now()))
        if self.table.chosen_row() is None:
            self.table.choose(ALL_UNITS)
        self._show_chosen()

    def _show_chosen(self) -> None:
        line = self.table.chosen_row()
        self.figures.show_rows(figure_lines(line) if line is not None else ())
        notes = notes_of(line, self._times) if line is not None else ""
        self.notes.show_text(notes)
        self.notes.setVisible(bool(notes))
        name = line.one.unit.unit if line is not None and line.one is not None else words.say("disaster.total")
        self.sheet.caption.show_text(name)

    def first_focus(self) -> QWidget:
        assert self.empty.button is not None
        return self.table if self.pages.currentIndex() == 0 else self.empty.button

    def possible(self, widget: QWidget) -> bool:
        if widget is self.new or widget is self.empty.button:
            return True
        if self.told is None:
            return False
        if widget in (self.out, self.bring, self.folder, self.close_round):
            return self.told.round.open
        if widget is self.take:
            return self.told.round.incident_id is not None
        return widget is not self.remind or (self.told.round.open and bool(self.told.missing))

    # acts

    def chosen_unit(self) -> str:
        """The unit that is chosen; empty for the line that sums."""
        line: UnitLine | None = self.table.chosen_row()
        return line.key if line is not None else ALL_UNITS

    def ask_print(self) -> None:
        """快报表 of the round in the preview: printed from there, or saved as PDF."""
        if self.told is not None and self.to_paper.isEnabled():
            self.asking.ask_print()

    def show_now(self, round_id: UUID) -> None:
        """Turn to that round."""
        self._wanted = round_id
        self.reload_now()

    def leave(self) -> bool:
        self.book.flush()
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.bring.isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files and folders from the desktop or a chat program."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths and self.bring.isEnabled():
            event.acceptProposedAction()
            self.asking.bring(paths)

    def _show_round(self, key: str) -> None:
        self.show_now(UUID(key))

    # words and sizes

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The figures go below the units where there is no room beside them."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._turn(watched.width())
        return super().eventFilter(watched, event)

    def _turn(self, width: int) -> None:
        beside = width >= theme.current().px(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._both.direction() != way:
            self._both.setDirection(way)

    def retranslate(self) -> None:
        super().retranslate()
        if self.told is not None:
            self.head.show_text(head_text(self.told, self._times))
            self._show_chosen()

    def restyle(self) -> None:
        using = theme.current()
        edge = using.px(12)
        self._both.setSpacing(edge)
        self._column.setSpacing(using.px(8))
        self._flow.setSpacing(using.px(8))
        self._tools.setContentsMargins(edge, using.px(8), edge, 0)
        for word in (self.head, self.notes):
            word.setContentsMargins(edge, using.px(6), edge, using.px(6))
        for table in (self.table, self.figures):
            table.setMinimumHeight(using.px(34) + 5 * using.compact_row)

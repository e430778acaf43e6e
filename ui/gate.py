"""The page before the seat: who sits down, what is due meanwhile, and one line that is taken without signing in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from console import words
from ui import actions, theme
from ui.actions import Action
from ui.gate_line import FirstLine
from ui.widgets.alert_bar import AlertBar, AlertShown
from ui.widgets.badge import Badge
from ui.widgets.card import Card
from ui.widgets.clock import Clock
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word
from ui.widgets.strip import DueRow
from ui.widgets.typed import OneLine

if TYPE_CHECKING:
    from ui.widgets.alarm_badge import AlarmsTold
    from ui.widgets.table import RowTable


class Gate(Painted, Spoken, QWidget):
    """Shown before sign-in and while the seat is locked. Existing records are not shown here.

    Signals: ``sign_in_asked`` (name, password); ``line_given`` (text, time of its first key); ``silence_asked``.
    """

    silence_asked = Signal()

    sign_in_asked = Signal(str, str)
    line_given = Signal(str, object)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        """``now`` answers in the station's zone."""
        super().__init__(parent)
        self._head = _Head(now)
        self.line = FirstLine(now)
        self.entry = _SignIn()
        self.due = Card("gate.due", flush=True)
        self.alert = AlertBar(acknowledges=False)
        self.alarms = Word(role="error")
        self.alarms.hide()
        self.due.tools.addWidget(self.alarms)
        self.due.tools.addWidget(self.alert)
        self.table: RowTable | None = None
        self.none_due = Word("frame.due_none", role="secondary")
        self.status = Word("gate.hint", role="secondary")
        self._lay_out()
        self.entry.asked.connect(self.sign_in_asked)
        self.line.given.connect(self.line_given)
        self.alert.silence_asked.connect(self.silence_asked)
        # the key that takes a call takes a line here
        take = Action("gate_line", self.line.text.setFocus, key=actions.key_of("new_intake"))
        actions.bind(self, [take], whole_window=False)
        self.show_due(())
        self.restyle()

    def show_station(self, site: str, realm: str) -> None:
        self._head.show_station(site, realm)

    def show_shift(self, period: str, posts: str) -> None:
        self._head.show_shift(period, posts)

    def show_officers(self, names: Sequence[str], chosen: str = "") -> None:
        self.entry.show_officers(names, chosen)

    def choose(self, name: str) -> None:
        """Whose turn it is; another name can still be typed."""
        self.entry.name.setEditText(name)

    def show_due(self, rows: Sequence[DueRow]) -> None:
        if self.table is None and rows:
            self.table = _due_table()
            self._due.insertWidget(0, self.table, 1)
        if self.table is not None:
            self.table.show_rows(rows)
            self.table.setVisible(bool(rows))
        self.none_due.setVisible(not rows)

    def show_alert(self, shown: AlertShown) -> None:
        """Whether it sounds; silencing is anybody's, acknowledging is done by name after signing in."""
        self.alert.show_alert(shown)

    def show_alarms(self, told: AlarmsTold) -> None:
        """How many alarms nobody has seen: no place and no name stands before the seat."""
        self.alarms.setVisible(told.unseen > 0)
        self.alarms.say("alarms.gate", count=told.unseen, priority=told.priority)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """A sentence under the password."""
        self.entry.say(text, wrong=wrong)

    def set_busy(self, busy: bool) -> None:
        """While the password is being checked the fields keep what was typed."""
        self.entry.set_busy(busy)

    def wait(self, text: str) -> None:
        """The store is being opened: who gives a password meanwhile is let in, or not, by ``let_in``."""
        self.entry.wait()
        self.say(text)

    def let_in(self, text: str) -> None:
        """The store is open: passwords are checked from now on, one that was given already at once."""
        self.entry.set_busy(False)
        self.say(text)
        self.entry.go_on()

    def line_taken(self, text: str) -> None:
        """The line is durable: say so and make room for the next, unless it was typed on meanwhile."""
        self.line.taken(text)

    def start(self) -> None:
        """Put the keyboard where it is wanted: the password, or the name where none is known."""
        self.entry.start()

    def restyle(self) -> None:
        using = theme.current()
        gap = using.px(24)
        self._page.setContentsMargins(gap, using.px(16), gap, using.px(12))
        self._columns.setSpacing(using.px(16))
        self.entry.setFixedWidth(using.px(320))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        QPainter(self).fillRect(self.rect(), theme.current().colour("window"))

    def _lay_out(self) -> None:
        self._due = QVBoxLayout()
        self._due.addWidget(self.none_due)
        self._due.addStretch()
        self.none_due.setContentsMargins(12, 12, 12, 12)
        self.due.body.addLayout(self._due)
        right = QVBoxLayout()
        right.addWidget(self.entry)
        right.addStretch(1)
        self._columns = QHBoxLayout()
        self._columns.addWidget(self.due, 1)
        self._columns.addLayout(right)
        self._page = QVBoxLayout()
        self._page.addLayout(self._columns, 1)
        self._page.addWidget(self.status)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(self.line)
        whole.addLayout(self._page, 1)


class _Head(Painted, QFrame):
    """Large clock, place and realm at the left; the shift and its people at the right."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setProperty("part", "bar")
        self.clock = Clock(now)
        self.clock.time.setProperty("role", "big-clock")
        self.clock.layout().removeWidget(self.clock.date)
        self.site = _role(QLabel(), "bar-title")
        self.realm = Badge("realm.sample", "bar")
        self.realm.hide()
        self.period = _role(QLabel(), "bar-title")
        self.posts = _role(QLabel(), "bar-second")
        self._grid = QGridLayout(self)
        self._grid.addWidget(self.clock, 0, 0, 2, 1)
        self._grid.addWidget(self.clock.date, 0, 1)
        self._grid.addWidget(self.site, 1, 1)
        self._grid.addWidget(self.realm, 0, 2, 2, 1)
        self._grid.setColumnStretch(3, 1)
        for row, label in enumerate((self.period, self.posts)):
            self._grid.addWidget(label, row, 4, Qt.AlignmentFlag.AlignRight)
        self.restyle()

    def show_station(self, site: str, realm: str) -> None:
        self.site.setText(site)
        self.realm.setVisible(realm != "live")
        filled = realm == "exercise"
        self.realm.show_tag(f"realm.{realm}", "exercise" if filled else "bar", filled=filled)

    def show_shift(self, period: str, posts: str) -> None:
        self.period.setText(period)
        self.posts.setText(posts)

    def restyle(self) -> None:
        using = theme.current()
        self.setFixedHeight(using.px(96))
        self._grid.setContentsMargins(using.px(24), using.px(12), using.px(24), using.px(12))
        self._grid.setHorizontalSpacing(using.px(20))
        self._grid.setVerticalSpacing(using.px(2))
        super().restyle()


class _SignIn(Spoken, Card):
    """Name, password, one button; a wrong password keeps the name and says how long to wait."""

    asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("gate.sign_in")
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setLineEdit(OneLine())
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.password = OneLine()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.button = KeyButton("button.sign_in", "Enter", kind="primary")
        self.note = Word("gate.slow", role="caption")
        self.note.setWordWrap(True)
        self.password_field = Field("gate.password", self.password)
        self.body.addWidget(Field("gate.officer", self.name))
        self.body.addWidget(self.password_field)
        self.body.addWidget(self.note)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self.body.addLayout(row)
        self._waits = False
        """Nobody can be let in yet."""
        self._given: tuple[str, str] | None = None
        """Name and password of who asked for it meanwhile."""
        self.button.clicked.connect(self._ask)
        self.password.returnPressed.connect(self._ask)
        self.typed_name.returnPressed.connect(self.password.setFocus)

    @property
    def typed_name(self) -> QLineEdit:
        """Where the name is typed."""
        editor = self.name.lineEdit()
        assert editor is not None, "the box is editable"
        return editor

    def show_officers(self, names: Sequence[str], chosen: str) -> None:
        """Offer the names; what stands in the field stays, and nothing is put in while somebody is at it."""
        line, at_it = self.typed_name, self.typed_name.hasFocus()
        if list(names) != [self.name.itemText(at) for at in range(self.name.count())] or not at_it:
            typed, at, selected = line.text(), line.cursorPosition(), len(line.selectedText())
            if not typed and not at_it:
                typed = chosen or (names[0] if len(names) == 1 else "")
                at = len(typed)
            self.name.blockSignals(True)
            self.name.clear()
            self.name.addItems(list(names))
            self.name.setEditText(typed)
            line.setCursorPosition(at)
            if selected:  # what was offered to complete a half-typed name
                line.setSelection(len(typed), -selected)
            self.name.blockSignals(False)

    def say(self, text: str, *, wrong: bool) -> None:
        self.note.show_text(text)
        role = "error" if wrong else "caption"
        if role == self.note.property("role"):
            return
        self.note.setProperty("role", role)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)

    def set_busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self._waits = False

    def wait(self) -> None:
        """Until somebody can be let in."""
        self.set_busy(True)
        self._waits = True

    def go_on(self) -> None:
        """Ask for what was asked while nobody could be let in."""
        given, self._given = self._given, None
        if given == (self.name.currentText(), self.password.text()):
            self._ask()

    def start(self) -> None:
        self.password.clear()
        target = self.password if self.name.currentText() else self.name
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        if not self.button.isEnabled() and not self._waits:
            return
        if not self.name.currentText().strip():
            self.name.setFocus()
            return
        if not self.password.text():  # nobody has an empty one: asking would cost a wrong try and the focus
            self.password.setFocus()
            return
        if self._waits:
            self._given = (self.name.currentText(), self.password.text())
            self.say(words.say("gate.once_open"), wrong=False)
            return
        self.asked.emit(self.name.currentText().strip(), self.password.text())


def _role(label: QLabel, role: str) -> QLabel:
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _due_table() -> RowTable:
    """Made when there is something to show: the first paint does without the machinery of tables."""
    from ui.dialogs.due_list import due_model
    from ui.widgets.table import RowTable

    return RowTable(due_model())

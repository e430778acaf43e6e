"""Ctrl+K: type a few letters of a command, a name, a number, and press Enter; the rest is looked for in the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from console import words
from console.domain.contacts import PersonHit
from console.domain.finding import RecordHit
from console.errors import Refused
from ui import theme
from ui.actions import Action
from ui.models.table import Column, RowTableModel
from ui.widgets.keycap import shown_key
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word
from ui.widgets.table import RowTable
from ui.widgets.typed import OneLine

PAUSE_MS = 120
"""How long typing rests before people and records are asked for."""

_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


@dataclass(frozen=True, slots=True)
class Found:
    """People and records that fit what was typed; ``things`` are goods, stores, lots, teams and experts called so."""

    people: tuple[PersonHit, ...] = ()
    records: tuple[RecordHit, ...] = ()
    things: tuple[RecordHit, ...] = ()


@dataclass(frozen=True, slots=True)
class _Choice:
    """A line of the palette: a command, a person, a record, or the words to look for. ``denied``: who may do it."""

    id: str
    word: str
    key: str
    what: Any
    denied: str = ""


class Palette(Painted, Spoken, QDialog):
    """``asked_for`` wants ``show_found`` for a text; ``words_given`` carries what is to be looked for in the log,
    ``person_chosen`` a PersonHit, ``record_chosen`` a RecordHit.

    ``denied`` answers for an action which roles may do it, "" where this seat may: it is shown and not run.
    """

    asked_for = Signal(str)
    words_given = Signal(str)
    person_chosen = Signal(object)
    record_chosen = Signal(object)

    def __init__(
        self, actions: Sequence[Action], denied: Callable[[Action], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = [action for action in actions if action.id != "palette"]
        self._denied = denied
        self._initials: Mapping[str, str] = {}
        self._found, self._found_for = Found(), ""
        self.asked = OneLine()
        self.note = Word(role="error")
        self.note.hide()
        self.table = RowTable(_model(), compact=True)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self.asked_for.emit(self._wanted()))
        self.asked.textChanged.connect(self._typed)
        self.asked.installEventFilter(self)
        self.table.opened.connect(self._run)
        column = QVBoxLayout(self)
        column.addWidget(self.asked)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        using = theme.current()
        self.resize(using.px(620), using.px(420))
        self.retranslate()

    def know_initials(self, initials: Mapping[str, str]) -> None:
        """Pinyin initials of the commands by id: they take a moment to be found out."""
        self._initials = initials
        self._refresh()

    def show_found(self, asked: str, found: Found) -> None:
        """People and records for that text, unless something else is asked for by now."""
        if asked == self._wanted():
            self._found, self._found_for = found, asked
            self._refresh()

    def retranslate(self) -> None:
        self.setWindowTitle(words.say("do.palette"))
        self.asked.setPlaceholderText(words.say("palette.hint"))
        self.asked.setAccessibleName(words.say("do.palette"))
        self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                QApplication.sendEvent(self.table, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.table.chosen_row())
                return True
        return super().eventFilter(watched, event)

    def say_turned_away(self, refused: Refused) -> None:
        self.note.show_text(words.sentence(refused))
        self.note.show()

    def _wanted(self) -> str:
        return self.asked.text().strip()

    def _typed(self) -> None:
        self.note.hide()
        self._pause.start()
        self._refresh(choose_first=True)

    def _refresh(self, *, choose_first: bool = False) -> None:
        """Answers that come late never take away what the officer has chosen meanwhile."""
        wanted = self._wanted()
        rows = [row for row in map(self._command, self._actions) if self._fits(row, wanted.casefold())]
        if wanted and self._found_for == wanted:
            found = self._found
            rows += [_record(hit) for hit in found.records] + [_person(hit) for hit in found.people]
            rows += [_record(hit) for hit in found.things]
        if wanted:
            rows.append(_Choice("find", words.say("palette.find", words=wanted), "", None))
        self.table.show_rows(rows)
        only_find = self.table.chosen_key() in (None, "find")
        if rows and (choose_first or only_find):
            self.table.choose(rows[0].id)

    def _command(self, action: Action) -> _Choice:
        denied = self._denied(action)
        key = shown_key(action.keys[0]) if action.keys else ""
        return _Choice(
            action.id, action.word, words.say("palette.needs", roles=denied) if denied else key, action, denied
        )

    def _fits(self, row: _Choice, wanted: str) -> bool:
        """By its word in either language, by key or by initials."""
        initials, action = self._initials.get(row.id, ""), row.what
        if isinstance(action, Action) and any(wanted in one.casefold() for one in action.words):
            return True
        return wanted in row.word.casefold() or wanted in row.key.casefold() or bool(initials and wanted in initials)

    def _run(self, choice: _Choice | None) -> None:
        if choice is None or choice.denied:
            return
        asked = self._wanted()
        self.accept()
        if isinstance(choice.what, Action):
            choice.what.handler()
        elif isinstance(choice.what, PersonHit):
            self.person_chosen.emit(choice.what)
        elif isinstance(choice.what, RecordHit):
            self.record_chosen.emit(choice.what)
        else:
            self.words_given.emit(asked)


def _person(hit: PersonHit) -> _Choice:
    where = " ".join(part for part in (hit.name, hit.organisation, hit.post) if part)
    return _Choice(f"person {hit.id}", where, hit.numbers[0] if hit.numbers else "", hit)


def _record(hit: RecordHit) -> _Choice:
    return _Choice(f"record {hit.id}", f"{hit.number}　{hit.title}".rstrip("　"), "", hit)


def _model() -> RowTableModel[_Choice]:
    return RowTableModel(
        [
            Column("does", lambda row: row.word, stretch=True, ink=lambda row: "text3" if row.denied else None),
            Column("key", lambda row: row.key, width=190, ink=lambda row: "text3" if row.denied else None),
        ],
        key=lambda row: row.id,
    )

"""One line for the log, taken down as it is spoken: nothing typed is lost, the order of saving is kept."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.domain.log import Added, EntryKind, NewEntry
from console.domain.people import Action
from console.errors import Refused, Unavailable
from console.services.drafts import DraftsService
from console.services.log import LogService
from ui import text as said
from ui import theme
from ui.models.line_drafts import Line, LineDrafts
from ui.panels.base import Jobs
from ui.seat import Seat, roles_for
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.keycap import KeyButton
from ui.widgets.line_text import LineText
from ui.widgets.painted import Painted, elided
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import OneLine

DRAFT_MS = 800
"""What is typed is kept as a draft this long after it was typed, at the latest."""


class QuickLine(Painted, Spoken, QWidget):
    """Kind, time and text; Enter saves. ``saved`` carries the number, ``refused`` what went wrong.

    The text stays until the line is durable and goes then, unless the officer has written on: Enter selects it, so
    typing on begins the next line while the first is being saved. A line that could not be saved comes back, or waits
    beside the field while that holds other words. Without a time given, it happened at the first keystroke.
    Words are their officer's: where another sits down they wait, and come back with him.
    """

    saved = Signal(int)
    refused = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        seat: Seat,
        times: Times,
        *,
        log: LogService,
        drafts: DraftsService | None = None,
        where: str = "board",
        parent: QWidget | None = None,
    ) -> None:
        """``where`` tells the drafts of one place from those of another."""
        super().__init__(parent)
        self._jobs, self._seat, self._times = jobs, seat, times
        self._log, self._drafts = log, LineDrafts(jobs, times, drafts, where, self.refused.emit)
        self._id, self._begun_at = uuid4(), None
        self._saving: dict[UUID, Line] = {}
        self._waiting: list[Line] = []
        self._officer = seat.name
        self._others: list[Line] = []
        """Lines of officers who do not sit here now."""
        self.kind = Choice([kind.value for kind in EntryKind], said.kind)
        self.at = OneLine()
        self.text = LineText()
        self.save = KeyButton("quick.save", "Return", kind="primary")
        self.note = Word(role="error")
        self.take_back = KeyButton("quick.take_back", small=True)
        self._rest = QTimer(self)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()
        self._permit()
        self._drafts.look(self._bring_back)

    # what the officer does

    def submit(self) -> None:
        """Save what is written; a second Enter on the same words is the same wish."""
        if self._id in self._saving:
            return
        try:
            line, entry = self._entry()
        except Refused as refused:
            self._say(refused)
            self.refused.emit(refused)
            return
        self.note.hide()
        self._rest.stop()
        self._saving[line.id] = line
        self.text.selectAll()
        actor = self._seat.actor
        self._jobs.write(
            lambda: self._log.add(entry, by=actor),
            lambda added: self._done(line, added),
            lambda error: self._failed(line, error),
        )

    def swap(self) -> None:
        """Bring back the oldest line that could not be saved; what stands in the field waits instead."""
        if not self._waiting:
            return
        line, rest = self._waiting[0], self._waiting[1:]
        here = self._here()
        self._waiting = [*rest, here] if here.text.strip() and here.id not in self._saving else rest
        self._show_line(line)
        self._show_waiting()

    def unsaved(self) -> bool:
        """Whether words stand here that are in no book yet."""
        return bool(self.text.text().strip() or self._waiting or self._saving)

    # one line's way into the book

    def _entry(self) -> tuple[Line, NewEntry]:
        """What is written as an entry; on the GUI thread."""
        if not self._seat.taken:
            raise Refused("no_officer_signed_in")
        line = self._here()
        if not line.text.strip():
            raise Refused("text_empty")
        now = self._times.now()  # a clock that was set back meanwhile would make its own stamp one of the future
        happened = self._times.read(line.at) if line.at.strip() else min(line.begun_at, now)
        return line, NewEntry(line.id, line.text, line.kind, happened)

    def _here(self) -> Line:
        return Line(
            self._id, self.text.text(), self.kind.value(), self.at.text(), self._begun_at or self._times.now(),
            self._officer,
        )  # fmt: skip

    def _done(self, line: Line, added: Added) -> None:
        self._saving.pop(line.id, None)
        self._drafts.end(line.id, str(added.number))
        if isValid(self):
            if self._id == line.id:
                self._start_anew()
            self.saved.emit(added.number)

    def _failed(self, line: Line, error: Exception) -> None:
        self._saving.pop(line.id, None)
        if not isValid(self):
            return
        if isinstance(error, Refused) and error.code == "id_taken":
            line = replace(line, id=self._anew(line.id))
        if not self._is_mine(line):
            self._others.append(line)
        elif self._id != line.id:
            self._waiting.append(line)
            self._show_waiting()
        self._drafts.keep(line)
        self._say(error)
        self.refused.emit(error)

    def _anew(self, taken: UUID) -> UUID:
        """Another id for words whose id stands in the book with other words: they are a line of their own."""
        made = uuid4()
        self._drafts.end(taken, "")
        if self._id == taken:
            self._id = made
        return made

    def _start_anew(self) -> None:
        """Empty for the next line; the kind stays, for calls come in rows."""
        self._id, self._begun_at = uuid4(), None
        self.text.show_text("")
        self.at.clear()
        self._fit()
        self._show_begun()

    # typing

    def _note_typing(self) -> None:
        now = self.text.text()
        was = self._saving.get(self._id)
        if was is not None and now != was.text:
            self._id, self._begun_at = uuid4(), None  # the one that is being saved goes its way, this is the next
            self.at.clear()
        if not now.strip():
            self._give_up_draft()
            self._begun_at = None
        elif self._begun_at is None:
            self._begun_at = self._times.now()
        self._show_waiting()
        self._fit()
        self._show_begun()
        self._keep_soon()

    def _show_begun(self) -> None:
        """The time that counts unless another is given stands greyed in the empty time field."""
        begun = self._begun_at
        self.at.setPlaceholderText(self._times.clock(begun) if begun else words.say("quick.at"))

    def _fit(self) -> None:
        self.text.fit()

    # drafts

    def _bring_back(self, lines: list[Line]) -> None:
        if not isValid(self):
            return
        self._others += [line for line in lines if not self._is_mine(line)]
        self._show_mine([line for line in lines if self._is_mine(line)])

    def _is_mine(self, line: Line) -> bool:
        return line.owner in ("", self._officer)

    def _change_hands(self) -> None:
        """Another officer sits here: what the one before typed waits for him."""
        self._permit()
        if not self._seat.taken or self._seat.name == self._officer:
            return
        if self._officer:
            self._put_aside()
        lines, self._waiting = [*self._others, *self._waiting], []
        self._officer = self._seat.name
        self._others = [line for line in lines if not self._is_mine(line)]
        self._show_mine([line for line in lines if self._is_mine(line)])

    def _put_aside(self) -> None:
        here = self._here()
        if here.text.strip() and here.id not in self._saving:
            self._rest.stop()
            self._drafts.keep(here)
            self._waiting.append(here)
        if here.text:
            self._start_anew()

    def _show_mine(self, lines: list[Line]) -> None:
        """The newest in the field where that is free, the others beside it."""
        if lines and not self.text.text():
            self._show_line(lines.pop())
        self._waiting = [*lines, *self._waiting]
        self._show_waiting()

    def _keep_soon(self, _changed: object = None) -> None:
        """So long after the first key that is not kept yet: typing on must not put it off."""
        if not self._rest.isActive():
            self._rest.start()

    def _keep_here(self) -> None:
        line = self._here()
        if line.text.strip() and line.id not in self._saving:
            self._drafts.keep(line)

    def _give_up_draft(self) -> None:
        """The officer emptied the field."""
        if self._id not in self._saving and self._drafts.give_up(self._id):
            self._id = uuid4()

    def _show_line(self, line: Line) -> None:
        self._id, self._begun_at = line.id, line.begun_at
        self.kind.choose(line.kind)
        self.at.setText(line.at)
        self.text.show_text(line.text)
        self.text.place_cursor(len(line.text), len(line.text))
        self._fit()
        self._show_begun()

    # what is said

    def say_turned_away(self, refused: Refused) -> None:
        self._say(refused)

    def _say(self, error: Exception) -> None:
        if isinstance(error, Refused | Unavailable):
            self.note.show_text(words.sentence(error))
            self.note.show()

    def _show_waiting(self) -> None:
        self.take_back.setVisible(bool(self._waiting))
        if self._waiting:
            begin = elided(theme.current().font(), self._waiting[0].text.split("\n")[0], theme.current().px(240))
            self.note.say("quick.waiting", count=len(self._waiting), begin=begin)
            self.note.show()
        else:
            self.note.hide()

    def retranslate(self) -> None:
        self.kind.setAccessibleName(words.say("column.log.kind"))
        self.at.setAccessibleName(words.say("column.log.occurred_at"))
        self.at.setToolTip(words.say("quick.at_tip"))
        self.text.setPlaceholderText(words.say("quick.placeholder"))
        self.text.setAccessibleName(words.say("quick.placeholder"))
        self._show_begun()
        self._permit()

    def restyle(self) -> None:
        using = theme.current()
        self._row.setSpacing(using.px(8))
        self.layout().setSpacing(using.px(4))
        self.kind.setFixedWidth(using.px(112))
        self.at.setFixedWidth(using.px(112))
        self._fit()
        super().restyle()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed last does not wait for the pause."""
        if self._rest.isActive():
            self._rest.stop()
            self._keep_here()
        super().hideEvent(event)

    def _permit(self) -> None:
        allowed = not self._seat.taken or self._seat.may(Action.RECORD)
        for part in (self.kind, self.at, self.text, self.save):
            part.setEnabled(allowed)
        needs = "" if allowed else words.say("frame.needs_role", roles=roles_for(Action.RECORD))
        self.save.setToolTip(needs)

    def _lay_out(self) -> None:
        self.kind.choose(EntryKind.NOTE.value)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout()
        for part in (self.kind, self.at, self.text, self.save):
            self._row.addWidget(part, 1 if part is self.text else 0, Qt.AlignmentFlag.AlignTop)
        under = QHBoxLayout()
        under.addWidget(self.note, 1)
        under.addWidget(self.take_back)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._row)
        whole.addLayout(under)
        self.note.hide()
        self.take_back.hide()
        self._rest.setSingleShot(True)
        self._rest.setInterval(DRAFT_MS)

    def _connect(self) -> None:
        self.text.entered.connect(self.submit)
        self.at.returnPressed.connect(self.submit)
        self.save.clicked.connect(self.submit)
        self.take_back.clicked.connect(self.swap)
        self.text.edited.connect(self._note_typing)
        self.at.textEdited.connect(self._keep_soon)
        self.kind.picked.connect(self._keep_soon)
        self._rest.timeout.connect(self._keep_here)
        self._seat.changed.connect(self._change_hands)

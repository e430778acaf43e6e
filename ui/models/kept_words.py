"""Words typed and not handed up yet: kept within a second, each officer's own, there again when he comes back.

For everything that is no entry of its own: dialogs, questions asked in line, lines under a list. Each belongs to a
subject (``about``) and to an officer; only what differs from what stood there at first is kept, so that what the
books say now is never covered by what they said when the words were typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console.domain.draft import Draft
from ui.models.draft_keeper import DraftKeeper, Drafts
from ui.seat import Seat
from ui.text import Times
from ui.widgets import inputs as editors

FORM = "words"


class KeptWords(QObject):
    """The words of one panel. Without ``drafts`` they last as long as the panel.

    ``arrived`` when those of an earlier run were read; ``handed_over`` when another officer sits here than before.
    """

    failed = Signal(object)
    arrived = Signal()
    handed_over = Signal()

    def __init__(self, jobs: Any, seat: Seat, times: Times, drafts: Drafts | None, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._seat, self._times, self._drafts = jobs, seat, times, drafts
        self._records: dict[tuple[str, str], Record] = {}
        self._officer = seat.name
        seat.changed.connect(self._seat_changed)
        if drafts is not None:
            jobs.read(lambda: drafts.open(FORM), self._take_up, self.fail)

    @property
    def officer(self) -> str:
        """Who sits here now; empty where nobody does."""
        return self._seat.name

    def watch(self, inputs: Mapping[str, QWidget], parent: QObject) -> Watched:
        """Editors whose words shall be kept, by names that stay the same from version to version."""
        return Watched(self, inputs, parent)

    def record(self, about: str, owner: str = "") -> Record:
        """What is kept about that subject; whoever sits here where no ``owner`` is named."""
        key = (owner or self._seat.name, about)
        if key not in self._records:
            self._records[key] = Record(self, *key)
        return self._records[key]

    def words_of(self, about: str) -> Mapping[str, str]:
        """What whoever sits here typed about that subject."""
        kept = self._records.get((self._seat.name, about))
        return kept.words if kept is not None else {}

    def flush(self) -> None:
        """Send everything that is typed on its way to the file now."""
        for record in self._records.values():
            record.flush()

    def fail(self, error: Exception) -> None:
        if isValid(self):
            self.failed.emit(error)

    def keeper(self, record: Record) -> DraftKeeper | None:
        if self._drafts is None:
            return None
        made = DraftKeeper(self._jobs, self._drafts, record.draft, record)
        made.failed.connect(self.failed)
        return made

    def now(self) -> datetime:
        return self._times.now()

    def _take_up(self, found: tuple[Draft, ...]) -> None:
        if not isValid(self):
            return
        for draft in sorted(found, key=lambda one: one.saved_at, reverse=True):
            self.record(str(draft.content.get("about", "")), draft.owner).take_up(draft)
        self.arrived.emit()

    def _seat_changed(self) -> None:
        """A lock keeps what is typed at once."""
        self.flush()
        if self._seat.taken and self._seat.name != self._officer:
            self._officer = self._seat.name
            self.handed_over.emit()


class Record(QObject):
    """Words of one officer about one subject. ``ended`` when they are in the books, or given up."""

    ended = Signal()

    def __init__(self, book: KeptWords, owner: str, about: str) -> None:
        super().__init__(book)
        self._book, self.owner, self.about = book, owner, about
        self.words: dict[str, str] = {}
        self._id: UUID = uuid4()
        self._started: datetime | None = None
        self._keeper = book.keeper(self)

    def put(self, words: Mapping[str, str]) -> None:
        """As typed now; nothing typed is nothing to keep."""
        if dict(words) == self.words:
            return
        self.words = dict(words)
        if not words:
            self._end(done=False)
            return
        self._started = self._started or self._book.now()
        if self._keeper is not None:
            self._keeper.note()

    def settle(self) -> None:
        """They were handed up and are where they belong."""
        self._end(done=True)
        self.ended.emit()

    def discard(self) -> None:
        """The officer gives them up."""
        self._end(done=False)
        self.ended.emit()

    def flush(self) -> None:
        if self._keeper is not None:
            self._keeper.flush()

    def take_up(self, draft: Draft) -> None:
        """Words of an earlier run; what was typed since then stays."""
        words = draft.content.get("words", {})
        if not self.words:
            self._id, self._started, self.words = draft.id, draft.started_at, dict(words)
            return
        self.put({**words, **self.words})
        self.flush()
        if self._keeper is not None:
            self._keeper.discard(draft.id)  # after the one that holds its words now

    def draft(self) -> Draft | None:
        if self._started is None or not self.words:
            return None
        title = next((text for text in self.words.values() if text.strip()), "").strip()[:40]
        content = {"about": self.about, "words": self.words}
        return Draft(self._id, FORM, title, content, self._started, self._book.now(), self.owner)

    def _end(self, *, done: bool) -> None:
        """An ended draft is never written again: the next words get another."""
        ended, begun = self._id, self._started is not None
        self.words, self._id, self._started = {}, uuid4(), None
        if self._keeper is None or not begun:
            return
        self._keeper.drop()
        if done:
            self._keeper.finish(ended, "")
        else:
            self._keeper.discard(ended)


class Watched(QObject):
    """Editors that are about one subject at a time. ``typed`` says whether words stand there that would be kept."""

    typed = Signal(bool)
    brought = Signal()

    def __init__(self, book: KeptWords, inputs: Mapping[str, QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._book, self._inputs = book, dict(inputs)
        self._record: Record | None = None
        self._first: dict[str, str] = {}
        self._writing = False
        for editor in self._inputs.values():
            editors.on_change(editor, self._note)
        book.arrived.connect(self._bring)

    def turn_to(self, about: str, owner: str = "") -> bool:
        """What stands there now is the beginning; words kept about it come over that. True where there were any."""
        self.put_away()
        self._first = self._read()
        self._record = self._book.record(about, owner)
        self._record.ended.connect(self.put_away)
        return self._bring()

    def put_away(self) -> None:
        """What is typed from now on is about something else; what was typed stays kept."""
        record, self._record = self._record, None
        if record is not None:
            record.ended.disconnect(self.put_away)
            record.flush()

    def settle(self) -> None:
        """Handed up and done."""
        if self._record is not None:
            self._record.settle()

    def discard(self) -> None:
        """Given up by the officer."""
        if self._record is not None:
            self._record.discard()

    def _bring(self) -> bool:
        """Fields nobody has typed into get what was kept for them."""
        record = self._record
        if record is None or not record.words:
            return False
        now = self._read()
        waiting = {name: text for name, text in record.words.items() if now.get(name, text) != text}
        untouched = {name: text for name, text in waiting.items() if now[name] == self._first[name]}
        self._write(untouched)
        self.typed.emit(True)
        if untouched:
            self.brought.emit()
        return bool(untouched)

    def _write(self, words: Mapping[str, str]) -> None:
        """In the order of the editors: one that fills in others comes before them."""
        self._writing = True
        try:
            for name, editor in self._inputs.items():
                if name in words:
                    editors.write(editor, words[name])
        finally:
            self._writing = False

    def _read(self) -> dict[str, str]:
        return {name: editors.read(editor) for name, editor in self._inputs.items()}

    def _note(self) -> None:
        if self._writing or self._record is None:
            return
        words = {name: text for name, text in self._read().items() if text != self._first[name]}
        self._record.put(words)
        self.typed.emit(bool(words))

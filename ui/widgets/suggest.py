"""Type-ahead: a line with the choices that fit below it, worked by keys alone, in no window of its own."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.hiding import seen
from ui.widgets.list_below import ListBelow

_SEPARATOR = re.compile(r"[\s/／,，>]+")
_SHOWN = 8
"""Choices seen at once."""

WHOLE = 2_000
"""A tree up to this many choices is offered whole."""

MOST = 200
"""Choices offered for typed words; whoever wants one beyond them types on."""


@dataclass(frozen=True, slots=True)
class Choice:
    """``key`` is what is stored, ``path`` what stands in the line once chosen; ``depth`` indents the whole list.

    A ``retired`` one says what a stored key means and is not offered.
    """

    key: Hashable
    name: str
    path: str
    code: str = ""
    depth: int = 0
    retired: bool = False


class ChoiceList:
    """All choices with what their search needs; made once, on a worker, and asked at every key."""

    def __init__(self, choices: Sequence[Choice] = ()) -> None:
        self.all = tuple(choices)
        self._at = {choice.key: at for at, choice in enumerate(self.all)}
        self._offered = [at for at, choice in enumerate(self.all) if not choice.retired]
        self._hay = [f"{choice.path.casefold()}\0{choice.code}" for choice in self.all]
        self._names = [choice.name.casefold() for choice in self.all]

    def of(self, key: Hashable) -> Choice | None:
        at = self._at.get(key)
        return None if at is None else self.all[at]

    def named(self, path: str) -> Choice | None:
        """The choice that is written so; one that is retired only where no other is."""
        found = [choice for choice in self.all if choice.path == path] if path else []
        return next((choice for choice in found if not choice.retired), next(iter(found), None))

    def around(self, key: Hashable | None) -> list[Choice]:
        """The tree to look through; one too long for that is opened where the key stands: children, else brothers."""
        return [choice for choice in self._around(self._at.get(key)) if not choice.retired]

    def _around(self, at: int | None) -> Sequence[Choice]:
        if len(self.all) <= WHOLE:
            return self.all
        if at is None:
            return [choice for choice in self.all if choice.depth <= 1]
        return self._below(at) if len(self._below(at)) > 1 else self._below(self._above(at))

    def _below(self, at: int) -> list[Choice]:
        """That one and all under it; the order of the tree keeps them together."""
        end = at + 1
        while end < len(self.all) and self.all[end].depth > self.all[at].depth:
            end += 1
        return list(self.all[at:end])

    def _above(self, at: int) -> int:
        start = at
        while start and self.all[start].depth >= self.all[at].depth:
            start -= 1
        return start

    def matching(self, typed: str) -> list[Choice]:
        """Those whose path holds every part typed, or whose code begins with it; the best first, ``MOST`` of them."""
        parts = [part for part in _SEPARATOR.split(typed.casefold()) if part]
        if not parts:
            return self.around(None)
        found: Iterable[int] = self._offered
        for part in parts:
            found = self._holding(part, found)
        ranked: tuple[list[int], ...] = ([], [], [], [])
        for at in found:
            ranked[_rank(self._names[at], parts[-1])].append(at)
        return [self.all[at] for at in [*ranked[0], *ranked[1], *ranked[2], *ranked[3]][:MOST]]

    def _holding(self, part: str, among: Iterable[int]) -> list[int]:
        hay, code = self._hay, f"\0{part}"
        if part.isdigit():
            return [at for at in among if part in hay[at].partition("\0")[0] or code in hay[at]]
        return [at for at in among if part in hay[at]]


def _rank(name: str, last: str) -> int:
    if last not in name:
        return 3
    return 0 if name == last else 1 if name.startswith(last) else 2


class Suggest(ListBelow):
    """``key()`` is the chosen one or None; typed words that are none stay as ``typed()`` and are never dropped.

    Signals: ``edited`` the officer changed it; ``picked`` a choice was taken. ``free``: words of one's own are as good
    as a choice, so Enter takes a choice only after an arrow key has gone to it.
    """

    edited = Signal()
    picked = Signal()

    def __init__(self, limit: int, parent: QWidget | None = None, *, free: bool = False) -> None:
        found = _Found()
        super().__init__(limit, found, seen=_SHOWN, least=360, parent=parent)
        self._free, self._found = free, found
        self._choices = ChoiceList()
        self._key: Hashable | None = None
        self.list.clicked.connect(self._pick)
        self.textEdited.connect(self._take_typed)

    def set_choices(self, choices: ChoiceList) -> None:
        """New choices; what is written stays, a chosen one shows its newest name unless it is being typed in."""
        self._choices = choices
        chosen = self._choices.of(self._key) if self._key is not None else None
        if chosen is not None and not self.hasFocus():
            self.setText(chosen.path)

    def key(self) -> Hashable | None:
        return self._key

    def typed(self) -> str:
        """Words that are no choice."""
        return "" if self._key is not None else self.text().strip()

    def show_choice(self, key: Hashable | None, text: str) -> None:
        """Show a stored choice, or words that were typed; says nothing to listeners."""
        chosen = self._choices.of(key) if key is not None else None
        self._key = key
        self.setText(chosen.path if chosen is not None else text)
        self.close_list()

    def show_path(self, text: str) -> None:
        """Show what was written there before: the choice of that path, or the words."""
        chosen = self._choices.named(text)
        self.show_choice(chosen.key if chosen is not None else None, text)

    def open_list(self) -> None:
        """Offer what fits; everything where nothing is written or a choice stands already."""
        whole = self._key is not None or not self.text().strip()
        found = self._choices.around(self._key) if whole else self._choices.matching(self.text())
        self._found.show(found, tree=whole)
        if not found or self.isReadOnly():
            self.close_list()
            return
        self.place_list()
        none = -1 if self._free or self._choices.of(self._key) else 0  # what is not offered any more stays until chosen
        self._go_to(next((at for at, choice in enumerate(found) if choice.key == self._key), none))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key())) if not event.modifiers() & _HELD else None
        if step is not None and not self.isReadOnly():
            self._step(step)
        elif self.list.isVisible() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(event)
        else:
            super().keyPressEvent(event)

    def _enter(self, event: QKeyEvent) -> None:
        """Takes the choice that stands out, and the form goes on to the next field; free words go on as they are."""
        index = self.list.currentIndex()
        if index.isValid():
            self._pick(index)
            event.ignore()
            return
        self.close_list()
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.list.isVisible():
            self.open_list()

    def _take_typed(self) -> None:
        self._key = None
        self.open_list()
        self.edited.emit()

    def _step(self, step: int) -> None:
        if not self.list.isVisible():
            self.open_list()
            return
        last = self._found.rowCount() - 1
        self._go_to(max(0, min(last, self.list.currentIndex().row() + step)))

    def _go_to(self, row: int) -> None:
        index = self._found.index(row, 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def _pick(self, index: QModelIndex) -> None:
        choice = self._found.choice(index.row())
        if choice is None:
            return
        self._key = choice.key
        self.setText(choice.path)
        self.close_list()
        self.picked.emit()
        self.edited.emit()


class _Found(QAbstractListModel):
    """The choices offered now."""

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Choice] = []
        self._tree = False

    def show(self, found: list[Choice], *, tree: bool) -> None:
        self.beginResetModel()
        self._found, self._tree = found, tree
        self.endResetModel()

    def choice(self, row: int) -> Choice | None:
        return self._found[row] if 0 <= row < len(self._found) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        choice = self.choice(index.row())
        if choice is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        shown = "\u3000" * choice.depth + choice.name if self._tree else choice.path
        return seen(f"{shown}   {choice.code}" if choice.code else shown)


_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _SHOWN, Qt.Key.Key_PageUp: -_SHOWN}
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier

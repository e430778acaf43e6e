"""A button that shows its key: 保存 [Ctrl+↵]."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyleOptionButton, QWidget

from console import words
from ui import icons, theme
from ui.hiding import seen
from ui.theme import Theme
from ui.widgets.painted import Painted, elided, text_width
from ui.widgets.spoken import Spoken

_SHOWN = {"Return": "↵", "Enter": "↵", "Escape": "Esc", "PgUp": "PgUp", "PgDown": "PgDn"}

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

_INK = {"": "text", "primary": "accenttext", "danger": "redtext", "quiet": "link"}


def shown_key(key: str) -> str:
    """A key of the key table as people read it: ``Ctrl+Return`` is ``Ctrl+↵``."""
    if key.endswith("++"):
        return key
    return "+".join(_SHOWN.get(part, part) for part in key.split("+"))


class KeyButton(Painted, Spoken, QPushButton):
    """``code`` names the word; ``kind`` is "", primary, danger or quiet. The shortcut itself is an action's."""

    def __init__(
        self,
        code: str,
        key: str = "",
        *,
        kind: str = "",
        icon: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._code, self._key, self._kind, self._icon = code, key, kind, icon
        self._facts: dict[str, Any] = {}
        self._drops_key = False
        self.setProperty("kind", kind)
        self.setProperty("small", small)
        self.setAutoDefault(False)
        self.retranslate()

    def say(self, code: str, **facts: Any) -> None:
        self._code, self._facts = code, facts
        self.retranslate()

    def show_key(self, key: str) -> None:
        """Another key leads here now; empty where none does."""
        if key != self._key:
            self._key = key
            self.retranslate()

    def drop_key(self) -> None:
        """Where there is little room its word stands alone; keys of such buttons are known or listed by F1."""
        self._drops_key = True
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_kind(self, kind: str) -> None:
        """Frame, ground and ink of another kind: the next step of several is the primary one."""
        if kind != self._kind:
            self._kind = kind
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
            self.updateGeometry()
            self.update()

    def retranslate(self) -> None:
        self.setText(self._word().replace("&", "&&"))
        self.setAccessibleName(self._word())
        self.updateGeometry()
        self.update()

    def hint(self) -> str:
        return f"[{shown_key(self._key)}]" if self._key else ""

    def sizeHint(self) -> QSize:
        return self._size(self.hint())

    def _size(self, hint: str) -> QSize:
        using = theme.current()
        size = super().sizeHint()
        width = text_width(using.font(bold=self._bold()), self._word()) + using.px(26)
        width += using.px(6) + text_width(using.font(12), hint) if hint else 0
        width += using.px(22) if self._icon else 0
        return QSize(max(width, using.px(64)), size.height())

    def minimumSizeHint(self) -> QSize:
        return self._size("") if self._drops_key else self.sizeHint()

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """The style draws the button; its word and key are ours."""
        super().initStyleOption(option)
        option.text = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does, once per stroke; nothing dangerous is done by an Enter."""
        if event.key() not in _ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif self._kind == "danger":
            event.ignore()  # some desktops let Enter press any button
        elif not event.isAutoRepeat():
            self.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._paint_words(QPainter(self), theme.current())

    def _paint_words(self, painter: QPainter, using: Theme) -> None:
        ink, edge = self._ink(using), using.px(12)
        inside = self.rect().adjusted(edge, 0, -edge, 0)
        hint = text_width(using.font(12), self.hint())
        word = text_width(using.font(bold=self._bold()), self._word())
        glyph = using.px(22) if self._icon else 0
        spare = inside.width() - word - glyph - (hint + using.px(6) if hint else 0)
        inside.setLeft(inside.left() + max(0, spare // 2))
        if glyph:
            side = using.px(16)
            token = self._token()
            at = QRect(inside.left(), (self.height() - side) // 2, side, side)
            painter.drawPixmap(at, icons.pixmap(self._icon, token, side, self.devicePixelRatioF()))
            inside.setLeft(inside.left() + glyph)
        painter.setPen(ink)
        painter.setFont(using.font(bold=self._bold()))
        room = inside.width() - (hint + using.px(6) if hint else 0)
        if room < (word if self._drops_key else min(word, using.px(_LEAST_WORD))):
            hint, room = 0, inside.width()  # where both would be cut the word is what is needed
        painter.drawText(inside, _LEFT, elided(painter.font(), self._word(), room + 1))
        if hint:
            painter.setFont(using.font(12))
            painter.drawText(inside.adjusted(min(word, room) + using.px(6), 0, using.px(4), 0), _LEFT, self.hint())

    def _word(self) -> str:
        return seen(words.say(self._code, **self._facts))

    def _bold(self) -> bool:
        return self._kind == "primary"

    def _token(self) -> str:
        if not self.isEnabled():
            return "text2" if self._kind == "primary" else "text3"
        if self.isDown() or self.isChecked():
            return "seltext"
        return _INK[self._kind]

    def _ink(self, using: Theme) -> QColor:
        return using.colour(self._token())


_LEAST_WORD = 40

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)

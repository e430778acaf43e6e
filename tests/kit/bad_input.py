"""Hands that put words into whatever can be typed in: as an input method commits them, or pasted; and what is said."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from console.domain.pasting import tidy
from ui.widgets.typed import in_one_line

_ROLES = ("error", "caution")

Editor = QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox


def editors(root: QWidget) -> Iterator[tuple[str, Editor]]:
    """Every part of ``root`` that can be typed in, seen now or later, with where it is."""
    for child in root.findChildren(QWidget):
        if not isinstance(child, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox):
            continue
        if not isinstance(child.parentWidget(), QAbstractSpinBox) and not child.isReadOnly():
            yield _path(child, root), child


def _path(widget: QWidget, root: QWidget) -> str:
    steps = []
    while widget is not root:
        above = widget.parentWidget()
        same = [child for child in above.children() if type(child) is type(widget)]
        name = type(widget).__name__
        steps.append(f"{name}{same.index(widget) + 1}" if len(same) > 1 else name)
        widget = above
    return "/".join(reversed(steps))


def text_of(editor: Editor) -> str:
    """Everything that stands there, as it stands."""
    if isinstance(editor, QLineEdit | QAbstractSpinBox):
        return editor.text()
    return editor.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


def put(editor: Editor, text: str) -> None:
    """As the program would: no key, no signal of an officer's."""
    if isinstance(editor, QLineEdit):
        editor.setText(text)
    elif isinstance(editor, QPlainTextEdit | QTextEdit):
        editor.setPlainText(text)


def commit(editor: Editor, text: str) -> None:
    """An input method hands over the whole text at once."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(_typed_into(editor), event)


def paste(editor: Editor, copied: str | QMimeData) -> None:
    """Ctrl+V with that on the clipboard."""
    copy(copied)
    press_paste(editor)


def copy(copied: str | QMimeData) -> None:
    """Put it on the clipboard."""
    if isinstance(copied, str):
        QGuiApplication.clipboard().setText(copied)
    else:
        QGuiApplication.clipboard().setMimeData(copied)


def press_paste(editor: Editor) -> None:
    QTest.keyClick(_typed_into(editor), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def press_enter(editor: Editor) -> None:
    QTest.keyClick(_typed_into(editor), Qt.Key.Key_Return)


def _typed_into(editor: Editor) -> QWidget:
    inner = editor.findChild(QLineEdit) if isinstance(editor, QAbstractSpinBox) else None
    return inner or editor


def forget_said(window: QWidget) -> None:
    """Nothing is said at any place any more."""
    for label in window.findChildren(QLabel):
        if label.property("role") in _ROLES and len(label.text()) > 1:
            label.clear()


def said(window: QWidget) -> list[str]:
    """Every sentence about trouble that can be read in the window now."""
    labels = (label for label in window.findChildren(QLabel) if not label.isHidden())
    return [label.text() for label in labels if label.property("role") in _ROLES and len(label.text()) > 1]


def kept(text: str) -> set[str]:
    """All forms in which a text may stand in a field without a word of it lost."""
    whole = text.replace("\ud800", "")  # the binding hands over no half of a character
    lines = whole.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    digits = unicodedata.normalize("NFKC", whole).strip()
    return {whole, lines, in_one_line(whole), tidy(whole), *((digits,) if digits.isascii() else ())}


def html_only() -> QMimeData:
    data = QMimeData()
    data.setHtml("<table><tr><td>水位</td><td>3.2</td></tr></table>")
    return data


def picture() -> QMimeData:
    data = QMimeData()
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    data.setImageData(image)
    return data


def cells() -> QMimeData:
    """Two cells as a spreadsheet copies them: text, a page, a picture."""
    data = picture()
    data.setText("水位\t3.2\r\n")
    data.setHtml("<table><tr><td>水位</td><td>3.2</td></tr></table>")
    return data


FILES = ("file:///nowhere/1.pdf\nhttps://example.invalid/a\n", "file:///nowhere/1.pdf https://example.invalid/a")
"""Names of files as words, in lines and in one."""


def files() -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(address) for address in FILES[1].split()])
    return data

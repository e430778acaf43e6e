"""Every word a widget shows, wherever Qt keeps it: for comparing one window with another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)

MOST_ROWS = 60

_WORDLESS = re.compile(r"\[[a-z_]+(\.[a-z0-9_]+)+\]")
"""What ``words.say`` answers for a code without words."""


def said(widget: QWidget) -> dict[str, str]:
    """Where a word stands (a path of classes with their places) to the word; what officers typed is not read."""
    found: dict[str, str] = {}
    _walk(widget, type(widget).__name__, found)
    wordless = {place: text for place, text in found.items() if _WORDLESS.search(text)}
    assert not wordless, f"codes the catalogue has no words for: {wordless}"
    return found


def differences(here: dict[str, str], there: dict[str, str]) -> list[str]:
    """Each place where one window says something else than the other."""
    places = [place for place in dict.fromkeys((*here, *there)) if here.get(place) != there.get(place)]
    return [f"{place}: {here.get(place)!r} instead of {there.get(place)!r}" for place in places]


def _walk(widget: QWidget, path: str, found: dict[str, str]) -> None:
    for what, text in _words(widget):
        if text:
            found[f"{path} {what}"] = text
    counted: dict[str, int] = {}
    for child in widget.children():
        if not isinstance(child, QWidget) or (child.isWindow() and not child.isVisible()):
            continue
        name = type(child).__name__
        counted[name] = counted.get(name, 0) + 1
        _walk(child, f"{path}/{name}{counted[name]}", found)


def _words(widget: QWidget) -> Iterator[tuple[str, str]]:
    yield "tip", widget.toolTip()
    yield "spoken", widget.accessibleName()
    if widget.isWindow():
        yield "title", widget.windowTitle()
    for action in widget.actions():
        yield f"action {action.objectName()}", action.text() if action.objectName() else ""
    if isinstance(widget, QLabel | QAbstractButton):
        yield "text", widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield "hint", widget.placeholderText()
    if isinstance(widget, QLineEdit) and widget.isReadOnly():
        yield "text", widget.text()
    if isinstance(widget, QPlainTextEdit) and widget.isReadOnly():
        yield "text", widget.toPlainText()
    if isinstance(widget, QGroupBox):
        yield "text", widget.title()
    if isinstance(widget, QComboBox):
        yield from ((f"item {at}", widget.itemText(at)) for at in range(widget.count()))
    if isinstance(widget, QTabBar):
        yield from ((f"tab {at}", widget.tabText(at)) for at in range(widget.count()))
    if isinstance(widget, QAbstractItemView) and not isinstance(widget.parent(), QComboBox):
        yield from _cells(widget)


def _cells(view: QAbstractItemView) -> Iterator[tuple[str, str]]:
    model = view.model()
    if model is None:
        return
    if isinstance(view, QTableView):
        across = range(model.columnCount())
        yield from ((f"head {at}", _text(model.headerData(at, Qt.Orientation.Horizontal))) for at in across)
    yield from _rows(model)


def _rows(model: QAbstractItemModel) -> Iterator[tuple[str, str]]:
    for row in range(min(model.rowCount(), MOST_ROWS)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
            index = model.index(row, column)
            yield f"cell {row}.{column}", _text(index.data())
            yield f"cell tip {row}.{column}", _text(index.data(Qt.ItemDataRole.ToolTipRole))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

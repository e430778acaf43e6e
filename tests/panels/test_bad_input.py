"""Whatever is typed or pasted into any field of any panel and dialog stands there whole, or is refused in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QAbstractSpinBox, QDialog, QLineEdit, QWidget
from shiboken6 import isValid

from tests.kit import bad_input
from tests.kit import world as kit
from tests.kit.bad_input import Editor, commit, paste, put, said, text_of
from tests.kit.nasty import VALUES
from tests.kit.world import COVERS, World, build, dialog_classes, loaded, passing, room, shown
from ui import rooms
from ui.app import PANELS
from ui.panels.base import Panel
from ui.widgets.figure import FigureField

pytestmark = [pytest.mark.qt_log_ignore("propagateSizeHints"), pytest.mark.long]
world = kit.world

TYPED = ("no such time", "huge number", "control characters", "emoji", "several lines", "40 000 characters")
"""What is typed as well as pasted."""

EVERYWHERE = ("NUL", "several lines", "40 000 characters")
"""What each field gets, for each has another place that says why not; the first field of a kind gets all of it."""


class Feeding:
    """Puts values into the fields of one window and notes each that is cut, changed, or refused without a word."""

    def __init__(self, root: QWidget) -> None:
        self.root, self.count, self.fields = root, 0, 0
        self.wrong: dict[str, list[str]] = defaultdict(list)
        self._heard: list[Any] = []
        for panel in (root, *root.findChildren(Panel)):
            if isinstance(panel, Panel):
                panel.refused.connect(self._heard.append)

    def editors(self) -> Iterator[tuple[str, Editor]]:
        for path, editor in list(bad_input.editors(self.root)):
            if isValid(editor) and editor.isEnabled() and not isinstance(editor, QAbstractSpinBox):
                yield f"{path} {editor.accessibleName()}", editor

    def feed_all(self) -> None:
        kinds = set()
        for path, editor in self.editors():
            self.fields += 1
            whole = type(editor) not in kinds
            kinds.add(type(editor))
            for name in VALUES if whole else EVERYWHERE:
                self._try(path, editor, f"pasted {name}", VALUES[name], paste)
            for name in TYPED if whole else EVERYWHERE[-1:]:
                self._try(path, editor, f"typed {name}", VALUES[name], commit)

    def paste_all(self, copied: str | QMimeData, *forms: str) -> None:
        """The same clipboard into a field of every kind; what may come of it, nothing at all included."""
        bad_input.copy(copied)
        kinds = {type(editor): (path, editor) for path, editor in self.editors()}
        for path, editor in kinds.values():
            before = _begin(editor)
            bad_input.press_paste(editor)
            after = text_of(editor)
            if after not in {before, *(before + form for form in forms)}:
                self.wrong[path].append(f"{after[:20]!r} of {len(after)}")

    def _try(self, path: str, editor: Editor, what: str, value: str, way: Callable[[Any, str], None]) -> None:
        self.count += 1
        before = _begin(editor)
        self._heard.clear()
        bad_input.forget_said(self.root)
        way(editor, value)
        after = text_of(editor)
        if after not in {before + form for form in bad_input.kept(value)} and not self._refused(before, after, value):
            self.wrong[path].append(f"{what}: {after[:20]!r} of {len(after)}")

    def _refused(self, before: str, after: str, value: str) -> bool:
        return after == before and (not value.strip() or bool(self._heard) or bool(said(self.root)))


def _begin(editor: Editor) -> str:
    """Words that stand there already, where there may be any; the cursor behind them."""
    figure = editor.parent()
    if isinstance(figure, FigureField):
        figure.set_value(None)
        return ""
    put(editor, "例")
    if text_of(editor) and isinstance(editor, QLineEdit):
        editor.end(False)
    elif not isinstance(editor, QLineEdit):
        editor.moveCursor(editor.textCursor().MoveOperation.End)
    return text_of(editor)


@pytest.mark.parametrize("panel_id", [panel_id for panel_id, *_ in PANELS])
def test_a_panel_takes_what_is_typed_whole_or_says_why_not(
    qtbot: Any, app_theme: Any, world: World, panel_id: str
) -> None:
    feeding = Feeding(loaded(qtbot, rooms.make(panel_id, room(world))))
    feeding.feed_all()
    assert not feeding.wrong
    nothing = {"roster", "routine", "dispatch", "situation", "alarms"}
    assert feeding.fields or panel_id in nothing, "nothing was found to type in"


def test_every_dialog_takes_what_is_typed_whole_or_says_why_not(qtbot: Any, app_theme: Any, world: World) -> None:
    wrong: dict[type[QDialog], Any] = {}
    fields = 0
    for made in dialog_classes():
        with passing(qtbot, build(world, made)) as dialog:
            feeding = Feeding(dialog)
            feeding.feed_all()
        fields += feeding.fields
        wrong |= {made: feeding.wrong} if feeding.wrong else {}
    assert not wrong
    assert fields > 40


@pytest.mark.parametrize("page", COVERS)
def test_a_cover_takes_what_is_typed_whole_or_says_why_not(qtbot: Any, app_theme: Any, times: Any, page: str) -> None:
    feeding = Feeding(shown(qtbot, COVERS[page](times)))
    feeding.feed_all()
    assert not feeding.wrong and feeding.fields >= 3


COPIED: dict[str, tuple[Callable[[], str | QMimeData], tuple[str, ...]]] = {
    "5 MB of text": (lambda: "水" * 1_700_000, ()),
    "5 MB of lines": (lambda: "first line\n" * 480_000, ()),
    "a page alone": (bad_input.html_only, ("水位：3.2", "水位 3.2", "水位\t3.2")),
    "a picture": (bad_input.picture, ()),
    "cells of a spreadsheet": (bad_input.cells, ("水位：3.2", "水位 3.2", "水位\t3.2\n")),
    "names of files": (bad_input.files, bad_input.FILES),
    "nothing": (QMimeData, ()),
}
"""What lies on a clipboard besides words, and what of it may come to stand in a field."""


def test_no_clipboard_does_harm(qtbot: Any, app_theme: Any, world: World) -> None:
    """Large, of another kind, or empty: a field keeps what it had, or takes the words of it."""
    for panel_id in ("board", "intake", "log", "settings"):
        feeding = Feeding(loaded(qtbot, rooms.make(panel_id, room(world))))
        for name, (make, forms) in COPIED.items():
            feeding.paste_all(make(), *forms)
            assert not feeding.wrong, (panel_id, name)

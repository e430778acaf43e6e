"""接报登记: nothing is cut, and every word follows the language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from console import words
from tests.kit import intake as kit
from tests.kit.intake import type_in
from ui import theme

make, panel, places, settle = kit.make, kit.panel, kit.places, kit.settle
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def clipped(panel):
    """Labels and buttons that get less than they need, and editors outside their card."""
    found = []
    for widget in (*panel.findChildren(QLabel), *panel.findChildren(QAbstractButton)):
        if not widget.isVisible() or not widget.isEnabled():
            continue
        hint = widget.minimumSizeHint().width() if getattr(widget, "wordWrap", bool)() else widget.sizeHint().width()
        if widget.width() < hint:
            found.append((type(widget).__name__, widget.text(), widget.width(), hint))
    inside = panel.form.mapTo(panel.scroll.viewport(), QPoint(panel.form.width(), 0)).x()
    if inside > panel.scroll.viewport().width():
        found.append(("form", "", inside, panel.scroll.viewport().width()))
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.long
def test_nothing_is_cut_in_either_language(qtbot, panel, app_theme, language, size):
    words.set_language(language)
    theme.apply(app_theme, "light", size)
    panel.resize(1274 if language == "en" else 1302, 658)
    QApplication.processEvents()
    bars = panel.bars
    for asked in (None, bars.discard, bars.call_back, bars.close_item, bars.revise):
        if asked is not None:
            bars.ask(asked)
        QApplication.processEvents()
        assert clipped(panel) == []
    bars.show_item(is_open=True, call_back=True)
    bars.close_item.state.show_code("merged")
    for shown in (bars.item, bars.close_item):
        bars.setCurrentWidget(shown)
        QApplication.processEvents()
        assert clipped(panel) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_seven_figures_stand_in_one_row_at_1366(panel, app_theme, language):
    words.set_language(language)
    panel.resize(1274 if language == "en" else 1302, 658)
    QApplication.processEvents()
    fields = panel.form.figures.fields.values()
    assert len({field.y() for field in fields}) == 1
    assert not [field.label.text() for field in fields if field.label.text()[0].islower()]
    assert {field.editor.line.accessibleName() for field in fields} == {f.label.text() for f in fields}


def test_the_language_changes_every_word(qtbot, panel):
    type_in(qtbot, "typed")
    words.set_language("en")

    assert panel.form.fields["caller_name"].label.text() == "Caller"
    assert panel.form.channel.currentText() == "Telephone"
    assert panel.form.summary.text() == "typed"
    assert panel.form.number.placeholderText() == words.say_in("en", "intake.number_on_save")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_choice_of_the_form_has_words(panel, language):
    words.set_language(language)
    combos = (panel.form.channel, panel.form.call_back, panel.form.grade, panel.form.precision, panel.bars.revise.which)

    shown = [combo.itemText(at) for combo in combos for at in range(combo.count())]
    assert not [text for text in shown if text.startswith("[")]

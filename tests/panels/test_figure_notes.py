"""What a figure field says to a mixture of words and digits is whole, at every size and in both languages."""

from __future__ import annotations

import pytest

from console import words
from console.errors import Refused
from tests.kit import intake as kit
from ui import theme

make, panel, places = kit.make, kit.panel, kit.places
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def by(seat):
    return seat.actor


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [14, 20])
def test_what_a_figure_is_refused_for_is_read_whole(qtbot, qapp, panel, size, language):
    theme.apply(qapp, "light", size)
    words.set_language(language)
    figures = panel.form.figures
    before = figures.height()
    for key in ("dead", "affected"):
        line = figures.editors[key].line
        line.take("三十余人")
        note = figures.fields[key].note
        assert (note.isVisible(), note.said()[0], line.text()) == (True, "refused.figure_wanted", "")
        qtbot.waitUntil(lambda note=note: note.height() >= note.heightForWidth(note.width()))
        assert figures.fields[key].geometry().bottom() <= figures.height()
        longest = max(map(note.fontMetrics().horizontalAdvance, note.text().split()))
        assert language == "zh" or note.width() >= longest
    assert figures.height() > before
    for field in figures.fields.values():
        field.clear_note()
    panel.form.mark(Refused("bad_figure", key="dead"))
    note = figures.fields["dead"].note
    qtbot.waitUntil(lambda: note.height() >= note.heightForWidth(note.width()))
    theme.apply(qapp, "light")

"""Hints beside an entry: a place counts as the county names it, also shortened."""

from __future__ import annotations

import pytest

from tests.kit import intake as kit
from tests.kit.intake import type_in

make, panel, places, settle = kit.make, kit.panel, kit.places, kit.settle
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_a_place_of_the_county_is_not_asked_for(qtbot, panel):
    type_in(qtbot, "岩头")
    assert {"place", "what", "time"} <= panel.form.hints.missing()
    type_in(qtbot, "那边冒烟")
    assert {"place", "what", "time"} & panel.form.hints.missing() == {"time"}


def test_the_same_words_elsewhere_name_no_place(qtbot, panel):
    type_in(qtbot, "乙丙那边冒烟")
    assert {"place", "what"} & panel.form.hints.missing() == {"place"}

"""Fairness: each kind by its hatching as by its colour, its word at the size of all words, the gap said with names."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.evenness import evenness
from console.domain.planning import CountKind, Counts, Staff
from tests.kit.planning import put
from tests.panels.test_roster_plan import ALT, ids, page, presented  # noqa: F401
from ui import theme
from ui.widgets.fairness_chart import MONTH, STACKED, YEAR, KindKey, brush_of
from ui.widgets.painted import text_width

POSTS = ("主班",)


def staff(*names, posts=POSTS):
    return [Staff(uuid4(), name, posts, at) for at, name in enumerate(names)]


def test_who_has_most_and_least_of_each_kind_among_those_of_the_same_posts():
    first, second = staff("陈例一", "张例二", "王例三"), staff("林例十", "周例九", posts=("leader",))
    counts = {
        first[0].person_id: Counts(5, 1, 0, 6), first[1].person_id: Counts(3, 1, 1, 5),
        first[2].person_id: Counts(3, 0, 0, 3), second[0].person_id: Counts(9, 4, 0, 13),
        second[1].person_id: Counts(9, 0, 0, 9),
    }  # fmt: skip
    made = {one.kind: one for one in evenness([*first, *second], counts)}

    weekday, weekend = made[CountKind.WEEKDAY], made[CountKind.WEEKEND]
    assert (weekday.spread, weekday.highest, weekday.lowest) == (2, ("陈例一",), ("张例二", "王例三"))
    assert (weekend.most, weekend.least, weekend.highest) == (4, 0, ("林例十",)), "leaders are compared with leaders"
    assert made[CountKind.NIGHT].spread == 4 and made[CountKind.HOLIDAY].highest == ("张例二",)


def test_nobody_on_the_staff_has_no_gap():
    assert evenness([], {}) == []


def test_somebody_without_any_duty_is_the_lowest():
    people = staff("陈例一", "张例二")
    weekday = evenness(people, {people[0].person_id: Counts(weekday=2)})[0]
    assert (weekday.most, weekday.least, weekday.lowest) == (2, 0, ("张例二",))


def strokes_of(brush):
    """Where a hatching has its strokes; nothing where the ground is plain."""
    if brush.texture().isNull():
        return frozenset()
    tile = brush.texture().toImage()
    ground = tile.pixel(1, 0)
    places = [(x, y) for x in range(tile.width()) for y in range(tile.height())]
    return frozenset(place for place in places if tile.pixel(*place) != ground)


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_no_two_kinds_are_told_by_colour_alone(app_theme, name):
    using = theme.load(name)
    patterns = [strokes_of(brush_of(kind, using)) for kind in STACKED]
    assert len(set(patterns)) == len(STACKED)
    assert len(patterns[0]) == 0 < len(patterns[1]) < len(patterns[2])


@pytest.mark.long
def test_the_key_is_written_as_large_as_all_words_and_fits(app_theme, qtbot):
    for kind in STACKED:
        made = KindKey(kind)
        qtbot.addWidget(made)
        made.resize(made.sizeHint())
        assert theme.current().font().pixelSize() >= 14
        assert made.sizeHint().width() > text_width(theme.current().font(), made.word()) + 14, "word and piece"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_draft_says_the_gaps_of_month_and_year_and_who_has_most_where_the_keyboard_reaches(qtbot, page, language):  # noqa: F811
    presented(qtbot, page, lambda: qtbot.keyClick(page, Qt.Key.Key_R, ALT))
    words.set_language(language)
    chart = page.chart
    assert chart.area.isVisible() and chart.area.focusPolicy() & Qt.FocusPolicy.TabFocus
    for basis in (MONTH, YEAR):
        assert [row.kind for row in chart.spreads[basis]] == list(CountKind) and chart.said[basis].isVisible()
        for row in chart.spreads[basis]:
            assert str(row.spread) in chart.said[basis].text() and row.most - row.least == row.spread
            assert row.highest[0] in chart.area.accessibleDescription()
    assert {"zh": "平日", "en": "weekdays"}[language] in chart.said[MONTH].text()
    keys = chart.keys
    qtbot.waitUntil(lambda: all(key.width() >= key.sizeHint().width() for key in keys), timeout=10_000)
    assert all(key.isVisible() for key in keys)
    brushes = [piece.opts["brush"] for piece in chart.pieces.values()]
    assert [brush.texture().isNull() for brush in brushes] == [True, False, False]
    words.set_language("zh")


def test_people_stand_below_their_posts_with_a_bar_and_figures_for_the_month_or_the_year(qtbot, page, desk, by):  # noqa: F811
    put(desk, by, date(2030, 7, 1), "主班", "陈例一")
    put(desk, by, date(2030, 8, 1), "主班", "陈例一")
    presented(qtbot, page, lambda: qtbot.keyClick(page, Qt.Key.Key_R, ALT))
    chart = page.chart
    stood = [one for one in page.shown.look.assignments if one.name == "陈例一"]
    bar = next(bar for bar in chart._bars if bar.name == "陈例一")
    assert bar.month.shifts == len(stood) + 1, "the draft, and the table of the days before it"
    assert bar.year.shifts == len(stood) + 2
    assert [row if isinstance(row, tuple) else row.name for row in chart._rows][:2] == [("leader",), "林例十"]
    at = chart._rows.index(bar)
    for basis in (MONTH, YEAR):
        page.basis.choose(basis)
        page.basis.picked.emit(basis)
        counts = bar.of(basis)
        weekday = chart.pieces[CountKind.WEEKDAY].opts
        assert weekday["width"][weekday["y"].index(at)] == counts.weekday
        said = dict(chart.plot.getAxis("right")._tickLevels[0])[at]
        assert said == f"{counts.weekday}·{counts.weekend}·{counts.holiday}"


def test_whoever_stands_the_chosen_seat_is_marked_among_all(qtbot, page):  # noqa: F811
    presented(qtbot, page, lambda: qtbot.keyClick(page, Qt.Key.Key_R, ALT))
    key = (date(2030, 8, 15), "whole", "主班", 1)
    page.grid.choose(key)
    name = page.grid.month.cell(key).name
    marked = [said for _at, said in page.chart.plot.getAxis("left")._tickLevels[0] if said.startswith("▶")]
    assert marked == [f"▶{name}"] and page.chart._mark.isVisible()
    presented(qtbot, page, page.grid.clear_cells)
    assert not page.chart._mark.isVisible()

"""Briefs and readings by hand: exact values, one unit to a curve, the later word counts, nothing lost or doubled."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from console.domain.briefs import BriefKind, NewBrief, NewReading
from console.errors import Refused


def brief(desk, *readings, text="阴有小雨", at=None, **more):
    made = tuple(NewReading(*one) for one in readings)
    return NewBrief(
        uuid4(), more.pop("kind", BriefKind.RIVER), at or desk.clock.now(), text, "样例县气象局", made, **more
    )


def test_a_brief_is_a_line_of_the_log_and_keeps_its_values_as_written(desk, by):
    desk.briefs.record(brief(desk, ("样例河水位", "３８．４０", "m"), ("样例站雨量", "0", "mm")), by=by)

    (kept,) = desk.briefs.between(desk.clock.now(), desk.clock.now() + timedelta(seconds=1))
    assert [(one.series, one.value, one.unit) for one in kept.readings] == [
        ("样例河水位", "38.40", "m"), ("样例站雨量", "0", "mm"),
    ]  # fmt: skip
    assert kept.readings[0].number == Decimal("38.40")
    line = desk.log.newest(1)[0]
    assert line.text == "雨水情：阴有小雨；样例河水位 38.40 m，样例站雨量 0 mm（样例县气象局）"
    assert desk.log.verify().fault is None


def test_the_same_brief_twice_is_one(desk, by):
    one = brief(desk, ("样例河水位", "38.4", "m"))
    desk.briefs.record(one, by=by)
    count = desk.log.count()

    assert desk.briefs.record(one, by=by).id == one.id
    assert desk.log.count() == count
    with pytest.raises(Refused, match="brief_taken"):
        desk.briefs.record(NewBrief(one.id, one.kind, one.at, "别的话"), by=by)


@pytest.mark.parametrize(
    ("readings", "text", "code"),
    [
        ((), "  ", "brief_empty"),
        ((("样例河水位", "很高", "m"),), "", "bad_reading"),
        ((("样例河水位", "1e3", "m"),), "", "bad_reading"),
        ((("样例河水位", "", "m"),), "", "bad_reading"),
        ((("", "1", "m"),), "", "series_missing"),
        ((("样例河水位", "1", " "),), "", "unit_missing"),
        ((("样例河水位", "1", "m"), ("样例河水位", "2", "m")), "", "reading_twice"),
    ],
)
def test_what_is_no_brief_is_refused_and_nothing_is_kept(desk, by, readings, text, code):
    count = desk.log.count()
    with pytest.raises(Refused, match=code):
        desk.briefs.record(brief(desk, *readings, text=text), by=by)
    assert desk.log.count() == count and desk.briefs.series() == []


def test_nothing_was_measured_tomorrow(desk, by):
    with pytest.raises(Refused, match="time_future"):
        desk.briefs.record(brief(desk, at=desk.clock.now() + timedelta(hours=1)), by=by)


def test_a_curve_has_one_unit(desk, by):
    desk.briefs.record(brief(desk, ("样例河水位", "38.4", "m")), by=by)

    with pytest.raises(Refused, match="reading_unit"):
        desk.briefs.record(brief(desk, ("样例河水位", "3840", "cm")), by=by)


def test_of_two_values_of_one_moment_the_later_written_counts(desk, by, clock):
    at = desk.clock.now()
    desk.briefs.record(brief(desk, ("样例河水位", "38.9", "m"), at=at), by=by)
    clock.advance(minutes=5)
    desk.briefs.record(brief(desk, ("样例河水位", "38.4", "m"), at=at), by=by)

    values = desk.briefs.readings("样例河水位", at, at + timedelta(hours=1))

    assert [row.value for row in values] == ["38.4"]


def test_series_in_the_order_they_were_used_last(desk, by, clock):
    desk.briefs.record(brief(desk, ("样例河水位", "38.4", "m")), by=by)
    clock.advance(hours=1)
    desk.briefs.record(brief(desk, ("样例站雨量", "12.5", "mm")), by=by)

    assert [(one.name, one.unit, one.value) for one in desk.briefs.series()] == [
        ("样例站雨量", "mm", "12.5"), ("样例河水位", "m", "38.4"),
    ]  # fmt: skip

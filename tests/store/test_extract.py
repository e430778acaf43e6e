"""Parts of the book by number, time and kind, asked by keys; and where the words of a search stand."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.log import Extract, NewEntry
from console.domain.people import Actor
from db.search import question, spans


@pytest.fixture
def book(desk: Desk, clock: StoppedClock, by: Actor) -> Desk:
    """60 lines, one a minute; every third is a call; the first at the clock's start."""
    for at in range(60):
        kind = "call_in" if at % 3 == 0 else "note"
        desk.log.add(NewEntry(uuid4(), f"第{at + 1}条 巡查水位", kind), by=by)
        clock.advance(minutes=1)
    return desk


def test_without_a_kind_an_extract_is_a_range(book: Desk) -> None:
    assert book.log.numbers(Extract()) == range(1, 61)
    assert book.log.numbers(Extract(first=10, last=1000)) == range(10, 61)
    assert book.log.numbers(Extract(), above=58) == range(59, 61)
    assert not book.log.numbers(Extract(), above=60)


def test_time_becomes_an_interval_of_numbers(book: Desk, clock: StoppedClock) -> None:
    start = clock.now() - timedelta(minutes=60)
    wanted = Extract(since=start + timedelta(minutes=10), until=start + timedelta(minutes=20))
    assert book.log.numbers(wanted) == range(11, 21)
    assert not book.log.numbers(Extract(since=clock.now()))
    assert not book.log.numbers(Extract(until=start))


def test_a_clock_set_back_hides_no_line_of_an_interval(desk: Desk, clock: StoppedClock, by: Actor, tmp_path) -> None:
    start = clock.now()
    for hour in (10, 12, 11, 13):
        clock.set(start + timedelta(hours=hour))
        desk.log.add(NewEntry(uuid4(), f"{hour} 时"), by=by)

    def texts(since: float, until: float) -> list[str]:
        wanted = Extract(since=start + timedelta(hours=since), until=start + timedelta(hours=until))
        assert desk.log_export.export(tmp_path / "log.json", wanted, by=by) == len(list(desk.log.extract(wanted)))
        return [line.text for line in desk.log.extract(wanted)]

    assert texts(10.5, 14) == ["12 时", "11 时", "13 时"]
    assert texts(9, 11.5) == ["10 时", "11 时"]
    assert texts(11, 12) == ["11 时"]
    assert set(desk.log.numbers(Extract(since=start + timedelta(hours=10.5)))) == {2, 3, 4}


def test_a_kind_gives_its_numbers_and_its_pages(book: Desk) -> None:
    wanted = Extract(first=5, last=20, kind="call_in")
    assert list(book.log.numbers(wanted)) == [7, 10, 13, 16, 19]
    assert [line.number for line in book.log.page(7, 13, "call_in")] == [13, 10, 7]
    assert [line.number for line in book.log.extract(wanted)] == [7, 10, 13, 16, 19]


def test_a_time_leads_to_the_line_recorded_then_or_next(book: Desk, clock: StoppedClock) -> None:
    start = clock.now() - timedelta(minutes=60)
    assert book.log.number_at(start + timedelta(minutes=9, seconds=30)) == 11
    assert book.log.number_at(clock.now() + timedelta(days=1)) == 60


def test_an_empty_book_has_no_number_for_a_time(desk: Desk, clock: StoppedClock) -> None:
    empty_before = desk.log.count()
    assert desk.log.number_at(clock.now() + timedelta(days=1)) == (empty_before or None)


def test_search_stays_within_the_extract(book: Desk) -> None:
    found = book.log.search("巡查", 50, Extract(first=5, last=20, kind="call_in"))
    assert [line.number for line in found] == [19, 16, 13, 10, 7]
    assert [line.number for line in book.log.search("7", 50, Extract(first=8))] == []
    assert [line.number for line in book.log.search("水", 50, Extract(first=58))] == [60, 59, 58]


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("巡查水位,水位平稳", "水位", ["水位", "水位"]),
        ("拨打ABC水库", "abc", ["ABC"]),
        ("15号 5号闸门", "5号", ["5号"]),
        ("水位计水位", "水位计 位计水", ["水位计水"]),
        ("㎏ 5㎏", "kg", ["㎏"]),
        ("没有", "水位", []),
    ],
)
def test_marks_stand_in_the_text_as_written(text: str, asked: str, marked: list[str]) -> None:
    assert [text[at : at + length] for at, length in spans(text, question(asked).words)] == marked

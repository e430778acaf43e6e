"""Which copy is the newest: as they were made and as far as the books go; a clock that was wrong decides nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain import copies
from console.domain.clock import StoppedClock
from console.domain.copies import CopyRow
from console.domain.health import LampState
from console.domain.log import NewEntry
from console.domain.people import Actor
from console.services import copies_there
from console.services.copy_note import CopyNote
from console.services.verified import Verified, known_fault
from tests.kit import copies as kit
from tests.kit.copies import by_hand, lying

place = kit.place


@pytest.fixture
def busy(desk: Desk, by: Actor) -> Desk:
    """A desk that keeps two copies."""
    desk.log.add(NewEntry(uuid4(), "一"), by=by)
    desk.settings.change("backup.keep", "2", "样例", confirmed=True, by=by)
    return desk


def test_copies_of_a_clock_that_was_ahead_push_none_out_and_are_not_the_newest(
    busy: Desk, place: Path, by: Actor, clock: StoppedClock
) -> None:
    clock.advance(days=400)
    for _ in range(2):
        clock.advance(hours=1)
        busy.copies.make(place, by=by)
    clock.advance(days=-400)
    made = []
    for _ in range(2):
        clock.advance(hours=12)
        made.append(busy.copies.make(place, by=by).folder)
    assert [row.folder for row in busy.copies.listed(place)] == [made[1].name, made[0].name]
    assert copies_there.find(place).folder == made[1] == place / copies_there.offered(place)[0].folder


def test_a_watch_begun_again_from_an_older_copy_makes_newer_ones(
    busy: Desk, place: Path, by: Actor, clock: StoppedClock, tmp_path: Path
) -> None:
    first = busy.copies.make(place, by=by)
    for text in "二三四五":
        busy.log.add(NewEntry(uuid4(), text), by=by)
    busy.copies.make(place, by=by)
    spare = DataDir(tmp_path / "备用机")
    bootstrap.restore(spare, first.folder, by=by)
    again = bootstrap.build(spare, clock)
    try:
        made = again.copies.make(place, by=by)
        assert made.number == 2
        assert copies_there.find(place).folder == made.folder, "fewer lines, but made later"
    finally:
        again.close()


def at(hour: int, duty: int, audit: int, sequence: int = 0, store: str = "a") -> CopyRow:
    row = lying(hour, store=store)
    heads = {"duty": (duty, "0" * 64), "audit": (audit, "0" * 64)}
    return CopyRow(row.folder, replace(row.manifest, sequence=sequence, **heads))


def test_copies_of_earlier_programs_go_by_their_books_and_then_by_time() -> None:
    rows = [at(9, 5, 3), at(1, 5, 4), at(2, 6, 4), at(3, 6, 4), at(8, 9, 2, sequence=12)]
    assert [row.folder for row in copies.newest_first(rows)] == ["08", "03", "02", "01", "09"]
    assert [row.folder for row in copies.superfluous(rows, "08", "a", 3)] == ["09", "01"]


def test_copies_of_several_stores_stand_store_by_store() -> None:
    rows = [at(1, 1, 1), at(2, 2, 2), at(3, 90, 90, store="b"), at(4, 91, 91, store="b"), at(9, 1, 2, store="c")]
    assert [row.folder for row in copies.newest_first(rows)] == ["09", "04", "03", "02", "01"]


@pytest.mark.parametrize(
    ("rows", "audit", "noted", "expected"),
    [([], 7, 0, 7), ([at(1, 1, 9)], 7, 0, 10), ([at(1, 1, 1, sequence=30)], 7, 0, 31), ([], 7, 30, 31),
     ([at(1, 1, 90, store="b")], 7, 0, 7)],
)  # fmt: skip
def test_a_copy_is_behind_all_that_are_known(rows: list[CopyRow], audit: int, noted: int, expected: int) -> None:
    assert copies.next_sequence(rows, "a", audit, noted) == expected


def test_on_two_sticks_in_turn_copies_are_numbered_on(busy: Desk, place: Path, tmp_path: Path, by: Actor) -> None:
    other = tmp_path / "另一盘"
    other.mkdir()
    made = [busy.copies.make(where, by=by).folder for where in (place, other, place)]
    numbers = [copies_there.read_manifest(folder).sequence for folder in made]
    assert numbers == sorted(set(numbers))


def test_a_copy_far_ahead_of_the_clock_is_of_an_unknown_age() -> None:
    now = datetime(2030, 8, 12, tzinfo=UTC)
    assert not copies.too_old(now + timedelta(hours=26), now, 26)
    assert copies.too_old(now + timedelta(hours=27), now, 26) and copies.too_old(now - timedelta(hours=27), now, 26)


# the newest look at the whole store


def test_a_look_by_a_clock_that_was_ahead_hides_no_fault_found_since(
    busy: Desk, place: Path, by: Actor, clock: StoppedClock
) -> None:
    clock.advance(hours=5)
    assert busy.health.verify().fault is None
    clock.advance(hours=-5)
    by_hand(busy.data.store, "UPDATE setting_value SET value = '3'")
    assert busy.copies.make(place, by=by).faults
    chain = next(lamp for lamp in busy.health.lamps() if lamp.id == "chain")
    assert chain.state is LampState.FAULT
    row = next(row for row in busy.ready.check().rows if row.id == "chain")
    assert row.code == "chain_fault"


def test_a_look_by_a_clock_set_back_says_what_is_mended(
    busy: Desk, place: Path, by: Actor, clock: StoppedClock
) -> None:
    by_hand(busy.data.store, "UPDATE setting_value SET value = '3'")
    busy.copies.make(place, by=by)
    by_hand(busy.data.store, "UPDATE setting_value SET value = '2'")
    clock.advance(hours=-5)
    assert busy.health.verify().fault is None
    assert next(lamp for lamp in busy.health.lamps() if lamp.id == "chain").state is LampState.OK


def test_which_look_counts() -> None:
    note = CopyNote("/p", datetime(2030, 8, 12, tzinfo=UTC), "f", 9, known=3, at="x", audit=5)
    for audit, expected in ((4, ("x", 3)), (5, ("x", 3)), (6, ("y", 1))):
        assert known_fault(Verified(full_at="2030-08-12T12:00:00Z", full_fault="y", full_count=1, full_audit=audit),
                           note) == expected  # fmt: skip

"""A store that disagrees with its books is still copied, told of as such, and restored only by somebody who asks."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from console import bootstrap, words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain import copies
from console.domain.clock import StoppedClock
from console.domain.copies import MANIFEST
from console.domain.faults import Fault, Faults
from console.domain.health import FindingState, LampState
from console.domain.log import NewEntry
from console.domain.people import Actor
from console.errors import Refused, Unavailable
from console.services import copies_there, copy_note, fault_words
from db import copying, schema, sqlite
from tests.kit import copies as kit
from tests.kit.copies import by_hand, lying

LINE = "UPDATE log_entry SET text = '改' WHERE number = 2"
SETTING = "UPDATE setting_value SET value = '3'"


place = kit.place


@pytest.fixture
def spare(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path / "备用机")


@pytest.fixture
def busy(desk: Desk, by: Actor) -> Desk:
    """A desk with three lines and a setting; two copies are kept."""
    for text in ("一", "二", "例一街道道路积水"):
        desk.log.add(NewEntry(uuid4(), text), by=by)
    desk.settings.change("backup.keep", "2", "样例", confirmed=True, by=by)
    return desk


def lamp(desk: Desk, which: str) -> Any:
    return next(lamp for lamp in desk.health.lamps() if lamp.id == which)


def row(desk: Desk, which: str) -> Any:
    return next(row for row in desk.ready.check().rows if row.id == which)


# the copy


def test_it_is_copied_and_its_manifest_says_exactly_what_is_wrong(busy: Desk, place: Path, by: Actor) -> None:
    by_hand(busy.data.store, LINE, SETTING)
    made = busy.copies.make(place, by=by)
    value = json.loads((made.folder / MANIFEST).read_text("utf-8"))
    assert value["format"] == 2 and value["faults"]["count"] == 2 and len(value["faults"]["digest"]) == 64
    assert value["faults"]["named"] == [
        {"where": "duty", "at": "2", "what": "line_changed"},
        {"where": "setting_value", "at": "1", "what": "record_changed"},
    ]
    (there,) = busy.copies.listed(place)
    assert not there.good and there.manifest.faults == made.faults == busy.log.verify().faults
    assert made.number == 3 and (made.folder / "duty.sqlite3").stat().st_size > 0


def test_a_good_copy_speaks_of_no_faults(busy: Desk, place: Path, by: Actor) -> None:
    made = busy.copies.make(place, by=by)
    value = json.loads((made.folder / MANIFEST).read_text("utf-8"))
    assert value["format"] == 1 and "faults" not in value and not made.faults
    assert busy.copies.listed(place)[0].good


BY_HAND = {
    "cut tail": "DELETE FROM log_entry WHERE number > 1",
    "empty book": "DELETE FROM log_entry",
    "cut tail of the audit book": "DELETE FROM audit_entry WHERE number > 1",
    "head of another kind": "UPDATE book_head SET digest = x'00' WHERE book = 'duty'",
    "time that is none": "UPDATE log_entry SET recorded_at = 'gestern' WHERE number = 3",
    "time beyond all calendars": "UPDATE log_entry SET recorded_at = 9223372036854775807 WHERE number = 3",
    "text that is no UTF-8": "UPDATE log_entry SET text = CAST(x'ff00fe' AS TEXT) WHERE number = 3",
    "digest of another kind": "UPDATE log_entry SET digest = 5 WHERE number = 3",
    "record that cannot be read": "UPDATE setting_value SET value = CAST(x'ff' AS TEXT) WHERE key = 'disk.fault'",
    "series": "INSERT INTO number_series (series, year, last) VALUES ('JB', 2030, 4)",
}


@pytest.mark.parametrize("how", BY_HAND)
def test_whatever_was_done_by_hand_goes_away_and_comes_back_as_it_is(
    busy: Desk, place: Path, by: Actor, spare: DataDir, how: str
) -> None:
    busy.settings.change("disk.fault", "200", "样例", confirmed=True, by=by)
    by_hand(busy.data.store, BY_HAND[how])
    made = busy.copies.make(place, by=by)
    assert made.faults and made.faults.count < 6
    with pytest.raises(Refused, match="copy_known_faults"):
        bootstrap.restore(spare, place, by=by)
    bootstrap.restore(spare, place, by=by, known_faults=True)
    again = bootstrap.build(spare, read_only=True)
    try:
        left = set(again.log.verify().faults.named)
        kept = {fault for fault in made.faults.named if fault.what != "tail_cut"}
        # behind a tail that was cut the line about the restore stands now: a gap, or a line that follows nothing
        assert left and kept <= left, "nothing is whitewashed"
        newest = again.log.newest(1)[0]
        assert "由第二备份恢复" in newest.text and "已知不一致" in newest.text
    finally:
        again.close()


def test_guards_that_are_gone_are_faults_like_others(busy: Desk, place: Path, by: Actor, spare: DataDir) -> None:
    by_hand(busy.data.store, LINE, guards=False)
    made = busy.copies.make(place, by=by)
    assert made.faults.count == 1 + len(schema.triggers())
    assert bootstrap.restore(spare, place, by=by, known_faults=True).manifest.faults == made.faults


def break_an_index(store: Path) -> None:
    """As a dying disk leaves it: a page of zeros."""
    with closing(sqlite.library().connect(store, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        name = "ix_log_entry_corrects"
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    with store.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(bytes(size))


def test_a_store_file_that_is_broken_gives_no_copy(busy: Desk, place: Path, by: Actor) -> None:
    good = busy.copies.make(place, by=by)
    break_an_index(busy.data.store)
    with pytest.raises(Unavailable) as trouble:
        busy.copies.make(place, by=by)
    assert trouble.value.what == "copy_store_damaged" and "已损坏" in words.sentence(trouble.value)
    assert [path.name for path in place.iterdir()] == [good.folder.name]
    assert (lamp(busy, "backup").state, lamp(busy, "backup").code) == (LampState.FAULT, "lamp.backup.failed")


# what is said of it


def test_lamps_and_ready_check_say_that_it_was_copied_and_what_is_wrong(busy: Desk, place: Path, by: Actor) -> None:
    busy.copies.set_place(str(place), by=by)
    by_hand(busy.data.store, SETTING, LINE)
    busy.copies.make_at_place(by=by)
    note = busy.copies.last()
    assert (note.fault, note.known, note.where, note.at) == ("", 2, "duty", "2")
    told = lamp(busy, "backup")
    assert (told.state, told.code, told.facts["count"]) == (LampState.CAUTION, "lamp.backup.faulty", 2)
    assert words.say(told.code, **told.facts) == "08-12 08:00 已备份，但数据有 2 处不一致（首处 2）"
    chain = lamp(busy, "chain")
    assert (chain.state, words.say(chain.code, **chain.facts)) == (LampState.FAULT, "有 2 处不一致，首处 2")
    copied, books = row(busy, "copies"), row(busy, "chain")
    assert (copied.state, copied.code) == (FindingState.NOTE, "copies_faulty")
    assert (books.state, books.code, books.facts["count"]) == (FindingState.WRONG, "chain_faults", 2)
    assert not busy.ready.check().may_start


def test_what_is_mended_is_said_once_it_was_looked_at(busy: Desk, place: Path, by: Actor, clock: StoppedClock) -> None:
    busy.copies.set_place(str(place), by=by)
    by_hand(busy.data.store, SETTING)
    busy.copies.make_at_place(by=by)
    by_hand(busy.data.store, "UPDATE setting_value SET value = '2'")
    clock.advance(minutes=1)
    assert lamp(busy, "chain").state is LampState.FAULT
    assert busy.health.verify().fault is None
    assert lamp(busy, "chain").state is LampState.OK and lamp(busy, "backup").state is LampState.CAUTION
    busy.copies.make_at_place(by=by)
    assert lamp(busy, "backup").state is LampState.OK


def test_a_note_of_an_earlier_program_knows_of_no_faults(busy: Desk, place: Path, by: Actor) -> None:
    busy.copies.make(place, by=by)
    file = busy.data.logs / copy_note.NAME
    value = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({key: value[key] for key in ("place", "made_at", "folder", "number", "fault")}), "utf-8")
    assert busy.copies.last().known == 0 and busy.copies.last().number == 3


# restoring


def test_it_is_restored_only_for_somebody_who_asks_for_it(
    busy: Desk, place: Path, by: Actor, spare: DataDir, clock: StoppedClock
) -> None:
    by_hand(busy.data.store, LINE, SETTING)
    busy.copies.make(place, by=by)
    with pytest.raises(Refused) as refused:
        bootstrap.restore(spare, place, by=by)
    assert refused.value.code == "copy_known_faults" and refused.value.facts["count"] == 2
    assert not spare.store.exists()
    bootstrap.restore(spare, place, by=by, known_faults=True)
    again = bootstrap.build(spare, clock)
    try:
        assert again.log.newest(1)[0].text == (
            "由第二备份恢复：应急指挥中心-20300812-080000，备份于 2030-08-12 08:00，至第 3 号，带有 2 处已知不一致："
            "值班日志第 2 条被改动过。设置 1 被改动过，与日志所记不符。"
        )
        assert lamp(again, "chain").code == "lamp.chain.several", "noted before anybody verified"
        assert again.health.verify().faults == again.log.verify().faults
        assert at(again.log.verify().faults) == ["2", "1"]
    finally:
        again.close()


def at(found: Faults) -> list[str]:
    return [fault.at for fault in found.named]


def test_the_newest_good_copy_is_named_to_who_did_not_ask(
    busy: Desk, place: Path, by: Actor, spare: DataDir, clock: StoppedClock
) -> None:
    good = busy.copies.make(place, by=by)
    clock.advance(hours=1)
    by_hand(busy.data.store, LINE)
    busy.copies.make(place, by=by)
    with pytest.raises(Refused) as refused:
        bootstrap.restore(spare, place, by=by)
    assert refused.value.code == "copy_known_faults_good" and refused.value.facts["good"] == good.folder.name
    assert bootstrap.restore(spare, good.folder, by=by).folder == good.folder


def test_asking_for_faults_takes_a_good_copy_as_before(busy: Desk, place: Path, by: Actor, spare: DataDir) -> None:
    busy.copies.make(place, by=by)
    bootstrap.restore(spare, place, by=by, known_faults=True)
    again = bootstrap.build(spare)
    assert again.health.verify().fault is None and "不一致" not in again.log.newest(1)[0].text
    again.close()


def _resealed(folder: Path, **changed: Any) -> None:
    """Somebody makes the manifest fit the store again."""
    value = json.loads((folder / MANIFEST).read_text("utf-8")) | changed
    value["files"]["duty.sqlite3"] = copying.digest_of(folder / "duty.sqlite3")
    (folder / MANIFEST).write_text(json.dumps(value), "utf-8")


def _one_more(folder: Path) -> None:
    _lying(folder, "UPDATE log_entry SET text = '又改' WHERE number = 1")
    _resealed(folder)


def _one_less(folder: Path) -> None:
    _lying(folder, "UPDATE setting_value SET value = '2'")
    _resealed(folder)


def _lying(folder: Path, statement: str) -> None:
    store = folder / "duty.sqlite3"
    by_hand(store, statement)
    with closing(sqlite.library().connect(store)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _called_good(folder: Path) -> None:
    value = json.loads((folder / MANIFEST).read_text("utf-8"))
    value = {key: found for key, found in value.items() if key != "faults"} | {"format": 1}
    (folder / MANIFEST).write_text(json.dumps(value), "utf-8")


def _flipped(folder: Path) -> None:
    store = folder / "duty.sqlite3"
    raw = bytearray(store.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    store.write_bytes(raw)


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (_one_more, "copy_chain"),
        (_one_less, "copy_chain"),
        (_called_good, "copy_chain"),
        (_flipped, "copy_damaged"),
        (lambda folder: _resealed(folder, format=1), "copy_manifest"),
        (lambda folder: _resealed(folder, faults={"count": 0, "digest": "", "named": []}), "copy_manifest"),
    ],
)
def test_a_copy_that_shows_other_faults_than_its_own_is_refused(
    busy: Desk, place: Path, by: Actor, spare: DataDir, damage: Callable[[Path], None], what: str
) -> None:
    by_hand(busy.data.store, LINE, SETTING)
    made = busy.copies.make(place, by=by)
    damage(made.folder)
    with pytest.raises(Unavailable) as trouble:
        bootstrap.restore(spare, made.folder, by=by, known_faults=True)
    assert trouble.value.what == what and not spare.store.exists()


def test_a_copy_nothing_can_be_written_behind_is_refused_before(
    busy: Desk, place: Path, by: Actor, spare: DataDir
) -> None:
    by_hand(busy.data.store, "UPDATE book_head SET number = 2 WHERE book = 'duty'")
    made = busy.copies.make(place, by=by)
    assert [fault.what for fault in made.faults.named] == ["tail_cut"]
    with pytest.raises(Unavailable) as trouble:
        bootstrap.restore(spare, place, by=by, known_faults=True)
    assert trouble.value.what == "copy_closed" and not spare.store.exists()


@pytest.mark.parametrize(("book", "what"), [("duty", "log"), ("audit", "copy")])
def test_a_head_that_was_moved_back_is_said_and_does_not_cost_the_copy(
    busy: Desk, place: Path, by: Actor, book: str, what: str
) -> None:
    by_hand(busy.data.store, f"UPDATE book_head SET number = number - 1 WHERE book = '{book}'")
    with pytest.raises(Unavailable) as trouble:
        busy.log.add(NewEntry(uuid4(), "四"), by=by) if what == "log" else busy.copies.make(place, by=by)
    assert trouble.value.what == "head_moved" and "簿头记录" in words.sentence(trouble.value)
    if what == "copy":
        assert [row.folder for row in busy.copies.listed(place)] == [busy.copies.last().folder]


# which may go, which is offered


@pytest.mark.parametrize(
    ("good", "bad", "keep", "gone"),
    [
        ([1, 2], [3, 4], 2, ["01", "03"]),  # the newest good one stays, and the one just made
        ([1], [2, 3, 4], 3, ["02"]),
        ([1], [2, 3], 1, ["02"]),  # one more than asked for rather than no good one
        ([], [1, 2, 3], 2, ["01"]),
        ([4], [1, 2, 3], 2, ["01", "02"]),  # good again: then the newest of all
        ([1, 2, 3, 4], [], 2, ["01", "02"]),
    ],
)
def test_the_newest_good_copy_never_goes_for_faulty_ones(
    good: list[int], bad: list[int], keep: int, gone: list[str]
) -> None:
    rows = [lying(hour) for hour in good] + [lying(hour, good=False) for hour in bad] + [lying(0, store="b")]
    made = f"{max(good + bad):02}"
    assert [row.folder for row in copies.superfluous(rows, made, "a", keep)] == gone


def test_good_copies_are_offered_first_each_the_newest_first() -> None:
    rows = [lying(1), lying(4, good=False), lying(3), lying(2, good=False)]
    assert [row.folder for row in copies.best_first(rows)] == ["03", "01", "04", "02"]


def test_faulty_copies_pile_up_beside_the_good_one_and_do_not_push_it_out(
    busy: Desk, place: Path, by: Actor, clock: StoppedClock
) -> None:
    good = busy.copies.make(place, by=by)
    by_hand(busy.data.store, LINE)
    for _ in range(3):
        clock.advance(hours=1)
        newest = busy.copies.make(place, by=by)
    assert [row.folder for row in busy.copies.listed(place)] == [newest.folder.name, good.folder.name]
    assert [row.folder for row in copies_there.offered(place)] == [good.folder.name, newest.folder.name]
    assert copies_there.offered(newest.folder)[0].manifest.faults == newest.faults


def test_a_place_without_copies_says_so(place: Path) -> None:
    (place / "照片").mkdir()
    with pytest.raises(Refused, match="copy_none"):
        copies_there.offered(place)
    with pytest.raises(Unavailable, match="copy_place"):
        copies_there.offered(place / "未插入")


# words


def test_a_line_about_many_names_the_first_and_counts_the_rest() -> None:
    faults = tuple(Fault("duty", str(number), "line_changed") for number in range(1, 13))
    told = fault_words.line(Faults(faults, 40, ""))
    assert told.startswith("值班日志第 1 条被改动过。") and "第 8 条" in told and told.endswith("另有 32 处。")
    assert fault_words.sentence(Fault("unheard_of", "7", "of_tomorrow")) == "unheard_of 7 不一致。"


def test_a_lamp_shows_the_beginning_of_an_id() -> None:
    key = "0d9b6a1e-1f6b-4f7c-8a52-0f1f4f6c2b11"
    assert fault_words.brief(key) == "0d9b6a1e…" and fault_words.brief("a" * 64) == "aaaaaaaa…"
    assert [fault_words.brief(at) for at in ("12", "JB2030", "log_entry_no_update")] == [
        "12", "JB2030", "log_entry_no_update",
    ]  # fmt: skip

"""The ready check: red, amber, green, each with a sentence and what to do, in both languages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from console import words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain import ready
from console.domain.clock import StoppedClock
from console.domain.health import FindingState
from console.domain.people import Actor, Role
from console.domain.ready import Machine, ReadyRow

OK, NOTE, WRONG = FindingState.OK, FindingState.NOTE, FindingState.WRONG
ROOT = Path(__file__).parents[2]
ROWS = (
    "realm", "site", "officers", "places", "contacts", "roster", "leader", "numbers", "settings", "lists", "routines",
    "recipients", "report_recipients", "copies", "disk", "chain", "clock", "printer", "font", "sound",
)  # fmt: skip


def rows(desk: Desk, machine: Machine | None = None) -> dict[str, ReadyRow]:
    return {row.id: row for row in desk.ready.check(machine).rows}


def codes() -> set[str]:
    """Every code a row can carry, as it stands in the source."""
    source = "".join((ROOT / "console" / folder / "ready.py").read_text("utf-8") for folder in ("domain", "services"))
    found = set(re.findall(r'"([a-z]+(?:_[a-z]+)*)"', source))
    return {code for code in found if words.has(f"ready.{code}")}


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("row", ROWS)
def test_every_row_has_its_name_and_what_to_do(row: str, language: str) -> None:
    for code in (f"ready.row.{row}", f"ready.do.{row}"):
        assert not words.say_in(language, code).startswith("[")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_sentence_is_whole_in_both_languages(language: str) -> None:
    assert len(codes()) > 50
    for code in codes():
        said = words.say_in(language, f"ready.{code}")
        assert said[-1] in "。." and not said.startswith("["), code


def test_an_empty_store_says_all_that_is_missing(desk: Desk) -> None:
    found = rows(desk)
    assert tuple(found) == ROWS
    red = {row.id: row.code for row in found.values() if row.state is WRONG}
    assert red == {
        "site": "site_default", "officers": "officers_no_admin", "places": "places_none", "contacts": "contacts_none",
        "roster": "roster_none", "leader": "leader_missing", "copies": "copies_no_place",
    }  # fmt: skip
    assert not desk.ready.check().may_start
    assert found["realm"].code == "realm_sample" and found["numbers"].state is NOTE


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_sentence_lacks_a_fact(desk: Desk, by: Actor, language: str) -> None:
    for machine in (None, Machine(("走廊打印机",), "仿宋", "proven"), Machine((), "", "failed")):
        for row in desk.ready.check(machine).rows:
            assert "{" not in words.say_in(language, f"ready.{row.code}", **row.facts), row.code


def test_checking_changes_nothing(desk: Desk, data: DataDir) -> None:
    before = {
        path: path.read_bytes() for path in data.root.rglob("*") if path.is_file() and path.suffix != ".sqlite3-shm"
    }
    desk.ready.check()
    assert {path: path.read_bytes() for path in before} == before


def test_officers_need_an_administrator_and_somebody_to_hand_over_to(desk: Desk, by: Actor) -> None:
    admin = desk.accounts.add("陈例一", Role.ADMIN, "panels of 2030", by=by).actor
    desk.accounts.add("林例二", Role.STAFF, "panels of 2030", by=admin)
    assert (rows(desk)["officers"].state, rows(desk)["officers"].facts["count"]) == (WRONG, 1)
    desk.accounts.add("张例三", Role.OFFICER, "panels of 2030", by=admin)
    assert (rows(desk)["officers"].state, rows(desk)["officers"].facts["count"]) == (OK, 2)
    desk.accounts.change_role("张例三", Role.OFFICER, False, by=admin)
    assert rows(desk)["officers"].code == "officers_few"


def test_published_passwords_are_red() -> None:
    assert ready.officers_row(1, 3, 1).code == "officers_published"


def test_a_published_password_is_recognised_by_its_hash(desk: Desk, by: Actor) -> None:
    from console.services.accounts import published_among
    from db.queries import ready as query

    desk.accounts.add("陈例一", Role.ADMIN, "example-duty-1", by=by)
    desk.accounts.add("林例二", Role.OFFICER, "panels of 2030", by=desk.accounts.list()[0].actor)
    with desk.opened.store.reading() as connection:
        hashes = [hashed for *_, hashed in query.active_officers(connection)]
    assert published_among(hashes) == 1


def test_copies_go_from_red_over_amber_to_what_they_are(
    desk: Desk, by: Actor, tmp_path: Path, clock: StoppedClock
) -> None:
    place = tmp_path / "移动盘"
    place.mkdir()
    desk.copies.set_place(str(place), by=by)
    assert rows(desk)["copies"].code == "copies_never"
    desk.copies.make_at_place(by=by)
    found = rows(desk)["copies"]
    assert (found.code, found.state, found.facts["at"]) == ("copies_same_disk", NOTE, "08-12 08:00")
    clock.advance(hours=27)
    assert (rows(desk)["copies"].code, rows(desk)["copies"].state) == ("copies_old", NOTE)
    place.rename(tmp_path / "拔走")
    with pytest.raises(Exception, match="copy_place"):
        desk.copies.make_at_place(by=by)
    assert (rows(desk)["copies"].code, rows(desk)["copies"].state) == ("copies_failed", WRONG)


def test_numbers_are_green_once_somebody_said_where_they_begin(desk: Desk, by: Actor, clock: StoppedClock) -> None:
    desk.settings.start_numbers("JB", 1, by=by)
    assert rows(desk)["numbers"].state is OK
    clock.advance(days=200)
    assert rows(desk)["numbers"].state is NOTE


def test_what_is_confirmed_turns_green(desk: Desk, by: Actor) -> None:
    for key in desk.lists.unconfirmed():
        desk.lists.confirm(key, by=by)
    found = rows(desk)
    assert (found["lists"].state, found["routines"].state) == (OK, OK)
    assert found["recipients"].code == "recipients_no_phone"
    for item in desk.lists.rows("recipients"):
        values = {**item.values, "phone": "0577-0000-0003"}
        desk.lists.change("recipients", item.code, values, seen=item.version, by=by)
    assert rows(desk)["recipients"].state is OK
    waiting = rows(desk)["settings"].facts["count"]
    row = desk.settings.all()[0]
    desk.settings.change(row.key, row.value, "样例", confirmed=True, by=by)
    assert rows(desk)["settings"].facts["count"] == waiting - 1


def test_the_chain_is_green_after_a_full_check_and_amber_a_month_later(desk: Desk, clock: StoppedClock) -> None:
    assert rows(desk)["chain"].code == "chain_never"
    desk.health.verify()
    assert rows(desk)["chain"].state is OK
    clock.advance(days=32)
    assert rows(desk)["chain"].code == "chain_old"


def test_a_clock_that_lost_its_battery_is_red() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    lost = datetime(2000, 1, 1, tzinfo=UTC)
    assert ready.clock_row(lost, zone, lost.astimezone(zone), None).state is WRONG
    now = datetime(2030, 8, 12, tzinfo=UTC)
    assert ready.clock_row(now, zone, now.astimezone(zone), None).state is OK
    assert ready.clock_row(now, zone, now.astimezone(zone), timedelta(minutes=3)).state is WRONG
    assert ready.clock_row(now, zone, now, None).code == "clock_zone"


@pytest.mark.parametrize(
    ("machine", "states"),
    [
        (Machine(), (NOTE, NOTE, NOTE)),
        (Machine((), "", ""), (NOTE, WRONG, WRONG)),
        (Machine(("走廊打印机",), "FangSong", "proven"), (OK, OK, OK)),
        (Machine(("走廊打印机",), "FangSong", "failed"), (OK, OK, WRONG)),
    ],
)
def test_what_the_window_saw(machine: Machine, states: tuple[FindingState, ...]) -> None:
    assert tuple(row.state for row in ready.machine_rows(machine)) == states


def test_a_county_set_up_only_from_files_goes_from_red_to_green(
    desk: Desk, by: Actor, county_files: Any, tmp_path: Path
) -> None:
    machine = Machine(("走廊打印机",), "FangSong", "proven")
    red = [row.id for row in desk.ready.check(machine).rows if row.state is WRONG]
    assert red == ["site", "officers", "places", "contacts", "roster", "leader", "copies"]
    desk.settings.change("site.name", "例一县应急指挥中心", "本县", confirmed=True, by=by)
    admin = desk.accounts.add("陈例一", Role.ADMIN, "panels of 2030", by=by).actor
    desk.accounts.add("林例二", Role.OFFICER, "panels of 2030", by=admin)
    for path in (county_files.towns, county_files.villages):
        assert desk.places.import_file(path, by=admin).refused == 0
    assert desk.contacts.import_file(county_files.contacts, by=admin).refused == 0
    assert desk.roster.import_file(county_files.roster, by=admin).refused == 0
    desk.settings.start_numbers("JB", 1, by=admin)
    place = tmp_path / "移动盘"
    place.mkdir()
    desk.copies.set_place(str(place), by=admin)
    desk.copies.make_at_place(by=admin)
    desk.health.verify()
    found = desk.ready.check(machine)
    states = {row.id: (row.state, row.code) for row in found.rows}
    assert found.may_start
    green = {row for row, (state, _) in states.items() if state is OK}
    assert green >= {
        "site",
        "officers",
        "places",
        "contacts",
        "roster",
        "leader",
        "numbers",
        "chain",
        "printer",
        "sound",
    }
    assert states["copies"] == (NOTE, "copies_same_disk"), "one disk in a test, and the check says so"
    assert states["settings"][0] is states["lists"][0] is NOTE, "nothing is assumed to hold here"
    facts = {row.id: row.facts for row in found.rows}
    assert facts["places"] == {"towns": 25, "villages": 547} and facts["contacts"]["count"] == 16

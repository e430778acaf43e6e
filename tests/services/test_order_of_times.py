"""Times go by the lock: who waits for another writer records the time of writing, not of asking."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.resources import as_file
from pathlib import Path
from uuid import UUID, uuid4

import pytest

import resources
from console import bootstrap
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine
from console.domain.inbound import InboundState, Intake
from console.domain.log import Extract, NewEntry
from console.domain.people import Actor, Role
from console.services.duty import incoming_digest, standing_digest
from db import sqlite

WORD = "example-duty-1"
ASKED = datetime(2030, 8, 12, tzinfo=UTC)
WRITTEN = ASKED + timedelta(hours=1)


class BusyStore(StoppedClock):
    """An hour passes between asking for the write lock and having it, as beside a busy process."""

    def __init__(self, store: Path) -> None:
        super().__init__(ASKED)
        self._store = store

    def now(self) -> datetime:
        return WRITTEN if self._locked() else ASKED

    def _locked(self) -> bool:
        with closing(sqlite.library().connect(self._store, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite.library().OperationalError:
                return True
            connection.execute("ROLLBACK")
        return False


@pytest.fixture
def busy(desk):
    desk.close()
    desk = bootstrap.build(desk.data, BusyStore(desk.data.store))
    yield desk
    desk.close()


def everything_done(desk, tmp_path):
    out = desk.accounts.add("陈例一", Role.ADMIN, WORD, by=Actor.tool("tester")).actor
    into = desk.accounts.add("邹例八", Role.OFFICER, WORD, by=out).actor
    desk.accounts.change_role("邹例八", Role.COMMANDER, True, by=out)
    desk.accounts.recover_password("邹例八", WORD, by=out)
    desk.accounts.take_seat(desk.accounts.sign_in("陈例一", WORD))
    desk.settings.change("site.name", "示例县", "示例", confirmed=False, by=out)
    desk.settings.start_numbers("JB", 5, by=out)
    with as_file(resources.path("sample/places.csv")) as file:
        desk.places.import_file(file, by=out)
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=out)
    desk.log.add(NewEntry(uuid4(), "例行试通"), by=out)
    first = desk.intake.register(Intake(uuid4(), "样例一", ASKED, call_back="waiting"), by=out)
    first = desk.intake.called_back(first.id, True, "", seen=first.version, by=out)
    desk.intake.revise_figure(first.id, "dead", 0, "", by=out)
    desk.intake.close(first.id, InboundState.CLOSED, "", seen=first.version, by=out)
    for end in (desk.tasks.close, desk.tasks.cancel):
        task = desk.tasks.add("清点排水泵", by=out)
        end(task.id, "样例", seen=task.version, by=out)
    desk.log_export.export(tmp_path / "log.csv", Extract(), by=out)
    handed_over(desk, out, into)


def handed_over(desk, out, into):
    desk.duty.start_hand_over(by=out)
    desk.duty.abandon("示例", seen=standing_digest(desk.duty.running_sheet()), by=out)
    desk.duty.start_hand_over(by=out)
    sheet = desk.duty.remark("样例", seen=desk.duty.running_sheet().digest, by=out)
    sheet = desk.duty.sign_outgoing(sheet.digest, "陈例一", WORD)
    for section in sheet.body["sections"]:
        for row in section["rows"]:
            desk.duty.confirm([row["item"]], seen=desk.duty.running_sheet().digest, by=into)
    sheet = desk.duty.raise_difference("账 9 实 8", seen=desk.duty.running_sheet().digest, by=into)
    sheet = desk.duty.answer_difference(UUID(sheet.differences[0]["id"]), "借出一台", by=out)
    desk.duty.take_over([PostLine("主班", "邹例八")], "邹例八", WORD, seen=incoming_digest(sheet))
    desk.duty.emergency_take_over([PostLine("主班", "陈例一")], "示例", "陈例一", WORD)
    desk.duty.confirm_emergency("邹例八", WORD)


def test_every_line_carries_the_time_at_which_it_was_its_turn(busy, tmp_path):
    everything_done(busy, tmp_path)

    with busy.opened.store.reading() as connection:
        for book in ("log_entry", "audit_entry"):
            early = f"SELECT text FROM {book} WHERE recorded_at < ? AND text NOT LIKE 'store:%'"
            found = connection.exec_driver_sql(early, (round(WRITTEN.timestamp() * 1_000_000),)).scalars().all()
            assert found == [], book
        taken = connection.exec_driver_sql("SELECT DISTINCT taken_at FROM shift").scalars().all()
        assert taken == [round(WRITTEN.timestamp() * 1_000_000)]
    assert busy.log.verify().fault is None

"""Every column of every table about incidents, changed by hand, is found; and SQL itself refuses what must not move."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.consultation import Attendant
from console.domain.delivery import Order, Verb
from console.domain.inbound import Intake
from console.domain.incident import Grade, IncidentKind, IncidentState, ItemKind, NewIncident, Standing
from console.domain.incident_figures import Amount
from console.domain.incident_report import ReportKind
from console.domain.log import ActKind
from console.domain.orders import Form, NewInstruction, NewOrder, StepKind, Way
from console.domain.outbox import Ask
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from console.domain.roll_call import CalledUnit, Outcome
from console.domain.signals import SignalKind
from console.domain.wire import DeviceForm
from console.services import lines
from console.services.consultations import Held
from console.services.incident_command import Member
from console.services.incident_reports import Text
from console.services.incidents import Judgement
from console.services.orders import Step
from console.services.roll_calls import Call
from db import books, numbers, schema, sqlite
from db.base import Base
from db.models import incidents, orders, reporting
from db.models.dispatch import Dispatch
from tests.kit import plans
from tests.kit.tampering import opened, require_found
from tests.kit.wire import hear

LEADER, WORD = "林例十", "leader of 2030"
TABLES = tuple(
    sorted(
        table
        for table in Base.metadata.tables
        if any(
            table == model.__tablename__
            for module in (incidents, reporting, orders)
            for model in vars(module).values()
            if isinstance(model, type) and issubclass(model, Base) and model.__module__ == module.__name__
        )
    )
)
FILLED = tuple(table for table in TABLES if table not in ("returns_round", "town_return"))
"""Rounds of the towns' returns have tests of their own."""


@pytest.fixture(scope="module")
def night(tmp_path_factory, empty_store) -> DataDir:
    """A store with something in every table about incidents."""
    data = DataDir(tmp_path_factory.mktemp("night") / "store")
    shutil.copytree(empty_store.root, data.root)
    clock = StoppedClock(datetime(2030, 8, 12, tzinfo=UTC))
    desk = bootstrap.build(data, clock)
    with closing(desk):
        desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=Actor.tool("tester"))
        by = desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor
        fill(desk, by, clock)
        desk.plans.add(plans.plan(), by=Actor.tool("tester"))
        plans.started(desk, by)
        assert desk.log.verify().fault is None
    return data


def fill(desk, by, clock):
    calls = [desk.intake.register(Intake(uuid4(), "泄漏", clock.now()), by=by).id for _ in range(2)]
    made = desk.incidents.open(NewIncident(uuid4(), "泄漏", "储罐泄漏", "20101"), calls[:1], by=by)
    desk.incident_items.join(made.id, calls[1], ItemKind.MORE, by=by)
    desk.incident_items.leave(made.id, calls[1], "另一处", by=by)
    seen = desk.incidents.one(made.id).version
    made = desk.incidents.judge(made.id, Judgement(IncidentKind.EVENT, Grade.LARGER, Standing.FIRST), seen=seen, by=by)
    desk.incidents.step(made.id, IncidentState.HANDLING, seen=made.version, by=by)
    desk.incident_figures.revise(made.id, {"dead": Amount(1), "missing": Amount(None)}, clock.now(), "现场", by=by)
    desk.incident_command.takes(made.id, Member("指挥长", "张例八", "县府办", "100-0000-0001"), by=by)
    row = desk.incident_reports.draft(made.id, ReportKind.FIRST, by=by)
    desk.incident_reports.ask(row.id, Text(row.title, row.body), LEADER, seen=row.version, by=by)
    (waits,) = desk.approvals.of(row.id)
    desk.approvals.approve_by_phone(waits.id, LEADER, None, "同意", digest=waits.digest, by=by)
    desk.approvals.sign_later(waits.id, LEADER, WORD)
    desk.report_sending.sent(desk.incident_reports.recipients(row.id)[0].id, "phone", by=by)
    word = desk.instructions.record(NewInstruction(uuid4(), LEADER, "县长", clock.now(), Way.PHONE, "搜救"), by=by)
    due = clock.now() + timedelta(hours=1)
    (task,) = desk.instructions.hand_on(word.id, [NewOrder("样例镇", "搜救", due, Form.INSTRUCTION)], by=by)
    desk.orders.take_down(task.id, Step(StepKind.RECEIVED, "周例五"), seen=task.version, by=by)
    desk.consultations.record(Held("会商", clock.now(), "张例八", (Attendant("县水利局", True),)), by=by)
    call = desk.roll_calls.begin("晚点名", "phone", [CalledUnit("样例镇")], by=by)
    desk.roll_calls.call(call.id, Call("样例镇", Outcome.ANSWERED), by=by)
    _order(desk, by, made.id, clock.now())
    device = desk.devices.add(
        DeviceForm(uuid4(), "SR-01", "警报器", "relay", "sim://relay/SR-01"), by=Actor.tool("tester")
    )
    hear(desk, device, SignalKind.ALARM, account="1234", code="131", zone="015")
    desk.deliveries.ask([Ask(device.id, Order(uuid4(), Verb.SOUND), area="样例村12")], by=by)


def _order(desk, by, incident_id, at):
    """An order of a commander as it lies in the store, without the teams and goods it sends."""
    with desk.opened.store.writing(by=by) as tx:
        row = Dispatch(
            id=uuid4(), number=numbers.take(tx, "DD", at.year, Realm.SAMPLE), key=uuid4(), incident_id=incident_id,
            commander=LEADER, way="phone", text="", proposal="", decided="[]", at=at, recorded_at=at, by_name=by.name,
            version=1,
        )  # fmt: skip
        tx.session.add(row)
        lines.write(tx, books.DUTY, ActKind.DISPATCH, "调度", at=at, about=[row])


@pytest.fixture
def copy(night, tmp_path) -> DataDir:
    data = DataDir(tmp_path / "copy")
    shutil.copytree(night.root, data.root)
    return data


def test_every_table_of_the_issue_is_filled(copy):
    with closing(opened(copy)) as connection:
        for table in FILLED:
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0, table


def test_a_column_changed_or_a_row_vanished_by_hand_is_found(copy):
    require_found(copy, FILLED)


@pytest.mark.parametrize("table", FILLED)
def test_sql_itself_deletes_nothing(copy, table):
    with closing(opened(copy)) as connection, pytest.raises(sqlite.library().IntegrityError, match="append-only"):
        connection.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", sorted(set(FILLED) & set(schema.APPEND_ONLY)))
def test_sql_itself_changes_no_revision(copy, table):
    with closing(opened(copy)) as connection, pytest.raises(sqlite.library().IntegrityError, match="append-only"):
        connection.execute(f"UPDATE {table} SET by_name = '别人'")


@pytest.mark.parametrize(
    ("table", "column"),
    [(table, one) for table, (_, all_) in schema.FIXED.items() for one in all_ if table != "warning"],
)
def test_sql_itself_rewrites_nothing_that_was_said_or_approved(copy, table, column):
    """Warnings have tests of their own (tests/warnings/test_tampering.py)."""
    with closing(opened(copy)) as connection, pytest.raises(sqlite.library().IntegrityError, match="is fixed"):
        connection.execute(f"UPDATE {table} SET {column} = x'00'")


def test_an_approved_report_is_no_draft_again_by_sql(copy):
    """Its digest is fixed, and whatever has a digest is approved."""
    with closing(opened(copy)) as connection:
        for state in ("draft", "waiting", "void"):
            with pytest.raises(sqlite.library().IntegrityError):
                connection.execute("UPDATE incident_report SET state = ?", (state,))

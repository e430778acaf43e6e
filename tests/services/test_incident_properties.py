"""Whatever is done in whatever order: no figure is lost, no number skipped, no archived incident counted, no fault."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import Grade, IncidentKind, IncidentRow, IncidentState, ItemKind, NewIncident, Standing
from console.domain.incident_figures import FIGURES, Amount
from console.domain.incident_report import ReportKind, ReportRow, ReportState
from console.domain.people import Actor, Role
from console.domain.report_limits import REPEATING
from console.errors import Refused
from console.services.incident_reports import Text
from console.services.incidents import Judgement

pytestmark = pytest.mark.long

LEADER, WORD = "林例十", "leader of 2030"
STARTS = datetime(2030, 12, 31, 13, 0, tzinfo=UTC)
"""Three hours before a year ends at the station."""
TYPES = (None, "10402", "20101", "20301")
GRADES = (Grade.NONE, Grade.ORDINARY, Grade.LARGER, Grade.MAJOR)
STATES = tuple(IncidentState)
FROZEN = (ReportState.APPROVED, ReportState.ARCHIVED)


class Room:
    """A desk and what must be true of it. Each method is one act; ``n`` chooses what it is done to and how."""

    def __init__(self, data: DataDir) -> None:
        self.clock = StoppedClock(STARTS)
        self.desk: Desk = bootstrap.build(data, self.clock)
        self.desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=Actor.tool("tester"))
        self.by = self.desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor
        self.calls: list[UUID] = []
        self.incidents: list[UUID] = []
        self.told: dict[UUID, list[tuple[str, Amount, datetime]]] = defaultdict(list)
        self.approved: dict[UUID, tuple[str, str, str]] = {}
        self.refused: list[str] = []

    def do(self, act: str, n: int) -> None:
        """One act; what is refused is refused, anything else that is thrown is a bug."""
        try:
            getattr(self, act)(n)
        except Refused as refused:
            self.refused.append(f"{act}: {refused}")

    # acts

    def open(self, n: int) -> None:
        item = self.desk.intake.register(Intake(uuid4(), "样例村12 山体开裂", self.clock.now()), by=self.by)
        form = NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂", TYPES[n % len(TYPES)])
        self.incidents.append(self.desk.incidents.open(form, [item.id], by=self.by).id)

    def join(self, n: int) -> None:
        received = self.clock.now() - timedelta(minutes=7 * n)
        item = self.desk.intake.register(Intake(uuid4(), "同一地点又一个电话", received), by=self.by)
        self.calls.append(item.id)
        kind = (ItemKind.MORE, ItemKind.DUPLICATE)[n % 2]
        self.desk.incident_items.join(self._incident(n).id, item.id, kind, by=self.by)

    def leave(self, n: int) -> None:
        incident = self._incident(n)
        items = self.desk.incident_items.of(incident.id)
        self.desk.incident_items.leave(incident.id, items[n % len(items)].inbound_id, "不是一件事", by=self.by)

    def judge(self, n: int) -> None:
        incident, grade = self._incident(n), GRADES[n % len(GRADES)]
        kind = IncidentKind.EVENT if grade else (IncidentKind.EVENT, IncidentKind.NOT_INCIDENT)[n // 4 % 2]
        standing = (Standing.FIRST, Standing.CONFIRMED)[n // 4 % 2] if grade else Standing.NONE
        judged = Judgement(kind, grade, standing, reason="" if n % 3 else "核实")
        self.desk.incidents.judge(incident.id, judged, seen=incident.version, by=self.by)

    def revise(self, n: int) -> None:
        incident, keys = self._incident(n), list(FIGURES)
        told = {keys[(n + at) % len(keys)]: Amount(None if at == n % 3 else n - at, False) for at in range(2)}
        told = {key: one for key, one in told.items() if one.value is None or one.value >= 0}
        as_of = self.clock.now() - timedelta(minutes=n)
        self.desk.incident_figures.revise(incident.id, told, as_of, "现场", by=self.by)
        self.told[incident.id] += [(key, told[key], as_of) for key in FIGURES if key in told]

    def draft(self, n: int) -> None:
        self.desk.incident_reports.draft(self._incident(n).id, list(ReportKind)[n % 5], by=self.by)

    def first(self, n: int) -> None:
        self.desk.incident_reports.draft(self._incident(n).id, ReportKind.FIRST, by=self.by)

    def ask(self, n: int) -> None:
        row = self._report(n, ReportState.DRAFT)
        said = Text(row.title, row.body + "\n（经办）")
        self.desk.incident_reports.ask(row.id, said, LEADER, seen=row.version, by=self.by)

    def save(self, n: int) -> None:
        row = self._report(n, ReportState.DRAFT)
        self.desk.incident_reports.save(row.id, Text(f"改过 {n}", row.body), seen=row.version, by=self.by)

    def void(self, n: int) -> None:
        row = self._report(n, ReportState.DRAFT)
        self.desk.incident_reports.void(row.id, "重写", seen=row.version, by=self.by)

    def take_back(self, n: int) -> None:
        row = self._report(n, ReportState.WAITING)
        self.desk.incident_reports.take_back(row.id, seen=row.version, by=self.by)

    def approve(self, n: int) -> None:
        row = self._report(n, ReportState.WAITING)
        (waits,) = [one for one in self.desk.approvals.of(row.id) if one.state == "waiting"]
        if n % 2:
            self.desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
        else:
            self.desk.approvals.approve_by_phone(waits.id, LEADER, None, "同意", digest=waits.digest, by=self.by)
        row = self.desk.incident_reports.one(row.id)
        self.approved[row.id] = (row.number, row.title, row.body)

    def give_back(self, n: int) -> None:
        row = self._report(n, ReportState.WAITING)
        (waits,) = [one for one in self.desk.approvals.of(row.id) if one.state == "waiting"]
        self.desk.approvals.give_back_by_phone(waits.id, LEADER, "请核实", digest=waits.digest, by=self.by)

    def send(self, n: int) -> None:
        row = self._report(n, *FROZEN)
        receivers = self.desk.incident_reports.recipients(row.id)
        one = receivers[n % len(receivers)]
        heard = "李例三" if n % 2 else ""
        self.desk.report_sending.sent(one.id, "phone", by=self.by, received_by=heard, late_reason="线路中断")

    def fail(self, n: int) -> None:
        """What was sent did not arrive: what it had ended runs again."""
        waits = self.desk.outbound.waiting()
        if not waits:
            raise Refused("no_such_outbound")
        one = waits[n % len(waits)]
        self.desk.outbound.fail(one.id, "无人接收", seen=one.version, by=self.by)

    def file(self, n: int) -> None:
        row = self._report(n, ReportState.APPROVED)
        self.desk.incident_reports.archive(row.id, "" if n % 2 else "不再续报", seen=row.version, by=self.by)

    def step(self, n: int) -> None:
        incident = self._incident(n)
        reason = "" if n % 3 == 0 else "领导同意"
        self.desk.incidents.step(incident.id, STATES[n % 6], reason, seen=incident.version, by=self.by)

    def end(self, n: int) -> None:
        """End it and put it to the files, whatever is left open."""
        for after in (IncidentState.ENDED, IncidentState.ARCHIVED):
            incident = self._incident(n)
            self.desk.incidents.step(incident.id, after, "领导同意", seen=incident.version, by=self.by)

    def reopen(self, n: int) -> None:
        incident = self._incident(n)
        self.desk.incidents.step(incident.id, IncidentState.HANDLING, "又起", seen=incident.version, by=self.by)

    def done(self, n: int) -> None:
        running = [one for one in self.desk.incident_clocks.of(self._incident(n).id) if one.running]
        if running:
            self.desk.incident_clocks.done(running[n % len(running)].id, "李例三", None, "线路中断", by=self.by)

    def drop(self, n: int) -> None:
        running = [one for one in self.desk.incident_clocks.of(self._incident(n).id) if one.running]
        if running:
            self.desk.incident_clocks.drop(running[n % len(running)].id, "不需要", by=self.by)

    def rhythm(self, n: int) -> None:
        whom = ("市应急管理局指挥中心", "", "省应急管理厅")[n % 3]
        self.desk.incident_clocks.rhythm(self._incident(n).id, 60 + n, whom, "市局要求", by=self.by)

    def wait(self, n: int) -> None:
        self.clock.advance(minutes=17 * (n + 1))

    def night(self, n: int) -> None:
        self.clock.advance(hours=2 + n)

    def set_back(self, _n: int) -> None:
        self.clock.set(self.clock.now() - timedelta(minutes=10))

    # what must be true

    def check(self) -> None:
        for incident_id in self.incidents:
            incident = self.desk.incidents.one(incident_id)
            self._check_figures(incident)
            self._check_clocks(incident)
            received = [one.received_at for one in self.desk.incident_items.of(incident_id)]
            assert incident.received_at == min(received)
        self._check_numbers()
        assert self.desk.log.verify().fault is None

    def _check_figures(self, incident: IncidentRow) -> None:
        history = self.desk.incident_figures.history(incident.id)
        assert [(one.key, one.amount, one.as_of) for one in history] == self.told[incident.id]
        last = {key: amount for key, amount, _ in self.told[incident.id]}
        now = self.desk.incident_figures.newest(incident.id)
        assert {key: one.amount for key, one in now.items()} == last

    def _check_clocks(self, incident: IncidentRow) -> None:
        running = [one for one in self.desk.incident_clocks.of(incident.id) if one.running]
        if incident.state in (IncidentState.ARCHIVED, IncidentState.CANCELLED):
            assert running == [], f"{incident.state} and still counting"
        if incident.state is IncidentState.ENDED:
            assert not [one for one in running if one.step in REPEATING]
        keys = [(one.step, one.whom) for one in running]
        assert len(keys) == len(set(keys)), "one receiver is counted twice for one step"
        for one in running:
            assert one.due_at - one.counts_from == timedelta(minutes=one.minutes)
        failed = {row.id for row in self.desk.outbound.rows() if row.state == "failed"}
        assert not [one for one in self.desk.incident_clocks.of(incident.id) if one.outbound_id in failed]

    def _check_numbers(self) -> None:
        serials = defaultdict(list)
        for incident_id in self.incidents:
            for row in self.desk.incident_reports.series(incident_id):
                assert (row.state in FROZEN) == bool(row.number)
                if row.number:
                    assert (row.number, row.title, row.body) == self.approved[row.id]
                    year, serial = row.number.removeprefix("示例应急值班快报〔").removesuffix("期").split("〕第")
                    serials[year].append(int(serial))
        for found in serials.values():
            assert sorted(found) == list(range(1, len(found) + 1))

    def _incident(self, n: int) -> IncidentRow:
        if not self.incidents:
            raise Refused("no_such_incident")
        return self.desk.incidents.one(self.incidents[n % len(self.incidents)])

    def _report(self, n: int, *states: ReportState) -> ReportRow:
        rows = [row for one in self.incidents for row in self.desk.incident_reports.series(one) if row.state in states]
        if not rows:
            raise Refused("no_such_report")
        return rows[n % len(rows)]


ACTS = tuple(name for name, made in vars(Room).items() if isinstance(made, Callable) and not name.startswith("_"))
ACTS = tuple(name for name in ACTS if name not in ("do", "check"))
Acts = list[tuple[str, int]]


@contextmanager
def room(empty: DataDir) -> Iterator[Room]:
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        data = DataDir(Path(folder) / "data")
        shutil.copytree(empty.root, data.root)
        made = Room(data)
        try:
            yield made
        finally:
            made.desk.close()


def played(empty: DataDir, acts: Acts) -> None:
    with room(empty) as made:
        for act, n in acts:
            made.do(act, n)
        made.check()


CHEAP: Any = settings(
    max_examples=10, derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@CHEAP
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 11)), min_size=12, max_size=30))
def test_no_order_of_acts_loses_a_figure_or_breaks_the_numbers(empty_store, acts):
    played(empty_store, [("open", 1), ("first", 0), ("ask", 0), ("approve", 1), *acts])


def test_every_act_is_possible_in_its_place(empty_store):
    """The acts above are no idle ones: played in this order none of them is refused."""
    order = (
        "open open join judge revise first save ask take_back ask give_back ask approve send:0 fail:0 send wait "
        "night night revise draft void draft ask approve done rhythm drop "
        "leave join set_back file:0 end reopen end reopen step:2"
    )
    acts = [(act, int(n or 1)) for act, _, n in (one.partition(":") for one in order.split())]
    with room(empty_store) as made:
        for act, n in acts:
            made.do(act, n)
        made.check()
        assert made.refused == []
        assert {act for act, _ in acts} == set(ACTS)
        numbers = sorted(one[0] for one in made.approved.values())
    assert numbers == ["示例应急值班快报〔2030〕第1期", "示例应急值班快报〔2031〕第1期"]

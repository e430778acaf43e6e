"""Whatever two desks do in whatever order: one running line per team and incident, each line moves alone, in order."""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console import bootstrap
from console.config import DataDir
from console.domain.assigning import AssignmentRow, NewAssignment, Told
from console.domain.assignments import ENDED, FOLLOWS, TeamState
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.teams import Readiness
from console.errors import Refused
from console.services.assignments import Terms
from tests.kit.teams import commander, incident, team

pytestmark = pytest.mark.long

STARTS = datetime(2030, 12, 31, 13, 0, tzinfo=UTC)
"""Three hours before a year ends at the station."""
TEAMS, INCIDENTS = 3, 3
STATES = tuple(TeamState)
VERDICTS = ("allow", "warn", "block")
ACTS = (
    "assign",
    "assign",
    "reserve",
    "step",
    "step",
    "step",
    "recall",
    "change",
    "look",
    "again",
    "tell",
    "rule",
    "wait",
)
EXPECTED = frozenset(
    {
        "assignment_there", "assignment_state", "changed_meanwhile", "team_blocked", "team_warned", "step_before",
        "assignment_late", "reason_missing", "time_future",
    }
)  # fmt: skip
"""What may be refused on such a walk; anything else is a fault."""


class Room:
    """Two desks over one store; each acts on what it saw when it looked last."""

    def __init__(self, data: DataDir) -> None:
        self.clock = StoppedClock(STARTS + timedelta(minutes=10))
        self.desks = [bootstrap.build(data, self.clock) for _ in range(2)]
        people = {row.name: row.actor for row in self.desks[0].accounts.list()}
        self.by: list[Actor] = [people["林例十"], people["王例二"]]
        self.teams = [row.id for row in self.desks[0].teams.rows()]
        self.incidents = [row.id for row in self.desks[0].incidents.page()]
        self.seen: list[dict[UUID, AssignmentRow]] = [{}, {}]
        self.last: tuple[Any, ...] | None = None
        self.done: Counter[str] = Counter()
        self.before = self.lines()

    def do(self, act: str, seat: int, n: int) -> None:
        before = self.before
        moved: set[UUID] = set()
        try:
            made = getattr(self, act)(seat, n)
            moved = {made.id} if made is not None else set()
            self.done[act] += 1
        except Refused as refused:
            assert refused.code in EXPECTED, refused
            self.done[refused.code] += 1
        self.holds(before, moved)

    # acts: each answers the line it moved, where it moved one

    def assign(self, seat: int, n: int, *, reserved: bool = False) -> AssignmentRow:
        form = NewAssignment(
            self.teams[n % TEAMS], self.incidents[n // TEAMS % INCIDENTS], reserved=reserved,
            reason="急需" if n % 4 else "", at=self.clock.now() - timedelta(minutes=n % 2),
        )  # fmt: skip
        made = self.desks[seat].assignments.assign(form, by=self.by[seat])
        self.seen[seat][made.id], self.last = made, ("assign", form)
        return made

    def reserve(self, seat: int, n: int) -> AssignmentRow:
        return self.assign(seat, n, reserved=True)

    def step(self, seat: int, n: int, *, state: TeamState | None = None) -> AssignmentRow | None:
        row = self._shown(seat, n)
        if row is None:
            return None
        wanted = state or (row.follows or STATES)[n % len(row.follows or STATES)] if n % 7 else STATES[n % len(STATES)]
        at = (None, self.clock.now() - timedelta(minutes=n % 5), self.clock.now())[n % 3]
        told = Told(at=at, place="桥头", reason="路面积水" if n % 5 else "")
        made = self.desks[seat].assignments.step(row.id, wanted, told, seen=row.version, by=self.by[seat])
        self.seen[seat][made.id], self.last = made, ("step", row, wanted, told)
        return made

    def recall(self, seat: int, n: int) -> AssignmentRow | None:
        return self.step(seat, n, state=TeamState.RECALLED)

    def change(self, seat: int, n: int) -> AssignmentRow | None:
        row = self._shown(seat, n)
        if row is None:
            return None
        made = self.desks[seat].assignments.change(
            row.id, Terms(f"集合点{n}", people=n), seen=row.version, by=self.by[seat]
        )
        self.seen[seat][made.id] = made
        return made

    def look(self, seat: int, _n: int) -> None:
        self.seen[seat] = {row.id: row for row in self.desks[seat].assignments.running()}

    def again(self, seat: int, _n: int) -> None:
        """The last act once more, from either desk: it is once."""
        if self.last is None:
            return
        kind, *what = self.last
        desk, by = self.desks[seat].assignments, self.by[seat]
        if kind == "assign":
            desk.assign(what[0], by=by)
        else:
            row, wanted, told = what
            desk.step(row.id, wanted, told, seen=row.version, by=by)

    def tell(self, seat: int, n: int) -> None:
        row = self.desks[seat].teams.one(self.teams[n % TEAMS])
        word = tuple(Readiness)[n % 4]
        self.desks[seat].teams.tell(row.id, word, "" if word is Readiness.READY else "换装", seen=row.version,
                                    by=self.by[seat])  # fmt: skip

    def rule(self, seat: int, n: int) -> None:
        rows = self.desks[seat].lists.rows("engage_rules")
        item = rows[n % len(rows)]
        values = {**item.values, "verdict": VERDICTS[n // 3 % 3]}
        self.desks[seat].lists.change("engage_rules", item.code, values, seen=item.version, by=self.by[seat])

    def wait(self, _seat: int, n: int) -> None:
        self.clock.advance(minutes=1 + 7 * n)

    def _shown(self, seat: int, n: int) -> AssignmentRow | None:
        shown = sorted(self.seen[seat].values(), key=lambda row: row.number)
        return shown[n % len(shown)] if shown else None

    # what must hold

    def lines(self) -> dict[UUID, AssignmentRow]:
        return {row.id: row for key in self.incidents for row in self.desks[0].assignments.of_incident(key)}

    def holds(self, before: dict[UUID, AssignmentRow], moved: set[UUID]) -> None:
        now = self.before = self.lines()
        assert {key: row for key, row in now.items() if key not in moved} == {
            key: row for key, row in before.items() if key not in moved
        }
        running = [row for row in now.values() if row.state not in ENDED]
        assert all(count == 1 for count in Counter((row.team_id, row.incident_id) for row in running).values())
        for row in now.values():
            _in_order(row, self.clock.now())
        shown = {(team.id, one.assignment_id, one.state) for team in self.desks[1].teams.rows() for one in team.engaged}
        assert shown == {(row.team_id, row.id, row.state) for row in running}


def _in_order(row: AssignmentRow, now: datetime) -> None:
    states, times = [step.state for step in row.steps], [step.at for step in row.steps]
    assert states[0] in (TeamState.RESERVED, TeamState.ASSIGNED) and states[-1] is row.state
    assert all(after in FOLLOWS[state] for state, after in itertools.pairwise(states))
    assert times == sorted(times) and times[-1] <= now + timedelta(minutes=1)


@pytest.fixture(scope="module")
def ground(empty_store: DataDir, tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """A store with teams, incidents and two commanders; every walk begins with a copy of it."""
    made = DataDir(tmp_path_factory.mktemp("ground") / "store")
    shutil.copytree(empty_store.root, made.root)
    desk = bootstrap.build(made, StoppedClock(STARTS))
    by = commander(desk)
    commander(desk, "王例二")
    for at in range(TEAMS):
        team(desk, by, f"例溪镇突击{at}队")
    for at in range(INCIDENTS):
        incident(desk, by, f"样例村{at + 10} 山洪")
    desk.close()
    return made


@contextmanager
def room(ground: DataDir) -> Iterator[Room]:
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        data = DataDir(Path(folder) / "data")
        shutil.copytree(ground.root, data.root)
        made = Room(data)
        try:
            yield made
        finally:
            for desk in made.desks:
                desk.close()


WALK: Any = settings(
    max_examples=10, derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@WALK
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1), st.integers(0, 40)), min_size=10, max_size=20))
def test_no_walk_of_two_desks_breaks_a_line(ground, acts):
    with room(ground) as made:
        for act, seat, n in [("assign", 0, 1), ("look", 1, 0), *acts]:
            made.do(act, seat, n)
        assert made.desks[0].log.verify().fault is None


def test_every_act_is_possible_and_the_second_desk_is_told_that_it_is_late(ground):
    """The acts above are no idle ones."""
    with room(ground) as made:
        for act, seat, n in (
            ("assign", 0, 1), ("look", 1, 0), ("again", 1, 0), ("reserve", 1, 5), ("wait", 0, 0), ("step", 0, 1),
            ("step", 1, 2), ("look", 1, 0), ("change", 1, 1), ("tell", 0, 2), ("rule", 0, 9), ("recall", 1, 1),
            ("again", 0, 0), ("assign", 0, 1),
        ):  # fmt: skip
            made.do(act, seat, n)
        assert made.done["changed_meanwhile"] == 1 and set(ACTS) <= set(made.done), made.done


def test_two_desks_at_the_same_instant_send_a_team_once(ground):
    """Each in its own thread over its own connection: one is told that the team is there already."""
    with room(ground) as made, ThreadPoolExecutor(2) as threads:
        together = Barrier(2)

        def send(seat: int, team_id: UUID, incident_id: UUID) -> str:
            together.wait(60)
            try:
                made.desks[seat].assignments.assign(
                    NewAssignment(team_id, incident_id, reason="急需"), by=made.by[seat]
                )
            except Refused as refused:
                return refused.code
            return "sent"

        for team_id in made.teams:
            for incident_id in made.incidents:
                both = [threads.submit(send, seat, team_id, incident_id) for seat in range(2)]
                assert sorted(one.result(120) for one in both) == ["assignment_there", "sent"]
        assert len(made.desks[0].assignments.running()) == TEAMS * INCIDENTS
        numbers = sorted(row.number for row in made.desks[0].assignments.running())
        assert [int(number[-4:]) for number in numbers] == list(range(1, TEAMS * INCIDENTS + 1))

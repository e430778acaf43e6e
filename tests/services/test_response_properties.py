"""Whatever is started, raised, lowered, ended, done and killed on two seats: each card has exactly one task."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.orders import StepKind
from console.domain.people import Actor
from console.domain.plans import higher
from console.domain.responses import LEASE, EndItem, ResponseRow, split
from console.errors import Refused
from console.services.orders import Step
from console.services.responses import ResponsesService
from db.models.plans import ResponseTask
from tests.kit import plans as kit

pytestmark = pytest.mark.long

LEVELS = tuple(kit.CODES)


class Killed(BaseException):
    """The process ends here and now."""


class MortalClock:
    """The station's clock, on which a seat dies when it asks the time once too often."""

    def __init__(self, clock: StoppedClock) -> None:
        self._clock = clock
        self.left: int | None = None

    def now(self) -> datetime:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Killed
        return self._clock.now()

    def monotonic(self) -> float:
        return self._clock.monotonic()


class Room:
    """Two seats on one store. Each method is one act at seat ``at``; ``n`` chooses the level."""

    def __init__(self, data: DataDir) -> None:
        self.clock = StoppedClock(datetime(2030, 8, 12, 0, 0, tzinfo=UTC))
        self.data, self.desk = data, bootstrap.build(data, self.clock)
        self.by = next(row.actor for row in self.desk.accounts.list() if row.name == "陈例一")
        self.plan = self.desk.plans.by_code("YA-01")
        self.seats = [self.seat(), self.seat()]
        self.refused: list[str] = []
        self.at, self.n = self.seats[0][1], 0
        self.last: tuple[Any, ...] | None = None

    def seat(self) -> tuple[MortalClock, ResponsesService]:
        """A process as it begins: its claims are its own."""
        clock, desk = MortalClock(self.clock), self.desk
        made = ResponsesService(desk.opened.store, clock, desk.realm, desk.settings.zone, desk.accounts.sign_in)
        return clock, made

    def do(self, act: str, n: int, dies: int | None = None) -> None:
        clock, seat = self.seats[n % 2]
        claimed = self.claimed(seat)
        clock.left = dies
        try:
            self.at, self.n = seat, n
            getattr(self, act)()
        except Refused as refused:
            self.refused.append(f"{act}: {refused}")
        except Killed:
            self.refused.append(f"{act}: killed")
            self.seats[n % 2] = self.seat()
        clock.left = None
        self.hold()
        self.left_alone(claimed)

    def claimed(self, seat: ResponsesService) -> dict[UUID, str]:
        """Cards that other seats hold for as long as their lease runs, and by whom."""
        now = self.clock.now()
        with self.desk.opened.store.reading() as connection:
            asked = select(ResponseTask.id, ResponseTask.lease_by, ResponseTask.lease_until)
            rows = connection.execute(asked.where(ResponseTask.state == "claimed")).all()
        return {key: whose for key, whose, until in rows if whose != seat._holder and now < until <= now + LEASE}

    def left_alone(self, claimed: dict[UUID, str]) -> None:
        """Whatever a seat did, it gave out nothing that another one holds; only a level or an end takes it away."""
        with self.desk.opened.store.reading() as connection:
            asked = select(ResponseTask.id, ResponseTask.state, ResponseTask.lease_by)
            now = {key: (state, whose) for key, state, whose in connection.execute(asked)}
        for key, whose in claimed.items():
            assert now[key] in (("claimed", whose), ("cancelled", "")), "the lease of another seat"

    # acts

    def restart(self) -> None:
        """The station is closed and opened again: both seats are new processes on the same store."""
        self.desk.close()
        self.desk = bootstrap.build(self.data, self.clock)
        self.seats[:] = [self.seat(), self.seat()]

    def start(self) -> None:
        level = LEVELS[self.n % len(LEVELS)]
        seen = self.at.preview(self.plan.id, level, kit.WARNING)
        self.last = (uuid4(), self.plan.id, level, kit.WARNING, kit.APPROVED, seen.digest)
        self.again()

    def again(self) -> None:
        """The same click once more, wherever it arrives."""
        if self.last is not None:
            self.at.start(*self.last[:5], digest=self.last[5], by=self.by)

    def change(self) -> None:
        row, level = self.running(), LEVELS[self.n % len(LEVELS)]
        seen = self.at.difference(row.id, level)
        change = self.at.raise_to if higher(level, row.level) else self.at.lower_to
        before = {card.code for card in self.at.board(row.id) if card.state != "cancelled"}
        new, kept = {one.card.code for one in seen.new}, {one.code for one in seen.kept}
        assert before == kept | {one.code for one in seen.cancelled}, "what holds now is kept or cancelled"
        assert set(kit.CODES[level]) == new | kept, "what holds then is new or kept"
        change(row.id, level, kit.APPROVED, digest=seen.digest, by=self.by)

    def end(self) -> None:
        row = self.running()
        self.at.end(row.id, [EndItem(item, True) for item in self.at.ending(row.id)], kit.APPROVED, by=self.by)

    def reach(self) -> None:
        self.at.reach(self.running().id, "M1", by=self.by)

    def work(self) -> None:
        """A task is done at its unit and verified here."""
        tasks = [row for row in self.desk.orders.rows() if row.state == "open"]
        if tasks:
            task = tasks[self.n % len(tasks)]
            for kind in (StepKind.CLAIMED, StepKind.VERIFIED):
                step = Step(kind, who="解例九", text="已完成")
                task = self.desk.orders.take_down(task.id, step, seen=task.version, by=self.by)

    def wait(self) -> None:
        self.clock.advance(minutes=self.n % 5)

    def carry_on(self) -> None:
        self.at.carry_on(by=self.by)

    # what holds after each act, and in the end

    def running(self) -> ResponseRow:
        rows = self.desk.responses.rows()
        if not rows:
            raise Refused("no_such_response")
        return rows[0]

    def hold(self) -> None:
        """Never two open tasks of one card, never two responses of one cause."""
        with self.desk.opened.store.reading() as connection:
            asked = (
                "SELECT title, count(*) FROM task WHERE source = 'plan' AND state = 'open' GROUP BY title, source_id"
            )
            assert [row for row in connection.execute(text(asked)) if row[1] > 1] == []
        assert len(self.desk.responses.rows()) <= 1

    def check(self) -> None:
        """A seat that lives on gives out what others left; then every card of the level has its task."""
        self.clock.advance(seconds=LEASE.total_seconds())
        self.desk.responses.carry_on(by=self.by)
        for row in self.desk.responses.rows(running_only=False):
            board = self.desk.responses.board(row.id)
            held = [card for card in board if card.state != "cancelled"]
            assert all(card.state == "given" and card.task_state in ("open", "done") for card in held)
            assert row.waiting == 0
            if row.running:
                assert sorted(card.code for card in held) == sorted(kit.CODES[row.level])
            else:
                assert all(card.task_state == "done" for card in held)
            for card in board:
                if card.task_state == "cancelled":
                    assert card.state == "cancelled" and ("取消" in card.result or "终止" in card.result)
            tasks = self.desk.orders.rows(source_id=row.id, open_only=False)
            open_tasks = {task.id for task in tasks if task.state == "open"}
            assert open_tasks == {card.task_id for card in held if card.task_state == "open"}
            assert all(task.result for task in tasks if task.state == "cancelled")
            assert Counter(card.task_id for card in board if card.task_id).most_common(1)[0][1] == 1
        assert self.desk.log.verify().fault is None


@pytest.fixture(scope="module")
def planned_store(empty_store: DataDir, tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """A store with a plan, people for its post and an officer."""
    made = DataDir(tmp_path_factory.mktemp("planned") / "store")
    shutil.copytree(empty_store.root, made.root)
    desk, by = bootstrap.build(made, StoppedClock(datetime(2030, 8, 11, 0, 0, tzinfo=UTC))), Actor.tool("tester")
    kit.people(desk, made.root.parent, by)
    levels = tuple(
        kit.level(name, cards=tuple(kit.card(code, after="M1" if code == "B1" else "start") for code in codes))
        for name, codes in kit.CODES.items()
    )
    desk.plans.add(kit.plan(levels=levels), by=by)
    kit.officer(desk, by)
    desk.close()
    return made


@contextmanager
def room(planned: DataDir) -> Iterator[Room]:
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        data = DataDir(Path(folder) / "data")
        shutil.copytree(planned.root, data.root)
        made = Room(data)
        try:
            yield made
        finally:
            made.desk.close()


ACTS = ("start", "again", "change", "end", "reach", "work", "wait", "carry_on", "restart")
ACT = st.tuples(
    st.sampled_from((*ACTS, "change", "change", "start")), st.integers(0, 11), st.none() | st.integers(0, 12)
)

CHEAP: Callable[..., Any] = settings(
    max_examples=12, derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@CHEAP
@given(st.lists(ACT, min_size=4, max_size=14))
def test_no_order_of_acts_doubles_or_loses_a_card(planned_store, acts):
    with room(planned_store) as made:
        for act, n, dies in (("start", 1, None), *acts):
            made.do(act, n, dies)
        made.check()


def test_every_act_is_possible_in_its_place(planned_store):
    """The acts above are no idle ones: in this order none is refused."""
    with room(planned_store) as made:
        for act, n in (("start", 0), ("again", 1), ("change", 1), ("reach", 0), ("work", 1), ("change", 2), ("wait", 1),
                       ("carry_on", 1), ("restart", 0), ("change", 0), ("end", 1), ("start", 2)):  # fmt: skip
            made.do(act, n)
        made.check()
        assert made.refused == []


@pytest.mark.parametrize("dies", range(14))
def test_a_start_killed_at_any_point_is_finished_by_the_other_seat(planned_store, dies):
    with room(planned_store) as made:
        made.do("start", 1, dies)
        made.do("again", 0)
        made.check()
        assert [row.level for row in made.desk.responses.rows()] in ([], ["III"])
        if made.desk.responses.rows():
            assert len(made.desk.orders.rows()) == len(kit.CODES["III"])


CODES = st.lists(st.sampled_from("abcdefg"), unique=True)


@given(CODES, CODES, CODES)
def test_differences_compose(first, second, third):
    """Through whatever level it went, what holds in the end is what the last one says, each card once."""

    def applied(held: list[str], wanted: list[str]) -> list[str]:
        new, kept, gone = split(held, wanted)
        assert not set(new) & set(held) and set(kept) | set(gone) == set(held)
        return [*kept, *new]

    straight, around = applied(first, third), applied(applied(first, second), third)
    assert sorted(straight) == sorted(around) == sorted(third)


@given(CODES, CODES)
def test_a_difference_is_set_algebra_and_its_reverse_undoes_it(before, after):
    new, kept, gone = split(before, after)
    assert (set(new), set(kept), set(gone)) == (
        set(after) - set(before), set(after) & set(before), set(before) - set(after),
    )  # fmt: skip
    back = split([*kept, *new], before)
    assert (set(back[0]), set(back[1]), set(back[2])) == (set(gone), set(kept), set(new))
    assert sorted([*back[0], *back[1]]) == sorted(before)


@CHEAP
@given(st.lists(st.sampled_from("abcdefg"), unique=True, min_size=1), CODES)
def test_there_and_back_again_every_card_of_the_first_level_has_its_task(planned_store, before, after):
    """The same through the store: what a raise would do, what it did, and what the way back does."""
    with room(planned_store) as made:
        levels = [kit.level(name, cards=tuple(map(kit.card, codes))) for name, codes in (("IV", before), ("I", after))]
        made.desk.plans.add(kit.plan("YA-02", levels=tuple(levels)), by=Actor.tool("tester"))
        row = kit.started(made.desk, made.by, "IV", code="YA-02")
        ask, first = made.desk.responses, {}
        for level, held, wanted in (("I", before, after), ("IV", after, before)):
            seen = ask.difference(row.id, level)
            told = ({one.card.code for one in seen.new}, {one.code for one in seen.kept})
            assert (*told, {one.code for one in seen.cancelled}) == (
                set(wanted) - set(held), set(wanted) & set(held), set(held) - set(wanted),
            )  # fmt: skip
            tasks = {card.code: card.task_id for card in ask.board(row.id) if card.state == "given"}
            first = first or tasks
            change = ask.raise_to if level == "I" else ask.lower_to
            change(row.id, level, kit.APPROVED, digest=seen.digest, by=made.by)
            now = {card.code: card.task_id for card in ask.board(row.id) if card.state == "given"}
            assert set(now) == set(wanted) and all(now[code] == tasks[code] for code in set(held) & set(wanted))
        assert set(now) == set(first) == set(before)
        assert all((now[code] == first[code]) is (code in after) for code in before), "dropped, then wanted: a new task"
        open_tasks = {task.id for task in made.desk.orders.rows(source_id=row.id) if task.state == "open"}
        assert open_tasks == set(now.values())

"""Whatever is done to the stores in whatever order, crashes between: a state machine against a model of dictionaries.

The test runs it for seconds; ``python -m tests.kit.stock_machine --minutes 5`` for as long as one likes.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from argon2 import profiles
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from console.domain.stock import DocumentKind, Goods
from console.domain.stock_document import Arrived, Document, NewDocument, NewLine, Picked, Step
from console.errors import Refused
from console.services import accounts
from db.models.ledger import StockBalance, StockMovement, StockReservation
from tests.kit.stock import LEADER, Yard, yard
from tests.kit.stock_model import ENDLESS, NOUGHT, Line, Model, Paper, Place, Refusals

STARTS = datetime(2030, 8, 12, 0, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
WORD = "leader of 2030"

many = st.integers(0, 10**6)
few = st.integers(0, 5)
T = TypeVar("T")
AMOUNTS = (1, 2, 3, 5, 8, 30)
LEAVING = ("issue", "write_off", "state")
INWARD = ("receipt", "donation", "requisition")
ACTS = (
    "come", "state", *("leave",) * 6, *("back",) * 2, "count", *("on",) * 8, "change", "ask", "void", *("reverse",) * 2,
    "time", "power",
)  # fmt: skip
STATES = (Goods.USABLE, Goods.USABLE, Goods.USABLE, Goods.UNCHECKED, Goods.REPAIR)


class Power(Exception):  # noqa: N818 - what a power cut is to the transaction it meets
    """The program ends at a named point of a transaction."""


def template(place: Path) -> tuple[DataDir, Yard, Actor]:
    """A store with a yard in it, an officer and a leader: copied for each run."""
    data = DataDir(place / "template")
    bootstrap.create(data, Realm.SAMPLE)
    desk = bootstrap.build(data, StoppedClock(STARTS))
    try:
        desk.accounts.add(LEADER.name, Role.COMMANDER, WORD, by=Actor.tool("tester"))
        by = desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor
        return data, yard(desk, by), by
    finally:
        desk.close()


class Stores(RuleBasedStateMachine):
    """Rules are the acts of a keeper; ``made`` is set by ``machine`` below."""

    made: tuple[DataDir, Yard, Actor]
    tally: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        data, self.yard, self.by = self.made
        self.folder = TemporaryDirectory(dir=data.root.parent)
        self.data = DataDir(Path(self.folder.name) / "store")
        shutil.copytree(data.root, self.data.root)
        self.clock = StoppedClock(STARTS)
        self.desk: Desk = bootstrap.build(self.data, self.clock)
        self.model = Model((self.yard.pump, self.yard.boat))
        self.items = (self.yard.pump, self.yard.water, self.yard.diesel)
        self.told: dict[UUID, Document] = {}
        self.locked: dict[UUID, Document] = {}
        self.latest = STARTS
        self.promised_to: dict[UUID, set[UUID]] = {}

    def teardown(self) -> None:
        try:
            self._never_less_than_nothing()
            self._posted_are_locked()
            assert not self.desk.log.verify().faults
            self.tally["runs"] += 1
        finally:
            self.desk.close()
            self.folder.cleanup()

    # acts

    @initialize()
    def something_to_begin_with(self) -> None:
        for item in self.items:
            row = NewLine(item, Decimal(20), lot_code="甲", expires_on=date(2030, 8, 13))
            later = NewLine(item, Decimal(10), lot_code="乙")
            form = NewDocument(DocumentKind.RECEIPT, (row, later), to_store=self.yard.county, reason="opening")
            self._drafted(form)
            self._approve(self.model.papers[-1])
            self._post(self.model.papers[-1], (), None)

    @rule(
        which=st.sampled_from(ACTS),
        n=many,
        amounts=st.tuples(few, few, few),
        back=st.none() | st.none() | st.integers(0, 48),
        parts=st.lists(st.tuples(few, few, few), min_size=2, max_size=2),
    )
    def a_keeper_acts(
        self, which: str, n: int, amounts: tuple[int, int, int], back: int | None, parts: list[tuple[int, int, int]]
    ) -> None:
        """One rule for all: rules of their own are switched off by turns, and papers would never reach their end."""
        self.acts += 1
        n = random.Random(n + self.acts).randrange(10**6)  # small numbers come often: they may not mean the same
        {
            "come": lambda: self.goods_come(n, amounts[0], self._one(INWARD, n // 5), n // 13 % 6 - 2),
            "leave": lambda: self.goods_shall_leave(n, amounts[:2], n // 19 % 4, bool(n // 23 % 2), bool(n // 29 % 2)),
            "state": lambda: self.goods_change_state(n, amounts[0], bool(n // 23 % 2)),
            "back": lambda: self.goods_come_back(n, amounts[0], parts[0]),
            "count": lambda: self.goods_are_counted(n, amounts[0] - 2),
            "on": lambda: self.papers_go_on(n, back, parts),
            "change": lambda: self.a_draft_is_changed(n, amounts[0]),
            "ask": lambda: self.a_leader_is_asked(n, amounts[0]),
            "void": lambda: self.a_document_is_given_up(n),
            "reverse": lambda: self.a_document_is_reversed(n),
            "time": lambda: self.time_passes(n % 36 - 5),
            "power": lambda: self.the_power_fails_in_the_next_act(n, amounts[0] - 2),
        }[which]()

    def goods_come(self, n: int, amount: int, kind: str, days: int) -> None:
        item = self._one(self.items, n)
        over = self.clock.now().date() + timedelta(days=days)
        code, expires = (f"批{days + 5}-{over:%d}", over) if n % 2 else ("", None)
        state = self._one(STATES, n // 7)
        row = NewLine(item, self._amount(item, amount), lot_code=code, expires_on=expires, to_state=state)
        self._drafted(NewDocument(DocumentKind(kind), (row,), to_store=self._one(self.yard.stores, n // 3)))
        self._said_yes(n)

    def goods_shall_leave(self, n: int, amounts: tuple[int, int], where: int, named: bool, two: bool) -> None:
        full = {place[1] for (_, place), left in self.model.at.items() if place[0] == "store" and left > 0}
        source = self._one([one for one in self.yard.stores if one in full or n % 9 == 0] or self.yard.stores, n)
        kind, reason = self._one(
            (("issue", "use"), ("issue", "loan"), ("transfer", "dispatch"), ("transfer", "rotation"),
             ("transfer", "loan"), ("write_off", "scrap"), ("write_off", "rotation"), ("write_off", "expired")),
            n // 3,
        )  # fmt: skip
        rows = [self._leaving(source, n // 11, amounts[0], named)]
        if two:
            other = self._leaving(source, n // 17, amounts[1], not named)
            if (other.item, other.lot, other.state) != (rows[0].item, rows[0].lot, rows[0].state):
                rows.append(other)
        ends: dict[str, Any] = {"from_store": source, "reason": reason}
        if kind == "issue" and where % 2:
            ends["incident"] = self.yard.incident
        if kind == "transfer":
            ends |= (
                {"incident": self.yard.incident} if where == 0 else {"destination": "岩坦镇码头"} if where == 1
                else {"to_store": self._one([one for one in self.yard.stores if one != source], n)}
            )  # fmt: skip
        self._drafted(NewDocument(DocumentKind(kind), tuple(rows), **ends))
        self._said_yes(n)

    def goods_change_state(self, n: int, amount: int, named: bool) -> None:
        store = self._one(self.yard.stores, n)
        row = self._leaving(store, n // 11, amount, named)
        others = [one for one in Goods if one is not row.state]
        row = replace(row, to_state=self._one(others, n // 7))
        self._drafted(NewDocument(DocumentKind.STATE, (row,), from_store=store))
        self._said_yes(n)

    def goods_come_back(self, n: int, amount: int, parts: tuple[int, int, int]) -> None:
        scenes = [(lot, place) for (lot, place), left in self.model.at.items() if place[0] == "site" and left > 0]
        if not scenes:
            return
        lot, place = self._one(sorted(scenes, key=str), n)
        item, has = self.model.lots[lot][0], self.model.has(lot, place)
        asked = min(self._amount(item, amount), has) if n % 5 else has + 1
        left, split = asked, []
        for part in parts:
            split.append(min(Decimal(part), left))
            left -= split[-1]
        row = NewLine(item, asked, lot=lot, damaged=split[0], lost=split[1], used=split[2])
        scene: dict[str, Any] = {"incident": place[1]} if place[1] == self.yard.incident else {"lent": place[1]}
        form = NewDocument(DocumentKind.RETURN, (row,), to_store=self._one(self.yard.stores, n // 3), **scene)
        self._drafted(form, {"scene_short"} if asked > has else set())
        self._said_yes(n)

    def goods_are_counted(self, n: int, off: int) -> None:
        store = self._one(self.yard.stores, n)
        lots = sorted(self.model.lots, key=str)
        lot, state = self._one(lots, n // 3), self._one(STATES, n // 7)
        booked = self.model.has(lot, ("store", store, state.value))
        row = NewLine(self.model.lots[lot][0], max(booked + off, NOUGHT), lot=lot, state=state)
        self._drafted(NewDocument(DocumentKind.COUNT, (row,), from_store=store))
        self._said_yes(n)

    def papers_go_on(self, n: int, back: int | None, parts: list[tuple[int, int, int]]) -> None:
        """Papers take their next step, the longest waiting first; now and then one that cannot."""
        for at in (0, n, n // 3):
            waiting = [one for one in self.model.papers if one.state in ("approved", "issued")]
            if n % 5 == 0 and at:
                waiting = self.model.papers
            if waiting:
                self._goes_on(self._one(waiting, at), n + at, back, parts)

    def _goes_on(self, paper: Paper, n: int, back: int | None, parts: list[tuple[int, int, int]]) -> None:
        if paper.state == "draft" or (paper.state == "posted" and n % 3 == 0):
            self._approve(paper)
        elif paper.state == "issued" or (paper.state == "void" and paper.kind == "transfer"):
            if n % 7 == 0:
                self._turn_back(paper, back)
            else:
                self._receive(paper, n, back, parts)
        elif paper.kind == "transfer":
            self._issue(paper, n, back, n % 3 == 0)
        elif paper.kind != "counter":
            self._post(paper, self._scans(paper, n) if n % 3 == 0 and paper.kind in LEAVING else (), back)

    def a_draft_is_changed(self, n: int, amount: int) -> None:
        paper = self._paper(n, "draft", kinds=("issue", "transfer", "write_off"))
        if paper is None:
            return
        seen = self._seen(paper.id)
        row = self._leaving(paper.source, n, amount, bool(n % 2))
        form = NewDocument(
            DocumentKind(paper.kind), (row,), reason=paper.reason, from_store=paper.source, to_store=paper.target,
            incident=paper.incident, destination=seen.row.destination,
        )  # fmt: skip
        key = uuid4()

        def act() -> Document:
            return self.desk.stock_documents.change(paper.id, form, seen=seen.row.version, by=self.by, key=key)

        self._act("change", act, lambda _: self._rewritten(paper, form), set())

    def a_leader_is_asked(self, n: int, yes: int) -> None:
        paper = self._paper(n, "draft")
        if paper is None:
            return
        seen = self._seen(paper.id).row.version
        key = uuid4()

        def ask() -> Document:
            return self.desk.stock_documents.ask(paper.id, LEADER.name, seen=seen, by=self.by, key=key)

        def waits(_: Document) -> None:
            paper.waiting = True

        self._act("ask", ask, waits, set())
        (row,) = (one for one in self.desk.approvals.waiting(LEADER.name) if one.subject_id == paper.id)
        self.told.pop(paper.id)
        if yes == 0:
            self.desk.approvals.give_back(row.id, LEADER.name, WORD, "数量再核", digest=row.digest)
            paper.waiting = False
        elif yes < 3:
            codes = self._foreseen(lambda: self.model.approve(paper, self._day(self.clock.now())))
            try:
                self.desk.approvals.approve(row.id, LEADER.name, WORD, digest=row.digest)
            except Refused as refused:
                assert refused.code in codes, f"{refused} instead of {codes}"
                self.tally[f"refused {refused.code}"] += 1
            else:
                assert not codes, f"done in spite of {codes}"

    def _issue(self, paper: Paper, n: int, back: int | None, scan: bool) -> None:
        scans, step = self._scans(paper, n) if scan else (), self._step(back)
        seen = self._seen(paper.id)
        picked = self._picked(seen, scans)
        codes = self._foreseen_at(
            paper, step, lambda at: self.model.take_out(paper, scans, at, self._day(at)), [lot for _, lot, _ in scans]
        )

        def act() -> Document:
            return self.desk.stock_documents.issue(paper.id, picked, step, seen=seen.row.version, by=self.by)

        self._act("issue", act, lambda _: None, codes)

    def _receive(self, paper: Paper, n: int, back: int | None, parts: list[tuple[int, int, int]]) -> None:
        seen, step = self._seen(paper.id), self._step(back)
        said = []
        for row, (received, short, damaged) in zip(range(len(paper.lines)), parts, strict=False):
            left = sum(paper.road.get(row, {}).values(), NOUGHT)
            if n % 3 == 0:  # all that is under way
                less = min(left, Decimal(short))
                said.append((row, left - less, less, NOUGHT))
            else:
                said.append((row, Decimal(received), Decimal(short), Decimal(damaged)))
        codes = self._foreseen_at(paper, step, lambda at: self.model.receive(paper, said, at))
        arrived = [Arrived(seen.lines[row].id, received, short, damaged) for row, received, short, damaged in said]

        def act() -> Document:
            return self.desk.stock_documents.receive(
                paper.id, arrived, step, receiver="王例二", seen=seen.row.version, by=self.by
            )

        self._act("receive", act, lambda _: None, codes)

    def _turn_back(self, paper: Paper, back: int | None) -> None:
        seen, step = self._seen(paper.id), self._step(back)
        codes = self._foreseen_at(paper, step, lambda at: self.model.turn_back(paper, at))

        def act() -> Document:
            return self.desk.stock_documents.turn_back(paper.id, "道路中断", step, seen=seen.row.version, by=self.by)

        self._act("turn back", act, lambda _: None, codes)

    def a_document_is_given_up(self, n: int) -> None:
        paper = self._paper(n, "approved", else_any=n % 3 == 0)
        if paper is None:
            return
        seen, key = self._seen(paper.id).row.version, uuid4()
        codes = self._foreseen(lambda: self.model.void(paper))

        def act() -> Document:
            return self.desk.stock_documents.void(paper.id, "不再需要", key=key, seen=seen, by=self.by)

        self._act("void", act, lambda _: None, codes)

    def a_document_is_reversed(self, n: int) -> None:
        paper = self._paper(n, "posted", else_any=n % 5 == 0)
        if paper is None:
            return
        seen, key, new = self._seen(paper.id).row.version, uuid4(), uuid4()
        made: list[Paper] = []
        step = Step()
        codes = self._foreseen_at(paper, step, lambda at: made.append(self.model.counter(paper, new, at)))

        def act() -> Document:
            return self.desk.stock_documents.counter(paper.id, "录错", LEADER, key=key, seen=seen, by=self.by)

        def named(done: Document) -> None:
            made[0].id = done.row.id
            self.told.pop(paper.id)

        self._act("counter", act, named, codes)

    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours=hours)

    def the_power_fails_in_the_next_act(self, n: int, hours: int) -> None:
        """An act is broken off at one of its flushes; the program starts anew; done again it is done once."""
        self.clock.advance(hours=hours)
        self.cut = 1 + n % 9

    # what is always true

    @invariant()
    def the_books_add_up(self) -> None:
        with self.desk.opened.store.reading() as connection:
            balances = connection.execute(select(StockBalance.__table__)).all()
            moves = connection.execute(select(StockMovement.__table__)).all()
            held = connection.execute(select(StockReservation.__table__).where(StockReservation.state == "held")).all()
        model = {key: left for key, left in self.model.at.items() if left and key[1][0] not in ENDLESS}
        stored = {(row.lot_id, (row.kind, row.place_id, row.state)): row.quantity for row in balances if row.quantity}
        assert stored == model
        sums: dict[tuple[UUID, Place], Decimal] = defaultdict(Decimal)
        for row in moves:
            assert row.quantity > 0
            sums[row.lot_id, (row.from_kind, row.from_id, row.from_state)] -= row.quantity
            sums[row.lot_id, (row.to_kind, row.to_id, row.to_state)] += row.quantity
        assert {key: left for key, left in sums.items() if left} == {
            key: left for key, left in self.model.at.items() if left
        }
        for lot in self.model.lots:
            assert sum((left for (own, _), left in sums.items() if own == lot), NOUGHT) == 0
        promises = sum((quantity for paper in self.model.papers for quantity in paper.held.values()), NOUGHT)
        assert sum((row.quantity for row in held), NOUGHT) == promises
        for row in balances:
            place = (row.kind, row.place_id, row.state)
            assert 0 <= row.reserved <= row.quantity and row.reserved == self.model.promised(row.lot_id, place)
        assert not self.desk.stock.check()
        self.latest = max([self.latest, self.clock.now(), *(row.at for row in moves)])
        now = {(row.store, row.lot, row.state): row.quantity for row in self.desk.stock.on_hand()}
        assert now == {(row.store, row.lot, row.state): row.quantity for row in self.desk.stock.on_hand(at=self.latest)}

    @invariant()
    def papers_are_as_they_should_be(self) -> None:
        if not self.model.papers:
            return
        paper = self.model.papers[len(self.locked) * 7 % len(self.model.papers)]
        for one in {id(paper): paper, id(self.model.papers[-1]): self.model.papers[-1]}.values():
            told = self._seen(one.id)
            assert told.row.state.value == one.state
            for at, line in enumerate(told.lines):
                gone = sum(
                    (move.quantity for move in one.moves if move.line == at and move.source[0] == "store"), NOUGHT
                )
                gone -= sum(
                    (
                        move.quantity
                        for move in one.moves
                        if move.line == at and move.source[0] == "transit" and move.target[:2] == ("store", one.source)
                    ),
                    NOUGHT,
                )
                if one.kind in ("issue", "transfer", "write_off", "state"):
                    assert line.issued == gone <= line.asked
                    assert line.open == (sum(one.road.get(at, {}).values(), NOUGHT) if one.kind == "transfer" else 0)
            if told.row.state.value == "posted":
                self.locked.setdefault(one.id, told)

    def _posted_are_locked(self) -> None:
        for before in self.locked.values():
            now = self.desk.stock_documents.one(before.row.id)
            assert now.lines == before.lines and now.steps == before.steps
            assert (now.row.state, now.row.settled_at) == (before.row.state, before.row.settled_at)

    def _never_less_than_nothing(self) -> None:
        """At no past instant either, of no account."""
        with self.desk.opened.store.reading() as connection:
            moves = connection.execute(
                select(StockMovement.__table__).order_by(StockMovement.at, StockMovement.number)
            ).all()
        sums: dict[tuple[UUID, Place], Decimal] = defaultdict(Decimal)
        for row in moves:
            for place, sign in (
                ((row.from_kind, row.from_id, row.from_state), -1),
                ((row.to_kind, row.to_id, row.to_state), 1),
            ):
                sums[row.lot_id, place] += sign * row.quantity
                assert sums[row.lot_id, place] >= 0 or place[0] in ENDLESS

    # steps

    cut = acts = 0

    def _approve(self, paper: Paper) -> None:
        seen, key = self._seen(paper.id).row.version, uuid4()
        codes = self._foreseen(lambda: self.model.approve(paper, self._day(self.clock.now())))

        def act() -> Document:
            return self.desk.stock_documents.approve(paper.id, LEADER, key=key, seen=seen, by=self.by)

        self._act("approve", act, lambda _: None, codes)

    def _said_yes(self, n: int) -> None:
        if n % 5 and self.model.papers and self.model.papers[-1].state == "draft":
            self._approve(self.model.papers[-1])

    def _post(self, paper: Paper, scans: Sequence[tuple[int, UUID, Decimal]], back: int | None) -> None:
        step, seen = self._step(back), self._seen(paper.id)
        picked = self._picked(seen, scans)

        def foreseen(at: datetime) -> None:
            if paper.kind in ("receipt", "donation", "requisition"):
                self.model.bring_in(paper, at)
            elif paper.kind == "return":
                self.model.bring_back(paper, at)
            elif paper.kind == "count":
                self.model.count(paper, at)
            else:
                self.model.take_out(paper, scans, at, self._day(at))

        codes = self._foreseen_at(paper, step, foreseen, [lot for _, lot, _ in scans])

        def act() -> Document:
            return self.desk.stock_documents.post(paper.id, step, picked=picked, seen=seen.row.version, by=self.by)

        self._act("post", act, lambda _: None, codes)

    def _act(
        self, name: str, act: Callable[[], Document], told: Callable[[Document], None], codes: set[str] | frozenset[str]
    ) -> None:  # fmt: skip
        """The act itself: broken off first where the power is to fail, then done, then handed in once more."""
        self.cut, cut = 0, self.cut
        if cut:
            with _power_fails(cut):
                try:
                    act()
                except (Power, Refused) as ended:
                    self.tally["broken off" if isinstance(ended, Power) else "ended before"] += 1
            self._restart()
        try:
            done = act()
        except Refused as refused:
            assert refused.code in codes, f"{name}: {refused} instead of {set(codes) or 'done'}"
            self.tally[f"refused {refused.code}"] += 1
            return
        assert not codes, f"{name}: done in spite of {codes}"
        self.tally[name] += 1
        self.told[done.row.id] = done
        told(done)
        lines = self.desk.log.newest(1)
        assert act() == done and self.desk.log.newest(1) == lines, f"{name}: twice is not once"

    def _drafted(self, form: NewDocument, codes: set[str] | None = None) -> None:
        self._act(
            f"draft {form.kind}", lambda: self.desk.stock_documents.draft(form, by=self.by), self._known, codes or set()
        )

    def _known(self, done: Document) -> None:
        row = done.row
        paper = Paper(
            row.id, row.kind.value, row.reason, row.from_store, row.to_store, row.incident, row.lent, self._lines(done)
        )
        self.model.papers.append(paper)

    def _rewritten(self, paper: Paper, form: NewDocument) -> None:
        paper.lines, paper.waiting = self._lines(self._seen(paper.id)), False
        assert [line.asked for line in paper.lines] == [line.asked for line in form.lines]

    def _lines(self, done: Document) -> list[Line]:
        made = []
        for line in done.lines:
            if line.lot is not None:
                self.model.lots.setdefault(line.lot, (line.item, line.lot_code, line.expires_on))
            whole = done.row.kind is not DocumentKind.RETURN
            used = NOUGHT if whole else line.asked - line.received - line.short - line.damaged
            broken, lost = (NOUGHT, NOUGHT) if whole else (line.damaged, line.short)
            made.append(
                Line(
                    line.item,
                    line.lot,
                    line.asked,
                    line.state.value,
                    line.to_state.value,
                    line.booked,
                    broken,
                    lost,
                    used,
                )
            )
        return made

    def _foreseen(self, act: Callable[[], None]) -> frozenset[str]:
        try:
            act()
        except Refusals as refusals:
            return refusals.codes
        return frozenset()

    def _foreseen_at(
        self, paper: Paper, step: Step, act: Callable[[datetime], None], scanned: Sequence[UUID] = ()
    ) -> frozenset[str]:  # fmt: skip
        """As ``_foreseen``, at the time the act states, else now or when its goods last moved."""
        lots = {line.lot for line in paper.lines} | {lot for _, lot in paper.held} | {one.lot for one in paper.moves}
        self.promised_to.setdefault(paper.id, set()).update(lot for _, lot in paper.held)
        lots |= self.promised_to[paper.id] | set(scanned)
        last = [at for (lot, _), at in self.model.moved.items() if lot in lots]
        return self._foreseen(lambda: act(step.at or max([self.clock.now(), *last])))

    def _seen(self, paper: UUID) -> Document:
        """A document as it was told last."""
        if paper not in self.told:
            self.told[paper] = self.desk.stock_documents.one(paper)
        return self.told[paper]

    def _restart(self) -> None:
        self.desk.close()
        self.desk = bootstrap.build(self.data, self.clock)
        assert not self.desk.stock.check()
        self.tally["started anew"] += 1

    def _step(self, back: int | None) -> Step:
        return Step() if back is None else Step(at=self.clock.now() - timedelta(hours=back))

    def _day(self, at: datetime) -> date:
        return at.astimezone(ZONE).date()

    def _paper(
        self, n: int, state: str, *, else_any: bool = False, kinds: Sequence[str] = (), but: Sequence[str] = ()
    ) -> Paper | None:
        found = [
            paper
            for paper in self.model.papers
            if (else_any or paper.state == state) and (not kinds or paper.kind in kinds) and paper.kind not in but
        ]
        return self._one(found, n) if found else None

    def _leaving(self, store: UUID | None, n: int, amount: int, named: bool) -> NewLine:
        """Goods of a store, seldom what it has not; of a lot or whatever expires first."""
        there = sorted(
            (
                (lot, place[2])
                for (lot, place), left in self.model.at.items()
                if place[:2] == ("store", store) and left > 0
            ),
            key=str,
        )
        if not there or n % 8 == 0:
            item = self._one(self.items, n // 3)
            return NewLine(item, self._amount(item, amount), state=self._one(STATES, n))
        lot, state = self._one(there, n // 3)
        item = self.model.lots[lot][0]
        return NewLine(item, self._amount(item, amount), lot=lot if named else None, state=Goods(state))

    def _scans(self, paper: Paper, n: int) -> list[tuple[int, UUID, Decimal]]:
        """Some of the lots of each line, seldom the right ones only."""
        pick, made = random.Random(n), []
        for row, line in enumerate(paper.lines):
            lots = sorted((lot for lot, (item, _, _) in self.model.lots.items() if item == line.item), key=str)
            for lot in pick.sample(lots, min(len(lots), pick.randint(0, 2))):
                has = self.model.has(lot, paper.store(line.state))
                most = min(line.asked, has) if pick.random() < 0.8 else line.asked + 1
                made.append((row, lot, Decimal(pick.randint(0, int(most)))))
        return made

    @staticmethod
    def _picked(seen: Document, scans: Sequence[tuple[int, UUID, Decimal]]) -> list[Picked]:
        return [Picked(seen.lines[row].id, lot, quantity) for row, lot, quantity in scans]

    def _amount(self, item: UUID, amount: int) -> Decimal:
        return Decimal(AMOUNTS[amount]) + (Decimal("0.25") if item == self.yard.diesel else 0)

    @staticmethod
    def _one(choices: Sequence[T], n: int) -> T:
        return choices[n % len(choices)]


@contextmanager
def _power_fails(after: int) -> Iterator[None]:
    """The transaction under way ends at its n-th flush."""
    left = [after]

    def flushed(*_: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Power

    event.listen(Session, "after_flush", flushed)
    try:
        yield
    finally:
        event.remove(Session, "after_flush", flushed)


def machine(made: tuple[DataDir, Yard, Actor]) -> type[Stores]:
    """The machine on copies of that store; its ``tally`` tells what was done and refused."""
    return type("StoresHere", (Stores,), {"made": made, "tally": Counter()})


def run(place: Path, examples: int, steps: int, at: int | None = None) -> Counter[str]:
    """So many runs of so many steps; derandomised where no seed is given."""
    here = machine(template(place))
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None, derandomize=at is None,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    if at is not None:
        seed(at)(here)
    run_state_machine_as_test(here, settings=chosen)
    return here.tally


def main(arguments: Sequence[str]) -> int:
    """The soak: runs of a hundred steps with ever new seeds."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--minutes", type=float, default=5)
    reader.add_argument("--seed", type=int, default=1)
    options = reader.parse_args(arguments)
    accounts.COST = profiles.CHEAPEST
    end, at, tally = time.monotonic() + 60 * options.minutes, options.seed, Counter[str]()
    while time.monotonic() < end:
        with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").exists() else None) as place:
            tally += run(Path(place), 10, 100, at)
        at += 1
    for name, count in sorted(tally.items()):
        print(f"{count:7} {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What the stores should be, told by dictionaries alone: an independent model of the ledger for the property test."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

NOUGHT = Decimal(0)

Place = tuple[str, UUID | None, str]
"""Kind of account, place, state of the goods."""
OUTSIDE: Place = ("outside", None, "usable")
USED: Place = ("used", None, "usable")
LOST: Place = ("lost", None, "usable")
SCRAPPED: Place = ("scrapped", None, "scrap")
ENDLESS = frozenset({"outside", "used", "lost", "scrapped"})


@dataclass
class Move:
    lot: UUID
    source: Place
    target: Place
    quantity: Decimal
    line: int


@dataclass
class Line:
    item: UUID
    lot: UUID | None
    asked: Decimal
    state: str = "usable"
    to_state: str = "usable"
    booked: Decimal | None = None
    damaged: Decimal = NOUGHT
    lost: Decimal = NOUGHT
    used: Decimal = NOUGHT


@dataclass
class Paper:
    """A document as the model knows it; ``held`` is what it was promised, by line and lot."""

    id: UUID
    kind: str
    reason: str
    source: UUID | None
    target: UUID | None
    incident: UUID | None
    lent: UUID | None
    lines: list[Line]
    state: str = "draft"
    countered: bool = False
    waiting: bool = False
    held: dict[tuple[int, UUID], Decimal] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    road: dict[int, dict[UUID, Decimal]] = field(default_factory=dict)

    @property
    def scene(self) -> Place:
        return "site", self.incident or self.lent or self.id, "usable"

    @property
    def transit(self) -> Place:
        return "transit", self.id, "usable"

    def store(self, state: str) -> Place:
        return "store", self.source, state


class Refusals(Exception):  # noqa: N818 - an answer of the model, no error
    """Codes any of which the service may answer with."""

    def __init__(self, *codes: str) -> None:
        super().__init__(*codes)
        self.codes = frozenset(codes)


class Model:
    """Quantities by lot and account, promises, papers; every method raises Refusals or changes everything it says."""

    def __init__(self, returnable: Iterable[UUID]) -> None:
        self.at: dict[tuple[UUID, Place], Decimal] = defaultdict(Decimal)
        self.moved: dict[tuple[UUID, UUID], datetime] = {}
        self.lots: dict[UUID, tuple[UUID, str, date | None]] = {}
        self.papers: list[Paper] = []
        self.returnable = frozenset(returnable)

    # reading

    def has(self, lot: UUID, place: Place) -> Decimal:
        return self.at.get((lot, place), NOUGHT)

    def promised(self, lot: UUID, place: Place, *, but: Paper | None = None) -> Decimal:
        return sum(
            (
                quantity
                for paper in self.papers
                if paper is not but and paper.source == place[1] and place[0] == "store"
                for (line, own), quantity in paper.held.items()
                if own == lot and paper.lines[line].state == place[2]
            ),
            NOUGHT,
        )

    def free(self, lot: UUID, place: Place) -> Decimal:
        return self.has(lot, place) - self.promised(lot, place)

    def expired(self, lot: UUID, day: date) -> bool:
        over = self.lots[lot][2]
        return over is not None and over < day

    def first_out(self, lots: Iterable[UUID]) -> list[UUID]:
        return sorted(lots, key=lambda lot: (self.lots[lot][2] or date.max, self.lots[lot][1]))

    # acts

    def approve(self, paper: Paper, day: date) -> None:
        self._require(paper, "draft")
        held: dict[tuple[int, UUID], Decimal] = {}
        if paper.kind in ("issue", "transfer", "write_off", "state"):
            order = sorted(range(len(paper.lines)), key=lambda at: paper.lines[at].lot is None)
            for at in order:
                self._promise(paper, at, day, held)
        paper.held, paper.state, paper.waiting = held, "approved", False

    def _promise(self, paper: Paper, at: int, day: date, held: dict[tuple[int, UUID], Decimal]) -> None:
        line, off = paper.lines[at], self._aside(paper, paper.lines[at])
        place, left = paper.store(line.state), line.asked
        lots = [lot for lot, (item, _, _) in self.lots.items() if item == line.item and self.has(lot, place) > 0]
        if line.lot is not None:
            lots = [lot for lot in lots if lot == line.lot]
            if lots and self.expired(lots[0], day) and not off:
                raise Refusals("lot_expired", "stock_missing")
        for lot in self.first_out(lots):
            mine = sum(
                (n for (row, own), n in held.items() if own == lot and paper.lines[row].state == line.state), NOUGHT
            )
            part = min(self.free(lot, place) - mine, left)
            if part > 0 and (off or not self.expired(lot, day)):
                held[at, lot] = part
                left -= part
        if left:
            raise Refusals("stock_missing", "lot_expired")

    def void(self, paper: Paper) -> None:
        self._require(paper, "draft", "approved")
        paper.state, paper.held, paper.waiting = "void", {}, False

    def bring_in(self, paper: Paper, at: datetime) -> None:
        self._require(paper, "approved")
        moves = [
            Move(line.lot, OUTSIDE, ("store", paper.target, line.to_state), line.asked, row)
            for row, line in enumerate(paper.lines)
            if line.lot is not None
        ]
        self._move(paper, moves, at)
        paper.state = "posted"

    def take_out(
        self, paper: Paper, scans: Sequence[tuple[int, UUID, Decimal]], at: datetime, day: date
    ) -> None:  # fmt: skip
        self._require(paper, "approved")
        codes: set[str] = set()
        if scans:
            taken = [(row, lot, quantity) for row, lot, quantity in scans if quantity]
            for row, line in enumerate(paper.lines):
                if sum((quantity for at_row, _, quantity in taken if at_row == row), NOUGHT) > line.asked:
                    codes.add("picked_more")
            if not taken:
                codes.add("nothing_picked")
        else:
            rows = range(len(paper.lines))
            taken = [
                (row, lot, paper.held[row, lot])
                for row in rows
                for lot in self.first_out(own for held_row, own in paper.held if held_row == row)
            ]
        if any(self.expired(lot, day) and not self._aside(paper, paper.lines[row]) for row, lot, _ in taken):
            codes.add("lot_expired")
        moves = [
            Move(lot, paper.store(paper.lines[row].state), self._departure(paper, paper.lines[row]), n, row)
            for row in range(len(paper.lines))
            for taken_row, lot, n in taken
            if taken_row == row
        ]
        before, paper.held = paper.held, {}
        try:
            self._move(paper, moves, at, codes)
        except Refusals:
            paper.held = before
            raise
        if paper.kind != "transfer":
            paper.state = "posted"
            return
        paper.state = "issued"
        for move in moves:
            own = paper.road.setdefault(move.line, {})
            own[move.lot] = own.get(move.lot, NOUGHT) + move.quantity

    def _aside(self, paper: Paper, line: Line) -> bool:
        """Goods over their date may go there."""
        return paper.kind == "write_off" or (paper.kind == "state" and line.to_state != "usable")

    def _departure(self, paper: Paper, line: Line) -> Place:
        if paper.kind == "state":
            return paper.store(line.to_state)
        if paper.kind == "transfer":
            return paper.transit
        if paper.kind == "write_off":
            return OUTSIDE if paper.reason == "rotation" else SCRAPPED
        return paper.scene if paper.incident or paper.reason == "loan" else USED

    def receive(
        self, paper: Paper, arrived: Sequence[tuple[int, Decimal, Decimal, Decimal]], at: datetime
    ) -> None:  # fmt: skip
        self._require(paper, "issued")
        moves, codes = [], set()
        road = {row: dict(own) for row, own in paper.road.items()}
        for row, received, short, damaged in arrived:
            line, own = paper.lines[row], road.get(row, {})
            if received + short + damaged > sum(own.values(), NOUGHT):
                codes.add("arrived_more")
                continue
            whole = paper.scene if paper.target is None else ("store", paper.target, line.to_state)
            broken = LOST if paper.target is None else ("store", paper.target, self._broken(line.item))
            for quantity, target in ((received, whole), (damaged, broken), (short, LOST)):
                left = quantity
                for lot in list(own):
                    part = min(own[lot], left)
                    if part > 0:
                        moves.append(Move(lot, paper.transit, target, part, row))
                        own[lot] -= part
                        left -= part
        if not moves and not codes:
            codes.add("nothing_arrived")
        self._move(paper, moves, at, codes)
        paper.road = road
        if not any(left for own in road.values() for left in own.values()):
            paper.state = "posted"

    def turn_back(self, paper: Paper, at: datetime) -> None:
        self._require(paper, "issued")
        moves = [
            Move(lot, paper.transit, paper.store(paper.lines[row].state), left, row)
            for row, own in paper.road.items()
            for lot, left in own.items()
            if left
        ]
        self._move(paper, moves, at)
        paper.road, paper.state = {}, "posted"

    def bring_back(self, paper: Paper, at: datetime) -> None:
        self._require(paper, "approved")
        moves = []
        for row, line in enumerate(paper.lines):
            assert line.lot is not None
            whole = line.asked - line.damaged - line.lost - line.used
            for quantity, target in (
                (whole, ("store", paper.target, line.to_state)),
                (line.damaged, ("store", paper.target, self._broken(line.item))),
                (line.lost, LOST),
                (line.used, USED),
            ):
                if quantity:
                    moves.append(Move(line.lot, paper.scene, target, quantity, row))
        self._move(paper, moves, at)
        paper.state = "posted"

    def count(self, paper: Paper, at: datetime) -> None:
        self._require(paper, "approved")
        moves, codes = [], set()
        for row, line in enumerate(paper.lines):
            assert line.lot is not None
            place = paper.store(line.state)
            now, last = self.has(line.lot, place), self.moved.get((line.lot, paper.source)) if paper.source else None
            if last is not None and at < last:
                codes.add("lot_earlier")
            if now != line.booked:
                codes.add("count_stale")
            if line.asked > now:
                moves.append(Move(line.lot, OUTSIDE, place, line.asked - now, row))
            elif line.asked < now:
                moves.append(Move(line.lot, place, LOST, now - line.asked, row))
        self._move(paper, moves, at, codes)
        paper.state = "posted"

    def counter(self, paper: Paper, new: UUID, at: datetime) -> Paper:
        self._require(paper, "posted")
        if paper.kind == "counter":
            raise Refusals("counter_of_counter")
        if paper.countered:
            raise Refusals("countered_already")
        made = Paper(new, "counter", "counter", paper.source, paper.target, paper.incident, paper.lent, paper.lines)
        moves = [Move(one.lot, one.target, one.source, one.quantity, one.line) for one in reversed(paper.moves)]
        self._move(made, moves, at)
        made.state, paper.countered = "posted", True
        self.papers.append(made)
        return made

    def _broken(self, item: UUID) -> str:
        return "repair" if item in self.returnable else "scrap"

    def _require(self, paper: Paper, *states: str) -> None:
        if paper.state not in states:
            raise Refusals("document_state")

    def _move(self, paper: Paper, moves: Sequence[Move], at: datetime, codes: Iterable[str] = ()) -> None:
        """All of them in their order, or none."""
        found, after = set(codes), dict(self.at)
        for move in moves:
            for place in (move.source, move.target):
                last = None if place[1] is None else self.moved.get((move.lot, place[1]))
                if last is not None and at < last:
                    found.add("lot_earlier")
            left = after.get((move.lot, move.source), NOUGHT) - move.quantity
            after[move.lot, move.source] = left
            after[move.lot, move.target] = after.get((move.lot, move.target), NOUGHT) + move.quantity
            if move.source[0] in ENDLESS:
                continue
            if left < 0:
                found.add("scene_short" if move.source[0] == "site" else "stock_short")
            if left < self.promised(move.lot, move.source):
                found.add("stock_reserved")
        if found:
            raise Refusals(*found)
        self.at = defaultdict(Decimal, after)
        paper.moves += moves
        for move in moves:
            for place in (move.source, move.target):
                if place[1] is not None:
                    self.moved[move.lot, place[1]] = at

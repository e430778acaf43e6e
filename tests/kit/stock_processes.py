"""Real processes on the stores: killed at named points inside an act, and competing for the last piece.

``python -m tests.kit.stock_processes --minutes 5`` kills and competes for as long as one likes; ``play`` and
``compete`` are what the child processes do.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import IO, Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from argon2 import profiles
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor, Role
from console.domain.stock import DocumentKind
from console.domain.stock_document import Arrived, Document, NewDocument, NewLine, Step
from console.errors import Refused
from console.services import accounts
from tests.kit.stock import LEADER, Yard, came_in
from tests.kit.stock_machine import STARTS, template

D = Decimal
POINTS = ("before", "after", "commit", "done")
"""Before a flush, after one, before a commit, after one: where a process may be killed."""


@dataclass(frozen=True)
class Ground:
    """A store in a folder and what stands in it."""

    data: DataDir
    yard: Yard
    by: Actor

    def copy(self, folder: Path) -> Ground:
        data = DataDir(folder)
        shutil.copytree(self.data.root, data.root)
        return dataclasses.replace(self, data=data)

    @contextmanager
    def open(self) -> Iterator[Desk]:
        desk = bootstrap.build(self.data, StoppedClock(STARTS))
        try:
            yield desk
        finally:
            desk.close()

    def told(self) -> str:
        ids = {field.name: str(getattr(self.yard, field.name)) for field in dataclasses.fields(self.yard)}
        return json.dumps({"data": str(self.data.root), "yard": ids, "by": str(self.by.id), "name": self.by.name})

    @classmethod
    def heard(cls, told: str) -> Ground:
        said = json.loads(told)
        yard = Yard(**{name: UUID(value) for name, value in said["yard"].items()})
        return cls(DataDir(Path(said["data"])), yard, Actor.officer(UUID(said["by"]), said["name"], Role.OFFICER))


def ground(place: Path) -> Ground:
    return Ground(*template(place))


# killed


def play(desk: Desk, here: Yard, by: Actor, *, salt: str = "", done: Callable[[], None] = lambda: None) -> Document:
    """A day of a keeper; every act has its own key, so that it may be handed in again from the beginning."""
    service = desk.stock_documents

    def key(name: str) -> UUID:
        return uuid5(NAMESPACE_URL, f"stock {name} {salt}")

    def told(document: Document) -> Document:
        done()
        return document

    def through(name: str, form: NewDocument) -> Document:
        made = told(service.draft(dataclasses.replace(form, id=key(name)), by=by))
        seen = made.row.version
        return told(service.approve(made.row.id, LEADER, key=key(f"{name} yes"), seen=seen, by=by))

    rows = [NewLine(here.pump, D(9), lot_code=f"甲{salt}"), NewLine(here.water, D(48), lot_code=f"乙{salt}")]
    made = through("in", NewDocument(DocumentKind.RECEIPT, tuple(rows), to_store=here.county))
    made = told(service.post(made.row.id, Step(key("in post")), seen=made.row.version, by=by))
    lots = [line.lot for line in made.lines]
    rows = [NewLine(here.pump, D(2), lot=lots[0]), NewLine(here.water, D(24), lot=lots[1])]
    made = through("move", NewDocument(DocumentKind.TRANSFER, tuple(rows), from_store=here.county, to_store=here.town))
    made = told(service.issue(made.row.id, (), Step(key("move out")), seen=made.row.version, by=by))
    first, second = (line.id for line in made.lines)
    for name, came in (
        ("part", [Arrived(first, D(1)), Arrived(second, D(20), short=D(1))]),
        ("rest", [Arrived(first, D(0), damaged=D(1)), Arrived(second, D(3))]),
    ):
        step = Step(key(name))
        made = told(service.receive(made.row.id, came, step, receiver="王例二", seen=made.row.version, by=by))
    counted = NewLine(here.pump, D(6), lot=lots[0], shelf="甲-1")
    made = through("count", NewDocument(DocumentKind.COUNT, (counted,), from_store=here.county))
    made = told(service.post(made.row.id, Step(key("count post")), seen=made.row.version, by=by))
    made = told(service.counter(made.row.id, "数错", LEADER, key=key("turned"), seen=made.row.version, by=by))
    over = through(
        "over", NewDocument(DocumentKind.WRITE_OFF, (NewLine(here.water, D(4), lot=lots[1]),), from_store=here.county)
    )
    return told(service.void(over.row.id, "不再需要", key=key("void"), seen=over.row.version, by=by))


def stands(desk: Desk) -> dict[tuple[str, str, str], tuple[Decimal, Decimal]]:
    """What lies where, by names."""
    return {
        (row.store_name, row.lot_code, row.state.value): (row.quantity, row.reserved) for row in desk.stock.on_hand()
    }


def faults(desk: Desk) -> list[str]:
    """Everything that is wrong with the books."""
    return [str(row) for row in desk.stock.check()] + ([str(found)] if (found := desk.log.verify().faults) else [])


def points(here: Ground) -> dict[str, int]:
    """How often each point is passed in a day."""
    counted: Counter[str] = Counter()
    with here.open() as desk, _points(lambda point: counted.update((point,))):
        play(desk, here.yard, here.by, done=lambda: counted.update(("done",)))
    return dict(counted)


def killed_at(here: Ground, point: str, count: int) -> int:
    """The day in a process of its own that is killed at the n-th time it comes to a point; its exit code."""
    child = subprocess.run(_command("play", here, point, str(count)), capture_output=True, check=False)
    return child.returncode


def killed_after(here: Ground, seconds: float) -> int:
    """The day, killed from outside so long after it began."""
    with subprocess.Popen(_command("play", here, "never", "0"), stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        timer = threading.Timer(seconds, child.kill)
        timer.start()
        child.wait()
        timer.cancel()
    return child.returncode


def judged(here: Ground, wanted: dict[tuple[str, str, str], tuple[Decimal, Decimal]], documents: int) -> list[str]:
    """After a kill: nothing is half, and the whole day handed in again is done exactly once."""
    with here.open() as desk:
        found = faults(desk)
        play(desk, here.yard, here.by)
        found += faults(desk)
        if stands(desk) != wanted:
            found.append(f"stands {stands(desk)} instead of {wanted}")
        if desk.stock_documents.count() != documents:
            found.append(f"{desk.stock_documents.count()} documents instead of {documents}")
    return found


@contextmanager
def _points(passed: Callable[[str], None]) -> Iterator[None]:
    def before(*_: Any) -> None:
        passed("before")

    def after(*_: Any) -> None:
        passed("after")

    def commit(_: Any) -> None:
        passed("commit")

    pairs = ((Session, "before_flush", before), (Session, "after_flush", after), (Engine, "commit", commit))
    for target, name, heard in pairs:
        event.listen(target, name, heard)
    try:
        yield
    finally:
        for target, name, heard in pairs:
            event.remove(target, name, heard)


def _play_and_die(here: Ground, point: str, count: int) -> None:
    left = [count]

    def passed(name: str) -> None:
        left[0] -= name == point
        if left[0] == 0 and name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    with here.open() as desk, _points(passed):
        print("begun", flush=True)
        play(desk, here.yard, here.by, done=lambda: passed("done"))


# competing


def duels(desk: Desk, here: Ground, salt: int) -> list[tuple[dict[str, Any], dict[str, Any], frozenset[str]]]:
    """Pairs of acts only one of which can be done; what the other is told."""
    yard, by = here.yard, here.by
    short = frozenset({"stock_missing", "stock_reserved", "stock_short", "count_stale", "lot_expired"})
    seen = frozenset({"changed_meanwhile", "document_state"})

    def last(code: str) -> UUID:
        lot = came_in(desk, by, yard.county, NewLine(yard.pump, D(1), lot_code=f"{code}{salt}")).lines[0].lot
        assert lot is not None
        return lot

    def draft(kind: DocumentKind, lot: UUID, asked: int = 1, **ends: Any) -> Document:
        form = NewDocument(kind, (NewLine(yard.pump, D(asked), lot=lot),), from_store=yard.county, **ends)
        return desk.stock_documents.draft(form, by=by)

    def act(name: str, document: Document, key: UUID | None = None) -> dict[str, Any]:
        return {
            "act": name, "id": str(document.row.id), "seen": document.row.version, "key": str(key or uuid4()),
        }  # fmt: skip

    def yes(document: Document) -> Document:
        return desk.stock_documents.approve(document.row.id, LEADER, key=uuid4(), seen=document.row.version, by=by)

    transfer, issue, off, count = (
        DocumentKind.TRANSFER, DocumentKind.ISSUE, DocumentKind.WRITE_OFF, DocumentKind.COUNT
    )  # fmt: skip
    one, two, three, four = (last(code) for code in "甲乙丙丁")
    held = yes(draft(issue, four))
    came = came_in(desk, by, yard.county, NewLine(yard.pump, D(1), lot_code=f"戊{salt}"))
    assert came.lines[0].lot is not None
    return [
        (act("approve", draft(transfer, one, to_store=yard.town)), act("approve", draft(issue, one)), short),
        (act("approve", draft(off, two)), act("post", yes(draft(count, two, asked=0))), short),
        (act("approve", draft(issue, three)), act("approve", draft(transfer, three, destination="码头")), short),
        (act("post", held), act("post", held), seen),
        (act("counter", came), act("approve", draft(issue, came.lines[0].lot)), short),
    ]


class Rival:
    """A process that does what it is told when it is told."""

    def __init__(self, here: Ground) -> None:
        self._child = subprocess.Popen(
            _command("compete", here), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.answer()

    def begin(self, act: dict[str, Any]) -> None:
        stream = self._stream(self._child.stdin)
        stream.write(json.dumps(act) + "\n")
        stream.flush()

    def answer(self) -> str:
        return self._stream(self._child.stdout).readline().strip()

    def end(self) -> int:
        self._stream(self._child.stdin).close()
        code = self._child.wait()
        self._stream(self._child.stdout).close()
        return code

    @staticmethod
    def _stream(stream: IO[str] | None) -> IO[str]:
        assert stream is not None
        return stream


def competed(here: Ground, rounds: int) -> tuple[Counter[str], list[str]]:
    """Two processes at once on the last piece, so many rounds: what the losers were told, and what went wrong."""
    told: Counter[str] = Counter()
    wrong: list[str] = []
    rivals = Rival(here), Rival(here)
    with here.open() as desk:
        for at in range(rounds):
            for first, second, codes in duels(desk, here, at):
                acts = (first, second) if at % 2 == 0 else (second, first)
                for rival, act in zip(rivals, acts, strict=True):
                    rival.begin(act)
                answers = [rival.answer() for rival in rivals]
                told.update(answers)
                lost = [answer for answer in answers if answer != "done"]
                if len(lost) != 1 or lost[0] not in codes:
                    wrong.append(f"round {at}: {acts} ended {answers}")
        wrong += faults(desk)
    wrong += [f"exit {code}" for code in (rival.end() for rival in rivals) if code]
    return told, wrong


def _compete(here: Ground) -> None:
    with here.open() as desk:
        print("ready", flush=True)
        for line in sys.stdin:
            print(_answer(desk, here.by, json.loads(line)), flush=True)


def _answer(desk: Desk, by: Actor, said: dict[str, Any]) -> str:
    service, document, seen, key = desk.stock_documents, UUID(said["id"]), said["seen"], UUID(said["key"])
    try:
        if said["act"] == "approve":
            service.approve(document, LEADER, key=key, seen=seen, by=by)
        elif said["act"] == "post":
            service.post(document, Step(key), seen=seen, by=by)
        else:
            service.counter(document, "录错", LEADER, key=key, seen=seen, by=by)
    except Refused as refused:
        return refused.code
    return "done"


def _command(act: str, here: Ground, *more: str) -> list[str]:
    return [sys.executable, "-m", "tests.kit.stock_processes", act, here.told(), *more]


def main(arguments: Sequence[str]) -> int:
    """A child's part, or the soak."""
    if arguments and arguments[0] == "play":
        _play_and_die(Ground.heard(arguments[1]), arguments[2], int(arguments[3]))
        return 0
    if arguments and arguments[0] == "compete":
        _compete(Ground.heard(arguments[1]))
        return 0
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--minutes", type=float, default=5)
    reader.add_argument("--seed", type=int, default=1)
    options = reader.parse_args(arguments)
    accounts.COST = profiles.CHEAPEST
    return _soak(options.minutes, Random(options.seed))


def _soak(minutes: float, pick: Random) -> int:
    end, tally, wrong = time.monotonic() + 60 * minutes, Counter[str](), list[str]()
    with TemporaryDirectory(dir="/var/tmp" if os.access("/var/tmp", os.W_OK) else None) as place:
        begun = ground(Path(place))
        passed = points(begun.copy(Path(place) / "counted"))
        print(passed, flush=True)
        plain = begun.copy(Path(place) / "plain")
        with plain.open() as desk:
            play(desk, plain.yard, plain.by)
            wanted, documents = stands(desk), desk.stock_documents.count()
        every = [(point, at) for point in POINTS for at in range(1, passed[point] + 1)]
        pick.shuffle(every)
        while time.monotonic() < end:
            here = begun.copy(Path(place) / "here")
            if every:
                point, at = every.pop()
                code = killed_at(here, point, at)
                wrong += [] if code == -signal.SIGKILL else [f"{point} {at}: exit {code}"]
                tally[point] += 1
            else:
                code = killed_after(here, pick.random() * 1.5)
                tally["any moment" if code else "whole day"] += 1
            wrong += judged(here, wanted, documents)
            shutil.rmtree(here.data.root)
            if sum(tally.values()) % 10 == 0:
                told, more = competed(begun.copy(Path(place) / "here"), 4)
                tally.update({f"competed: {name}": count for name, count in told.items()})
                wrong += more
                shutil.rmtree(Path(place) / "here")
    for name, count in sorted(tally.items()):
        print(f"{count:7} {name}")
    print(f"{len(wrong):7} faults", *wrong[:20], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

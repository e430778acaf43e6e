"""Writers that are killed and watched: real processes that say on their output what has been durably recorded."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from uuid import uuid4

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.duty import SheetRow, confirmable_in_sheet, unconfirmed
from console.domain.inbound import FigureValue, Intake
from console.domain.people import Actor, Role
from console.domain.posts import PostLine
from console.errors import Refused
from console.services.duty import incoming_digest
from console.tool.bench import incident_writer
from console.tool.bench.corpus import Corpus

KINDS = ("log", "intake", "handover", "incident")
OFFICERS = ("陈例一", "邹例八")
PASSWORD = "only-for-the-kill-loop"
Ack = dict[str, Any]


def command(data: DataDir, *arguments: str) -> list[str]:
    """The tool as a process of its own on that store."""
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "console.tool"]
    return [*start, "--data", str(data.root), *arguments]


def start(data: DataDir, kind: str) -> subprocess.Popen[bytes]:
    """A writer of that kind: lines through ``log add``, else the services of this program in a child."""
    arguments = ("log", "add") if kind == "log" else ("bench", "writer", kind)
    return subprocess.Popen(command(data, *arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)


def lines(seed: int) -> Iterator[bytes]:
    """Endless JSON lines for ``log add``, each with an id of its own."""
    corpus = Corpus(seed)
    while True:
        yield json.dumps({"text": corpus.text(), "id": str(uuid4())}, ensure_ascii=False).encode() + b"\n"


def prepare(desk: Desk) -> None:
    """Two officers, so that a watch can be handed over."""
    for name in OFFICERS:
        desk.accounts.add(name, Role.ADMIN if name == OFFICERS[0] else Role.OFFICER, PASSWORD, by=Actor.tool("bench"))


def run(data: DataDir, kind: str) -> None:
    """Write until killed; one JSON line after each durable commit."""
    steps: dict[str, Callable[[Desk], Iterator[Ack]]] = {
        "intake": lambda desk: (_intake(desk, turn) for turn in count()),
        "handover": lambda desk: (_hand_over(desk, turn) for turn in count()),
        "incident": lambda desk: incident_writer.acts(desk, _officer(desk, OFFICERS[1]), OFFICERS[0], PASSWORD),
    }
    if kind not in steps:
        raise Refused("bench_no_writer", kind=kind, known=", ".join(steps))
    desk = bootstrap.build(data)
    try:
        for ack in steps[kind](desk):
            sys.stdout.write(json.dumps(ack) + "\n")
            sys.stdout.flush()
    finally:
        desk.close()


def _intake(desk: Desk, turn: int) -> Ack:
    form = Intake(
        id=uuid4(),
        summary=f"样例村{turn} 山体裂缝",
        received_at=desk.clock.now(),
        caller_name="梁例五",
        caller_phone="100-0000-0001",
        figures={"dead": FigureValue(None, True), "affected": FigureValue(turn)},
    )
    row = desk.intake.register(form, by=Actor.tool("bench"))
    return {"table": "inbound", "id": str(form.id), "number": row.number}


def _hand_over(desk: Desk, _turn: int) -> Ack:
    """The next act of an endless chain of hand-overs, wherever the last process was killed."""
    watch, sheet = desk.duty.on_watch(), desk.duty.running_sheet()
    if watch is None:
        return _shift_ack(desk.duty.take_over_empty(_posts(OFFICERS[0]), by=_officer(desk, OFFICERS[0])))
    if sheet is None:
        started = desk.duty.start_hand_over(by=_officer(desk, watch.owner))
        return {"table": "sheet", "id": str(started.id), "number": started.number}
    if not any(signature["part"] == "outgoing" for signature in sheet.signatures):
        signed = desk.duty.sign_outgoing(sheet.digest, watch.owner, PASSWORD)
        return {"table": "sheet", "id": str(signed.id), "number": signed.number}
    return _take_over(desk, sheet, OFFICERS[1] if watch.owner == OFFICERS[0] else OFFICERS[0])


def _take_over(desk: Desk, sheet: SheetRow, name: str) -> Ack:
    by = _officer(desk, name)
    together = confirmable_in_sheet(sheet.body, sheet.confirmations)
    if together:
        sheet = desk.duty.confirm(together, seen=sheet.digest, by=by)
    for item in unconfirmed(sheet.body, sheet.confirmations):
        sheet = desk.duty.confirm([item], seen=sheet.digest, by=by)
    return _shift_ack(desk.duty.take_over(_posts(name), name, PASSWORD, seen=incoming_digest(sheet)))


def _shift_ack(shift: Any) -> Ack:
    return {"table": "shift", "id": str(shift.id), "number": shift.number}


def _officer(desk: Desk, name: str) -> Actor:
    return next(row.actor for row in desk.accounts.list() if row.name == name)


def _posts(name: str) -> list[PostLine]:
    return [PostLine("leader", "林例十"), PostLine("主班", name)]

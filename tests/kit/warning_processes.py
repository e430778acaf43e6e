"""Real processes killed inside the acts of a warning: nothing is half, and what was begun can be carried on.

``play`` is what the child does: one warning from the draft to its lift, with channels by hand and an order to a device.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.warning import Kind, State
from console.domain.warning_form import Chosen
from console.domain.warning_rows import Sent, WarningRow
from console.services.warning_sends import Done
from tests.kit.warning import WORD, County, small_county
from tests.kit.warning_walk import STARTS, judged

POINTS = ("before", "after", "commit")
"""Before a flush, after one, before a commit."""
FIRST, LIFT = uuid5(NAMESPACE_URL, "first"), uuid5(NAMESPACE_URL, "lift")


def opened(data: DataDir) -> Desk:
    return bootstrap.build(data, StoppedClock(STARTS))


def county_of(desk: Desk) -> County:
    """The county of a store that was made before."""
    place = next(one for one in desk.places.everything() if one.name == "岩头镇")
    made = County(desk, place.id, desk.contact_groups.rows()[0].id)
    made.officers |= {one.name: one.actor for one in desk.accounts.list()}
    return made


def ground(data: DataDir) -> None:
    desk = opened(data)
    small_county(desk)
    desk.close()


def play(ground: County) -> None:
    """Whatever comes next, until all of it is done: the same after a crash as without one."""
    desk, first = ground.desk, ground.actor("甲例")
    form = replace(ground.form(channels=(Chosen("tv"), Chosen("carrier_sms"))), id=FIRST)
    row = _out(desk, desk.warnings.draft(form, by=first), first)
    if not [one for one in desk.warnings.chain(FIRST) if one.id == LIFT]:
        desk.warnings.follow(row.id, Kind.LIFT, LIFT, seen=desk.warnings.one(FIRST).version, by=first)
    lift = desk.warnings.one(LIFT)
    if not lift.form.full:
        lift = desk.warnings.edit(ground.lifting(lift), seen=lift.version, by=first)
    _out(desk, lift, first)


def _out(desk: Desk, row: WarningRow, by: Actor) -> WarningRow:
    """From wherever it stands to the last channel."""
    service = desk.warnings
    row = service.one(row.id)
    if row.state is State.DRAFT:
        row = service.submit(row.id, seen=row.version, by=by)
    if row.state is State.REVIEW:
        row = service.endorse(row.id, "乙例", WORD, digest=row.digest or b"")
    if row.state is State.SIGN:
        row = service.sign(row.id, "丙例", WORD, digest=row.digest or b"")
    if row.state is State.RELEASE:
        row = service.release(row.id, seen=row.version, by=by)
    for one in desk.warning_sends.rows(row.id):
        if one.row.state is Sent.TODO:
            desk.warning_sends.done(one.row.id, Done(reached=2, proof="回电"), seen=one.row.version, by=by)
    desk.warning_sends.tick(by=Actor.program())
    return service.one(row.id)


def stands(desk: Desk) -> dict[str, Any]:
    """How it ended, without ids: the same whether somebody was killed on the way or not."""
    with desk.opened.store.reading() as connection:

        def ask(statement: str) -> list[tuple[Any, ...]]:
            return [tuple(one) for one in connection.execute(text(statement))]

        return {
            "warnings": ask("SELECT number, state, kind FROM warning ORDER BY number"),
            "steps": ask("SELECT w.number, s.act FROM warning_step s JOIN warning w ON w.id = s.warning_id "
                         "ORDER BY w.number, s.number"),
            "sends": ask("SELECT w.number, s.channel, s.state, s.people FROM warning_send s JOIN warning w "
                         "ON w.id = s.warning_id ORDER BY w.number, s.ordinal"),
            "people": ask("SELECT w.number, p.name FROM warning_person p JOIN warning w ON w.id = p.warning_id "
                          "ORDER BY w.number, p.ordinal"),
        }  # fmt: skip


def wrong(desk: Desk) -> list[str]:
    """Everything half or unsigned in the store."""
    found = judged(county_of(desk), {})
    faults = desk.log.verify().fault
    return found + ([str(faults)] if faults is not None else [])


def points(data: DataDir) -> dict[str, int]:
    """How often each point is passed."""
    counted: Counter[str] = Counter()
    desk = opened(data)
    with _points(lambda point: counted.update((point,))):
        play(county_of(desk))
    desk.close()
    return dict(counted)


def killed_at(data: DataDir, point: str, count: int) -> int:
    """The play in a process of its own that is killed at the n-th time it comes to a point; its exit code."""
    command = [sys.executable, "-m", "tests.kit.warning_processes", json.dumps([str(data.root), point, count])]
    ended = subprocess.run(command, capture_output=True, check=False)
    if ended.returncode != -signal.SIGKILL:  # a child that could not even begin must say why
        sys.stderr.write(ended.stderr.decode(errors="replace"))
    return ended.returncode


@contextmanager
def _points(passed: Callable[[str], None]) -> Iterator[None]:
    pairs = [
        (Session, "before_flush", lambda *_: passed("before")), (Session, "after_flush", lambda *_: passed("after")),
        (Engine, "commit", lambda *_: passed("commit")),
    ]  # fmt: skip
    for target, name, heard in pairs:
        event.listen(target, name, heard)
    try:
        yield
    finally:
        for target, name, heard in pairs:
            event.remove(target, name, heard)


def main(told: str) -> int:
    root, point, count = json.loads(told)
    left = [count]

    def passed(name: str) -> None:
        left[0] -= name == point
        if left[0] == 0 and name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    desk = opened(DataDir(Path(root)))
    with _points(passed):
        play(county_of(desk))
    desk.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

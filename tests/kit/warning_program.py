"""The program as a process of its own that runs the wire and does what an officer tells it, line by line.

It reads one word from each line of its input and answers with one line of JSON. It is made to be killed: whatever it
was about is found in the store by the next one.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from argon2 import profiles

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.delivery import SendState
from console.domain.warning import State
from console.domain.warning_form import Chosen
from console.errors import Refused
from console.services import accounts
from tests.kit.links import waited
from tests.kit.warning import WORD, County

WARNING = uuid5(NAMESPACE_URL, "the warning that is killed")
CHANNELS = ("sms", "siren", "broadcast", "led", "cap")
AT_ONCE = 2
"""How many of what sounds an officer arms together."""
LOOKS = 0.1
TOO_LATE = "not_begun_in_time"
"""What was armed and did not begin while that held: asked for and armed anew by the officer."""


class Program:
    """The process under test, seen from outside. ``forked``: of this one, for what has to be quick; it has done the
    importing already."""

    def __init__(self, data: DataDir, *, forked: bool = False) -> None:
        (theirs, self._tells), (self._hears, ours) = os.pipe(), os.pipe()
        self._pid = _forked(data, theirs, ours) if forked else _spawned(data, theirs, ours)
        os.close(theirs)
        os.close(ours)
        self._said = os.fdopen(self._hears, encoding="utf-8")
        assert self.heard() == {"ready": True}

    def tell(self, word: str) -> None:
        os.write(self._tells, f"{word}\n".encode())

    def heard(self) -> Any:
        line = self._said.readline()
        assert line, "it died"
        return json.loads(line)

    def ask(self, word: str) -> Any:
        self.tell(word)
        return self.heard()

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)
        assert self._over() == -signal.SIGKILL

    def end(self) -> int:
        """It ends as when the officer closes it; its exit code."""
        self.tell("end")
        return self._over()

    def _over(self) -> int:
        _, status = os.waitpid(self._pid, 0)
        os.close(self._tells)
        self._said.close()
        return os.waitstatus_to_exitcode(status)


def _spawned(data: DataDir, read: int, write: int) -> int:
    command = [sys.executable, "-m", "tests.kit.warning_program", str(data.root), str(read), str(write)]
    for end in (read, write):
        os.set_inheritable(end, True)
    return os.posix_spawn(sys.executable, command, os.environ)


def _forked(data: DataDir, read: int, write: int) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = run(data, read, write)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return child


class Officer:
    """Goes on with the one warning from wherever it stands."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.ground = County(desk, desk.places.everything()[0].id, desk.contact_groups.rows()[0].id)
        self.ground.officers |= {one.name: one.actor for one in desk.accounts.list()}
        self.by, self.arms = self.ground.actor("甲例"), self.ground.actor("丙例")
        self.ended = threading.Event()

    def release(self) -> dict[str, Any]:
        """Drafted, handed in, reviewed, signed, released: what of it is not done yet."""
        service, by = self.desk.warnings, self.by
        # signs of this make know no Chinese
        form = self.ground.form(channels=tuple(map(Chosen, CHANNELS)), title="RAINSTORM RED WARNING", listened="")
        form = replace(form, id=WARNING)
        row = service.draft(form, by=by)
        if row.state is State.DRAFT:
            row = service.submit(row.id, seen=row.version, by=by)
        if row.state is State.REVIEW:
            row = service.endorse(row.id, "乙例", WORD, digest=row.digest or b"")
        if row.state is State.SIGN:
            row = service.sign(row.id, "丙例", WORD, digest=row.digest or b"")
        if row.state is State.RELEASE:
            row = service.release(row.id, seen=row.version, by=by)
        return {"state": row.state.value}

    def duty(self, most: int = AT_ONCE) -> dict[str, Any]:
        """The warning is out; then by and by what waits is armed, and what was left sounding is stopped, until
        nothing of it moves any more or the program is killed. What is unknown stays unknown: nobody saw it."""
        self.release()
        while not self.ended.is_set():
            held = [row.id for row in self.desk.deliveries.rows(states=[SendState.HELD])][:most]
            self._meant(self._arm, held)
            for one in self.desk.deliveries.soundings().values():
                if one.held_by_us and one.state is SendState.UNKNOWN:  # nobody knows when it ends
                    self._meant(self._silence, one.device_id)
            for row in self.desk.deliveries.rows(states=[SendState.FAILED]):
                if row.said == TOO_LATE:
                    self._meant(partial(self.desk.warning_targets.again, by=self.by), row.id)
            if not self.desk.deliveries.counts().left and not self._sounding():
                break
            self.ended.wait(LOOKS)
        return self.counts()

    def all_of_it(self) -> dict[str, Any]:
        return self.duty(1_000)

    def pause(self) -> dict[str, Any]:
        self.desk.deliveries.pause(self.batch(), by=self.by)
        return self.counts()

    def go_on(self) -> dict[str, Any]:
        self.desk.deliveries.go_on(self.batch(), by=self.by)
        return self.counts()

    def stop(self) -> dict[str, Any]:
        self.desk.deliveries.stop_batch(self.batch(), by=self.by)
        return self.counts()

    def quiet(self) -> dict[str, Any]:
        """Once nothing of the texts is under way."""
        waited(lambda: self.desk.deliveries.batch(self.batch()).counts.sending == 0)
        return self.counts()

    def counts(self) -> dict[str, Any]:
        """What the page of the warning shows of each channel."""
        made = {}
        for one in self.desk.warning_sends.rows(WARNING):
            counts = one.counts
            assert counts is not None
            made[one.row.channel] = {state.value: getattr(counts, state.value) for state in SendState} | {
                "state": one.row.state.value
            }
        return made

    def batch(self) -> UUID:
        (found,) = [one.row.batch_id for one in self.desk.warning_sends.rows(WARNING) if one.row.channel == "sms"]
        assert found is not None
        return found

    def _arm(self, held: list[UUID]) -> None:
        if held:
            area = self.desk.deliveries.arming(held).area
            self.desk.deliveries.arm(held, area, WORD, by=self.arms)

    def _sounding(self) -> bool:
        """Whether a siren of ours is on, or may be."""
        return any(one.held_by_us for one in self.desk.deliveries.soundings().values())

    def _silence(self, device_id: UUID) -> None:
        self.desk.stop_all(by=self.by, device_id=device_id)

    def _meant(self, act: Callable[..., object], *arguments: Any) -> None:
        with suppress(Refused):  # it has begun, or was taken back by a stop, meanwhile
            act(*arguments)


def run(data: DataDir, read: int, write: int) -> int:
    """What the process does: the wire, and one word after the other."""
    accounts.COST = profiles.CHEAPEST
    desk = bootstrap.build(data)
    assert desk.wire.start()
    officer = Officer(desk)
    threading.Thread(target=_orphaned, args=(os.getppid(),), daemon=True).start()
    os.write(write, b'{"ready": true}\n')
    with os.fdopen(read, encoding="utf-8") as words:
        for line in words:
            if line == "end\n":
                break
            os.write(write, f"{json.dumps(getattr(officer, line.strip())())}\n".encode())
    desk.close()
    return 0


def _orphaned(parent: int) -> None:
    """Nobody is left who could end it."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(run(DataDir(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])))

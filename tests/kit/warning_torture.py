"""A warning released to texts, sirens, a public address, signs and a folder, by a program killed again and again.

``python -m tests.kit.warning_torture --kills 100 --numbers 2000`` prints what was met; it exits 1 if anything was heard
twice, a text came twice, or the book says something was sent that was not (or was not sent that was). The devices are
simulated in this process and outlive the program; what they know is held against the store by SQL.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from argon2 import profiles

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.people import Actor
from console.domain.phones import digits_of
from console.domain.realm import Realm
from console.domain.wire import DeviceForm
from console.services import accounts
from console.tool.bench.people import rows
from tests.kit.warning import small_county
from tests.kit.warning_program import WARNING, Program
from tests.kit.warning_street import BROADCAST, WarningStreet, street

DONE, NOT_DONE = {"sent", "confirmed", "unconfirmed"}, {"held", "queued", "cancelled", "failed"}
TOLD = """
SELECT d.id, v.code, v.driver, d.target, d.state, d.said, d.armed_by, d.attempts
FROM delivery d JOIN device v ON v.id = d.device_id WHERE d.subject_id = ? ORDER BY d.number
"""
LIFE, SHORT = 1.5, 0.05
"""Seconds a program lives at most after it was told to go on, or after so much has happened."""
PATIENCE = 20.0
EARLY = 10
"""One life of so many ends before the release, or in it."""
SOUND_SECONDS = "1"


@dataclass
class Judged:
    """What became of everything, and everything that is wrong."""

    states: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    doubles: int = 0
    lies: int = 0

    def double(self, what: str) -> None:
        self.doubles += 1
        self.wrong.append(f"twice: {what}")

    def lie(self, what: str) -> None:
        self.lies += 1
        self.wrong.append(f"not so: {what}")


def prepared(place: Path, made: WarningStreet, numbers: int) -> DataDir:
    """A live store whose county has so many people with a number, and these devices."""
    data = DataDir(place / "store")
    bootstrap.create(data, Realm.LIVE)
    (place / "cap").mkdir()
    with closing(bootstrap.build(data)) as desk:
        small_county(desk)
        _people(desk, place, numbers)
        for stand in made.stands:
            more = {"relay": {"seconds": SOUND_SECONDS}, "modem": {"gap_s": "0"}}.get(stand.driver, {})
            _device(desk, stand.code, stand.driver, stand.url, more)
        _device(desk, "cap-0", "file", str(place / "cap"), {})
    return data


def _device(desk: Desk, code: str, driver: str, url: str, options: dict[str, str]) -> None:
    profile = BROADCAST if driver == "profile" else ""
    form = DeviceForm(uuid4(), code, code, driver, url, options=options, profile=profile)
    desk.devices.add(form, by=Actor.tool("tester"))


def _people(desk: Desk, place: Path, numbers: int) -> None:
    """So many numbers; two of them are of two people."""
    by, file = Actor.tool("tester"), place / "people.csv"
    file.write_text("\n".join(rows(numbers)) + "\n", encoding="utf-8")
    desk.contacts.import_file(file, by=by)
    with desk.opened.store.reading() as connection:
        found = connection.exec_driver_sql("SELECT id FROM person ORDER BY name").scalars()
        people = [UUID(str(one)) for one in found]
    group = desk.contact_groups.rows()[0]
    desk.contact_groups.set_members(group.id, people, seen=group.version, by=by)


def killed(data: DataDir, made: WarningStreet, chance: random.Random, kills: int, burst: int, *, forked: bool) -> int:
    """Lives that end by a kill at a random moment, the first of them before the warning is out; how many found
    something left to do.

    Three of ten are killed at whatever they are about after a moment, however far they came; the others somewhere in
    their sending: however slow the machine is, they come to it.
    """
    early, busy = kills // EARLY + 1, 0
    for nth in range(kills):
        busy += _left(data)
        program = Program(data, forked=forked)
        if nth == early:  # a busy machine takes longer over the release than any of the first ones lived
            program.ask("release")
        program.tell("duty")
        if nth >= early and chance.random() < 0.7:
            _until(made, made.happened() + chance.randint(1, burst))
            time.sleep(chance.uniform(0.0, SHORT))
        else:
            time.sleep(chance.uniform(0.0, LIFE))
        program.kill()
    return busy


def _until(made: WarningStreet, count: int) -> None:
    """So much has happened out there, or it takes too long to wait for."""
    end = time.monotonic() + PATIENCE
    while made.happened() < count and time.monotonic() < end:
        time.sleep(0.001)


def _left(data: DataDir) -> bool:
    """Whether the warning is not out yet, or something of it has still to begin."""
    with closing(sqlite3.connect(f"file:{data.store}?mode=ro", uri=True)) as store:
        counted = dict(store.execute("SELECT state, count(*) FROM delivery GROUP BY state"))
    return not counted or bool({"queued", "held", "sending"} & counted.keys())


def judged(data: DataDir, made: WarningStreet, place: Path) -> Judged:
    """The store against what the devices know."""
    found = Judged()
    with closing(sqlite3.connect(f"file:{data.store}?mode=ro", uri=True)) as store:
        rows = store.execute(TOLD, (WARNING.hex,)).fetchall()
        (cap,) = store.execute("SELECT cap FROM warning WHERE id = ?", (WARNING.hex,)).fetchone()
        if store.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            found.wrong.append("the store is damaged")
    texts, shown = made.texts(), made.shown()
    heard: dict[str, list[tuple[str, str]]] = {}
    for key, code, driver, target, state, said, armed, attempts in rows:
        found.states[f"{driver} {state}"] += 1
        what = f"{code} {target} {state} {said} after {attempts}"
        if driver == "modem":
            _hold(found, what, state, texts.pop(digits_of(target), 0))
        elif driver == "alpha":
            _hold(found, what, state, min(1, len(shown[code])))  # shown anew is not shown twice
        elif driver == "file":
            _hold(found, what, state, len(list(_dropped(place, key, cap, found))))
        else:
            heard.setdefault(code, []).append((state, armed))
    _hold_heard(found, heard, made.sounded())
    for number in texts:
        found.lie(f"a text went to {number}, whom nobody named")
    found.wrong += [f"{code} sounds still" for code in made.sounding()]
    with closing(bootstrap.build(data)) as desk:
        faults = desk.log.verify().faults
        found.wrong += [str(faults)] if faults else []
    return found


def _hold(found: Judged, what: str, state: str, times: int) -> None:
    if times > 1:
        found.double(f"{what}: {times} times")
    if state == "sending":
        found.lie(f"{what}: nobody sends it")
    if state in DONE and not times:
        found.lie(f"{what}: it was never done")
    if state in NOT_DONE and times:
        found.lie(f"{what}: it was done")


def _hold_heard(found: Judged, heard: dict[str, list[tuple[str, str]]], sounded: Counter[str]) -> None:
    """Each device with what was asked of it: once for each arming at most, and as often as the book may think."""
    for code, times in sounded.items():
        rows = heard.get(code, [])
        done = sum(state in DONE for state, _armed in rows)
        unsure = sum(state in ("unknown", "sending") for state, _armed in rows)
        what = f"{code} {rows}: heard {times} times"
        if times > sum(bool(armed) for _state, armed in rows):
            found.double(what)
        if not done <= times <= done + unsure or any(state == "sending" for state, _armed in rows):
            found.lie(what)


def _dropped(place: Path, key: str, cap: str, found: Judged) -> Iterator[Path]:
    """The file of that order; a file is whole or not there."""
    for path in (place / "cap").glob(f"*{key}.xml"):
        if path.read_text("utf-8") != cap:
            found.lie(f"{path.name} is not what was released")
        yield path


def torture(
    kills: int, numbers: int, seed: int, place: Path, *, forked: bool = False, life: float = LIFE, **more: Any
) -> dict[str, Any]:
    """One warning, killed so often, then brought to its end; what was met."""
    chance, tally, began = random.Random(seed), Counter[str](), time.monotonic()
    with street(**more) as made:
        data = prepared(place, made, numbers)
        burst = max(2, 2 * numbers // max(1, kills))
        tally |= {"numbers": numbers, "kills": kills}
        tally["kills with work left"] = killed(data, made, chance, kills, burst, forked=forked)
        program = Program(data, forked=forked)
        counts = program.ask("all_of_it")
        made.quiet()
        counts = program.ask("counts")
        assert program.end() == 0
        found = judged(data, made, place)
        told = {"texts that went": made.texts().total(), "sounds": made.sounded().total()}
    _hold_words(found, counts)
    unknown = sum(count for name, count in found.states.items() if name.endswith("unknown"))
    return {
        **tally, **told, "doubles": found.doubles, "lies": found.lies, "unknown": unknown,
        "states": dict(sorted(found.states.items())),
        "channels": {name: one["state"] for name, one in counts.items()}, "wrong": found.wrong[:20],
        "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip


def _hold_words(found: Judged, counts: dict[str, Any]) -> None:
    """A channel is called done only where all of it is known to have gone out."""
    for name, one in counts.items():
        unsure = sum(one[state] for state in ("unknown", "failed", "queued", "held", "sending"))
        if one["state"] == "done" and unsure:
            found.lie(f"the channel {name} is called done")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--numbers", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=2030)
    parser.add_argument("--lag", type=float, default=0.02, help="seconds the network takes over one text")
    parser.add_argument("--sirens", type=int, default=16)
    parser.add_argument("--forked", action="store_true", help="processes forked of this one: quicker to begin")
    parser.add_argument("--place", type=Path, default=None, help="where the store lies: a disk for the real thing")
    given = parser.parse_args()
    accounts.COST = profiles.CHEAPEST
    place = Path(tempfile.mkdtemp(dir=given.place))
    try:
        met = torture(
            given.kills, given.numbers, given.seed, place, forked=given.forked, lag=given.lag, modems=4,
            sirens=given.sirens, broadcasts=8, signs=2,
        )  # fmt: skip
    finally:
        with suppress(OSError):
            shutil.rmtree(place)
    print(json.dumps(met, indent=1, ensure_ascii=False))
    return 1 if met["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())

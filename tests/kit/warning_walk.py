"""Random walks of several officers over the life of warnings, judged by what lies in the store, not by our own words.

``python -m tests.kit.warning_walk --minutes 5`` walks for as long as one likes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.realm import Realm
from console.domain.warning import Kind
from console.domain.warning_rows import Sent, WarningRow
from console.errors import Refused
from console.services.warning_sends import Done
from tests.kit.warning import WORD, County, small_county

STARTS = datetime(2030, 8, 12, tzinfo=UTC)
NAMES = ("甲例", "乙例", "丙例", "丁例", "戊例", "己例", "辛例")
LEVELS = ("weather_red", "weather_orange", "weather_yellow", "weather_blue")
COLOUR = dict(zip(LEVELS, ("红色", "橙色", "黄色", "蓝色"), strict=True))
MOST = 25
"""Warnings of a walk: acts meet each other."""
ACTS = (
    "draft", "edit", "submit", "endorse", "sign", "phone", "release", "follow", "take_back", "give_back", "abandon",
    "countersign", "sign_later", "channel", "tick", "clock",
)  # fmt: skip
_OUT = ("follow", "follow", "countersign", "sign_later", "channel", "tick", "clock", "draft")
NEXT_ACTS = {
    "draft": ("edit", "submit", "submit", "submit", "abandon"),
    "review": ("endorse", "endorse", "endorse", "give_back", "take_back"),
    "sign": ("sign", "sign", "sign", "phone", "phone", "give_back", "take_back"),
    "release": ("release", "release", "release", "take_back", "clock"),
    "releasing": _OUT, "active": _OUT, "expired": (*_OUT, "draft"), "changed": ("draft", "tick", "draft", "edit"),
    "lifted": ("draft", "tick", "edit"), "withdrawn": ("draft", "tick", "edit"), "abandoned": ("draft", "tick", "edit"),
}  # fmt: skip
"""What an officer would do next, four times of five; else anything."""


@dataclass
class Walk:
    """One walk: who does what at random, and what was seen of every warning so far."""

    ground: County
    pick: Random
    row: WarningRow | None = None
    told: Counter[str] = field(default_factory=Counter)
    frozen: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def step(self) -> None:
        """Something happens, or is refused; then everything is judged."""
        rows = self.ground.desk.warnings.rows()
        self.row = self.pick.choice(rows) if rows else self.draft()
        likely = NEXT_ACTS[self.row.state.value] if self.pick.random() < 0.8 else ACTS
        act: Callable[[], Any] = getattr(self, self.pick.choice(likely))
        name = getattr(act, "__name__", "")
        try:
            act()
            self.told[name] += 1
        except Refused as refused:
            self.told[f"refused {refused.code}"] += 1
        wrong = judged(self.ground, self.frozen)
        assert wrong == [], (name, wrong)

    # who and what

    def by(self) -> Actor:
        return self.ground.actor(self.pick.choice((*NAMES, "甲例", "乙例", "甲例", "乙例")))

    def eyes(self) -> str:
        return self.pick.choice((*NAMES, "乙例", "丙例", "己例", "己例"))

    def some(self) -> WarningRow:
        assert self.row is not None
        return self.row

    def form(self) -> Any:
        level = self.pick.choice(LEVELS)
        now = self.ground.desk.clock.now()
        return self.ground.form(
            level=level, title=f"例县气象台发布暴雨{COLOUR[level]}预警", sms="岩头镇请转移。县气象台", voice="",
            expires=now + timedelta(hours=self.pick.choice((1, 3, 12))), onset=now,
        )  # fmt: skip

    # acts

    def draft(self) -> WarningRow:
        if len(self.ground.desk.warnings.rows()) >= MOST:
            return self.some()
        return self.ground.desk.warnings.draft(self.form(), by=self.by())

    def edit(self) -> Any:
        row, fresh = self.some(), self.form()
        form = replace(fresh, id=row.id, kind=row.kind, previous_id=row.form.previous_id)
        return self.ground.desk.warnings.edit(form, seen=row.version, by=self.by())

    def submit(self) -> Any:
        row, urgent = self.some(), self.pick.choice(("", "", "堤坝已漫顶"))
        return self.ground.desk.warnings.submit(row.id, seen=row.version, by=self.by(), urgent=urgent)

    def digest(self, row: WarningRow) -> bytes:
        return self.pick.choice((row.digest or b"", row.digest or b"", row.digest or b"", b"other"))

    def endorse(self) -> Any:
        row = self.some()
        return self.ground.desk.warnings.endorse(row.id, self.eyes(), WORD, digest=self.digest(row))

    def sign(self) -> Any:
        row = self.some()
        return self.ground.desk.warnings.sign(row.id, self.eyes(), WORD, digest=self.digest(row))

    def phone(self) -> Any:
        row, name = self.some(), self.pick.choice((*NAMES, "县长", " 甲 例"))
        second = self.pick.choice((None, (self.eyes(), WORD), (self.eyes(), WORD)))
        return self.ground.desk.warnings.sign_by_phone(
            row.id, name, None, "同意", digest=self.digest(row), by=self.by(), second=second
        )  # fmt: skip

    def release(self) -> Any:
        row = self.some()
        return self.ground.desk.warnings.release(row.id, seen=row.version, by=self.by())

    def follow(self) -> Any:
        row, kind = self.some(), self.pick.choice((Kind.CHANGE, Kind.LIFT, Kind.WITHDRAW))
        by, service = self.by(), self.ground.desk.warnings
        made = service.follow(row.id, kind, uuid4(), seen=row.version, by=by)
        form = replace(made.form, full="岩头镇降雨变化。", expires=self.ground.desk.clock.now() + timedelta(hours=2))
        return service.edit(form, seen=made.version, by=by)

    def take_back(self) -> Any:
        row = self.some()
        return self.ground.desk.warnings.take_back(row.id, "改", seen=row.version, by=self.by())

    def give_back(self) -> Any:
        row = self.some()
        return self.ground.desk.warnings.give_back(
            row.id, self.pick.choice(NAMES), WORD, "写清楚", digest=self.digest(row)
        )  # fmt: skip

    def abandon(self) -> Any:
        row = self.some()
        if self.pick.random() < 0.7:
            return None
        return self.ground.desk.warnings.abandon(row.id, "不发", seen=row.version, by=self.by())

    def countersign(self) -> Any:
        row = self.some()
        return self.ground.desk.warnings.countersign(row.id, self.eyes(), WORD, digest=self.digest(row))

    def sign_later(self) -> Any:
        return self.ground.desk.warnings.sign_later(self.some().id, self.pick.choice(NAMES), WORD)

    def channel(self) -> Any:
        sends, row = self.ground.desk.warning_sends, self.some()
        for one in sends.rows(row.id):
            if one.row.state is Sent.TODO:
                return sends.done(one.row.id, Done(reached=7, proof="回电"), seen=one.row.version, by=self.by())
            if self.pick.random() < 0.2:
                return sends.again(one.row.id, "重发", seen=one.row.version, by=self.by())
        return None

    def tick(self) -> Any:
        return self.ground.desk.warning_sends.tick(by=Actor.program())

    def clock(self) -> None:
        """Minutes, hours, and a clock that is set wrong by a day or back again."""
        self.ground.desk.clock.advance(minutes=self.pick.choice((1, 1, 1, 5, 5, 5, 30, 30, 120, 24 * 60, -24 * 60)))


KEPT = ("form", "canonical", "digest", "rule", "signer", "reviewer", "released_at")


def judged(ground: County, frozen: dict[str, tuple[Any, ...]]) -> list[str]:
    """What is wrong in the store, read by SQL; ``frozen`` is what was seen of released ones."""
    with ground.desk.opened.store.reading() as connection:
        rows = [dict(one) for one in connection.execute(text("SELECT * FROM warning")).mappings()]
        steps = [dict(one) for one in connection.execute(
            text("SELECT * FROM warning_step ORDER BY number")).mappings()]  # fmt: skip
        sends = Counter(one[0] for one in connection.execute(text("SELECT warning_id FROM warning_send")))
    made: list[str] = []
    for row in rows:
        history = [one for one in steps if one["warning_id"] == row["id"]]
        made += [f"{row['number']}: {what}" for what in _of_one(row, history, sends[row["id"]])]
        if row["released_at"] is not None:
            kept = tuple(
                row[name] for name in ("form", "canonical", "digest", "rule", "signer", "reviewer", "released_at")
            )
            if frozen.setdefault(row["number"], kept) != kept:
                made.append(f"{row['number']}: changed after its release")
    return made + _of_chains(rows)


def _of_one(row: dict[str, Any], history: list[dict[str, Any]], sends: int) -> list[str]:
    made = []
    out = row["state"] in {"releasing", "active", "changed", "lifted", "expired", "withdrawn"}
    if out is not (row["released_at"] is not None) or (sends > 0) is not out:
        made.append(f"{row['state']} with {sends} channels, released {row['released_at']}")
    if row["digest"] is not None and hashlib.sha256(row["canonical"].encode()).digest() != row["digest"]:
        made.append("its digest is of another text")
    if row["state"] == "draft" and (row["signer"] or row["reviewer"] or row["digest"] is not None):
        made.append("a draft with a name under it")
    if sum(one["act"] == "release" for one in history) > 1:
        made.append("released twice")
    return made + (_unsigned(row, history) if out else [])


def _unsigned(row: dict[str, Any], history: list[dict[str, Any]]) -> list[str]:
    """Since it was last handed in: who signed what, as the history has it."""
    acts = [one["act"] for one in history]
    last = history[len(acts) - 1 - acts[::-1].index("submit") : acts.index("release")]
    rule = json.loads(row["rule"])
    authors = {one["name"] for one in json.loads(row["authors"])}
    said = {one["act"]: one for one in last}
    made = []
    sign, endorse = said.get("sign"), said.get("endorse")
    if sign is None or sign["digest"] != row["digest"] or sign["of_name"] != row["signer"]:
        return ["released unsigned"]
    hurried = last[0]["words"].startswith("紧急通道")
    if sign["means"] == "phone" and not rule["phone"]:
        made.append("signed by telephone against the rule")
    if hurried and sign["means"] == "phone" and row["second"] in {"", sign["of_name"], sign["by_name"]}:
        made.append("hurried and by telephone, and nobody else heard it")
    if hurried and not rule["urgent"]:
        made.append("hurried against the rule")
    if rule["review"] and not hurried and (endorse is None or endorse["digest"] != row["digest"]):
        made.append("released without its review")
    eyes = [sign["of_name"].replace(" ", ""), *([endorse["of_name"]] if endorse else [])]
    if len(set(eyes)) != len(eyes) or authors & set(eyes):
        made.append(f"the same hands twice: {authors} {eyes}")
    return made


def _of_chains(rows: list[dict[str, Any]]) -> list[str]:
    waits = {"draft", "review", "sign", "release"}
    behind = [row for row in rows if row["previous_id"]]
    followers = Counter((row["previous_id"], row["kind"]) for row in behind if row["state"] in waits)
    made = [f"two that follow {key}" for key, count in followers.items() if count > 1]
    out = Counter(row["previous_id"] for row in behind if row["released_at"])
    made += [f"two that went out behind {key}" for key, count in out.items() if count > 1]
    holds = Counter(
        row["root_id"] for row in rows if row["state"] in {"releasing", "active"} and row["kind"] in {"first", "change"}
    )  # fmt: skip
    made += [f"two of the chain {key} hold" for key, count in holds.items() if count > 1]
    numbers = Counter(row["number"] for row in rows)
    return made + [f"number {number} twice" for number, count in numbers.items() if count > 1]


def walked(data: DataDir, seed: int, steps: int) -> Counter[str]:
    """A walk in a store of its own: what happened how often."""
    desk = bootstrap.build(data, StoppedClock(STARTS))
    try:
        walk = Walk(small_county(desk), Random(seed))
        for _ in range(steps):
            walk.step()
        assert desk.log.verify().fault is None
        return walk.told
    finally:
        desk.close()


def main(minutes: float) -> int:
    end, told, seed = time.monotonic() + 60 * minutes, Counter[str](), 0
    with TemporaryDirectory(dir="/dev/shm") as place:
        empty = DataDir(Path(place) / "empty")
        bootstrap.create(empty, Realm.SAMPLE)
        while time.monotonic() < end:
            seed += 1
            here = Path(place) / f"walk {seed}"
            shutil.copytree(empty.root, here)
            told += walked(DataDir(here), seed, 300)
            shutil.rmtree(here)
    for name, count in sorted(told.items()):
        print(f"{count:7} {name}")
    print(f"{seed} walks")
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[sys.argv.index("--minutes") + 1])))

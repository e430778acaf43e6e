"""Every act tried in every state by every role, against a table of its own: done, or refused by name and nothing moved.

The table here is written from the county's words, not from the program's tables.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.warning import Kind, State
from console.domain.warning_rows import WarningRow
from console.errors import Refused
from tests.kit.warning import WORD, County, small_county, walked

WRITERS, DESK, SIGNERS = "甲乙丙丁己辛", "甲乙丙己辛", "丙己辛"
"""甲 wrote it, 乙 reviews, 丙 and 己 command, 丁 is of the staff, 戊 only looks on, 辛 administers."""
OPEN, OUT = {"review", "sign", "release"}, {"releasing", "active"}

# act: who may, in which states, whom it is refused because of his own hands, what is said elsewhere
TABLE: dict[str, tuple[str, set[str], dict[str, str], str]] = {
    "edit": (WRITERS, {"draft"}, {}, "act_not_now"),
    "submit": (WRITERS, {"draft"}, {}, "act_not_now"),
    "hurry": (WRITERS, {"draft"}, {}, "act_not_now"),
    "abandon": (WRITERS, {"draft"}, {}, "act_not_now"),
    "take_back": (WRITERS, OPEN, {}, "act_not_now"),
    "endorse": (DESK, {"review"}, {"甲": "own_review"}, "act_not_now"),
    "sign": (SIGNERS, {"sign"}, {}, "act_not_now"),
    "phone": (DESK, {"sign"}, {}, "act_not_now"),
    "release": (DESK, {"release"}, {}, "act_not_now"),
    "change": (WRITERS, OUT, {}, "follow_not_now"),
    "lift": (WRITERS, {*OUT, "expired"}, {}, "follow_not_now"),
    "withdraw": (WRITERS, {*OUT, "expired"}, {}, "follow_not_now"),
    "countersign": (DESK, set(), {}, "nothing_owed"),
    "sign_later": (SIGNERS, set(), {}, "nothing_owed"),
}
STATES = tuple(state.value for state in State)
PEOPLE = "甲乙丙丁戊己辛"


@dataclass
class Ways:
    """Acts by their names in the table."""

    ground: County

    def actor(self, who: str) -> Actor:
        return self.ground.actor(f"{who}例")

    def do(self, act: str, row: WarningRow, who: str) -> Any:
        return getattr(self, f"_{act}")(row, who)

    @property
    def _service(self) -> Any:
        return self.ground.desk.warnings

    def _edit(self, row: WarningRow, who: str) -> Any:
        return self._service.edit(replace(row.form, title="暴雨红色预警 改"), seen=row.version, by=self.actor(who))

    def _submit(self, row: WarningRow, who: str) -> Any:
        return self._service.submit(row.id, seen=row.version, by=self.actor(who))

    def _hurry(self, row: WarningRow, who: str) -> Any:
        return self._service.submit(row.id, seen=row.version, by=self.actor(who), urgent="堤坝已漫顶")

    def _abandon(self, row: WarningRow, who: str) -> Any:
        return self._service.abandon(row.id, "不发了", seen=row.version, by=self.actor(who))

    def _take_back(self, row: WarningRow, who: str) -> Any:
        return self._service.take_back(row.id, "改", seen=row.version, by=self.actor(who))

    def _give_back(self, row: WarningRow, who: str) -> Any:
        return self._service.give_back(row.id, f"{who}例", WORD, "写清楚", digest=row.digest)

    def _endorse(self, row: WarningRow, who: str) -> Any:
        return self._service.endorse(row.id, f"{who}例", WORD, digest=row.digest)

    def _sign(self, row: WarningRow, who: str) -> Any:
        return self._service.sign(row.id, f"{who}例", WORD, digest=row.digest)

    def _phone(self, row: WarningRow, who: str) -> Any:
        return self._service.sign_by_phone(row.id, "县长", None, "同意", digest=row.digest, by=self.actor(who))

    def _release(self, row: WarningRow, who: str) -> Any:
        return self._service.release(row.id, seen=row.version, by=self.actor(who))

    def _change(self, row: WarningRow, who: str) -> Any:
        return self._service.follow(row.id, Kind.CHANGE, uuid4(), seen=row.version, by=self.actor(who))

    def _lift(self, row: WarningRow, who: str) -> Any:
        return self._service.follow(row.id, Kind.LIFT, uuid4(), seen=row.version, by=self.actor(who))

    def _withdraw(self, row: WarningRow, who: str) -> Any:
        return self._service.follow(row.id, Kind.WITHDRAW, uuid4(), seen=row.version, by=self.actor(who))

    def _countersign(self, row: WarningRow, who: str) -> Any:
        return self._service.countersign(row.id, f"{who}例", WORD, digest=row.digest)

    def _sign_later(self, row: WarningRow, who: str) -> Any:
        return self._service.sign_later(row.id, f"{who}例", WORD)

    # a warning in a state

    def at(self, state: str) -> WarningRow:
        """A new warning that was led into that state by 甲, 乙 and 丙."""
        made: WarningRow = self._service.draft(self.ground.form(), by=self.actor("甲"))
        if state in {"draft", "abandoned"}:
            return made if state == "draft" else self._abandon(made, "甲")
        for name, act, who in (("review", "submit", "甲"), ("sign", "endorse", "乙"), ("release", "sign", "丙")):
            made = self.do(act, made, who)
            if name == state:
                return made
        made = self._release(made, "甲")
        return self._service.one(self._ended(made, state).id)

    def _ended(self, row: WarningRow, state: str) -> WarningRow:
        desk, by = self.ground.desk, self.actor("甲")
        if state == "active":
            desk.warning_sends.complete(row.id, "试", seen=row.version, by=by)
        if state == "expired":
            desk.clock.advance(hours=4)
            desk.warning_sends.tick(by=Actor.program())
            desk.clock.advance(hours=-4)
        kind = {"changed": Kind.CHANGE, "lifted": Kind.LIFT, "withdrawn": Kind.WITHDRAW}.get(state)
        if kind is not None:
            next_one = self._service.follow(row.id, kind, uuid4(), seen=row.version, by=by)
            form = self.ground.lifting(next_one) if kind is not Kind.CHANGE else replace(next_one.form, full="续发。")
            walked(self._service, self._service.edit(form, seen=next_one.version, by=by), by)
        return row


@pytest.fixture(scope="module")
def ways(tmp_path_factory, empty_store):
    data = DataDir(tmp_path_factory.mktemp("acts") / "store")
    shutil.copytree(empty_store.root, data.root)
    desk = bootstrap.build(data, StoppedClock(datetime(2030, 8, 12, tzinfo=UTC)))
    yield Ways(small_county(desk))
    desk.close()


def expected(act: str, state: str, who: str) -> str:
    """What the table says: done, or why not."""
    if act == "give_back":  # whoever has the next word may give it back
        if state not in {"review", "sign"}:
            return "act_not_now"
        return "done" if who in (DESK if state == "review" else SIGNERS) else "not_permitted"
    if act == "take_back" and state == "release" and who in WRITERS:  # only of those who wrote or signed it
        return "done" if who in "甲丙" else "not_yours"
    may, where, hands, elsewhere = TABLE[act]
    if who not in may:
        return "not_permitted"
    if state not in where:
        return elsewhere
    return hands.get(who, "done")


def outcome(act: Callable[[], Any]) -> str:
    try:
        act()
    except Refused as refused:
        return refused.code
    return "done"


@pytest.mark.parametrize("state", STATES)
def test_every_act_by_everybody(ways, state):
    """What is refused moves nothing: row, history, chain and channels stand as before."""
    service, sends = ways.ground.desk.warnings, ways.ground.desk.warning_sends

    def stands(row: WarningRow) -> Any:
        return service.one(row.id), service.history(row.id), service.chain(row.id), sends.rows(row.id)

    row = ways.at(state)
    before, wrong = stands(row), []
    for act in (*TABLE, "give_back"):
        for who in PEOPLE:
            wanted = expected(act, state, who)
            found = outcome(lambda act=act, row=row, who=who: ways.do(act, row, who))
            if found != wanted:
                wrong.append((act, who, found, wanted))
            if wanted == "done":
                assert service.chain(row.id) != before[2], (act, who)
                row = ways.at(state)
                before = stands(row)
            else:
                assert stands(row) == before, (act, who)
    assert wrong == []


def test_who_reviewed_does_not_sign_and_who_wrote_does_neither(ways):
    """The same hands twice are refused whatever the role: 丙 and 辛 may do everything here."""
    service = ways.ground.desk.warnings
    row = service.submit((made := service.draft(ways.ground.form(), by=ways.actor("辛"))).id, seen=made.version,
                         by=ways.actor("甲"))  # fmt: skip
    assert outcome(lambda: ways.do("endorse", row, "辛")) == "own_review"
    row = ways.do("endorse", row, "丙")
    assert outcome(lambda: ways.do("sign", row, "丙")) == "own_signature"
    assert outcome(lambda: ways.do("sign", row, "辛")) == "own_signature"
    for name in ("辛例", " 辛 例", "丙例"):
        code = outcome(lambda name=name: service.sign_by_phone(
            row.id, name, None, "同意", digest=row.digest, by=ways.actor("乙")))  # fmt: skip
        assert code == "own_signature", name
    row = ways.do("sign", row, "己")
    assert row.state is State.RELEASE


@pytest.mark.parametrize("state", ["releasing", "expired"])
def test_what_is_owed_is_given_by_the_right_people_only(ways, state):
    row = ways.do("hurry", ways.at("draft"), "甲")
    row = ways.ground.desk.warnings.sign_by_phone(
        row.id, "丙例", None, "同意", digest=row.digest, by=ways.actor("甲"), second=("乙例", WORD)
    )  # fmt: skip
    row = ways.do("release", row, "乙")
    if state == "expired":
        ways._ended(row, state)
        row = ways.ground.desk.warnings.one(row.id)
    wanted = {"甲": "own_countersignature", "丙": "own_countersignature", "丁": "not_permitted", "戊": "not_permitted"}
    assert {who: outcome(lambda who=who: ways.do("countersign", row, who)) for who in "甲丙丁戊"} == wanted
    other = replace(row, digest=b"other")
    assert outcome(lambda: ways.do("countersign", other, "己")) == "text_changed"
    assert outcome(lambda: ways.do("countersign", row, "己")) == "done"
    assert outcome(lambda: ways.do("countersign", row, "乙")) == "nothing_owed"
    wanted = {"己": "not_asked_of", "乙": "not_permitted", "辛": "not_asked_of", "丙": "done"}
    assert {who: outcome(lambda who=who: ways.do("sign_later", row, who)) for who in wanted} == wanted
    assert ways.ground.desk.warnings.one(row.id).owed == ()

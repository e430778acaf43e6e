"""What the hall may not read: who called about what belongs to no incident, numbers a title was cut in the midst of."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from console.bootstrap import Desk
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.people import Actor
from console.domain.relocations import MoveState, NewRelocation, Told
from console.domain.shelters import NewCount, ShelterForm
from console.domain.wall import public
from tests.kit.dispatch import Ground, by, ground

__all__ = ["by", "ground"]


def test_neither_names_nor_numbers_reach_the_wall_whatever_they_belong_to(
    desk: Desk, by: Actor, ground: Ground
) -> None:
    call = Intake(uuid4(), "路灯坏了", desk.clock.now(), caller_name="单例密", caller_phone="100-0000-0066",
                  call_back="waiting")  # fmt: skip
    desk.intake.register(call, by=by)
    desk.tasks.add("回访单例密", desk.clock.now() + timedelta(minutes=5), by=by)
    title = "内涝 13700000077 来电"
    other = desk.intake.register(Intake(uuid4(), title, desk.clock.now()), by=by)
    made = desk.incidents.open(NewIncident(uuid4(), title, title, "101"), [other.id], by=by)
    hall = desk.shelters.keep(ShelterForm("文化礼堂", 60, manager_a="王例密", phone_a="0577-0000-0077"), by=by)
    desk.shelters.open(hall.id, made.id, who="王例密", by=by)
    desk.shelters.count(hall.id, NewCount(9, water_days=0.1, who="王例密"), by=by)
    listed = NewRelocation(made.id, "样例村", 4, "赵例密", phone="100-0000-0088", shelter=hall.id)
    row = desk.relocations.add(listed, by=by)
    desk.relocations.tell(row.id, MoveState.REFUSED, Told(words="不走", witness="王例密"), seen=1, by=by)
    left = repr(desk.wall.glance())
    for secret in ("单例密", "王例密", "赵例密", "0577-0000", "100-0000", "1370"):
        assert secret not in left, secret
    assert "回拨核实" in left and "内涝 1" in left


def test_a_number_that_is_cut_is_hidden_as_a_whole_one() -> None:
    assert public("内涝 137000000…") == "内涝 *********…" and public("内涝 137 0000…") == "内涝 *** ****…"
    assert public("2030 年 3 号台风…") == "2030 年 3 号台风…" and public("转移 1240…") == "转移 1240…"

"""What a new incident is called before anybody names it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.bootstrap import Desk
from console.domain.inbound import Intake
from console.domain.people import Actor
from ui.dialogs.open_incident import title_of


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("22:05 例山镇样例村屋后山坡开裂，有落石，已劝离3户11人，无人受伤", "例山镇样例村屋后山坡开裂"),
        ("喂，你好，样例街地下通道积水", "样例街地下通道积水"),
        ("山洪", "山洪"),
        ("22:05", "22:05"),
        ("样例街与样例路交叉口" * 9, ("样例街与样例路交叉口" * 9)[:40]),
    ],
)
def test_a_title_is_the_first_clause_that_says_something(desk: Desk, by: Actor, said: str, title: str) -> None:
    assert title_of(desk.intake.register(Intake(uuid4(), said, desk.clock.now()), by=by)) == title

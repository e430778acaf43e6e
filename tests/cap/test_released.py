"""What is released goes out as CAP: well by our check, in two languages, with its chain, the same bytes for ever."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from console import bootstrap
from console.cap.checking import check
from console.cap.values import message_of
from console.domain.people import Actor
from console.domain.warning import Kind
from console.domain.warning_form import Drawn
from console.errors import Refused
from tests.kit.warning import WORD, county

TOOL = Actor.tool("tester")
TRIANGLE = Drawn(((28.05, 120.6), (28.05, 120.65), (28.1, 120.65)))
CIRCLE = Drawn(((28.09, 120.65),), 1.5)


@pytest.fixture
def ground(county_store, clock):
    desk = bootstrap.build(county_store, clock)
    yield county(desk)
    desk.close()


def released(ground, row):
    warnings, first = ground.desk.warnings, ground.actor("甲例")
    row = warnings.submit(row.id, seen=row.version, by=first)
    row = warnings.endorse(row.id, "乙例", WORD, digest=row.digest)
    row = warnings.sign(row.id, "丙例", WORD, digest=row.digest)
    return warnings.release(row.id, seen=row.version, by=first)


def followed(ground, row, kind, **changes):
    warnings, first = ground.desk.warnings, ground.actor("甲例")
    row = warnings.follow(row.id, kind, uuid4(), seen=warnings.one(row.id).version, by=first)
    texts = {"full": "情况有变，以本次为准。", "sms": "预警变更。", "voice": "", "guide": "注意安全。"} | changes
    return released(ground, warnings.edit(replace(row.form, **texts), seen=row.version, by=first))


def said(ground, row):
    data = ground.desk.cap_files.written(row.id)
    found = check(data)
    assert found.faults == () and found.root is not None
    return data, message_of(found.root)


def test_a_chain_goes_out_well_in_two_languages_and_stays_as_it_was(ground):
    desk, first = ground.desk, ground.actor("甲例")
    form = ground.form(drawn=(TRIANGLE, CIRCLE), guide="转移到避灾点。", source_number="气象第 8 号")
    row = desk.warnings.draft(form, by=first)
    with pytest.raises(Refused, match="cap_not_released"):
        desk.cap_files.written(row.id)
    row = released(ground, row)
    before, message = said(ground, row)
    zh, en = message.infos
    assert (message.identifier, message.status, message.kind, message.references) == (
        "示例YJ2030-0001", "Exercise", "Alert", ()
    )  # fmt: skip
    assert (zh.language, zh.event, zh.headline, zh.instruction) == (
        "zh-CN", "暴雨", "【示例】例县气象台发布暴雨红色预警", "转移到避灾点。"
    )  # fmt: skip
    assert en.headline == "[Sample, exercise only] Rainstorm: red warning"
    assert "Until 2030-08-12 11:00+08:00." in en.description and en.instruction.startswith("Follow the instructions")
    assert not re.search(r"[\u3400-\u9fff]", en.event + en.headline + en.description + en.instruction)
    assert (zh.urgency, zh.severity, zh.categories) == ("Immediate", "Extreme", ("Met",))
    assert dict(zh.parameters)["duty-console:sourceNumber"] == "气象第 8 号" and zh.parameters == en.parameters
    assert zh.event_codes == (("duty-console:signal", "02"),)
    named, drawn, circle = zh.areas
    assert named.geocodes[0][0] == "GB/T 10114" and len(named.geocodes[0][1]) == 9
    assert drawn.polygons == ((*TRIANGLE.corners, TRIANGLE.corners[0]),)
    assert (circle.circles[0].centre, circle.circles[0].radius) == (CIRCLE.corners[0], CIRCLE.radius)

    (signal,) = [one for one in desk.lists.rows("warning_signals") if one.code == "02"]
    values = dict(signal.values) | {"name": "特大暴雨", "name_en": "Cloudburst", "national": "11B03"}
    admin = ground.desk.settings
    admin.change("warning.cap_issuer", "99010141600000", "测试", confirmed=True, by=TOOL)
    admin.change("warning.cap_sender", "other@example.invalid", "测试", confirmed=True, by=TOOL)
    desk.lists.change("warning_signals", "02", values, seen=signal.version, by=TOOL)
    assert said(ground, row)[0] == before

    desk.clock.advance(minutes=10)
    change = followed(ground, row, Kind.CHANGE, expires=desk.clock.now() + timedelta(hours=2))
    _, updated = said(ground, change)
    assert (updated.identifier, updated.kind, updated.sender) == (
        "99010141600000_20300812081000_0", "Update", "other@example.invalid"
    )  # fmt: skip
    assert [(one.sender, one.identifier, one.sent) for one in updated.references] == [
        ("duty-console@example.invalid", "示例YJ2030-0001", message.sent)
    ]
    assert updated.infos[0].event_codes == (("duty-console:signal", "02"), ("GB/T 35965.1", "11B03"))
    assert updated.infos[1].event == "Cloudburst"

    lift = followed(ground, change, Kind.LIFT)
    _, cancelled = said(ground, lift)
    assert [one.identifier for one in cancelled.references] == [message.identifier, updated.identifier]
    assert cancelled.identifier == "99010141600000_20300812081000_1", "the second of one second"
    assert (cancelled.kind, cancelled.infos[0].urgency, cancelled.infos[0].responses) == (
        "Cancel",
        "Past",
        ("AllClear",),
    )
    assert cancelled.infos[1].headline.endswith("red warning lifted")
    assert said(ground, row)[0] == before


def test_what_expired_is_withdrawn_with_a_file_that_is_well(ground):
    desk = ground.desk
    row = released(ground, desk.warnings.draft(ground.form(onset=None), by=ground.actor("甲例")))
    desk.clock.advance(hours=3)
    desk.warning_sends.tick(by=ground.actor("甲例"))
    _, message = said(ground, followed(ground, row, Kind.WITHDRAW, expires=None))
    assert (message.kind, message.infos[0].expires, message.infos[0].onset) == ("Cancel", None, None)
    assert message.infos[1].instruction == "The earlier warning was a mistake. Do not act on it."

"""Single devices of a channel: those of the area where nobody chose, named in the signed text, and no others."""

from __future__ import annotations

import shutil
from dataclasses import replace
from uuid import uuid4

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain.people import Actor
from console.domain.warning import Kind
from console.domain.warning_form import Chosen
from console.domain.wire import DeviceForm, PointForm
from console.errors import Refused
from db.models.places import Place
from db.queries import deliveries
from tests.kit.dispatch import add
from tests.kit.warning import WORD, small_county

TOOL = Actor.tool("tester")


@pytest.fixture
def ground(tmp_path, empty_store, clock):
    """Three towns, one with a village."""
    data = DataDir(tmp_path / "store")
    shutil.copytree(empty_store.root, data.root)
    desk = bootstrap.build(data, clock)
    made = small_county(desk)
    for code, name in (("330324102", "枫林镇"), ("330324103", "大若岩镇")):
        add(desk, TOOL, Place(id=uuid4(), code=code, name=name, level="town", version=1))
    village = Place(
        id=uuid4(), code="330324101201", name="岩头村", level="village", parent_id=made.town, version=1
    )  # fmt: skip
    add(desk, TOOL, village)
    yield made
    desk.close()


def device(ground, code, place=None, driver="relay"):
    form = DeviceForm(uuid4(), code, "警报器", driver, f"sim://{driver}/{code}", place_id=place)
    return ground.desk.devices.add(form, by=TOOL)


def towns(ground):
    return [node.id for node in ground.desk.places.everything() if node.level == "town"]


def signed(ground, **more):
    service, first = ground.desk.warnings, ground.actor("甲例")
    row = service.draft(ground.form(**more), by=first)
    row = service.submit(row.id, seen=row.version, by=first)
    row = service.endorse(row.id, "乙例", WORD, digest=row.digest)
    return service.sign(row.id, "丙例", WORD, digest=row.digest)


def codes(ground, form):
    return {one.code: one for one in ground.desk.warnings.check(form)}


def test_where_nobody_chose_those_of_the_area_are_signed_and_sound(ground):
    desk, first = ground.desk, ground.actor("甲例")
    here, there, *_ = towns(ground)
    village = next(node for node in desk.places.everything() if node.parent_id == here)
    mine = device(ground, "JB-01", village.id)
    device(ground, "JB-02", there)
    anywhere = device(ground, "JB-03")
    form = ground.form(places=(here,), channels=(Chosen("siren"),))
    assert desk.warnings.devices(form)["siren"] == (mine.id, anywhere.id)
    row = signed(ground, places=(here,), channels=(Chosen("siren"),))
    assert "通道：警报器（2 台：JB-01 警报器、JB-03 警报器）" in row.canonical
    late = device(ground, "JB-04", here)  # set up after the signature: nobody signed that it sounds
    row = desk.warnings.release(row.id, seen=row.version, by=first)
    with desk.opened.store.reading() as connection:
        rows = deliveries.newest(connection, (), 100, subject_id=row.id)
    assert {one.device_id for one in rows} == {mine.id, anywhere.id} and late.id not in {one.device_id for one in rows}

    desk.devices.stop(mine.id, "坏了", seen=mine.version, by=TOOL)
    lift = desk.warnings.follow(row.id, Kind.LIFT, uuid4(), seen=row.version, by=first)
    assert lift.form.channels == (Chosen("siren", device_ids=(anywhere.id,)),)


def test_one_alone_is_chosen_and_what_is_left_out_or_elsewhere_is_told(ground):
    desk, first = ground.desk, ground.actor("甲例")
    here, there, *_ = towns(ground)
    one, two, far = device(ground, "JB-01", here), device(ground, "JB-02", here), device(ground, "JB-03", there)
    base = ground.form(places=(here,), channels=(Chosen("siren", device_ids=(one.id,)),))
    found = codes(ground, base)
    assert found["devices_unchosen"].facts["count"] == 1 and not found["devices_unchosen"].stops
    other = replace(base, channels=(Chosen("siren", device_ids=(one.id, two.id, far.id)),))
    assert codes(ground, other)["devices_outside"].facts["count"] == 1
    elsewhere = replace(base, places=(towns(ground)[2],), channels=(Chosen("siren"),))
    assert codes(ground, elsewhere)["devices_elsewhere"].stops
    row = signed(ground, places=(here,), channels=(Chosen("siren", device_ids=(one.id, two.id)),))
    desk.devices.stop(two.id, "坏了", seen=two.version, by=TOOL)
    assert codes(ground, row.form)["devices_gone"].stops  # a draft is put right; what was signed goes out by the rest
    row = desk.warnings.release(row.id, seen=row.version, by=first)
    with desk.opened.store.reading() as connection:
        assert {each.device_id for each in deliveries.newest(connection, (), 100, subject_id=row.id)} == {one.id}


def test_a_controller_stands_where_its_terminals_stand_and_a_modem_everywhere(ground):
    desk = ground.desk
    here, there, third, *_ = towns(ground)
    controller = device(ground, "JB-01", third)
    desk.devices.put_point(PointForm(uuid4(), controller.id, "一号", account="1", place_id=here), by=TOOL)
    modem = device(ground, "SM-01", there, "modem")
    found = desk.warnings.devices(ground.form(places=(here,)))
    assert found["siren"] == (controller.id,) and found["sms"] == (modem.id,)
    assert desk.warnings.devices(ground.form(places=(third,)))["siren"] == ()
    row = signed(ground, places=(here,), channels=(Chosen("sms"),))
    assert row.form.channels == (Chosen("sms"),)
    with pytest.raises(Refused) as refused:
        signed(ground, places=(third,), channels=(Chosen("siren"),))
    assert refused.value.facts["problem"] == "devices_elsewhere"

"""Between signature and release the county goes on: people leave, towns and devices are renamed or taken away, and a
practice store is copied."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from uuid import uuid4

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from console.domain.warning import State
from console.domain.warning_form import Chosen
from console.domain.wire import DeviceForm
from console.errors import Refused
from db.queries import deliveries
from tests.kit.sending import device as add_device
from tests.kit.warning import WORD, County, small_county

TOOL = Actor.tool("tester")


@pytest.fixture
def ground(tmp_path, empty_store, clock):
    data = DataDir(tmp_path / "store")
    shutil.copytree(empty_store.root, data.root)
    desk = bootstrap.build(data, clock)
    yield small_county(desk)
    desk.close()


def siren(ground, code, name):
    form = DeviceForm(uuid4(), code, name, "relay", f"sim://relay/{code}", place_id=ground.town)
    return ground.desk.devices.add(form, by=TOOL)


def signed(ground, **more):
    service, first = ground.desk.warnings, ground.actor("甲例")
    row = service.draft(ground.form(**more), by=first)
    row = service.submit(row.id, seen=row.version, by=first)
    row = service.endorse(row.id, "乙例", WORD, digest=row.digest)
    return service.sign(row.id, "丙例", WORD, digest=row.digest)


def ordered(ground, row):
    with ground.desk.opened.store.reading() as connection:
        return deliveries.newest(connection, (), 100, subject_id=row.id)


def test_a_signature_given_holds_whoever_gave_it_goes(ground):
    """He was entitled when he read and signed it; whoever takes over may take it back, and must sign anew himself."""
    desk, first, service = ground.desk, ground.actor("甲例"), ground.desk.warnings
    one, other, third = (signed(ground, title=f"暴雨红色预警第{at}号") for at in (1, 2, 3))
    desk.accounts.change_role("丙例", Role.VIEWER, True, by=ground.actor("辛例"))
    desk.accounts.change_role("乙例", Role.OFFICER, False, by=ground.actor("辛例"))
    row = service.release(one.id, seen=one.version, by=first)
    assert (row.state, row.hands.signer.name, row.hands.reviewer.name) == (State.RELEASING, "丙例", "乙例")
    desk.accounts.change_role("丙例", Role.COMMANDER, False, by=ground.actor("辛例"))
    assert service.release(other.id, seen=other.version, by=first).state is State.RELEASING
    back = service.take_back(third.id, "签发人已调离", seen=third.version, by=first)
    assert back.state is State.DRAFT and back.hands.signer is None
    back = service.submit(back.id, seen=back.version, by=first)
    with pytest.raises(Refused):
        service.endorse(back.id, "乙例", WORD, digest=back.digest)
    assert desk.log.verify().fault is None


def test_a_town_renamed_is_the_same_town(ground, tmp_path):
    """The text that is signed keeps the name that was read; what goes out is the same area."""
    desk, first = ground.desk, ground.actor("甲例")
    row = signed(ground)
    assert "岩头镇" in row.canonical
    file = tmp_path / "places.csv"
    file.write_text("代码,名称,上级\n330324101,新岩头街道,\n", encoding="utf-8")
    desk.places.import_file(file, by=TOOL)
    assert [node.name for node in desk.places.everything() if node.id == ground.town] == ["新岩头街道"]
    made = desk.warnings.release(row.id, seen=row.version, by=first)
    assert made.state is State.RELEASING and made.canonical == row.canonical and made.form.places == (ground.town,)
    assert "新岩头街道" in desk.cap_files.written(made.id).decode()


def test_a_device_renamed_is_the_same_and_one_taken_away_sounds_no_more(ground):
    desk, first = ground.desk, ground.actor("甲例")
    one, two = siren(ground, "JB-01", "东山警报器"), siren(ground, "JB-02", "西山警报器")
    channels = (Chosen("siren", device_ids=(one.id, two.id)), Chosen("tv"))
    row = signed(ground, channels=channels)
    desk.devices.change(replace(one.form, code="JB-91", name="东塔警报器"), seen=one.version, by=TOOL)
    desk.devices.stop(two.id, "坏了", seen=two.version, by=TOOL)
    made = desk.warnings.release(row.id, seen=row.version, by=first)
    assert [each.device_id for each in ordered(ground, made)] == [one.id]
    assert "JB-01" in made.canonical, "what was signed stays as it was read"


def test_where_every_chosen_device_is_gone_it_says_so_and_nothing_goes_out(ground):
    desk, first = ground.desk, ground.actor("甲例")
    one = siren(ground, "JB-01", "东山警报器")
    row = signed(ground, channels=(Chosen("siren", device_ids=(one.id,)), Chosen("tv")))
    desk.devices.stop(one.id, "坏了", seen=one.version, by=TOOL)
    with pytest.raises(Refused) as refused:
        desk.warnings.release(row.id, seen=row.version, by=first)
    assert refused.value.facts.get("problem") == "device_gone"
    assert desk.warning_sends.rows(row.id) == [] and ordered(ground, row) == []


def test_a_copied_practice_store_stays_practice(ground, tmp_path, clock):
    """Carried to another machine it reaches nothing real, says in every text that it is practice, and a warning signed
    before goes out there as practice only."""
    desk = ground.desk
    modem = add_device(desk, "REAL-1", "modem", "socket://192.0.2.1:4001")
    real = signed(ground, channels=(Chosen("sms", device_ids=(modem,)),))
    by_hand = signed(ground, title="暴雨红色预警二", channels=(Chosen("tv"),))
    realm = desk.realm
    assert realm is not Realm.LIVE
    desk.close()
    copy = DataDir(tmp_path / "elsewhere")
    shutil.copytree(desk.data.root, copy.root)
    with closing(bootstrap.build(copy, clock)) as there:
        county = County(there, ground.town, ground.group, {one.name: one.actor for one in there.accounts.list()})
        assert there.realm is realm
        first = county.actor("甲例")
        with pytest.raises(Refused) as refused:
            there.warnings.release(real.id, seen=real.version, by=first)
        assert refused.value.code == "practice_live_channel"
        made = there.warnings.release(by_hand.id, seen=by_hand.version, by=first)
        (tv,) = (one.row for one in there.warning_sends.rows(made.id))
        assert tv.text.startswith("【") and there.cap_files.written(made.id).decode().count("<status>Actual<") == 0
        assert there.log.verify().fault is None

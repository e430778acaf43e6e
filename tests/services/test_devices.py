"""The device ledger: what may stand in it, who may write it, what it says of itself."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from console.domain.people import Role
from console.domain.points import matching
from console.domain.signals import Signal, SignalKind
from console.domain.wire import DeviceForm, PointForm
from console.errors import Refused


def device(code="YL-07", driver="sl651", url="sim://sl651/yl07", **more):
    return DeviceForm(uuid4(), code, f"雨量站 {code}", driver, url, **more)


def refused(act, code):
    with pytest.raises(Refused) as trouble:
        act()
    assert trouble.value.code == code
    return trouble.value.facts


@pytest.fixture
def station(desk, by):
    return desk.devices.add(device(), by=by)


def test_a_device_is_kept_stopped_and_started_with_its_history(desk, by, station):
    assert (station.form.options, station.active, station.version) == ({}, True, 1)
    changed = replace(station.form, name="岩坦雨量站", options={"centre": "7"}, line="", silent_seconds=600)
    station = desk.devices.change(changed, seen=1, by=by)
    assert (station.form.name, station.form.options, station.version) == ("岩坦雨量站", {"centre": "7"}, 2)
    assert refused(lambda: desk.devices.change(changed, seen=1, by=by), "changed_meanwhile") == {"number": "YL-07"}
    refused(lambda: desk.devices.stop(station.form.id, " ", seen=2, by=by), "reason_missing")
    stopped = desk.devices.stop(station.form.id, "送修", seen=2, by=by)
    assert not stopped.active and desk.devices.rows() == [] and desk.devices.rows(stopped=True) == [stopped]
    other = desk.devices.add(device("YL-08"), by=by)
    refused(lambda: desk.devices.start_again(station.form.id, seen=3, by=by), "device_url_taken")
    desk.devices.stop(other.form.id, "错登", seen=1, by=by)
    again = desk.devices.start_again(station.form.id, seen=3, by=by)
    assert again.active and desk.devices.by_key(again.key) == again == desk.devices.by_code("YL-07")
    assert desk.devices.by_key("sim://sl651/yl07") is None
    assert desk.log.verify().fault is None


def test_the_same_form_twice_is_one_device(desk, by):
    form = device()
    assert desk.devices.add(form, by=by) == desk.devices.add(form, by=by)
    assert len(desk.devices.rows()) == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"code": " "}, "device_code_missing"), ({"name": ""}, "title_missing"),
        ({"driver": "pager"}, "no_such_driver"),
        ({"url": ""}, "device_url_missing"), ({"url": "socket://user:secret@10.0.0.1:1025"}, "url_with_secret"),
        ({"url": "socket://[::1"}, "bad_device_url"), ({"url": "socket://"}, "bad_device_url"),
        ({"line": "fast"}, "bad_port_line"), ({"priority": 4}, "bad_priority"),
        ({"repeat_seconds": -1}, "bad_seconds"), ({"silent_seconds": 10**9}, "bad_seconds"),
        ({"options": {"centre": "256"}}, "bad_option"), ({"options": {"centre": "一"}}, "bad_option"),
        ({"options": {"colour": "red"}}, "no_such_option"),
        ({"driver": "sms", "options": {"pin": "1234"}}, "option_is_secret"),
        ({"driver": "printer", "options": {"encoding": "latin-1"}}, "bad_option"),
        ({"driver": "profile"}, "profile_missing"), ({"place_id": uuid4()}, "no_such_place"),
        ({"remark": "\x00"}, "text_control"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(desk, by, wrong, code):
    refused(lambda: desk.devices.add(replace(device(), **wrong), by=by), code)
    assert desk.devices.rows(stopped=True) == []


def test_codes_and_ports_are_taken_once(desk, by, station):
    refused(lambda: desk.devices.add(device(url="sim://other"), by=by), "device_code_taken")
    refused(lambda: desk.devices.add(device("YL-08"), by=by), "device_url_taken")


def test_a_live_port_may_stand_in_the_ledger_of_a_practice(desk, by):
    """A copy of the station's store has it too; opening it is refused where links are opened."""
    assert desk.devices.add(device(url="/dev/ttyS0", line="9600-7-E-1"), by=by).form.line == "9600 7E1"


def test_points_are_kept_with_people_and_limits(desk, by, station):
    form = PointForm(uuid4(), station.form.id, "一小时雨量", account="YL-07", code="PN05", above=30, unit="毫米")
    point = desk.devices.put_point(form, by=by)
    assert point == desk.devices.put_point(form, by=by) and point.form.above == 30.0
    moved = desk.devices.put_point(replace(form, above=50.0), seen=1, by=by)
    assert (moved.version, moved.form.above) == (2, 50.0)
    refused(lambda: desk.devices.put_point(form, seen=1, by=by), "changed_meanwhile")
    refused(lambda: desk.devices.put_point(replace(form, id=uuid4(), above=50.0), by=by), "point_taken")
    second = desk.devices.put_point(replace(form, id=uuid4(), name="暴雨", above=80, priority=1), by=by)
    assert [row.form.name for row in desk.devices.points(station.form.id)] == ["一小时雨量", "暴雨"]
    desk.devices.drop_point(second.form.id, seen=1, by=by)
    assert len(desk.devices.points(station.form.id)) == 1
    assert len(desk.devices.points(station.form.id, dropped=True)) == 2
    assert desk.log.verify().fault is None


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": ""}, "title_missing"), ({"above": float("nan")}, "bad_threshold"), ({"priority": 9}, "bad_priority"),
        ({"above": 1.0, "below": 2.0}, "bad_threshold"), ({"repeat_seconds": -5}, "bad_seconds"),
        ({"person_ids": (uuid4(),)}, "no_such_person"), ({"plan_id": uuid4()}, "no_such_plan"),
        ({"event_type": "nothing"}, "no_such_event_type"), ({"place_id": uuid4()}, "no_such_place"),
        ({"device_id": uuid4()}, "no_such_device"),
        ({"person_ids": tuple(uuid4() for _ in range(21))}, "people_many"),
    ],
)  # fmt: skip
def test_points_that_make_no_sense_are_refused(desk, by, station, wrong, code):
    form = PointForm(uuid4(), station.form.id, "水位")
    refused(lambda: desk.devices.put_point(replace(form, **wrong), by=by), code)
    assert desk.devices.points(station.form.id) == []


def test_many_points_at_once_are_one_line(desk, by, station):
    forms = [PointForm(uuid4(), station.form.id, f"终端 {n:02d}", zone=f"{n}") for n in range(60)]
    desk.devices.put_points(forms, by=by)
    assert len(desk.devices.points(station.form.id)) == 60
    assert desk.log.verify().fault is None


def test_what_is_numbered_stands_in_the_order_of_its_numbers(desk, by, station):
    names = ["10 号探头", "2 号探头", "1 号探头", "２０ 号", "探头", "号 9" * 15]
    desk.devices.put_points(
        [PointForm(uuid4(), station.form.id, name, str(at)) for at, name in enumerate(names)], by=by
    )
    shown = [row.form.name for row in desk.devices.points(station.form.id)]
    assert shown[:4] == ["1 号探头", "2 号探头", "10 号探头", "２０ 号"]
    for code in ("YL-10", "YL-9", "YL-100"):
        desk.devices.add(device(code, url=f"sim://sl651/{code}"), by=by)
    assert [row.form.code for row in desk.devices.rows()] == ["YL-07", "YL-9", "YL-10", "YL-100"]


def test_a_viewer_keeps_no_devices(desk, by):
    desk.accounts.add("林例十", Role.ADMIN, "devices of 2030", by=by)
    viewer = desk.accounts.add("陈例一", Role.VIEWER, "devices of 2030", by=by).actor
    refused(lambda: desk.devices.add(device(), by=viewer), "not_permitted")


def test_what_a_point_answers_to_is_the_same_in_full_width(desk, by, station):
    """Typed while Chinese is typed, or printed so by a panel: a point that never matches would be found in the fire."""
    form = PointForm(uuid4(), station.form.id, "东门", "１２３４", zone="０１　５", code="一号楼Ａ")
    row = desk.devices.put_point(form, by=by).form
    assert (row.account, row.zone, row.code) == ("1234", "01 5", "一号楼Ａ")
    for account in ("1234", "１２３４"):
        signal = Signal(SignalKind.ALARM, b"", account=account, zone="01 5", code="一号楼Ａ")
        assert matching([row], signal) == [row]
    assert matching([row], Signal(SignalKind.ALARM, b"", account="1234", zone="01 5", code="一号楼A")) == []

"""The devices of the sample county: as many as the paper says, on simulated ports, with places, plans and people."""

from __future__ import annotations

from collections import Counter

import pytest

from console import bootstrap
from console.domain.drivers import DRIVERS
from console.domain.signals import SignalKind
from console.domain.wire import is_simulated
from tests.kit.wire import hear


@pytest.fixture
def county(county_store, clock):
    desk = bootstrap.build(county_store, clock)
    yield desk
    desk.close()


def test_forty_devices_the_sirens_controller_and_sixty_terminals_on_simulated_ports(county):
    rows = county.devices.rows()
    kinds = Counter(row.form.code.split("-")[0] for row in rows)
    assert (len(rows), kinds["YL"], kinds["SW"], kinds["SR"], kinds["AN"]) == (42, 10, 6, 13, 4)
    assert all(is_simulated(row.form.url) and row.form.driver in DRIVERS for row in rows)
    terminals = county.devices.points(county.devices.by_code("GB-00").form.id)
    assert len(terminals) == 60 and sum("GB-31" in point.form.name for point in terminals) == 1
    assert county.log.verify().fault is None


def test_the_named_ones_say_what_the_script_needs(county, clock):
    rain, level = county.devices.by_code("YL-07"), county.devices.by_code("SW-03")
    (amber,) = (row for row in county.devices.points(rain.form.id) if row.form.above == 30.0)
    (guarantee,) = (row for row in county.devices.points(level.form.id) if row.form.above == 12.5)
    assert (amber.form.priority, guarantee.form.priority) == (2, 1) and "示塘大桥" in guarantee.form.name
    assert guarantee.place_path and guarantee.plan_title and guarantee.persons
    hear(county, rain, SignalKind.READING, account=amber.form.account, code="1A", zone="", value=32.0, unit="mm")
    hear(county, level, SignalKind.READING, account=guarantee.form.account, code="39", zone="", value=12.62, unit="m")
    first, second = county.alarms.queue().rows
    assert (first.point_name, first.priority) == ("示塘大桥保证水位", 1) and first.plan_id is not None
    assert (second.priority, second.limit) == (2, 30.0) and "镇" in first.place
    form = county.alarms.draft(first.id)[1]
    assert form.title == "示塘大桥保证水位 12.62 m，达到或超过限值 12.5 m" and form.event_type == "10101"
    assert "联系人：" in form.summary

"""A text from the outbox over a modem to the network and its report back; a call and a text in; a terminal of 北斗."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console import bootstrap
from console.devices.simulator import Happening
from console.devices.street import the_street
from console.domain.delivery import Order, SendState, Verb
from console.domain.outbox import Ask
from console.domain.wire import DeviceForm
from tests.kit.links import waited


@pytest.fixture
def desk(new_store, monkeypatch):
    """By a clock that runs: links wait for time to pass. The street is emptied after."""
    monkeypatch.setattr("console.desk.wire_runner.FOLLOW_SECONDS", 0.01)
    made = bootstrap.build(new_store)
    yield made
    made.close()
    the_street().clear()


def laid(desk, by, driver, url, **options):
    row = desk.devices.add(DeviceForm(uuid4(), driver.upper(), driver, driver, url, options=options), by=by)
    desk.wire.start()
    waited(lambda: the_street().names() and desk.wire.status() and desk.wire.status()[0].counts.received)
    return row, the_street().at(url.removeprefix("sim://").partition("?")[0])


def state(desk, row_id):
    return next(one for one in desk.deliveries.rows() if one.id == row_id).state


def test_a_text_goes_out_by_the_modem_and_is_confirmed_by_its_report(desk, by):
    row, modem = laid(desk, by, "modem", "sim://modem/SMS-01?report=0.1")
    order = Order(uuid4(), Verb.TEXT, "100-0000-0001", "黄石路发生火灾，请沿东门疏散。", {"validity_minutes": 60})
    desk.deliveries.ask([Ask(row.form.id, order, area="黄石路")], by=by)
    waited(lambda: state(desk, order.id) is SendState.CONFIRMED, lambda: str(desk.deliveries.rows()))

    assert "".join(one["text"] for one in modem.state()["sent"]) == order.text
    modem.happen(Happening("call", sender="05770000001"))
    modem.happen(Happening("message", sender="10086", text="水位三十一米"))
    waited(lambda: desk.alarms.queue().rows)
    waited(lambda: modem.waiting() == 0)
    (waiting,) = desk.alarms.queue().rows
    assert (waiting.sender, waiting.text, waiting.count) == ("10086", "水位三十一米", 1)


def test_a_message_goes_out_by_beidou_and_nobody_claims_that_it_arrived(desk, by):
    row, terminal = laid(desk, by, "beidou", "sim://beidou/BD-01", gap_s="1")
    order = Order(uuid4(), Verb.TEXT, "0179773", "道路中断，请求支援")
    desk.deliveries.ask([Ask(row.form.id, order, area="石门村")], by=by)
    waited(lambda: state(desk, order.id) is SendState.UNCONFIRMED, lambda: str(desk.deliveries.rows()))

    assert terminal.state()["sent"] == [("0179773", order.text)]

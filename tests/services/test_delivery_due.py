"""A sending that broke off is on the due strip and on the sheet until a person has said what became of it."""

from __future__ import annotations

from uuid import uuid4

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.delivery import Order, SendState, Verb
from console.domain.due import DueKind, DueState
from console.domain.outbox import Ask
from console.domain.people import Actor
from console.domain.wire import DeviceForm
from console.services.sheet import wire
from console.services.sheet.part import CutOff


def test_what_nobody_knows_waits_on_strip_and_sheet_until_somebody_decides(
    desk: Desk, clock: StoppedClock, by: Actor
) -> None:
    siren = desk.devices.add(DeviceForm(uuid4(), "SR-05", "警报器", "relay", "sim://relay/SR-05"), by=by)
    (row,) = desk.deliveries.ask([Ask(siren.id, Order(uuid4(), Verb.PROBE), test=True)], by=by)
    assert desk.deliveries.begin(row.id) is not None
    desk.deliveries.recover()
    (due,) = [one for one in desk.due.rows(clock.now()) if one.kind is DueKind.SENDING]
    assert (due.record_id, due.state, due.target_panel, due.number) == (row.id, DueState.OVER, "devices", row.number)
    assert "警报器" in due.text and "不明" in due.text
    assert _on_sheet(desk, clock) == [row.number]
    desk.deliveries.decide(row.id, SendState.FAILED, "村里没有听到", by=by)
    assert not [one for one in desk.due.rows(clock.now()) if one.kind is DueKind.SENDING]
    assert _on_sheet(desk, clock) == []


def _on_sheet(desk: Desk, clock: StoppedClock) -> list[str]:
    with desk.opened.store.reading() as connection:
        cut = CutOff(connection, None, 0, clock.now(), desk.zone)  # type: ignore[arg-type]  # no shift is asked for
        return [one["cells"][0] for one in wire.unsure_sendings(cut)]

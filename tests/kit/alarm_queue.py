"""Devices that say something, for the screens of alarms: a station with a limit, a fire panel, a modem that rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from console.bootstrap import Desk
from console.domain.alarm import AlarmRow
from console.domain.people import Actor
from console.domain.signals import Arrived, Signal, SignalKind
from console.domain.wire import DeviceForm, DeviceRow, PointForm

PANEL, STATION, MODEM = "gb26875", "sl651", "modem"


def device(
    desk: Desk, by: Actor, driver: str = PANEL, code: str = "HZ-01", name: str = "例一商厦消防主机"
) -> DeviceRow:
    """In the ledger; behind its port nothing real can stand."""
    form = DeviceForm(
        uuid4(), code, name, driver, f"sim://{driver}/{code}", place_text="例一街道 例一路 1 号", priority=2
    )
    return desk.devices.add(form, by=by)


def point(desk: Desk, device: DeviceRow, by: Actor, name: str = "坝前水位", above: float = 6.0) -> None:
    form = PointForm(uuid4(), device.form.id, name, code="39", above=above, unit="m", priority=1, event_type="101")
    desk.devices.put_point(form, by=by)


def alarm(zone: int | str, *, priority: int = 2, words: str = "火警", **more: object) -> Signal:
    signal = Signal(
        SignalKind.ALARM, f"@@{zone}##".encode(), "0101", "1", str(zone), words, "Fire alarm", priority=priority
    )
    return replace(signal, **more)  # type: ignore[arg-type]


def reading(value: float) -> Signal:
    return Signal(SignalKind.READING, b"~~39", "0000000007", "39", "1", "水位", "Water level", value=value, unit="m")


def message(text: str, sender: str = "100-0000-0001") -> Signal:
    return Signal(SignalKind.MESSAGE, text.encode(), words="短信", words_en="Text", sender=sender, text=text)


def call(number: str) -> Signal:
    return Signal(SignalKind.CALL, number.encode(), words="来电", words_en="Call", sender=number)


def say(desk: Desk, device: DeviceRow, signals: Sequence[Signal], *, apart: float = 0.0) -> None:
    """All of them arrive now, in one batch; ``apart`` seconds lie between two, the last one now."""
    now, last = desk.clock.now(), len(signals) - 1
    at = [now - timedelta(seconds=apart * (last - each)) for each in range(len(signals))]
    arrived = [Arrived(device.key, device.form.driver, at[each], one) for each, one in enumerate(signals)]
    desk.alarm_intake.receive(arrived)


def waiting(desk: Desk) -> tuple[AlarmRow, ...]:
    return desk.alarms.queue().rows

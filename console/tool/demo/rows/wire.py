"""Devices that report by themselves: rain over its limit, the same frame again, a broken one, the mains, a river.

The wire runs in this process while a row is played, for the devices of that row alone; what they say comes over
simulated ports through the same links, drivers and services as from a real one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt

from console.devices.simulator import Happening
from console.devices.street import Post, the_street
from console.domain.alarm import AlarmRow
from console.tool.demo import hands
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage
from ui.dialogs.alarm_acts import SettleDialog

RAIN, LEVEL, POWER, SIREN = "YL-07", "SW-03", "UPS-01", "SR-00"
_PORT = {RAIN: "sl651", LEVEL: "sl651", POWER: "modbus", SIREN: "profile"}


@contextmanager
def wired(stage: Stage, code: str) -> Iterator[Post]:
    """The line of one device, open while the row needs it."""
    desk = stage.desk
    device = desk.devices.by_code(code)
    desk.wire.start(only={device.key})
    key = f"{_PORT[code]}/{code}"
    try:
        until(lambda: key in the_street().names() and the_street().at(key).connected, f"the line of {code} is open")
        yield the_street().at(key)
    finally:
        desk.wire.stop()
        the_street().clear()


def waits(stage: Stage, code: str) -> AlarmRow | None:
    """The newest alarm of that device, whatever became of it."""
    device = stage.desk.devices.by_code(code)
    rows = [row for row in stage.desk.alarms.queue(all_today=True).rows if row.device_key == device.key]
    return rows[0] if rows else None


def acknowledge(stage: Stage, row: AlarmRow) -> None:
    """F8, to its line, Enter: seen by name."""
    panel = stage.panel("alarms")
    until(lambda: panel.queue.table.choose(row.id), "the alarm stands in the queue")
    panel.queue.table.setFocus()
    settle()
    strike(stage.window, Qt.Key.Key_Return)
    until(lambda: stage.desk.alarms.one(row.id).acknowledged_at is not None, "the alarm is acknowledged")
    settle()


def _of(reader: Reader, code: str, columns: str) -> tuple[object, ...]:
    """Columns of the one alarm of that device."""
    return reader.ask(
        f"SELECT {columns} FROM alarm a JOIN device d ON d.id = a.device_id WHERE d.code = ? ORDER BY a.first_at", code
    )[0]


def _count(reader: Reader, code: str) -> int:
    found: int = reader.one("SELECT count(*) FROM alarm a JOIN device d ON d.id = a.device_id WHERE d.code = ?", code)
    return found


# rows 8, 9, 10: rain over its limit, the same frame three times, one with a wrong checksum

RAIN_FELL = 32.0


def play_rain(stage: Stage, row: Row) -> None:
    """32 mm within an hour: an amber alarm with its place; the officer sees it by name."""
    stage.jump_to(11, 40)
    with wired(stage, RAIN) as post:
        post.happen(Happening("reading", code="1A", value=RAIN_FELL))
        until(lambda: waits(stage, RAIN), "the rain is an alarm")
    alarm = waits(stage, RAIN)
    assert alarm is not None
    acknowledge(stage, alarm)
    row.expected = {"alarms": 1, "value": RAIN_FELL, "limit": 30.0, "priority": 2, "seen_by": stage.names[0], "line": 1}


def read_rain(reader: Reader, _row: Row) -> Found:
    """Value and limit, who saw it, and the line of the log with device and words."""
    value, limit, priority, by = _of(reader, RAIN, "a.value, a.limit_value, a.priority, a.acknowledged_by")
    told = "SELECT count(*) FROM log_entry WHERE kind = 'alarm' AND instr(text, ?) AND instr(text, '雨')"
    return {
        "alarms": _count(reader, RAIN), "value": value, "limit": limit, "priority": priority, "seen_by": by,
        "line": min(1, reader.one(told, RAIN)),
    }  # fmt: skip


def play_repeats(stage: Stage, row: Row) -> None:
    """The station sends the same frame three times more: one alarm, counted four times."""
    stage.jump_to(11, 41)
    alarm = waits(stage, RAIN)
    assert alarm is not None
    raw = stage.desk.alarms.events(alarm.id)[0].raw
    with wired(stage, RAIN) as post:
        for count in range(2, 5):
            post.happen(Happening("raw", facts={"bytes": raw}))
            until(lambda count=count: stage.desk.alarms.one(alarm.id).count == count, f"{count} times")  # type: ignore[misc]
    row.expected = {"alarms": 1, "count": 4}


def read_repeats(reader: Reader, _row: Row) -> Found:
    """One alarm; its first event says how often it came again."""
    (alarm,) = _of(reader, RAIN, "a.id")
    again = reader.one("SELECT sum(repeats) FROM wire_event WHERE alarm_id = ? AND first_id IS NULL", alarm)
    return {"alarms": _count(reader, RAIN), "count": 1 + again}


def play_broken(stage: Stage, row: Row) -> None:
    """A frame with a wrong checksum: kept and counted, no alarm, no answer."""
    stage.jump_to(11, 42)
    alarm = waits(stage, RAIN)
    assert alarm is not None
    device = stage.desk.devices.by_code(RAIN)
    raw = bytearray(stage.desk.alarms.events(alarm.id)[0].raw)
    raw[-1] ^= 0xFF
    with wired(stage, RAIN) as post:
        answered = post.received
        post.happen(Happening("raw", facts={"bytes": bytes(raw)}))
        until(lambda: _damaged(stage), "the damaged frame is kept")
        row.notes = {"answered": post.received - answered}
    stage.panel("devices").links.open_device(device.id)
    settle()
    row.expected = {"damaged": 1, "alarms": 1, "answered": 0}


def _damaged(stage: Stage) -> bool:
    key = stage.desk.devices.by_code(RAIN).key
    return any(event.damaged for event in stage.desk.alarms.heard(key))


def read_broken(reader: Reader, row: Row) -> Found:
    damaged = reader.one(
        "SELECT count(*) FROM wire_event e JOIN device d ON replace(d.id, '-', '') = replace(e.device_key, '-', '') "
        "WHERE d.code = ? AND e.damaged <> ''", RAIN,
    )  # fmt: skip
    return {"damaged": damaged, "alarms": _count(reader, RAIN), "answered": row.notes["answered"]}


# row 22: the mains are lost


def play_mains(stage: Stage, row: Row) -> None:
    """The contact of the UPS: on battery. Seen, and over again when the mains are back."""
    with wired(stage, POWER) as post:
        post.happen(Happening("alarm", zone="0"))
        _polled(stage, post)
        until(lambda: waits(stage, POWER), "the mains are an alarm")
        alarm = waits(stage, POWER)
        assert alarm is not None
        acknowledge(stage, alarm)
        post.happen(Happening("restore", zone="0"))
        _polled(stage, post)
        until(lambda: stage.desk.alarms.one(alarm.id).restored_at is not None, "the mains are back")
    row.expected = {"alarms": 1, "seen_by": stage.names[0], "over": True}


def _polled(stage: Stage, post: Post) -> None:
    """The contact is asked every five seconds, and believed when it says the same twice; each time it has answered."""
    for _ in range(3):
        asked = post.received
        stage.pass_time(seconds=5.2)
        until(lambda asked=asked: post.received > asked, "the contact is asked")  # type: ignore[misc]
        settle()


def read_mains(reader: Reader, _row: Row) -> Found:
    by, restored = _of(reader, POWER, "a.acknowledged_by, a.restored_at")
    return {"alarms": _count(reader, POWER), "seen_by": by, "over": restored is not None}


# row 25: the river is over its guarantee level

LEVEL_NOW = 12.86


def play_river(stage: Stage, row: Row) -> None:
    """The severest kind: it sounds until somebody has seen it by name."""
    stage.jump_to(21, 50)
    assert stage.app is not None
    with wired(stage, LEVEL) as post:
        post.happen(Happening("reading", code="39", value=LEVEL_NOW))
        until(lambda: waits(stage, LEVEL), "the river is an alarm")
    alarm = waits(stage, LEVEL)
    assert alarm is not None
    sound = stage.app.shell.alerting.sound
    until(lambda: sound.wanted, "it wants to be heard")
    acknowledge(stage, alarm)
    row.expected = {
        "priority": 1,
        "value": LEVEL_NOW,
        "limit": 12.5,
        "seen_by": stage.names[0],
        "place": True,
        "step": 1,
    }


def read_river(reader: Reader, _row: Row) -> Found:
    alarm, value, limit, priority, by, place = _of(
        reader, LEVEL, "a.id, a.value, a.limit_value, a.priority, a.acknowledged_by, a.place"
    )
    seen = reader.one("SELECT count(*) FROM alarm_step WHERE alarm_id = ? AND act = 'acknowledged'", alarm)
    return {
        "priority": priority, "value": value, "limit": limit, "seen_by": by, "place": "示塘大桥" in str(place),
        "step": seen,
    }  # fmt: skip


# row 33: a siren's amplifier

SENT = "已派维修，备用宣传车待命"


def play_amplifier(stage: Stage, row: Row) -> None:
    """The controller reports it by itself: a fault of the device, settled with what was done about it."""
    stage.jump_to(2, 10)
    with wired(stage, SIREN) as post:
        post.happen(Happening("fault", account="5", code="01"))
        until(lambda: waits(stage, SIREN), "the fault waits")
    alarm = waits(stage, SIREN)
    assert alarm is not None
    acknowledge(stage, alarm)
    panel = stage.panel("alarms")
    panel.queue.table.choose(alarm.id)
    settle(400)
    strike(stage.window, Qt.Key.Key_J, Qt.KeyboardModifier.AltModifier)
    dialog = hands.dialog(SettleDialog)
    hands.write(dialog.reason, SENT)
    strike(stage.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: stage.desk.alarms.one(alarm.id).state.value == "settled", "the fault is settled")
    row.expected = {"kind": "fault", "words": True, "state": "settled", "note": SENT}


def read_amplifier(reader: Reader, _row: Row) -> Found:
    alarm, kind, words, state = _of(reader, SIREN, "a.id, a.kind, a.words, a.state")
    note = reader.one("SELECT note FROM alarm_step WHERE alarm_id = ? AND act = 'settled'", alarm)
    return {"kind": kind, "words": "功放故障" in str(words), "state": state, "note": note}

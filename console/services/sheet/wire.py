"""Alarms that wait, in section 6, and links that are lost or silent, in section 7."""

from __future__ import annotations

from collections import Counter

from console.domain.alarm import AlarmKind, AlarmRow, AlarmState
from console.domain.delivery import SendState
from console.domain.wire import DeviceRow, LinkState
from console.services import delivery_due
from console.services.alarm_settings import settings_of
from console.services.sheet.part import CutOff, Row, item, zh
from db.chain import instant
from db.models.wire import Alarm, Device
from db.queries import alarms, wire

_GONE = (LinkState.LOST, LinkState.SILENT)


def waiting_alarms(cut: CutOff) -> list[Row]:
    """A row for each alarm that waits, lost links too, the gravest first; what follows one is counted beside it.

    As many as the queue has under 活动 and 搁置 together.
    """
    rows = alarms.some(cut.connection, Alarm.state.in_(alarms.WAITING))
    below = Counter(row.cause_id for row in rows if row.cause_id is not None)
    counted = sorted((row for row in rows if row.is_counted), key=lambda row: (row.priority, row.first_at))
    return [_alarm(cut, row, below[row.id]) for row in counted]


def unsure_sendings(cut: CutOff) -> list[Row]:
    """A row for each sending nobody knows the outcome of: something may have sounded."""
    return [
        item(
            f"delivery:{row.id}",
            [
                row.number, zh("delivery.state.unknown" if row.state is SendState.UNKNOWN else "delivery.may_sound"),
                " ".join(filter(None, (row.device_name, zh(f"delivery.verb.{row.verb.value}"), row.area))),
                instant(row.changed_at or row.asked_at),
            ],
            overdue=True,
        )
        for row in (*delivery_due.unsure(cut.connection), *delivery_due.not_told_off(cut.connection, cut.at))
    ]  # fmt: skip


def links(cut: CutOff) -> list[Row]:
    """A row for each device in use that cannot be heard at the cut-off."""
    rows = wire.devices(cut.connection, Device.active.is_(True))
    return [_link(cut, row) for row in rows if row.status is not None and row.status.state in _GONE]


def _alarm(cut: CutOff, row: AlarmRow, below: int) -> Row:
    settings = settings_of(cut.connection, cut.at)
    seen = row.acknowledged_at
    due = row.first_at + settings.unseen[row.priority] if seen is None else seen + settings.review
    if row.state is AlarmState.SHELVED and row.shelved_until is not None:
        due, waits = row.shelved_until, zh("sheet.alarm_shelved")
    else:
        waits = zh("sheet.alarm_unseen") if seen is None else zh("sheet.alarm_seen", name=row.acknowledged_by)
    said = " ".join(part for part in (row.device_name, row.point_name, row.words, row.place) if part)
    if row.kind is AlarmKind.MESSAGE and row.text:
        said = f"{said}：{row.text}"
    parts = [said, zh("sheet.alarm_times", count=row.count) if row.count > 1 else ""]
    parts += [zh("sheet.alarm_below", count=below)] if below else []
    parts += [zh("sheet.alarm_restored", at=f"{row.restored_at.astimezone(cut.zone):%H:%M}")] if row.restored_at else []
    cells = [
        row.number,
        f"{zh(f'alarm.priority.{row.priority}')} {waits}",
        "；".join(filter(None, parts)),
        instant(due),
    ]
    return item(f"alarm:{row.id}", cells, overdue=due <= cut.at)


def _link(cut: CutOff, row: DeviceRow) -> Row:
    assert row.status is not None, "only links that were told are listed"
    cause = zh(f"wire.cause.{row.status.cause}") if row.status.cause else ""
    since = zh("sheet.link_since", at=f"{row.status.since.astimezone(cut.zone):%m-%d %H:%M}")
    state = zh(f"link.state.{row.status.state.value}")
    return item(f"link:{row.key}", [row.form.name, state, "；".join(filter(None, (cause, since))), ""], notable=True)

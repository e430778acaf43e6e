"""What is read about one alarm when its line is chosen; on a worker."""

from __future__ import annotations

from console.domain.alarm import AlarmRow
from console.domain.duplicates import Told, path_of
from console.services.duplicates import Likely
from ui.models.alarm_rows import AlarmServices, said, where
from ui.panels.alarms_card import About


def read_about(ask: AlarmServices, row: AlarmRow) -> About:
    """Its steps, how its value went, the name of its kind of event, the incident it may tell of again."""
    alarms = ask.alarms
    trend = tuple(alarms.trend(row.id)) if row.value is not None else ()
    steps, names = tuple(alarms.steps(row.id)), _names_of(ask, row.event_type)
    return About(row, steps, trend, names, likely_of(ask, row), _people(ask, row))


def likely_of(ask: AlarmServices, row: AlarmRow) -> Likely | None:
    """The likeliest open incident."""
    text = f"{where(row)} {said(row)}"
    path, spot = ask.alarms.place_of(row)
    told = Told(row.id, row.first_at, path_of(path), spot, row.event_type or "", text)
    return next((one for one in ask.duplicates.like(told, certain=True) if one.is_incident), None)


def _people(ask: AlarmServices, row: AlarmRow) -> tuple[str, ...]:
    """Whom the ledger names for its point; a port without an entry has none."""
    device = ask.devices.by_key(row.device_key) if row.person_ids else None
    points = ask.devices.points(device.form.id) if device is not None else []
    return next((point.persons for point in points if point.form.person_ids == row.person_ids), ())


def _names_of(ask: AlarmServices, code: str | None) -> tuple[str, str]:
    """The name of a kind of event, in both languages; of one the list does not know its code."""
    if code is None:
        return "", ""
    known = {each: (name, name_en or name) for each, _parent, name, name_en in ask.intake.event_types()}
    return known.get(code, (code, code))

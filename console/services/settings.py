"""Site settings: what counts now, what counted before, changing one with its basis."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console.domain.clock import Clock
from console.domain.lists import ListItem
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.settings import (
    CHOSEN_FROM,
    LOCAL_BASIS,
    SETTINGS,
    SettingRow,
    checked_value,
    confirmed_basis,
    needs_basis,
    zone,
)
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from console.services.lists import current_rows
from db import books, numbers
from db.models.site import SettingValue
from db.store import Store, Tx


class SettingsService:
    """One editor page asks this; everything else asks ``value`` and ``zone``."""

    def __init__(self, store: Store, clock: Clock, realm: Realm) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm

    def value(self, key: str) -> str:
        """The value that counts now: the newest that has become valid, else the default."""
        with self._store.reading() as connection:
            return current(connection, key, self._clock.now())

    def whole(self, key: str) -> int:
        return int(self.value(key))

    def zone(self) -> ZoneInfo:
        """The station's time zone, never the machine's."""
        return zone(self.value("site.time_zone"))

    def all(self) -> list[SettingRow]:
        """Every setting as it counts now."""
        now = self._clock.now()
        with self._store.reading() as connection:
            return rows_of(connection, now)

    def history(self, key: str) -> list[SettingRow]:
        """What the setting was, newest first."""
        with self._store.reading() as connection:
            found = connection.execute(
                select(SettingValue.__table__).where(SettingValue.key == key).order_by(SettingValue.number.desc())
            ).mappings()
            return [_as_row(key, row) for row in found]

    def change(
        self, key: str, value: str, basis: str, *, confirmed: bool, valid_from: datetime | None = None, by: Actor
    ) -> None:
        """Set a value from now or from another instant, with its basis; the old one stays in the history.

        It never begins before the value that counts now: what was right then was right then.
        """
        value, basis = checked_value(key, value), _basis(key, basis)
        with self._store.writing(by=by, action=Action.EDIT_SETTINGS) as tx:
            at = self._clock.now()
            _require_known(tx.connection, key, value)
            _require_after(tx.connection, key, valid_from, at)
            _put(tx, SettingRow(key, value, "", basis, valid_from or at, confirmed, by.name), at)

    def confirm_all(self, *, by: Actor) -> int:
        """The county says of every setting not confirmed yet that it holds here as it is; how many there were."""
        with self._store.writing(by=by, action=Action.EDIT_SETTINGS) as tx:
            at = self._clock.now()
            waiting = [row for row in rows_of(tx.connection, at) if not row.confirmed]
            for row in waiting:
                basis = confirmed_basis(row.basis)
                _put(tx, replace(row, basis=basis, valid_from=at, confirmed=True, by=by.name), at)
            return len(waiting)

    def choices(self) -> dict[str, tuple[ListItem, ...]]:
        """Settings that name a row of a list, with the rows they may name."""
        with self._store.reading() as connection:
            return {key: _choices(connection, key) for key in CHOSEN_FROM}

    def next_numbers(self) -> dict[str, str]:
        """The next number of each of this year's series, as people will see it."""
        year = self._clock.now().astimezone(self.zone()).year
        with self._store.reading() as connection:
            return {series: numbers.next_of(connection, series, year, self._realm) for series in numbers.WIDTH}

    def start_numbers(self, series: str, first: int, *, by: Actor) -> None:
        """Adoption in mid-year: the next number of this year's series."""
        with self._store.writing(by=by, action=Action.EDIT_SETTINGS) as tx:
            at = self._clock.now()
            year = at.astimezone(self.zone()).year
            numbers.start_at(tx, series, year, first)
            shown = numbers.shown(series, year, first, self._realm)
            lines.write(tx, books.AUDIT, ActKind.SETTING, f"{series} ≥ {shown}", at=at, start=[series, year, first])


def current(connection: Connection, key: str, at: datetime) -> str:
    """The value of a key that counts at an instant."""
    return _row(connection, key, at).value


def rows_of(connection: Connection, at: datetime) -> list[SettingRow]:
    """Every setting as it counts at an instant."""
    return [_row(connection, key, at) for key in SETTINGS]


def basis_of(connection: Connection, key: str, at: datetime) -> str:
    """What the value that counts at an instant rests on."""
    return _row(connection, key, at).basis


def _put(tx: Tx, given: SettingRow, at: datetime) -> None:
    """A new line of the setting's history, told to the audit book."""
    row = SettingValue(
        key=given.key,
        value=given.value,
        basis=given.basis,
        valid_from=given.valid_from,
        confirmed=given.confirmed,
        recorded_at=at,
        by_name=given.by,
    )
    tx.session.add(row)
    tx.flush()
    lines.write(tx, books.AUDIT, ActKind.SETTING, f"{given.key} = {given.value}", at=at, about=[row])


def _basis(key: str, text: str) -> str:
    text = text.strip() or ("" if needs_basis(key) else LOCAL_BASIS)
    if not text:
        raise Refused("basis_missing")
    return checked_text(text, limit=500)


def _choices(connection: Connection, key: str) -> tuple[ListItem, ...]:
    return tuple(item for item in current_rows(connection, CHOSEN_FROM[key]) if item.active)


def _require_known(connection: Connection, key: str, value: str) -> None:
    if key in CHOSEN_FROM and value not in {item.code for item in _choices(connection, key)}:
        raise Refused("no_such_template")


def _require_after(connection: Connection, key: str, valid_from: datetime | None, at: datetime) -> None:
    began = _row(connection, key, at).valid_from
    if valid_from is not None and began is not None and valid_from < began:
        local = began.astimezone(zone(current(connection, "site.time_zone", at)))
        raise Refused("valid_from_before", since=f"{local:%Y-%m-%d %H:%M}")


def _row(connection: Connection, key: str, at: datetime) -> SettingRow:
    found = (
        connection.execute(
            select(SettingValue.__table__)
            .where(SettingValue.key == key, SettingValue.valid_from <= at)
            .order_by(SettingValue.valid_from.desc(), SettingValue.number.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    if found is None:
        setting = SETTINGS[key]
        return SettingRow(key, setting.default, setting.unit, setting.basis, None, False, "")
    return _as_row(key, found)


def _as_row(key: str, row: object) -> SettingRow:
    values = dict(row)  # type: ignore[call-overload]
    return SettingRow(
        key,
        values["value"],
        SETTINGS[key].unit,
        values["basis"],
        values["valid_from"],
        values["confirmed"],
        values["by_name"],
    )

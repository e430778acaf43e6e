"""快报表 of a round of the towns' returns: its sums, 至少 where a town is missing, source 乡镇报送, as of its time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from console import words
from console.domain.clock import Clock
from console.domain.disaster_table import BY_UNIT, ITEMS, DisasterTable, Line, summed
from console.domain.incident_figures import Amount
from console.domain.log import ActKind
from console.domain.people import Action, Actor, ActorKind
from console.domain.realm import Realm
from console.domain.town_returns import Standing, UnitStanding
from console.services import lines
from console.services.disaster_tables import DisasterTables, Told, write_table
from console.services.exporting import write_beside
from console.services.settings import current
from console.services.town_returns import TownReturnsService
from db import books
from db.store import Store


class ReturnTables:
    """Reads only, but for the line about an export."""

    def __init__(
        self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo], returns: TownReturnsService,
        tables: DisasterTables,
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone
        self._returns = returns
        self._tables = tables

    def table(self, round_id: UUID, by: Actor) -> DisasterTable:
        """The form as the round says it; what the round does not ask is taken from its incident, where it has one.

        Refuses no_such_round, not_a_disaster.
        """
        told = self._returns.standing(round_id)
        base = self._base(told, by)
        source = words.say_in("zh", "returns.source", number=told.round.number)
        summed_lines = {
            code: Line(item, told.sums[code], told.round.as_of, source)
            for item in ITEMS
            if (code := item.code) in told.sums
        }
        return replace(
            base, as_of=told.round.as_of, lines=tuple(summed_lines.get(one.item.code, one) for one in base.lines)
        )  # fmt: skip

    def export(self, round_id: UUID, target: Path, *, by: Actor) -> DisasterTable:
        """Write it as xlsx; the audit book says who took it out."""
        table = self.table(round_id, by)
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            zone = self._zone()
            write_beside(target, (), lambda path, _rows: write_table(table, path, zone))
            number = self._returns.one(round_id).number
            lines.write(tx, books.AUDIT, ActKind.EXPORT, f"导出快报表 {number}：{target.name}", at=self._clock.now())
        return table

    def _base(self, told: Standing, by: Actor) -> DisasterTable:
        by_unit = _by_unit(told)
        if told.round.incident_id is not None:
            return self._tables.table(told.round.incident_id, by, by_unit)
        now = self._clock.now()
        with self._store.reading() as connection:
            site = current(connection, "site.name", now)
        return DisasterTable(
            number=told.round.number, title=told.round.title, place="", hazard="", sub_hazard="", began=None,
            ended=None, as_of=None, forces="", lines=tuple(Line(item, Amount(None)) for item in ITEMS),
            units=summed(by_unit), filled_by=by.name if by.kind is ActorKind.OFFICER else "", reported_at=now,
            site=site, realm=self._realm,
        )  # fmt: skip


def _by_unit(told: Standing) -> Told:
    """Every unit that was asked; what one that is missing would have said is 不详, so that the sum says 至少."""
    return {one.unit.unit: _amounts(one) for one in told.units}


def _amounts(one: UnitStanding) -> dict[str, Amount]:
    now = one.now
    return {} if now is None else {item.key: now.amount(item.code) for item in BY_UNIT}

"""Open shelters with their head counts, and people not brought away yet, in section 5."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from console.domain.incident_figures import Amount
from console.domain.shelters import ShelterRow
from console.services.settings import current
from console.services.sheet.part import CutOff, Row, item, zh
from console.services.shelter_words import amount, counted
from console.services.shelters import LOW_DAYS
from db.queries import relocations, shelters


def open_and_waiting(cut: CutOff) -> list[Row]:
    """A row for each open shelter; one for each incident with people who are neither away nor refusing.

    A shelter over its room or short of water or food, and people not away yet, are seen and taken over.
    """
    low = float(current(cut.connection, LOW_DAYS, cut.at))
    rows = [_shelter(cut, row, low) for row in shelters.rows(cut.connection, retired=True) if row.running]
    return rows + [_waiting(row) for row in relocations.waiting(cut.connection)]


def _shelter(cut: CutOff, row: ShelterRow, low: float) -> Row:
    form, count = row.form, row.count
    short = count.low(low) if count is not None else ()
    said = [counted(count) if count is not None else amount(row.people)]
    said.append(zh("sheet.shelter_room", count=form.capacity))
    said += [zh("sheet.shelter_over", count=row.over)] if row.over else []
    said += [zh(f"shelters.low.{what}") for what in short]
    said += [" ".join(part for part in (form.manager_a, form.phone_a) if part)]
    state = zh(f"shelters.state.{row.state.value}")
    told = _as_of(cut, count.at) if count is not None else ""
    cells = [row.name, state, "；".join(part for part in said if part), told]
    return item(f"shelter:{row.id}", cells, notable=bool(row.over or short or count is None))


def _waiting(row: Mapping[Any, Any]) -> Row:
    people = zh("sheet.people_waiting", people=amount(Amount(int(row["people"]))))
    cells = [row["number"], people, row["title"], ""]
    return item(f"relocation:{row['id']}", cells, notable=True)


def _as_of(cut: CutOff, at: datetime) -> str:
    return zh("sheet.as_of", at=f"{at.astimezone(cut.zone):%m-%d %H:%M}")

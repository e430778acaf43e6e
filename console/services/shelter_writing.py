"""Shared steps of keeping and importing shelters: what is typed held against the county's places, stores and codes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from uuid import UUID

from sqlalchemy import Connection, select

from console.domain.shelters import ShelterForm, checked
from console.domain.spots import Bounds, SpotSense, require_sense
from console.errors import Refused
from console.services.county_bounds import bounds
from console.services.team_writing import next_code
from db.models.places import Place
from db.models.shelters import Shelter
from db.models.stores import Warehouse

CODE = "BZ"
"""What a number the program gives begins with (避灾)."""


@dataclass(slots=True)
class Known:
    """What a shelter is held against; ``codes`` are of every shelter, by whose they are."""

    places: dict[UUID, str]
    stores: dict[UUID, str]
    codes: dict[str, UUID]
    county: Bounds | None

    @property
    def named(self) -> dict[UUID, str]:
        """What ids of a form are called."""
        return {**self.places, **self.stores}


def known(connection: Connection) -> Known:
    """As the store stands."""
    return Known(
        {row.id: row.name for row in connection.execute(select(Place.id, Place.name))},
        {row.id: row.name for row in connection.execute(select(Warehouse.id, Warehouse.name).where(Warehouse.active))},
        {row.code: row.id for row in connection.execute(select(Shelter.code, Shelter.id))},
        bounds(connection),
    )


def sound(form: ShelterForm, lists: Known, before: ShelterForm | None = None) -> ShelterForm:
    """What would be stored, with its code; ``before`` is what the shelter had: that it may keep.

    Refuses shelter_field_missing, shelter_number_bad, shelter_choice_bad, shelter_code_taken, no_such_place,
    no_such_store, bad_phone, spot_swapped, spot_half, spot_impossible, text_too_long.
    """
    said = checked(form)
    said = replace(said, code=said.code or (before.code if before else next_code(CODE, lists.codes)))
    if lists.codes.get(said.code, said.id) != said.id:
        raise Refused("shelter_code_taken", field="code", number=said.code)
    if said.place_id is not None and said.place_id not in lists.places:
        raise Refused("no_such_place", field="place_id")
    kept = before.warehouse_id if before else None
    if said.warehouse_id not in (None, kept) and said.warehouse_id not in lists.stores:
        raise Refused("no_such_store", field="warehouse_id")
    require_sense(said.latitude, said.longitude, lists.county)
    lists.codes[said.code] = said.id
    return said


def outside(form: ShelterForm, lists: Known) -> bool:
    """Whether it lies outside of the county: that is told, never refused."""
    return require_sense(form.latitude, form.longitude, lists.county) is SpotSense.OUTSIDE


def put(row: Shelter, form: ShelterForm) -> None:
    """A form's fields into its row."""
    for one in fields(form):
        value = getattr(form, one.name)
        setattr(row, one.name, ",".join(value) if isinstance(value, tuple) else value)
    row.tier = form.tier.value

"""What is missing in a shelter as a need of its incident."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from console import words
from console.domain.needs import NeedKind, NeedSource, NewNeed
from console.domain.shelters import CountRow
from db.models.shelters import Shelter


def need_of(row: Shelter, incident: UUID, count: CountRow, what: str, days: float) -> NewNeed:
    """What is missing of ``water`` or ``food`` to so many days, in the portions of one person for one day."""
    left = Decimal(str(count.water_days if what == "water" else count.food_days))
    missing = (count.total * (Decimal(str(days)) - left)).to_integral_value(ROUND_CEILING)
    return NewNeed(
        incident, NeedKind.OTHER, max(missing, Decimal(1)), what=words.say_in("zh", f"shelters.need.{what}"),
        unit=words.say_in("zh", "shelters.need.unit"), priority=1, place=row.name, place_id=row.place_id,
        shelter=row.id, latitude=row.latitude, longitude=row.longitude, asked_by=count.who or row.manager_a,
        phone=row.phone_a, source=NeedSource.SHELTER, source_id=row.id, source_key=f"{row.id}:{what}",
    )  # fmt: skip

"""What follows from stock and rules: goods near their date, goods to rotate, what is short, what to buy, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from console.domain.stock import NOTHING, Goods, normal
from console.domain.stores import AgreementForm, Kept


class Band(StrEnum):
    """How near a lot's last day is. A lot lies in one band only, the most pressing."""

    EXPIRED = "expired"
    LAST = "last"
    NEAR = "near"
    FAR = "far"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Limits:
    """Days before the last day from which a lot is told (settings stock.expiry_*)."""

    far: int
    near: int
    last: int

    def band(self, expires_on: date, today: date) -> Band:
        """The last day is still good."""
        left = (expires_on - today).days
        if left < 0:
            return Band.EXPIRED
        if left <= self.last:
            return Band.LAST
        if left <= max(self.near, self.last):
            return Band.NEAR
        return Band.FAR if left <= max(self.far, self.near) else Band.LATER


@dataclass(frozen=True, slots=True)
class ExpiryRow:
    """A lot of a store in a state, with its date. ``quantity`` is what lies there, ``reserved`` included."""

    store: UUID
    store_code: str
    store_name: str
    item: UUID
    item_code: str
    item_name: str
    spec: str
    unit: str
    lot: UUID
    lot_code: str
    expires_on: date
    days_left: int
    band: Band
    state: Goods
    quantity: Decimal
    reserved: Decimal
    shelf: str


@dataclass(frozen=True, slots=True)
class BandTotal:
    """How many lots of stores lie in a band; bands never overlap, so their sum is never more than there is."""

    band: Band
    lots: int
    stores: int
    items: int


class RotationWhy(StrEnum):
    """Why goods should leave: over their date, or longer here than their rhythm allows."""

    EXPIRED = "expired"
    ROTATION = "rotation"


@dataclass(frozen=True, slots=True)
class Rotation:
    """Goods proposed to leave a store. ``quantity`` is what nobody was promised; ``due_on`` when they should."""

    store: UUID
    store_code: str
    store_name: str
    item: UUID
    item_code: str
    item_name: str
    unit: str
    lot: UUID
    lot_code: str
    state: Goods
    quantity: Decimal
    why: RotationWhy
    due_on: date
    drafted: bool


@dataclass(frozen=True, slots=True)
class Shortage:
    """A quota held against what there is. ``free``: usable, in date, promised to nobody, in the store or the place.

    ``short`` is what is missing to the minimum, ``wanted`` to the target. One of ``store`` and ``place`` is given.
    """

    quota: UUID
    store: UUID | None
    place: UUID | None
    owner_code: str
    owner_name: str
    item: UUID
    item_code: str
    item_name: str
    spec: str
    unit: str
    minimum: Decimal
    target: Decimal
    free: Decimal
    due_on: date | None
    basis: str

    @property
    def short(self) -> Decimal:
        return normal(max(self.minimum - self.free, NOTHING))

    @property
    def wanted(self) -> Decimal:
        return normal(max(self.target - self.free, NOTHING))

    @property
    def below(self) -> bool:
        return self.free < self.minimum

    def overdue(self, today: date) -> bool:
        return self.below and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Spare:
    """A store that has more of an item than its own quota keeps there: ``free`` less ``minimum`` can be given."""

    store: UUID
    store_code: str
    store_name: str
    free: Decimal
    minimum: Decimal

    @property
    def spare(self) -> Decimal:
        return normal(max(self.free - self.minimum, NOTHING))


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of the purchase plan. ``price`` is the newest known one; without one there is no ``total``."""

    item: UUID
    item_code: str
    item_name: str
    spec: str
    unit: str
    shortage: Decimal
    price: Decimal | None

    @property
    def total(self) -> Decimal | None:
        return None if self.price is None else normal((self.shortage * self.price).quantize(Decimal("0.01")))


class Covered(StrEnum):
    """Whether a key item is where it has to be: there, short before or after its day, or there is no quota for it."""

    COVERED = "covered"
    SHORT = "short"
    OVERDUE = "overdue"
    NO_QUOTA = "no_quota"


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """关键物资到村: a key item at a village. Without a quota one unit counts as there."""

    place: UUID
    place_name: str
    town_name: str
    item: UUID
    item_name: str
    unit: str
    needed: Decimal
    has: Decimal
    due_on: date | None
    state: Covered


def covered(needed: Decimal | None, has: Decimal, due_on: date | None, today: date) -> Covered:
    """``needed`` None: nobody set a quota for that village."""
    if has >= (needed if needed is not None else 1):
        return Covered.COVERED
    if needed is None:
        return Covered.NO_QUOTA
    return Covered.OVERDUE if due_on is not None and due_on < today else Covered.SHORT


@dataclass(frozen=True, slots=True)
class Road:
    """Goods on the road: since when, when they are overdue."""

    document: UUID
    number: str
    from_name: str
    to_name: str
    summary: str
    driver: str
    plate: str
    phone: str
    incident: UUID | None
    since: datetime
    due_at: datetime

    def overdue(self, now: datetime) -> bool:
        return now >= self.due_at


def road_due(since: datetime, promised: datetime | None, hours: int) -> datetime:
    """When goods should have arrived: when the document says, else so many hours after they left."""
    return promised if promised is not None else since + timedelta(hours=hours)


class Validity(StrEnum):
    """Whether an agreement can be called today."""

    VALID = "valid"
    NOT_YET = "not_yet"
    OVER = "over"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Callable:
    """An agreement with what was called of it. ``left`` is nought once it holds no longer."""

    kept: Kept[AgreementForm]
    called: Decimal
    validity: Validity

    @property
    def left(self) -> Decimal:
        """What can be called today."""
        if self.validity is not Validity.VALID:
            return NOTHING
        return normal(max(self.kept.form.quantity - self.called, NOTHING))


def validity(form: AgreementForm, *, active: bool, today: date) -> Validity:
    """The first and the last day count."""
    if not active:
        return Validity.RETIRED
    if form.valid_from is not None and today < form.valid_from:
        return Validity.NOT_YET
    return Validity.OVER if form.valid_to is not None and form.valid_to < today else Validity.VALID


def beneath(parents: Mapping[UUID, UUID | None]) -> dict[UUID, set[UUID]]:
    """Each place with itself and everything under it."""
    made: dict[UUID, set[UUID]] = {key: {key} for key in parents}
    for key in parents:
        above, seen = parents[key], {key}
        while above is not None and above not in seen:
            made.setdefault(above, {above}).add(key)
            seen.add(above)
            above = parents.get(above)
    return made


def to_buy(
    rows: Sequence[Shortage], parents: Mapping[UUID, UUID | None], store_places: Mapping[UUID, UUID | None]
) -> dict[UUID, Decimal]:
    """How much of each item is to be bought, nothing counted twice.

    What is bought for a store fills the quota of its village, town and county too: of a place only what its own
    quota wants beyond everything bought for what lies in it is added.
    """
    made: dict[UUID, Decimal] = {}
    for item in dict.fromkeys(row.item for row in rows):
        own = [row for row in rows if row.item == item and row.below]
        made[item] = _of_item(own, parents, store_places)
    return {item: normal(amount) for item, amount in made.items() if amount > 0}


def _of_item(
    rows: Iterable[Shortage], parents: Mapping[UUID, UUID | None], store_places: Mapping[UUID, UUID | None]
) -> Decimal:
    bought: dict[UUID | None, Decimal] = {}
    wanted: dict[UUID, Decimal] = {}
    for row in rows:
        if row.store is not None:
            place = store_places.get(row.store)
            bought[place] = bought.get(place, NOTHING) + row.wanted
        elif row.place is not None:
            wanted[row.place] = row.wanted
    depths = {place: _depth(place, parents) for place in {*wanted, *(one for one in bought if one is not None)}}
    everything = _with_above(depths, parents)
    for place in sorted(everything, key=lambda one: -everything[one]):
        amount = max(bought.pop(place, NOTHING), wanted.get(place, NOTHING))
        above = parents.get(place)
        bought[above] = bought.get(above, NOTHING) + amount
    return sum(bought.values(), NOTHING)


def _depth(place: UUID, parents: Mapping[UUID, UUID | None]) -> int:
    depth, above, seen = 0, parents.get(place), {place}
    while above is not None and above not in seen:
        seen.add(above)
        depth, above = depth + 1, parents.get(above)
    return depth


def _with_above(depths: Mapping[UUID, int], parents: Mapping[UUID, UUID | None]) -> dict[UUID, int]:
    made = dict(depths)
    for place in depths:
        above = parents.get(place)
        while above is not None and above not in made:
            made[above] = _depth(above, parents)
            above = parents.get(above)
    return made

"""Points of devices as a list: what each account, zone and code means, where it is, who is told, from where on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Connection

from console.domain.contact_cells import folded
from console.domain.devices import LIMITS, LONGEST_REPEAT, checked_point
from console.domain.importing import SILENT, Progress
from console.domain.list_table import Compared, ListChange, ListLine, RowRefused, difference
from console.domain.people import Action
from console.domain.point_cells import (
    limit_or_none,
    line_text,
    lines_text,
    match_text,
    people_of,
    priority_of,
    seconds_or_none,
    shown,
)
from console.domain.point_table import KEY, POINTS
from console.domain.wire import PointForm
from console.errors import Refused
from console.services.device_writing import Limits, alike, fill_point
from console.services.list_kinds import Ground, ListKind, Written
from console.services.point_aside import place_and_text, told_people, with_aside
from console.services.point_ground import (
    Kept,
    LedgerGround,
    active_points,
    figure,
    priority_words,
    row_refused,
)
from console.services.row_runs import Taken, key_of
from db.base import Base
from db.models.wire import DevicePoint
from db.store import Tx

Match = tuple[UUID, str, str, str]
"""Device, account, zone, code."""
_MATCH_LIMITS = {"account": LIMITS["account"], "zone": LIMITS["zone"], "code": LIMITS["point_code"]}
_FIELDS = {
    "account": "account", "zone": "zone", "code": "code", "place_text": "place_text", "event_type": "event_type",
    "plan": "plan_id", "priority": "priority", "repeat": "repeat_seconds", "above": "above", "below": "below",
    "unit": "unit", "note": "remark",
}  # fmt: skip
"""The field of a point that a column alone says."""
_COLUMNS = {**{field: column for column, field in _FIELDS.items()}, "name": "point_name", "person_ids": "persons"}
_DIGITS_OF = {"surgard": {"account": 4, "zone": 3}, "dc09": {"account": 4, "zone": 3}}
"""How many digits a receiver of Contact ID says: a table program takes the zeros before a number away."""


class PointList(ListKind):
    """Key: device, account, zone and code; two steps of one reading are told apart by name.

    A column the file does not have leaves what it would say as it is, and so does a place or somebody nobody knows
    where one stands already; of a new point such words are kept beside the place, or in the remark.
    """

    table = POINTS
    action = Action.EDIT_DEVICES
    book = "设备点位"
    models: ClassVar[Sequence[type[Base]]] = (DevicePoint,)

    def compare(self, ground: Ground, lines: Sequence[ListLine], progress: Progress = SILENT) -> Compared:
        work = _Work(ground.connection)
        rows = [one for line in lines if (one := work.read(line)) is not None]
        known = work.known_of(rows)
        for row in progress.over("compare", rows, len(rows)):
            work.take(row, known.get(id(row)))
        work.tell_zeros()
        return work.found

    def write(self, tx: Tx, change: ListChange, written: Written) -> None:
        form: PointForm = change.wanted
        if change.known is None:
            row = written.made(DevicePoint(id=form.id, active=True, version=1))
            fill_point(row, form)
            tx.session.add(row)
            return
        row = written.was(tx.session.get_one(DevicePoint, change.known))
        fill_point(row, form)
        row.version += 1

    def rows(self, ground: Ground) -> Iterator[dict[str, str]]:
        """Points of the devices that are in use, by device and name."""
        ledger = LedgerGround(ground.connection)
        found = [one for one in active_points(ground.connection) if ledger.devices[one.device_id].active]
        for form in sorted(found, key=lambda one: ledger.devices[one.device_id].code):
            yield ledger.point_cells(form)

    def end(self, row: Base, taken: Taken, by: str) -> None:  # noqa: ARG002
        assert isinstance(row, DevicePoint)
        row.active, row.version = False, row.version + 1

    def leans(self, tx: Tx, taken: Taken) -> list[Base]:
        """A point that would answer to the same as a newer one, if it were as before."""
        if not taken.old:
            return []
        own = {key_of(row) for row in taken.rows}
        standing: dict[Match, list[Limits]] = {}
        for form in active_points(tx.connection):
            if form.id not in own:
                standing.setdefault(_match(form), []).append((form.above, form.below))
        found: list[Base] = []
        for row, was, _ in taken.old:
            match = (UUID(was["device_id"]), was["account"], was["zone"], was["code"])
            limits = (was.get("above"), was.get("below"))
            found += [row] if any(alike(limits, other) for other in standing.get(match, ())) else []
        return found

    def name_of(self, tx: Tx, row: Base) -> str:  # noqa: ARG002
        assert isinstance(row, DevicePoint)
        return row.name


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """A row whose device is known; ``key`` are the parts of its match the file has columns for, as compared.

    ``called`` is its name where one is written; a new point without one is called by where it is.
    """

    line: ListLine
    device: Kept
    key: tuple[tuple[str, str], ...]
    called: str
    where: str

    @property
    def name(self) -> str:
        return self.called or self.where[: LIMITS["name"]]


class _Work:
    """Rows held against the points that are there, and against each other."""

    def __init__(self, connection: Connection) -> None:
        self.found = Compared()
        self._ground = LedgerGround(connection)
        self._points = {form.id: form for form in active_points(connection)}
        self._cells: dict[UUID, dict[str, str]] = {}
        self._standing: dict[Match, dict[UUID, PointForm]] = {}
        self._seen: dict[Any, int] = {}
        self._indexes: dict[tuple[str, ...], dict[Any, list[UUID]]] = {}
        """Points by their device and those parts of a match a table has columns for."""
        self._zeros: list[tuple[ListLine, str]] = []
        self._priorities = {word: at for at, word in priority_words().items()}
        for form in self._points.values():
            self._standing.setdefault(_match(form), {})[form.id] = form

    def read(self, line: ListLine) -> _Row | None:
        """The row's key; None where it is refused."""
        try:
            device = self._device(line)
            key = tuple((column, self._part(line, column)) for column in KEY if column in line.cells)
            row = _Row(line, device, key, self._name(line), self._text(line, "place_text"))
            seen = (device.id, key, folded(row.name))
            if seen in self._seen:
                told = line.refused("zone", "duplicate", name=row.name or device.code, first=self._seen[seen])
                raise RowRefused(told)
        except RowRefused as refused:
            self.found.refuse(refused.found)
            return None
        self._seen[seen] = line.row
        self._count_zeros(line, device)
        return row

    def known_of(self, rows: Sequence[_Row]) -> dict[int, UUID]:
        """Which point each row is about: of those with its key the one of its name, else the only one left."""
        made: dict[int, UUID] = {}
        for key, group in _grouped(rows).items():
            left = list(self._with_key(key))
            rest = []
            for row in group:
                own = next((one for one in left if folded(self._points[one].name) == folded(row.name)), None)
                if own is None:
                    rest.append(row)
                else:
                    made[id(row)] = own
                    left.remove(own)
            if len(rest) == len(left) == 1:
                made[id(rest[0])] = left[0]
        return made

    def take(self, row: _Row, known: UUID | None) -> None:
        told: list[Any] = []
        try:
            form = self._form(row, known, told)
            self._require_own(row, form, known)
        except RowRefused as refused:
            self.found.refuse(refused.found)
            return
        self.found.findings += told
        if known is None:
            self.found.take(ListChange(row.line, form.name, form))
            return
        after = self._ground.point_cells(form)
        changed = [difference(one.name, self._cells_of(known)[one.name], after[one.name]) for one in POINTS.written]
        self.found.take(ListChange(row.line, form.name, form, tuple(one for part in changed for one in part), known))

    def tell_zeros(self) -> None:
        """Once a file: numbers that are shorter than the receiver says them."""
        if self._zeros:
            line, column = self._zeros[0]
            given = str(line.cells[column]).removesuffix(".0")
            self.found.findings.append(line.warned(column, "zeros_lost", given=given, count=len(self._zeros)))

    # one row

    def _device(self, line: ListLine) -> Kept:
        said = line.read("device", lambda cell: line_text(cell, LIMITS["name"]))
        if not said:
            raise RowRefused(line.refused("device", "device_missing"))
        found = self._ground.device(said)
        if found is None:
            raise RowRefused(line.refused("device", "device_unknown", given=said[:40]))
        if not found.active:
            raise RowRefused(line.refused("device", "device_stopped", name=f"{found.code} {found.name}"))
        return found

    def _part(self, line: ListLine, column: str) -> str:
        return folded(line.read(column, lambda cell: match_text(cell, _MATCH_LIMITS[column])))

    def _name(self, line: ListLine) -> str:
        """Whose it is and what it is called, where either is written."""
        name, owner = self._text(line, "point_name"), self._text(line, "owner")
        made = name if folded(owner) in folded(name) else f"{owner} {name}".strip()
        if len(made) > LIMITS["name"]:
            raise RowRefused(line.refused("point_name", "too_many_letters", length=len(made), limit=LIMITS["name"]))
        return made

    def _text(self, line: ListLine, column: str) -> str:
        return line.read(column, lambda cell: line_text(cell, LIMITS["place_text"]))

    def _form(self, row: _Row, known: UUID | None, told: list[Any]) -> PointForm:
        before = self._points[known] if known is not None else PointForm(uuid4(), row.device.id, "")
        there = self._cells_of(known) if known is not None else {}
        said = {column: cell for column, cell in row.line.cells.items() if self._is_new(row.line, column, there)}
        values = {_FIELDS[column]: self._value(row.line, column) for column in _FIELDS if column in said}
        if row.called or known is None:
            values["name"] = row.name
        form = replace(before, **values)
        form = self._placed(row.line, form, said, told)
        form = self._manned(row.line, form, said, told)
        try:
            return checked_point(form)
        except Refused as refused:
            if form.above is not None and form.below is not None and form.below >= form.above:
                facts = {"above": figure(form.above), "below": figure(form.below)}
                raise RowRefused(row.line.refused("below", "limits_crossed", **facts)) from refused
            raise row_refused(row.line, refused, _COLUMNS) from refused

    def _is_new(self, line: ListLine, column: str, there: Mapping[str, str]) -> bool:
        """A cell that says what the ledger says, in the ledger's words, changes nothing."""
        return column not in there or line.read(column, shown) != shown(there[column])

    def _value(self, line: ListLine, column: str) -> Any:
        reads: Mapping[str, Callable[[Any], Any]] = {
            "repeat": lambda cell: seconds_or_none(cell, LONGEST_REPEAT),
            "priority": lambda cell: priority_of(cell, 0, self._priorities),
            "above": limit_or_none, "below": limit_or_none,
            "unit": lambda cell: line_text(cell, LIMITS["unit"]),
            "note": lambda cell: lines_text(cell, LIMITS["remark"]),
        }  # fmt: skip
        if column in KEY:
            return line.read(column, lambda cell: match_text(cell, _MATCH_LIMITS[column]))
        if column == "place_text":
            return self._text(line, column)
        if column in ("event_type", "plan"):
            known = self._ground.types if column == "event_type" else self._ground.plans
            return self._ground.meant(line, column, known, line.read(column, lambda cell: line_text(cell, 200)))
        return line.read(column, reads[column])

    def _placed(self, line: ListLine, form: PointForm, said: Mapping[str, Any], told: list[Any]) -> PointForm:
        place_id, text = place_and_text(self._ground, line, (form.place_id, form.place_text), said, told)
        return replace(form, place_id=place_id, place_text=text)

    def _manned(self, line: ListLine, form: PointForm, said: Mapping[str, Any], told: list[Any]) -> PointForm:
        """Who is told; somebody the contact book does not have stands in the remark."""
        if not {"persons", "phone"} & said.keys() or ("persons" in line.cells and "persons" not in said):
            return form
        named = line.read("persons", people_of)
        keys, aside = told_people(self._ground, line, named, form.person_ids, told)
        return replace(form, person_ids=keys, remark=with_aside(form.remark, aside, "\n"))

    def _require_own(self, row: _Row, form: PointForm, known: UUID | None) -> None:
        """Refuses two points that would toss a coin; the row stands among the others from now on."""
        beside = self._standing.setdefault(_match(form), {})
        for other in beside.values():
            if other.id != form.id and alike((form.above, form.below), (other.above, other.below)):
                raise row_refused(row.line, Refused("point_taken", field="zone", name=other.name), {"zone": "zone"})
        if known is not None:
            self._standing[_match(self._points[known])].pop(known, None)
        beside[form.id] = form

    # what is there

    def _cells_of(self, key: UUID) -> dict[str, str]:
        """A point that is there as an export writes it."""
        if key not in self._cells:
            self._cells[key] = self._ground.point_cells(self._points[key])
        return self._cells[key]

    def _with_key(self, key: tuple[UUID, tuple[tuple[str, str], ...]]) -> Sequence[UUID]:
        """Points of a device with these parts of a match."""
        device, parts = key
        columns = tuple(column for column, _ in parts)
        if columns not in self._indexes:
            made: dict[Any, list[UUID]] = {}
            for form in self._points.values():
                own = tuple((one, folded(match_text(getattr(form, one), _MATCH_LIMITS[one]))) for one in columns)
                made.setdefault((form.device_id, own), []).append(form.id)
            self._indexes[columns] = made
        return self._indexes[columns].get((device, parts), ())

    def _count_zeros(self, line: ListLine, device: Kept) -> None:
        for column, digits in _DIGITS_OF.get(device.driver, {}).items():
            cell = line.cells.get(column)
            if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < 10 ** (digits - 1):
                self._zeros.append((line, column))


def _grouped(rows: Sequence[_Row]) -> dict[tuple[UUID, tuple[tuple[str, str], ...]], list[_Row]]:
    made: dict[tuple[UUID, tuple[tuple[str, str], ...]], list[_Row]] = {}
    for row in rows:
        made.setdefault((row.device.id, row.key), []).append(row)
    return made


def _match(form: PointForm) -> Match:
    return form.device_id, form.account, form.zone, form.code

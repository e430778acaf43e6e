"""Devices as a list: what is connected where, how it is read. A secret never stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Connection

from console import words
from console.domain.contact_cells import CellProblem, folded
from console.domain.devices import LIMITS, LONGEST_REPEAT, LONGEST_SILENCE, checked_device
from console.domain.drivers import DRIVERS
from console.domain.importing import SILENT, Progress
from console.domain.list_table import Compared, ListChange, ListLine, RowRefused, difference
from console.domain.people import Action
from console.domain.point_cells import line_text, lines_text, priority_of, seconds_or_none, shown
from console.domain.point_table import DEVICES
from console.domain.wire import DeviceForm, DeviceRow
from console.errors import Refused
from console.services.device_writing import put_device
from console.services.list_kinds import Ground, ListKind, Written
from console.services.point_aside import place_and_text
from console.services.point_ground import LedgerGround, active_points, priority_words, row_refused
from console.services.row_runs import Taken, key_of
from db.base import Base
from db.models.wire import Device
from db.queries import wire as query
from db.store import Tx

_FIELDS = {
    "device": "code", "device_name": "name", "name_en": "name_en", "driver": "driver", "url": "url", "line": "line",
    "options": "options", "place_text": "place_text", "priority": "priority", "repeat": "repeat_seconds",
    "silent": "silent_seconds", "note": "remark", "profile": "profile",
}  # fmt: skip
"""The field of a device that a column alone says."""
_COLUMNS = {field: column for column, field in _FIELDS.items()}
_USUAL_PRIORITY = 2
_LINE_LIMIT, _CELL_LIMIT = 40, 4_000
_OPTION = re.compile(r"\s*([^=＝:：]+?)\s*[=＝:：]\s*(.*)")


class DeviceList(ListKind):
    """Key: the code. A device that was stopped runs again when a file names it, and the difference says so."""

    table = DEVICES
    action = Action.EDIT_DEVICES
    book = "设备台账"
    models: ClassVar[Sequence[type[Base]]] = (Device,)

    def compare(self, ground: Ground, lines: Sequence[ListLine], progress: Progress = SILENT) -> Compared:
        work = _Work(ground.connection)
        for line in progress.over("compare", lines, len(lines)):
            work.take(line)
        return work.found

    def write(self, tx: Tx, change: ListChange, written: Written) -> None:
        form: DeviceForm = change.wanted
        if change.known is None:
            row = Device(id=form.id, active=True, version=1)
            put_device(tx, row, form)
            tx.session.add(written.made(row))
            return
        row = written.was(tx.session.get_one(Device, change.known))
        put_device(tx, row, form)
        row.active, row.version = True, row.version + 1

    def rows(self, ground: Ground) -> Iterator[dict[str, str]]:
        """Devices that are in use, by code."""
        ledger = LedgerGround(ground.connection)
        for row in query.devices(ground.connection, Device.active.is_(True)):
            yield ledger.device_cells(row.form)

    def end(self, row: Base, taken: Taken, by: str) -> None:  # noqa: ARG002
        assert isinstance(row, Device)
        row.active, row.version = False, row.version + 1

    def leans(self, tx: Tx, taken: Taken) -> list[Base]:
        """A device that has points by now, and one whose port another has taken since."""
        pointed = {form.device_id for form in active_points(tx.connection)}
        own = {key_of(row) for row in taken.rows}
        ports = {row.form.url for row in query.devices(tx.connection, Device.active.is_(True)) if row.id not in own}
        found = [row for row, _ in taken.new if key_of(row) in pointed]
        return found + [
            row for row, was, _ in taken.old
            if was.get("active") and was.get("url") in ports and DRIVERS[was["driver"]].wired
        ]  # fmt: skip

    def name_of(self, tx: Tx, row: Base) -> str:  # noqa: ARG002
        assert isinstance(row, Device)
        return f"{row.code} {row.name}"


class _Work:
    """Rows held against the devices that are there, and against each other."""

    def __init__(self, connection: Connection) -> None:
        self.found = Compared()
        self._ground = LedgerGround(connection)
        rows = query.devices(connection)
        self._devices: dict[UUID, DeviceRow] = {row.id: row for row in rows}
        self._codes = {row.form.code: row.id for row in rows}
        self._folded: dict[str, list[UUID]] = {}
        for row in rows:
            self._folded.setdefault(folded(row.form.code), []).append(row.id)
        self._ports = {row.form.url: (row.id, row.form.name) for row in rows if row.active and _has_port(row.form)}
        self._seen: dict[str, int] = {}
        self._priorities = {word: at for at, word in priority_words().items() if at}

    def take(self, line: ListLine) -> None:
        told: list[Any] = []
        try:
            code = line.read("device", lambda cell: line_text(cell, LIMITS["code"]))
            known = self._known(code)
            key = str(known.id) if known is not None else folded(code)
            if key in self._seen:
                raise RowRefused(line.refused("device", "duplicate", name=code, first=self._seen[key]))
            form = self._form(line, known, told)
            self._require_own_port(line, form, known)
        except RowRefused as refused:
            self.found.refuse(refused.found)
            return
        self._seen[key] = line.row
        self.found.findings += told
        if known is None:
            self.found.take(ListChange(line, form.name, form))
            return
        before, after = self._ground.device_cells(known.form), self._ground.device_cells(form)
        changed = [difference(one.name, before[one.name], after[one.name]) for one in DEVICES.written]
        if not known.active:
            states = (words.say_in("zh", f"devices.which.{one}") for one in ("stopped", "kept"))
            changed.append(difference("state", *states))
        self.found.take(ListChange(line, form.name, form, tuple(one for part in changed for one in part), known.id))

    def _known(self, code: str) -> DeviceRow | None:
        """By its code, else by one that differs in width or case only."""
        key = self._codes.get(code)
        if key is None:
            alike = self._folded.get(folded(code), [])
            key = alike[0] if len(alike) == 1 else None
        return self._devices[key] if key is not None else None

    def _form(self, line: ListLine, known: DeviceRow | None, told: list[Any]) -> DeviceForm:
        there = self._ground.device_cells(known.form) if known is not None else {}
        said = {column for column in line.cells if column not in there or _differs(line, column, there[column])}
        driver = self._driver(line) if "driver" in said or known is None else known.form.driver
        spec = DRIVERS[driver]
        usual = DeviceForm(uuid4(), "", "", driver, "", repeat_seconds=spec.repeat_seconds,
                           silent_seconds=spec.silent_seconds)  # fmt: skip
        before = known.form if known is not None else usual
        if known is not None:
            said.discard("device")  # the code is what it is known by: written in other letters it is no other
        values = {_FIELDS[column]: self._value(line, column, usual) for column in _FIELDS if column in said}
        form = replace(before, **values | {"driver": driver})
        cells = {column: line.cells[column] for column in said}
        where = place_and_text(self._ground, line, (form.place_id, form.place_text), cells, told)
        try:
            return checked_device(replace(form, place_id=where[0], place_text=where[1]))
        except Refused as refused:
            raise row_refused(line, refused, _COLUMNS) from refused

    def _value(self, line: ListLine, column: str, usual: DeviceForm) -> Any:
        reads: Mapping[str, Callable[[Any], Any]] = {
            "driver": lambda _cell: usual.driver,
            "options": lambda cell: _options(cell, usual.driver),
            "priority": lambda cell: priority_of(cell, _USUAL_PRIORITY, self._priorities),
            "repeat": lambda cell: _seconds(cell, LONGEST_REPEAT, usual.repeat_seconds),
            "silent": lambda cell: _seconds(cell, LONGEST_SILENCE, usual.silent_seconds),
            "line": lambda cell: line_text(cell, _LINE_LIMIT),
            "note": lambda cell: lines_text(cell, LIMITS["remark"]),
            "profile": lambda cell: lines_text(cell, LIMITS["profile"]),
        }  # fmt: skip
        field = _FIELDS[column]
        return line.read(column, reads.get(column, lambda cell: line_text(cell, LIMITS[field])))

    def _driver(self, line: ListLine) -> str:
        """By its name or its words in either language."""
        said = folded(line.read("driver", lambda cell: line_text(cell, LIMITS["name"])))
        for name in DRIVERS:
            if said in (name, *(folded(words.say_in(one, f"driver.{name}")) for one in words.LANGUAGES)):
                return name
        known = "、".join(words.say_in("zh", f"driver.{name}") for name in DRIVERS)
        raise RowRefused(line.refused("driver", "word_strange" if said else "word_missing", given=said[:40],
                                      words=known))  # fmt: skip

    def _require_own_port(self, line: ListLine, form: DeviceForm, known: DeviceRow | None) -> None:
        """Two conversations on one port would take each other's bytes; one it leaves is free for the next row."""
        if known is not None and known.form.url != form.url:
            self._ports.pop(known.form.url, None)
        if not _has_port(form):
            return
        other, name = self._ports.setdefault(form.url, (form.id, form.name))
        if other != form.id:
            raise row_refused(line, Refused("device_url_taken", field="url", url=form.url, name=name), _COLUMNS)


def _has_port(form: DeviceForm) -> bool:
    return bool(form.url) and DRIVERS[form.driver].wired


def _differs(line: ListLine, column: str, there: str) -> bool:
    return line.read(column, shown) != shown(there)


def _seconds(cell: Any, most: int, usual: int) -> int:
    found = seconds_or_none(cell, most)
    return usual if found is None else found


def _options(cell: Any, driver: str) -> dict[str, str]:
    """``unit=1`` a line each, or behind a semicolon where a known name follows; names in Chinese too."""
    named = {folded(word): one.name for one in DRIVERS[driver].options
             for word in (one.name, words.say_in("zh", f"driver.option.{one.name}"))}  # fmt: skip
    made: dict[str, str] = {}
    behind = "|".join(map(re.escape, named))
    for part in re.split(rf"\n|[;；](?=\s*(?:{behind})\s*[=＝:：])", lines_text(cell, _CELL_LIMIT)):
        if not part.strip():
            continue
        found = _OPTION.fullmatch(part)
        if found is None:
            raise CellProblem("option_strange", given=part.strip()[:40])
        made[named.get(folded(found[1]), found[1])] = found[2].strip()
    return made

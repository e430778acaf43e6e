"""Check lists of the running shift: materials and shelters, equipment, keys; faults stay until somebody looked."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import Connection

from console.domain.checks import Carried, CheckRow, CheckState
from console.domain.clock import Clock
from console.domain.lists import SECTIONS, ListItem
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.routine import NOTE_LIMIT
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines
from console.services.lists import current_rows
from db import books
from db.models.routine import CheckMark
from db.queries import checks as query
from db.queries import duty
from db.store import Store, Tx

VALUE_LIMIT = 200
"""Longest value of a line (升数、里程、份数), in characters."""

_SAID = {CheckState.OK: "正常", CheckState.FAULT: "故障", CheckState.ABSENT: "无"}
_SECTION = {"materials": "物资与避灾安置", "equipment": "设备", "keys": "钥匙印章车辆文件"}


class ChecksService:
    """Use cases of the check lists; the lists themselves are the county's (``desk.lists``)."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self) -> list[CheckRow]:
        """The lines of the running shift by section; empty when the station stands empty."""
        with self._store.reading() as connection:
            shift = duty.on_watch(connection)
            return rows_of(connection, shift.id) if shift else []

    def mark(
        self,
        code: str,
        state: CheckState | str,
        value: str = "",
        note: str = "",
        *,
        by: Actor,
        seen: int | None = None,
    ) -> CheckRow:
        """How a line was found; the same again changes nothing, anything else is a new line of the book.

        ``seen`` is the version that was on the screen, 0 for none. Refused: ``changed_meanwhile`` where another stands.
        """
        state, value, note = CheckState(state), _said(value, VALUE_LIMIT), _said(note, NOTE_LIMIT)
        if state is CheckState.FAULT and not note:
            raise Refused("check_note_missing")
        with self._store.writing(by=by, action=Action.ROUTINE) as tx:
            shift_id = _running(tx)
            item = next((item for item in current_rows(tx.connection, "checks") if item.code == code), None)
            if item is None:
                raise Refused("no_such_row")
            row, changed = _written(tx, shift_id, item, state, value, note, self._clock, seen)
            if changed:
                text = " ".join(part for part in (_SAID[state], value, note) if part)
                self._line(tx, f"{item.get('name')}：{'改为' if row.version > 1 else ''}{text}", [row])
            tx.flush()
            return next(row for row in rows_of(tx.connection, shift_id, retired=True) if row.code == code)

    def mark_rest(self, section: str, *, by: Actor) -> int:
        """All lines of a section nobody has marked are in order, but those that must be looked at one by one.

        Never by this: lines the county's list names so, and whatever was not in order when it was marked last.
        """
        if section not in SECTIONS:
            raise Refused("no_such_row")
        with self._store.writing(by=by, action=Action.ROUTINE) as tx:
            shift_id = _running(tx)
            rest = [row for row in rows_of(tx.connection, shift_id) if row.section == section and row.of_the_rest]
            items = {item.code: item for item in current_rows(tx.connection, "checks")}
            made = [_written(tx, shift_id, items[r.code], CheckState.OK, "", "", self._clock)[0] for r in rest]
            if made:
                names = "、".join(row.name for row in rest)
                self._line(tx, f"{_SECTION[section]} {len(made)} 项正常（{names}）", made)
            return len(made)

    def _line(self, tx: Tx, text: str, about: list[CheckMark]) -> None:
        lines.write(tx, books.DUTY, ActKind.CHECK, f"交接检查 {text}", at=self._clock.now(), about=about)


def rows_of(connection: Connection, shift_id: UUID, *, retired: bool = False) -> list[CheckRow]:
    """Shared step: every line of the lists in one shift, by section and the county's order.

    A line the county retired is still there where the shift has marked it, or an earlier one left it faulty.
    """
    marks, carried = query.marks(connection, shift_id), query.carried(connection, shift_id)
    faults = {code for code, left in carried.items() if left.state is CheckState.FAULT}
    rows = [
        _row(item, marks.get(item.code), carried.get(item.code))
        for item in current_rows(connection, "checks")
        if item.active or retired or item.code in marks or item.code in faults
    ]
    return sorted(rows, key=lambda row: SECTIONS.index(row.section))


def _row(item: ListItem, mark: CheckMark | None, left: Carried | None) -> CheckRow:
    row = CheckRow(
        item.code, item.get("name"), item.get("name_en"), item.get("section"), item.get("standard"),
        item.get("standard_en"), item.get("asks_value") == "yes",
        carried=left if left is not None and left.state is CheckState.FAULT else None,
        alone=item.get("one_by_one") == "yes" or left is not None,
    )  # fmt: skip
    if mark is None:
        return row
    return replace(
        row, state=CheckState(mark.state), value=mark.value, note=mark.note, by_name=mark.by_name, at=mark.at,
        version=mark.version,
    )  # fmt: skip


def _running(tx: Tx) -> UUID:
    shift = duty.on_watch(tx.connection)
    if shift is None:
        raise Refused("station_empty")
    return shift.id


def _said(text: str, limit: int) -> str:
    return checked_text(text, limit=limit).strip() if text.strip() else ""


def _written(
    tx: Tx,
    shift_id: UUID,
    item: ListItem,
    state: CheckState,
    value: str,
    note: str,
    clock: Clock,
    seen: int | None = None,
) -> tuple[CheckMark, bool]:
    """The mark of that line in that shift, and whether anything about it is new."""
    row = tx.session.query(CheckMark).filter_by(shift_id=shift_id, code=item.code).one_or_none()
    if row is not None and (row.state, row.value, row.note) == (state.value, value, note):
        return row, False
    if seen is not None and seen != (row.version if row else 0):
        raise Refused("changed_meanwhile", number=item.get("name"))
    if row is None:
        row = CheckMark(
            id=uuid4(), shift_id=shift_id, code=item.code, title=item.get("name"), state=state.value, value=value,
            note=note, at=clock.now(), by_name=tx.by.name, version=1,
        )  # fmt: skip
        tx.session.add(row)
        return row, True
    row.state, row.value, row.note = state.value, value, note
    row.at, row.by_name, row.version = clock.now(), tx.by.name, row.version + 1
    return row, True

"""What the new watch finds after it took over: differences raised late, answered, signed by both; never a new body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain import duty as rules
from console.domain import sheets
from console.domain.clock import Clock
from console.domain.duty import SheetRow, ShiftRow
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.task import TaskSource
from console.domain.text import checked_text
from console.errors import Refused
from console.services import lines, tasks
from console.services.accounts import OfficerRow
from console.services.settings import current
from console.services.signing import Prove, sign
from db import books, numbers
from db.chain import digest_of
from db.models.duty import SheetDifference
from db.queries import duty as query
from db.store import Store, Tx

LOOK_BACK = timedelta(days=31)
"""How long a supplement that waits for an answer or a signature is shown; an answer is taken later too."""


@dataclass(frozen=True, slots=True)
class Supplementing:
    """A sheet a watch was taken over by, whose it was, and until when a difference may still be raised."""

    sheet: SheetRow
    outgoing: ShiftRow
    incoming: ShiftRow
    until: datetime

    def side_of(self, officer_id: UUID | None, name: str) -> str:
        """``incoming`` for who stands the watch, ``outgoing`` for who handed over; empty for anybody else."""
        if officer_id == self.incoming.owner_id:
            return "incoming"
        return "outgoing" if officer_id == self.outgoing.owner_id or name == self.outgoing.leader else ""

    def waits_for(self) -> dict[str, str]:
        """Sides that have still to sign something added, each with who stood for it."""
        owners = {"incoming": self.incoming.owner, "outgoing": self.outgoing.owner}
        return {side: name for side, name in owners.items() if sheets.unsigned_supplements(self.sheet, side)}


class SupplementsService:
    """Use cases after the take-over; ``prove`` is how a signature is given."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo], prove: Prove) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone
        self._prove = prove

    def current(self) -> Supplementing | None:
        """What may be added to now; None where this watch was not taken over by a sheet."""
        with self._store.reading() as connection:
            return _found(connection, self._clock.now())

    def to_show(self, by: Actor | None) -> Supplementing | None:
        """The sheet to work on: one that waits for who sits here, the one differences may be raised to, what waits.

        A supplement of an earlier sheet waits on after the next hand-over, the oldest first.
        """
        with self._store.reading() as connection:
            at = self._clock.now()
            newest, waiting = _found(connection, at), _waiting(connection, at)
            own = [found for found in waiting if by is not None and _waits_for(found, by)]
            may_raise = newest is not None and at < newest.until
            return next(iter([*own, *([newest] if may_raise else []), *waiting]), newest)

    def raise_difference(self, text: str, *, sheet: UUID, by: Actor) -> Supplementing:
        """By whoever took the watch over, within ``sheet.supplement_hours``. Refused: ``supplement_late``.

        ``sheet``: the one on the screen; Refused("changed_meanwhile") where this watch was taken over by another.
        """
        text = checked_text(text, limit=2000).strip()
        with self._store.writing(by=by, action=Action.TAKE_OVER) as tx:
            at = self._clock.now()
            found = _required(tx.connection, at)
            if found.sheet.id != sheet:
                raise Refused("changed_meanwhile", number=found.sheet.number)
            if by.id != found.incoming.owner_id:
                raise Refused("not_the_owner", name=found.incoming.owner)
            if at >= found.until:
                raise Refused("supplement_late", hours=_hours(tx.connection, at))
            made = SheetDifference(
                id=uuid4(), sheet_id=found.sheet.id, ordinal=len(found.sheet.differences) + 1, text=text, answer="",
                by_name=by.name, at=at,
            )  # fmt: skip
            tx.session.add(made)
            said = f"补充差异 {found.sheet.number}：{text}"
            lines.write(tx, books.DUTY, ActKind.HANDOVER, said, at=at, about=[made])
        return self._again(found)

    def answer(self, difference_id: UUID, answer: str, *, by: Actor) -> Supplementing:
        """By whoever handed over, or the leader of that shift or above it; also after the hours are over."""
        answer = checked_text(answer, limit=2000).strip()
        with self._store.writing(by=by, action=Action.HAND_OVER) as tx:
            at = self._clock.now()
            found = _found_of(tx, difference_id, at)
            _require_outgoing(found, tx.by)
            difference = tx.session.get_one(SheetDifference, difference_id)
            if difference.answer:
                raise Refused("difference_answered")
            difference.answer = answer
            said = f"补充差异答复 {found.sheet.number}：{answer}"
            lines.write(tx, books.DUTY, ActKind.HANDOVER, said, at=at, about=[difference])
        return self._again(found)

    def sign(self, name: str, password: str, *, seen: bytes) -> Supplementing:
        """A signature under the supplements as they were shown; whose side it is for follows from who gives it.

        Refused: ``text_changed``, ``nothing_to_sign``, ``not_the_outgoing``.
        """
        officer = self._prove(name, password)
        with self._store.writing(by=officer.actor, action=Action.HAND_OVER) as tx:
            at = self._clock.now()
            found = _shown(tx.connection, seen, at)
            side = _side(found, officer)
            waiting = sheets.unsigned_supplements(found.sheet, side)
            if not waiting:
                raise Refused("nothing_to_sign")
            if seen != shown_digest(found.sheet):
                raise Refused("text_changed")
            covers = [sheets.mark_of(difference) for difference in waiting]
            signed = {"body": found.sheet.digest.hex(), "side": side, "covers": covers, "differences": list(waiting)}
            signature = sign(tx, found.sheet.id, "supplement", officer, signed, at)
            said = f"补充签名 {found.sheet.number}：{officer.name}，{len(waiting)} 项"
            lines.write(tx, books.DUTY, ActKind.HANDOVER, said, at=at, about=[signature])
        return self._again(found)

    def make_task(self, difference_id: UUID, text: str, due_at: datetime | None, assignee: str, *, by: Actor) -> str:
        """A difference becomes a task (盘点); before or after the take-over. Answers the task's number."""
        text = checked_text(text).strip()
        assignee = checked_text(assignee, limit=100).strip() if assignee.strip() else ""
        with self._store.writing(by=by, action=Action.TASKS) as tx:
            at = self._clock.now()
            difference = tx.session.get(SheetDifference, difference_id)
            if difference is None:
                raise Refused("no_such_difference")
            if difference.task_id is not None:
                raise Refused("difference_has_task")
            number = numbers.take(tx, "RW", at.astimezone(self._zone()).year, self._realm)
            task = tasks.new(tx, number, text, due_at, TaskSource.DIFFERENCE, difference.id, at)
            task.owner = assignee
            tx.flush()
            difference.task_id = task.id
            said = f"差异转任务 {number}{f'→{assignee}' if assignee else ''}：{text}"
            lines.write(tx, books.DUTY, ActKind.TASK, said, at=at, about=[task, difference])
        return number

    def _again(self, found: Supplementing) -> Supplementing:
        """The same sheet as it reads now."""
        with self._store.reading() as connection:
            sheet = query.sheet(connection, found.sheet.id)
            assert sheet is not None
            return replace(found, sheet=sheet)


def shown_digest(sheet: SheetRow) -> bytes:
    """SHA-256 of the supplements as they read."""
    return digest_of({"differences": list(sheets.supplements(sheet))})


def _found(connection: Connection, at: datetime) -> Supplementing | None:
    watch, last = query.on_watch(connection), query.last_closed(connection)
    if watch is None or last is None or watch.taken_how != "handover":
        return None
    sheet = query.accepted_of(connection, last.id)
    until = sheets.open_until(sheet, _hours(connection, at)) if sheet else None
    return Supplementing(sheet, last, watch, until) if sheet and until else None


def _of_sheet(connection: Connection, sheet: SheetRow, at: datetime) -> Supplementing | None:
    """Who handed over and who took over by an accepted sheet."""
    outgoing = query.shift(connection, sheet.shift_id)
    incoming = query.shift_after(connection, outgoing.number) if outgoing else None
    until = sheets.open_until(sheet, _hours(connection, at))
    return Supplementing(sheet, outgoing, incoming, until) if outgoing and incoming and until else None


def _waiting(connection: Connection, at: datetime) -> list[Supplementing]:
    """Sheets with a supplement that waits, the oldest first."""
    rows = [row for row in query.sheets_with_differences(connection, at - LOOK_BACK) if sheets.waits(row)]
    return [found for row in rows if (found := _of_sheet(connection, row, at)) is not None]


def _waits_for(found: Supplementing, by: Actor) -> bool:
    """Whether that officer has something to answer or to sign there."""
    side = found.side_of(by.id, by.name)
    unanswered = side == "outgoing" and any(not one["answer"] for one in sheets.supplements(found.sheet))
    return unanswered or bool(side and sheets.unsigned_supplements(found.sheet, side))


def _found_of(tx: Tx, difference_id: UUID, at: datetime) -> Supplementing:
    """The sheet a supplement stands on, this watch's or an earlier one's."""
    difference = tx.session.get(SheetDifference, difference_id)
    sheet = query.sheet(tx.connection, difference.sheet_id) if difference else None
    found = _of_sheet(tx.connection, sheet, at) if sheet else None
    if found is None or str(difference_id) not in {one["id"] for one in sheets.supplements(found.sheet)}:
        raise Refused("no_such_difference")
    return found


def _shown(connection: Connection, seen: bytes, at: datetime) -> Supplementing:
    """The sheet whose supplements were shown; this watch's where none reads so any more."""
    waiting = _waiting(connection, at)
    return next((found for found in waiting if shown_digest(found.sheet) == seen), None) or _required(connection, at)


def _required(connection: Connection, at: datetime) -> Supplementing:
    found = _found(connection, at)
    if found is None:
        raise Refused("no_sheet_to_supplement")
    return found


def _hours(connection: Connection, at: datetime) -> int:
    return int(current(connection, "sheet.supplement_hours", at))


def _side(found: Supplementing, officer: OfficerRow) -> str:
    if officer.id == found.incoming.owner_id:
        return "incoming"
    _require_outgoing(found, officer.actor)
    return "outgoing"


def _require_outgoing(found: Supplementing, by: Actor) -> None:
    """Never who took over: a difference is answered by the other side."""
    if by.id == found.incoming.owner_id:
        raise Refused("not_the_outgoing", name=found.outgoing.owner)
    try:
        rules.require_of_watch(found.outgoing, by)
    except Refused:
        raise Refused("not_the_outgoing", name=found.outgoing.owner) from None

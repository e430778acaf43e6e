"""The watch: taking over, handing over with two signatures, emergency take-over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from console.domain import duty as rules
from console.domain.clock import Clock
from console.domain.duty import EmergencyRow, OpenPoints, PostLine, SheetRow, SheetState, ShiftRow
from console.domain.log import ActKind
from console.domain.people import Action, Actor, require
from console.domain.realm import Realm
from console.domain.text import checked_text
from console.errors import Refused
from console.services import emergencies, lines, sheet_body
from console.services.accounts import OfficerRow
from console.services.settings import current
from db import books, numbers
from db.chain import canonical, digest_of, instant
from db.models.duty import Sheet, SheetConfirmation, SheetDifference, Shift, ShiftPost, Signature
from db.queries import duty as query
from db.queries import emergencies as emergency_query
from db.store import Store, Tx

Prove = Callable[[str, str], OfficerRow]
"""Re-authentication: name and password to the officer, or Refused."""


class DutyService:
    """Use cases of the watch. ``prove`` is how a signature is given: by signing in again."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo], prove: Prove) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone
        self._prove = prove

    def on_watch(self) -> ShiftRow | None:
        with self._store.reading() as connection:
            return query.on_watch(connection)

    def last_shift(self) -> ShiftRow | None:
        with self._store.reading() as connection:
            return query.last_closed(connection)

    def running_sheet(self) -> SheetRow | None:
        with self._store.reading() as connection:
            return query.running_sheet(connection)

    def sheet(self, number: str | None = None) -> SheetRow | None:
        """The sheet of that number, or the newest."""
        with self._store.reading() as connection:
            return query.newest_sheet(connection, number)

    def open_points(self) -> OpenPoints:
        """What a hand-over started now would find open."""
        with self._store.reading() as connection:
            head, _ = books.head_of(connection, books.DUTY)
            return query.open_points(connection, self._clock.now(), head)

    def emergency(self, shift_id: UUID) -> EmergencyRow | None:
        """How that shift was taken in an emergency; None where it was taken otherwise."""
        with self._store.reading() as connection:
            return emergency_query.of_shift(connection, shift_id)

    def waiting_emergencies(self) -> tuple[EmergencyRow, ...]:
        """Emergency take-overs that wait for their confirmation, the oldest first."""
        with self._store.reading() as connection:
            return emergency_query.waiting(connection)

    def take_over_empty(self, posts: Sequence[PostLine], *, by: Actor) -> ShiftRow:
        """Take over a station nobody stands."""
        require(by, Action.TAKE_OVER)
        posts = rules.checked_posts(posts)
        with self._store.writing(by=by) as tx:
            at = self._clock.now()
            standing = query.on_watch(tx.connection)
            if standing is not None:
                raise Refused("already_on_watch", name=standing.owner)
            shift = self._open(tx, posts, _officer_id(by), at, "empty", "")
            text = f"接班：{_people(posts)}"
            lines.write(tx, books.DUTY, ActKind.HANDOVER, text, at=at, about=shift, person=by.name)
        return self._watch()

    def start_hand_over(self, *, by: Actor) -> SheetRow:
        """Fix the cut-off and store the sheet's body; what comes later belongs to the next sheet."""
        require(by, Action.HAND_OVER)
        with self._store.writing(by=by) as tx:
            at = self._clock.now()
            shift = _standing(tx)
            if query.running_sheet(tx.connection) is not None:
                raise Refused("sheet_running")
            number = numbers.take(tx, "JJ", at.astimezone(self._zone()).year, self._realm)
            body = sheet_body.build(tx.connection, shift, number, self._realm, at)
            sheet = Sheet(
                id=uuid4(), number=number, shift_id=shift.id, cut_off_at=at, cut_off_number=body["cut_off"]["number"],
                body=canonical(body).decode(), digest=digest_of(body), state=SheetState.STARTED, remarks="", version=1,
            )  # fmt: skip
            tx.session.add(sheet)
            lines.write(tx, books.DUTY, ActKind.HANDOVER, f"开始交班 {number}", at=at, about=[sheet])
        return self._running()

    def remark(self, text: str, *, by: Actor) -> SheetRow:
        """注意事项 of the outgoing officer; part of what is signed, so only before the first signature."""
        require(by, Action.HAND_OVER)
        text = checked_text(text).strip() if text.strip() else ""
        with self._store.writing(by=by) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            if row.state is not SheetState.STARTED:
                raise Refused("sheet_state", state=row.state.value)
            body = {**row.body, "remarks": text}
            sheet.remarks, sheet.body, sheet.digest = text, canonical(body).decode(), digest_of(body)
            sheet.version += 1
            lines.write(tx, books.DUTY, ActKind.HANDOVER, f"注意事项 {row.number}：{text}", at=at, about=[sheet])
        return self._running()

    def abandon(self, reason: str, *, by: Actor) -> None:
        """Give up a hand-over: the cut-off is gone, the sheet stays with its number and the reason."""
        require(by, Action.HAND_OVER)
        reason = checked_text(reason, limit=500)
        with self._store.writing(by=by) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            rules.require_next(row.state, SheetState.ABANDONED)
            sheet.state, sheet.version = SheetState.ABANDONED, sheet.version + 1
            lines.write(tx, books.DUTY, ActKind.HANDOVER, f"放弃交班 {row.number}：{reason}", at=at, about=[sheet])

    def sign_outgoing(self, digest_seen: bytes, name: str, password: str) -> SheetRow:
        """The outgoing officer signs the body on the screen; until the second signature the watch is still theirs."""
        officer = self._prove(name, password)
        require(officer.actor, Action.HAND_OVER)
        with self._store.writing(by=officer.actor) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            shift = _standing(tx)
            if officer.id != shift.owner_id:
                raise Refused("not_the_owner", name=shift.owner)
            rules.require_next(row.state, SheetState.SIGNED)
            if digest_seen != row.digest:
                raise Refused("text_changed")
            signed = {"body": row.digest.hex()}
            signature = _sign(tx, sheet.id, "outgoing", officer, signed, at)
            sheet.state, sheet.version = SheetState.SIGNED, sheet.version + 1
            text = f"交班人签名 {row.number}"
            lines.write(tx, books.DUTY, ActKind.HANDOVER, text, at=at, about=[sheet, signature])
        return self._running()

    def confirm(self, items: Sequence[str], *, by: Actor) -> SheetRow:
        """The incoming officer confirms items; an overdue one only alone."""
        require(by, Action.TAKE_OVER)
        with self._store.writing(by=by) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            if row.state is not SheetState.SIGNED:
                raise Refused("sheet_state", state=row.state.value)
            known = {item: late for _, item, late in rules.items_of(row.body)}
            wanted = [item for item in dict.fromkeys(items) if item not in row.confirmations]
            if any(item not in known for item in wanted):
                raise Refused("no_such_item")
            if len(wanted) > 1 and any(known[item] for item in wanted):
                raise Refused("overdue_alone")
            made = [SheetConfirmation(id=uuid4(), sheet_id=sheet.id, item=i, by_name=by.name, at=at) for i in wanted]
            tx.session.add_all(made)
            if made:
                text = f"确认 {row.number} {len(made)} 项"
                lines.write(tx, books.AUDIT, ActKind.HANDOVER, text, at=at, about=made)
        return self._running()

    def raise_difference(self, text: str, *, by: Actor) -> SheetRow:
        """A difference found on taking over: printed with the sheet, changes no record."""
        require(by, Action.TAKE_OVER)
        text = checked_text(text, limit=2000)
        with self._store.writing(by=by) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            if row.state is not SheetState.SIGNED:
                raise Refused("sheet_state", state=row.state.value)
            made = SheetDifference(
                id=uuid4(), sheet_id=sheet.id, ordinal=len(row.differences) + 1, text=text, answer="", by_name=by.name,
                at=at,
            )  # fmt: skip
            tx.session.add(made)
            lines.write(tx, books.DUTY, ActKind.HANDOVER, f"接班差异 {row.number}：{text}", at=at, about=[made])
        return self._running()

    def answer_difference(self, difference_id: UUID, answer: str, *, by: Actor) -> SheetRow:
        """The answer to a difference, by the officer who hands over and nobody else."""
        require(by, Action.HAND_OVER)
        answer = checked_text(answer, limit=2000)
        with self._store.writing(by=by) as tx:
            at = self._clock.now()
            _, row = _sheet(tx)
            difference = tx.session.get(SheetDifference, difference_id)
            if difference is None or difference.sheet_id != row.id or row.state is not SheetState.SIGNED:
                raise Refused("sheet_state", state=row.state.value)
            owner = _standing(tx)
            if by.id != owner.owner_id:
                raise Refused("not_the_outgoing", name=owner.owner)
            difference.answer = answer
            lines.write(tx, books.DUTY, ActKind.HANDOVER, f"差异答复：{answer}", at=at, about=[difference])
        return self._running()

    def take_over(self, posts: Sequence[PostLine], name: str, password: str, *, seen: bytes) -> ShiftRow:
        """The incoming officer signs; the shift closes and the next opens at the same instant.

        ``seen``: ``incoming_digest`` of the sheet as it was shown; Refused("text_changed") where it has moved on.
        """
        officer = self._prove(name, password)
        require(officer.actor, Action.TAKE_OVER)
        posts = rules.checked_posts(posts)
        with self._store.writing(by=officer.actor) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            rules.require_next(row.state, SheetState.ACCEPTED)
            rules.require_all_confirmed(row.body, row.confirmations)
            if current(tx.connection, "sheet.leader_signs", at) == "yes" and not _signed_by(row, "leader"):
                raise Refused("leader_must_sign")
            old = _standing(tx)
            if officer.id == old.owner_id:
                raise Refused("two_people")
            if seen != incoming_digest(row):
                raise Refused("text_changed")
            signature = _sign(tx, sheet.id, "incoming", officer, incoming_text(row), at)
            sheet.state, sheet.version = SheetState.ACCEPTED, sheet.version + 1
            closed = self._close(tx, old, at, row.cut_off_number)
            opened = self._open(tx, posts, officer.id, at, "handover", "", first=row.cut_off_number + 1)
            text = f"交接班完成 {row.number}：{old.owner} → {_people(posts)}"
            about = [sheet, signature, closed, *opened]
            lines.write(tx, books.DUTY, ActKind.HANDOVER, text, at=at, about=about, person=officer.name)
        return self._watch()

    def sign_leader(self, name: str, password: str) -> SheetRow:
        """The leader's signature, which a setting can require: of whom the shift names as leader, or who is above it.

        Never the outgoing officer's. Refused: ``leader_is_outgoing``, ``not_the_leader``.
        """
        officer = self._prove(name, password)
        require(officer.actor, Action.HAND_OVER)
        with self._store.writing(by=officer.actor) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            if row.state is not SheetState.SIGNED or _signed_by(row, "leader"):
                raise Refused("sheet_state", state=row.state.value)
            rules.require_leader(_standing(tx), officer.id, officer.name, officer.role)
            signature = _sign(tx, sheet.id, "leader", officer, {"body": row.digest.hex()}, at)
            text = f"带班领导签名 {row.number}"
            lines.write(tx, books.DUTY, ActKind.HANDOVER, text, at=at, about=[signature])
        return self._running()

    def emergency_take_over(self, posts: Sequence[PostLine], reason: str, name: str, password: str) -> ShiftRow:
        """One person takes the watch without the other, with a reason; to be confirmed later."""
        officer = self._prove(name, password)
        require(officer.actor, Action.EMERGENCY_TAKE_OVER)
        posts = rules.checked_posts(posts)
        reason = checked_text(reason, limit=500)
        with self._store.writing(by=officer.actor) as tx:
            at = self._clock.now()
            old = _standing(tx)
            if officer.id == old.owner_id:
                raise Refused("already_on_watch", name=old.owner)
            about: list[Any] = []
            running = query.running_sheet(tx.connection)
            if running is not None:
                sheet, _ = _sheet(tx)
                sheet.state, sheet.version = SheetState.ABANDONED, sheet.version + 1
                about.append(sheet)
            head, _ = books.head_of(tx.connection, books.DUTY)
            about.append(self._close(tx, old, at, head))
            about.extend(self._open(tx, posts, officer.id, at, "emergency", reason))
            text = f"紧急接班：{old.owner} → {_people(posts)}；{reason}"
            lines.write(tx, books.DUTY, ActKind.HANDOVER, text, at=at, about=about, person=officer.name)
        return self._watch()

    def confirm_emergency(self, name: str, password: str, *, shift_id: UUID | None = None) -> EmergencyRow:
        """Sign afterwards for an emergency take-over: an administrator, a commander or the officer who was relieved.

        Of that shift, or of the oldest that waits. The one who took it never confirms it.
        """
        officer = self._prove(name, password)
        with self._store.writing(by=officer.actor) as tx:
            at = self._clock.now()
            shift_id = emergencies.confirm(tx, shift_id, officer, at)
        row = self.emergency(shift_id)
        assert row is not None, "it was there a moment ago, and shifts never vanish"
        return row

    def _open(
        self,
        tx: Tx,
        posts: Sequence[PostLine],
        owner: UUID,
        at: datetime,
        how: str,
        reason: str,
        first: int | None = None,
    ) -> list[Any]:
        start, end = rules.planned(
            at,
            self._zone(),
            current(tx.connection, "duty.change_time", at),
            int(current(tx.connection, "duty.shift_hours", at)),
        )
        head, _ = books.head_of(tx.connection, books.DUTY)
        number = (tx.session.scalar(select(func.max(Shift.number))) or 0) + 1
        shift = Shift(
            id=uuid4(), number=number, template="hours", planned_from=start, planned_to=end, taken_at=at,
            closed_at=None, owner_id=owner, first_number=first or head + 1, last_number=None, taken_how=how,
            reason=reason, state="open", version=1,
        )  # fmt: skip
        tx.session.add(shift)
        tx.flush()
        rows = [
            ShiftPost(id=uuid4(), shift_id=shift.id, post=p.post, name=p.name, phone=p.phone, ordinal=i)
            for i, p in enumerate(posts)
        ]
        tx.session.add_all(rows)
        return [shift, *rows]

    def _close(self, tx: Tx, old: ShiftRow, at: datetime, last: int) -> Shift:
        shift = tx.session.get_one(Shift, old.id)
        shift.state, shift.closed_at, shift.last_number = "closed", at, last
        shift.version += 1
        tx.flush()
        return shift

    def _watch(self) -> ShiftRow:
        shift = self.on_watch()
        if shift is None:
            raise Refused("station_empty")
        return shift

    def _running(self) -> SheetRow:
        sheet = self.running_sheet()
        if sheet is None:
            raise Refused("no_sheet")
        return sheet


def incoming_text(row: SheetRow) -> dict[str, Any]:
    """What the incoming officer signs: body, outgoing signature, confirmations, differences."""
    outgoing = next(s for s in row.signatures if s["part"] == "outgoing")
    return {
        "body": row.digest.hex(),
        "outgoing": outgoing,
        "confirmations": row.confirmations,
        "differences": list(row.differences),
    }


def incoming_digest(row: SheetRow) -> bytes:
    """SHA-256 of what the incoming officer signs; only of a sheet with the outgoing signature."""
    return digest_of(incoming_text(row))


def _sign(tx: Tx, sheet_id: UUID, part: str, officer: OfficerRow, signed: dict[str, Any], at: datetime) -> Signature:
    text = {**signed, "part": part, "officer": str(officer.id), "name": officer.name, "at": instant(at)}
    signature = Signature(
        id=uuid4(), sheet_id=sheet_id, part=part, officer_id=officer.id, name=officer.name, at=at, means="password",
        signed=canonical(text).decode(), digest=digest_of(text),
    )  # fmt: skip
    tx.session.add(signature)
    return signature


def _signed_by(row: SheetRow, part: str) -> bool:
    return any(signature["part"] == part for signature in row.signatures)


def _standing(tx: Tx) -> ShiftRow:
    shift = query.on_watch(tx.connection)
    if shift is None:
        raise Refused("station_empty")
    return shift


def _sheet(tx: Tx) -> tuple[Sheet, SheetRow]:
    row = query.running_sheet(tx.connection)
    if row is None:
        raise Refused("no_sheet")
    return tx.session.get_one(Sheet, row.id), row


def _officer_id(by: Actor) -> UUID:
    if by.id is None:
        raise Refused("officer_needed")
    return by.id


def _people(posts: Sequence[PostLine]) -> str:
    return "、".join(f"{'带班' if line.post == 'leader' else line.post} {line.name}" for line in posts)

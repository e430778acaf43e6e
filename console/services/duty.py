"""The watch: taking over, handing over with two signatures, emergency take-over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from console.domain import duty as rules
from console.domain.clock import Clock
from console.domain.duty import EmergencyRow, SheetRow, SheetState, ShiftRow
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.posts import PostLine
from console.domain.realm import Realm
from console.domain.text import checked_text
from console.errors import Refused
from console.services import emergencies, lines, shifts
from console.services.accounts import OfficerRow
from console.services.duty_reads import DutyReads
from console.services.settings import current
from console.services.sheet import body as sheet_body
from console.services.signing import (
    Prove,
    SignedIn,
    incoming_digest,
    incoming_text,
    sign,
    signed_by,
    standing_digest,
    standing_text,
)
from db import books, numbers
from db.chain import canonical, digest_of
from db.models.duty import Sheet, SheetConfirmation, SheetDifference
from db.queries import duty as query
from db.store import Store, Tx

__all__ = ["DutyService", "incoming_digest", "standing_digest"]


class DutyService(DutyReads):
    """Use cases of the watch. ``prove`` is how a signature is given: by signing in again."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo], prove: Prove) -> None:
        super().__init__(store, clock, zone)
        self._realm, self._prove = realm, prove

    def take_over_empty(self, posts: Sequence[PostLine], *, by: Actor) -> ShiftRow:
        """Take over a station nobody stands."""
        posts = rules.checked_posts(posts)
        with self._store.writing(by=by, action=Action.TAKE_OVER) as tx:
            at = self._clock.now()
            standing = query.on_watch(tx.connection)
            if standing is not None:
                raise Refused("already_on_watch", name=standing.owner)
            opened = shifts.begin(tx, posts, _officer_id(by), at, self._zone(), how="empty")
            text = f"接班：{shifts.people(posts)}"
            lines.write(tx, books.DUTY, ActKind.HANDOVER, text, at=at, about=opened, person=by.name)
            return shifts.taken(tx, opened[0], at)

    def start_hand_over(self, *, by: Actor) -> SheetRow:
        """Fix the cut-off and store the sheet's body; what comes later belongs to the next sheet."""
        with self._store.writing(by=by, action=Action.HAND_OVER) as tx:
            at = self._clock.now()
            shift = shifts.standing(tx, at)
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
            return _as_written(tx, sheet)

    def remark(self, text: str, *, seen: bytes, by: Actor, typist: str = "") -> SheetRow:
        """注意事项 of the outgoing officer; part of what is signed, so only before the first signature.

        ``seen``: digest of the sheet the words were typed over; Refused("changed_meanwhile") where it reads otherwise.
        ``typist`` is named by the log where it was another than ``by``.
        """
        text = checked_text(text).strip() if text.strip() else ""
        with self._store.writing(by=by, action=Action.HAND_OVER) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            rules.require_of_watch(shifts.standing(tx, at), tx.by)
            if row.state is not SheetState.STARTED:
                raise Refused("sheet_state", state=row.state.value)
            rules.require_seen(row, row.digest, seen)
            body = {**row.body, "remarks": text}
            sheet.remarks, sheet.body, sheet.digest = text, canonical(body).decode(), digest_of(body)
            sheet.version += 1
            whose = f"（{typist} 录入）" if typist not in ("", by.name) else ""
            lines.write(tx, books.DUTY, ActKind.HANDOVER, f"注意事项 {row.number}{whose}：{text}", at=at, about=[sheet])
            return _as_written(tx, sheet)

    def abandon(self, reason: str, *, seen: bytes, by: Actor) -> None:
        """Give up a hand-over: the cut-off is gone, the sheet stays with its number and the reason.

        ``seen``: ``standing_digest`` of the sheet as it was shown; Refused("changed_meanwhile") where it has moved on.
        """
        reason = checked_text(reason, limit=500)
        with self._store.writing(by=by, action=Action.HAND_OVER) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            rules.require_of_watch(shifts.standing(tx, at), tx.by)
            rules.require_next(row.state, SheetState.ABANDONED)
            rules.require_seen(row, standing_digest(row), seen)
            sheet.state, sheet.version = SheetState.ABANDONED, sheet.version + 1
            lines.write(tx, books.DUTY, ActKind.HANDOVER, f"放弃交班 {row.number}：{reason}", at=at, about=[sheet])

    def sign_outgoing(self, digest_seen: bytes, name: str, password: str) -> SheetRow:
        """The outgoing officer signs the body on the screen; until the second signature the watch is still theirs."""
        officer = self._prove(name, password)
        with self._store.writing(by=officer.actor, action=Action.HAND_OVER) as tx:
            shift = shifts.standing(tx, self._clock.now())
            if officer.id != shift.owner_id:
                raise Refused("not_the_owner", name=shift.owner)
            return _as_written(tx, self._sign_out(tx, digest_seen, officer))

    def sign_for_absent(self, digest_seen: bytes, reason: str, name: str, password: str) -> SheetRow:
        """The shift's leader, or who stands above it, signs out in place of an officer who is not there.

        Refused: ``leader_is_outgoing``, ``not_the_leader``. Whoever signed so cannot take the watch over as well.
        """
        officer = self._prove(name, password)
        reason = checked_text(reason, limit=500).strip()
        with self._store.writing(by=officer.actor, action=Action.SIGN_FOR_ABSENT) as tx:
            shift = shifts.standing(tx, self._clock.now())
            rules.require_leader(shift, officer.id, officer.name, officer.role)
            return _as_written(tx, self._sign_out(tx, digest_seen, officer, absent=shift.owner, reason=reason))

    def _sign_out(self, tx: Tx, seen: bytes, officer: OfficerRow, *, absent: str = "", reason: str = "") -> Sheet:
        at = self._clock.now()
        sheet, row = _sheet(tx)
        rules.require_next(row.state, SheetState.SIGNED)
        if seen != row.digest:
            raise Refused("text_changed")
        signed = {"body": row.digest.hex()}
        signature = sign(tx, sheet.id, "outgoing", officer, signed, at, absent=absent, reason=reason)
        sheet.state, sheet.version = SheetState.SIGNED, sheet.version + 1
        text = f"交班人签名 {row.number}"
        if absent:
            text = f"代签交班 {row.number}：{officer.name} 代 {absent}，原因：{reason}"
        lines.write(tx, books.DUTY, ActKind.HANDOVER, text, at=at, about=[sheet, signature], person=absent)
        return sheet

    def confirm(self, items: Sequence[str], *, seen: bytes, by: Actor) -> SheetRow:
        """The incoming officer confirms items, never the one who hands over; an overdue one only alone.

        ``seen``: digest of the sheet that was shown; Refused("changed_meanwhile") where another one runs.
        """
        with self._store.writing(by=by, action=Action.TAKE_OVER) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            if row.state is not SheetState.SIGNED:
                raise Refused("sheet_state", state=row.state.value)
            rules.require_seen(row, row.digest, seen)
            _require_incoming(tx, row, by.id, by.name, at)
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
            return _as_written(tx, sheet)

    def raise_difference(self, text: str, *, seen: bytes, by: Actor) -> SheetRow:
        """A difference found on taking over: printed with the sheet, changes no record. ``seen`` as for ``confirm``."""
        text = checked_text(text, limit=2000)
        with self._store.writing(by=by, action=Action.TAKE_OVER) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            if row.state is not SheetState.SIGNED:
                raise Refused("sheet_state", state=row.state.value)
            rules.require_seen(row, row.digest, seen)
            _require_incoming(tx, row, by.id, by.name, at)
            made = SheetDifference(
                id=uuid4(), sheet_id=sheet.id, ordinal=len(row.differences) + 1, text=text, answer="", by_name=by.name,
                at=at,
            )  # fmt: skip
            tx.session.add(made)
            lines.write(tx, books.DUTY, ActKind.HANDOVER, f"接班差异 {row.number}：{text}", at=at, about=[made])
            return _as_written(tx, sheet)

    def answer_difference(self, difference_id: UUID, answer: str, *, by: Actor) -> SheetRow:
        """The answer to a difference, once, by the officer who hands over and nobody else."""
        answer = checked_text(answer, limit=2000)
        with self._store.writing(by=by, action=Action.HAND_OVER) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            difference = tx.session.get(SheetDifference, difference_id)
            if difference is None or difference.sheet_id != row.id or row.state is not SheetState.SIGNED:
                raise Refused("sheet_state", state=row.state.value)
            owner = shifts.standing(tx, at)
            if by.id != owner.owner_id:
                raise Refused("not_the_outgoing", name=owner.owner)
            if difference.answer:
                raise Refused("difference_answered")
            difference.answer = answer
            lines.write(tx, books.DUTY, ActKind.HANDOVER, f"差异答复：{answer}", at=at, about=[difference])
            return _as_written(tx, sheet)

    def take_over(self, posts: Sequence[PostLine], name: str, password: str, *, seen: bytes) -> ShiftRow:
        """The incoming officer signs; the shift closes and the next opens at the same instant.

        ``seen``: ``incoming_digest`` of the sheet as it was shown; Refused("text_changed") where it has moved on.
        """
        officer = self._prove(name, password)
        return self._take_over(posts, officer, officer.actor, seen)

    def take_over_signed_in(self, posts: Sequence[PostLine], *, seen: bytes, by: Actor) -> ShiftRow:
        """The same by whoever has proved it at this seat already: signed in here, or identified for this sheet.

        Everybody proves it once a hand-over; the outgoing officer with the signature.
        """
        return self._take_over(posts, SignedIn.of(by), by, seen)

    def _take_over(self, posts: Sequence[PostLine], officer: OfficerRow | SignedIn, by: Actor, seen: bytes) -> ShiftRow:
        posts = rules.checked_posts(posts)
        with self._store.writing(by=by, action=Action.TAKE_OVER) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            rules.require_next(row.state, SheetState.ACCEPTED)
            rules.require_all_confirmed(row.body, row.confirmations)
            if current(tx.connection, "sheet.leader_signs", at) == "yes" and not signed_by(row, "leader"):
                raise Refused("leader_must_sign")
            old = _require_incoming(tx, row, officer.id, officer.name, at)
            if seen != incoming_digest(row):
                raise Refused("text_changed")
            signature = sign(tx, sheet.id, "incoming", officer, incoming_text(row), at)
            sheet.state, sheet.version = SheetState.ACCEPTED, sheet.version + 1
            closed = shifts.close(tx, old, at, row.cut_off_number)
            first = row.cut_off_number + 1
            opened = shifts.begin(tx, posts, officer.id, at, self._zone(), how="handover", first=first)
            text = f"交接班完成 {row.number}：{old.owner} → {shifts.people(posts)}"
            about = [sheet, signature, closed, *opened]
            lines.write(tx, books.DUTY, ActKind.HANDOVER, text, at=at, about=about, person=officer.name)
            return shifts.taken(tx, opened[0], at)

    def sign_leader(self, name: str, password: str, *, seen: bytes) -> SheetRow:
        """The leader's signature, which a setting can require: of whom the shift names as leader, or who is above it.

        A third person's: never of who signed out, nor of who confirms or doubts as the incoming officer.
        ``seen``: ``standing_digest`` of the sheet as it was shown. Refused: ``text_changed`` where it has moved on,
        ``leader_is_outgoing``, ``leader_is_incoming``, ``not_the_leader``.
        """
        officer = self._prove(name, password)
        with self._store.writing(by=officer.actor, action=Action.HAND_OVER) as tx:
            at = self._clock.now()
            sheet, row = _sheet(tx)
            if row.state is not SheetState.SIGNED or signed_by(row, "leader"):
                raise Refused("sheet_state", state=row.state.value)
            rules.require_leader(shifts.standing(tx, at), officer.id, officer.name, officer.role)
            rules.require_third(row, officer.name)
            if seen != standing_digest(row):
                raise Refused("text_changed")
            signature = sign(tx, sheet.id, "leader", officer, standing_text(row), at)
            text = f"带班领导签名 {row.number}"
            lines.write(tx, books.DUTY, ActKind.HANDOVER, text, at=at, about=[signature])
            return _as_written(tx, sheet)

    def emergency_take_over(
        self, posts: Sequence[PostLine], reason: str, name: str, password: str, *, seen: UUID | None = None
    ) -> ShiftRow:
        """One person takes the watch without the other, with a reason; to be confirmed later.

        Where nobody is named for the first post, it is theirs: a watch without 主班 is no watch. ``seen`` is the shift
        that was on the screen: Refused("watch_changed") where another stands by now.
        """
        officer = self._prove(name, password)
        reason = checked_text(reason, limit=500)
        with self._store.writing(by=officer.actor, action=Action.EMERGENCY_TAKE_OVER) as tx:
            at, zone = self._clock.now(), self._zone()
            old = shifts.standing(tx, at)
            if seen is not None and seen != old.id:
                raise Refused("watch_changed", name=old.owner)
            if officer.id == old.owner_id:
                raise Refused("already_on_watch", name=old.owner)
            posts = rules.checked_posts(rules.manned(posts, shifts.main_post(tx, at, zone), officer.name))
            about: list[Any] = []
            if query.running_sheet(tx.connection) is not None:
                sheet, _ = _sheet(tx)
                sheet.state, sheet.version = SheetState.ABANDONED, sheet.version + 1
                about.append(sheet)
            head, _ = books.head_of(tx.connection, books.DUTY)
            about.append(shifts.close(tx, old, at, head))
            opened = shifts.begin(tx, posts, officer.id, at, zone, how="emergency", reason=reason)
            about.extend(opened)
            relieved = emergencies.relieved_watch(tx.connection, old.number, old.owner, zone)
            text = f"紧急接班：接替{relieved}→ {shifts.people(posts)}；{reason}"
            lines.write(tx, books.DUTY, ActKind.HANDOVER, text, at=at, about=about, person=officer.name)
            return shifts.taken(tx, opened[0], at)

    def confirm_emergency(self, name: str, password: str, *, shift_id: UUID | None = None) -> EmergencyRow:
        """Sign afterwards for an emergency take-over: an administrator, a commander or the officer who was relieved.

        Of that shift, or of the oldest that waits. The one who took it never confirms it.
        """
        officer = self._prove(name, password)
        with self._store.writing(by=officer.actor) as tx:
            shift_id = emergencies.confirm(tx, shift_id, officer, self._clock.now())
        row = self.emergency(shift_id)
        assert row is not None, "it was there a moment ago, and shifts never vanish"
        return row


def _sheet(tx: Tx) -> tuple[Sheet, SheetRow]:
    row = query.running_sheet(tx.connection)
    if row is None:
        raise Refused("no_sheet")
    return tx.session.get_one(Sheet, row.id), row


def _as_written(tx: Tx, sheet: Sheet) -> SheetRow:
    """The sheet of this act, whatever another seat does to it right after."""
    tx.flush()
    row = query.sheet(tx.connection, sheet.id)
    assert row is not None, "this transaction wrote it"
    return row


def _require_incoming(tx: Tx, row: SheetRow, officer_id: UUID | None, name: str, at: datetime) -> ShiftRow:
    """The shift that ends; refuses whoever stands it, signed it out or countersigned it: nobody stands on two sides."""
    shift = shifts.standing(tx, at)
    if officer_id == shift.owner_id or name == signed_by(row, "outgoing"):
        raise Refused("two_people")
    if name == signed_by(row, "leader"):
        raise Refused("incoming_is_leader", name=name)
    return shift


def _officer_id(by: Actor) -> UUID:
    if by.id is None:
        raise Refused("officer_needed")
    return by.id

"""What the channels of a released warning did: told by people for manual ones, read from the outbox for devices; and
what time does by itself: 生效 once every channel is settled, 过期 at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.outbox import Counts
from console.domain.people import Action, Actor
from console.domain.text import free_text
from console.domain.warning import HOLDS, LIMITS, OUT, Act, Kind, State, ended_by
from console.domain.warning_rows import SETTLED, Means, PersonRow, SendRow, Sent, Way
from console.errors import Refused
from console.services import lines
from console.services import warning_steps as steps
from console.services.incident_clocks import require_come
from db import books
from db.models.warnings import WarningMessage, WarningSend
from db.queries import deliveries
from db.queries import warnings as query
from db.store import Store, Tx

REFERENCE_LIMIT = 100
MOST_REACHED = 100_000_000


@dataclass(frozen=True, slots=True)
class SendNow:
    """A channel with what its orders in the outbox truly did; ``counts`` is None for a manual one."""

    row: SendRow
    counts: Counts | None = None

    @property
    def partly(self) -> tuple[int, int] | None:
        """部分失败: how many orders of how many failed, where others of the same channel arrived."""
        counts = self.counts
        if self.row.state is not Sent.FAILED or counts is None:
            return None
        well = counts.sent + counts.confirmed + counts.unconfirmed
        return (counts.failed, counts.total) if well else None


@dataclass(frozen=True, slots=True)
class Done:
    """What a person says of a manual channel: when, how many it reached, the platform's number, what proves it."""

    at: datetime | None = None
    reached: int | None = None
    reference: str = ""
    proof: str = ""


class WarningSends:
    """Use cases of the channels of a warning."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self, warning_id: UUID) -> list[SendNow]:
        """Its channels in order."""
        with self._store.reading() as connection:
            return [_now(connection, steps.send_of(one)) for one in query.sends(connection, warning_id)]

    def people(self, warning_id: UUID) -> list[PersonRow]:
        """Whom it was for, as the contact book had them at the release."""
        with self._store.reading() as connection:
            return [steps.person_of(one) for one in query.people(connection, warning_id)]

    def done(self, send_id: UUID, done: Done, *, seen: int, by: Actor) -> SendRow:
        """A manual channel has carried it. Refuses not_manual, send_settled, time_future, before_release, and
        proof_missing where neither a number nor a word says how anybody could know."""
        reference, proof = free_text(done.reference, REFERENCE_LIMIT), free_text(done.proof, LIMITS["reason"])
        if not reference and not proof:
            raise Refused("proof_missing", field="proof")
        if done.reached is not None and not 0 <= done.reached <= MOST_REACHED:
            raise Refused("reached_wrong", field="reached")
        with self._store.writing(by=by, action=Action.RELEASE_WARNING) as tx:
            row, warning = _manual(tx, send_id, seen)
            now = self._clock.now()
            at = done.at or now
            require_come(tx, at, now)
            if warning.released_at is not None and at < warning.released_at:
                raise Refused("before_release", field="at")
            row.reached, row.reference, row.proof = done.reached, reference, proof
            self._settle(tx, row, warning, Sent.DONE, at, proof or reference)
        return self._one(send_id)

    def failed(self, send_id: UUID, reason: str, *, seen: int, by: Actor) -> SendRow:
        """A manual channel could not carry it; refuses reason_missing."""
        return self._ended(send_id, Sent.FAILED, reason, seen, by)

    def skipped(self, send_id: UUID, reason: str, *, seen: int, by: Actor) -> SendRow:
        """A channel is not used after all; refuses reason_missing."""
        return self._ended(send_id, Sent.SKIPPED, reason, seen, by)

    def again(self, send_id: UUID, reason: str, *, seen: int, by: Actor) -> SendRow:
        """A manual channel is to be done again, or was settled by mistake."""
        reason = free_text(reason, LIMITS["reason"])
        if not reason:
            raise Refused("reason_missing", field="reason")
        with self._store.writing(by=by, action=Action.RELEASE_WARNING) as tx:
            row, warning = _send(tx, send_id, seen)
            if row.way != Way.MANUAL or Sent(row.state) not in SETTLED:
                raise Refused("not_settled")
            row.done_at, row.done_by, row.reached = None, "", None
            self._settle(tx, row, warning, Sent.TODO, self._clock.now(), reason)
        return self._one(send_id)

    def put_result(self, tx: Tx, send_id: UUID, reached: int, proof: str, seen: int) -> None:
        """Shared step: a carrier's file says what a manual channel has done, whether somebody said so before or not."""
        row, warning = _send(tx, send_id, seen)
        if row.way != Way.MANUAL:
            raise Refused("not_manual", name=row.name)
        if Sent(row.state) in {Sent.FAILED, Sent.SKIPPED}:
            raise Refused("send_settled", name=row.name)
        row.reached, row.proof = reached, proof
        self._settle(tx, row, warning, Sent.DONE, self._clock.now(), proof)

    def tick(self, *, by: Actor) -> int:
        """What time does: warnings whose end came expire, those whose channels are all settled hold (生效), a lift or
        withdrawal that was told completely ends. How many moved. Called every few seconds, writes only what changes."""
        with self._store.reading() as connection:
            waiting = [self._next(connection, one) for one in query.running(connection, [one.value for one in OUT])]
        moved = 0
        for found in waiting:
            if found is not None:
                moved += self._move(*found, by=by)
        return moved

    def complete(self, warning_id: UUID, reason: str, *, seen: int, by: Actor) -> None:
        """发布完成 by hand, with channels left undone: says why. Refuses reason_missing."""
        reason = free_text(reason, LIMITS["reason"])
        if not reason:
            raise Refused("reason_missing", field="reason")
        with self._store.writing(by=by, action=Action.RELEASE_WARNING) as tx:
            row = steps.seen(tx, warning_id, seen)
            self._complete(tx, row, Means.SEAT, reason)

    def _next(self, connection: Connection, value: Mapping[Any, Any]) -> tuple[UUID, Act, int] | None:
        now = self._clock.now()
        holds = Kind(value["kind"]) in HOLDS  # a lift is told, whenever what it lifts would have ended
        if holds and value["expires_at"] is not None and value["expires_at"] <= now:
            return value["id"], Act.EXPIRE, value["version"]
        if value["state"] != State.RELEASING:
            return None
        sends = [_now(connection, steps.send_of(one)) for one in query.sends(connection, value["id"])]
        return (value["id"], Act.COMPLETE, value["version"]) if all(map(_is_settled, sends)) else None

    def _move(self, warning_id: UUID, act: Act, version: int, *, by: Actor) -> int:
        with self._store.writing(by=by) as tx:
            row = tx.session.get(WarningMessage, warning_id)
            if row is None or row.version != version:  # somebody was quicker: it is looked at again
                return 0
            if act is Act.COMPLETE:
                self._complete(tx, row, Means.PROGRAM, "")
            else:
                row.ended_at = row.expires_at
                steps.do(tx, row, act, self._clock.now(), means=Means.PROGRAM)
        return 1

    def _complete(self, tx: Tx, row: WarningMessage, means: Means, words: str) -> None:
        now, to = self._clock.now(), ended_by(Kind(row.kind))
        row.completed_at = now
        if to is not State.ACTIVE:
            row.ended_at = now
        steps.do(tx, row, Act.COMPLETE, now, means=means, words=words, to=to)

    def _ended(self, send_id: UUID, state: Sent, reason: str, seen: int, by: Actor) -> SendRow:
        reason = free_text(reason, LIMITS["reason"])
        if not reason:
            raise Refused("reason_missing", field="reason")
        with self._store.writing(by=by, action=Action.RELEASE_WARNING) as tx:
            row, warning = _manual(tx, send_id, seen)
            self._settle(tx, row, warning, state, self._clock.now(), reason)
        return self._one(send_id)

    def _settle(
        self, tx: Tx, row: WarningSend, warning: WarningMessage, state: Sent, at: datetime, words: str
    ) -> None:  # fmt: skip
        row.state, row.note, row.version = state.value, words, row.version + 1
        if state in SETTLED:
            row.done_at, row.done_by = at, tx.by.name
        said = {Sent.DONE: "已办", Sent.FAILED: "未办成", Sent.SKIPPED: "不办", Sent.TODO: "重办"}[state]
        reached = f"，覆盖 {row.reached}" if row.reached is not None else ""
        text = f"预警 {warning.number} 通道 {row.name} {said}：{words}{reached}"
        lines.write(tx, books.DUTY, ActKind.WARNING, text, at=self._clock.now(), about=[row], occurred_at=at)

    def _one(self, send_id: UUID) -> SendRow:
        with self._store.reading() as connection:
            found = query.send(connection, send_id)
        if found is None:
            raise Refused("no_such_send")
        return steps.send_of(found)


def _send(tx: Tx, send_id: UUID, seen: int) -> tuple[WarningSend, WarningMessage]:
    row = tx.session.get(WarningSend, send_id)
    if row is None:
        raise Refused("no_such_send")
    if row.version != seen:
        raise Refused("changed_meanwhile", number=row.name)
    return row, steps.seen(tx, row.warning_id)


def _manual(tx: Tx, send_id: UUID, seen: int) -> tuple[WarningSend, WarningMessage]:
    row, warning = _send(tx, send_id, seen)
    if row.way != Way.MANUAL:
        raise Refused("not_manual", name=row.name)
    if Sent(row.state) in SETTLED:
        raise Refused("send_settled", name=row.name)
    return row, warning


def _now(connection: Connection, row: SendRow) -> SendNow:
    if row.way is Way.MANUAL:
        return SendNow(row)
    if row.batch_id is None:
        return SendNow(row)
    counts = deliveries.last_counts(connection, row.batch_id)
    return SendNow(replace(row, state=_state(counts)), counts)


def _state(counts: Counts) -> Sent:
    """What a device channel may be called: done only where every order is known to have gone out."""
    if counts.left or counts.unknown:
        return Sent.DOING
    well = counts.sent + counts.confirmed + counts.unconfirmed
    return Sent.DONE if well and well + counts.cancelled == counts.total else Sent.FAILED


def _is_settled(one: SendNow) -> bool:
    return one.row.state in SETTLED

"""Approvals: asked of one person, given by password or by telephone, returned with a reason, signed for afterwards.

Whatever is approved (a report now; warnings, transfers, plans, swaps later) is a *subject*: it asks in its own
transaction and is told of the answer in the same transaction that records it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from console.domain.approvals import WORDS_LIMIT, ApprovalRow, ApprovalState, Means, SubjectKind
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor, Role, may
from console.domain.stated import is_before
from console.domain.text import free_text
from console.errors import Refused
from console.services import lines
from console.services.accounts import OfficerRow
from console.services.incident_clocks import require_come
from console.services.settings import current
from db import books
from db.base import Base
from db.models.people import Officer
from db.models.reporting import Approval
from db.queries import approvals as query
from db.store import Store, Tx

Prove = Callable[[str, str], OfficerRow]
"""Re-authentication: name and password to the officer, or Refused."""

NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Written:
    """When what is asked about was begun, and who wrote it, by id and name."""

    at: datetime
    authors: tuple[tuple[UUID | None, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of whom: the text to be decided on stands whole in ``preview``."""

    kind: SubjectKind
    id: UUID
    number: str
    title: str
    preview: str
    of_name: str


@dataclass(frozen=True, slots=True)
class Subject:
    """How a kind of subject hears of the answer: rows it changed, to stand in the same line of the book.

    ``written`` tells by whom and when it was written: whoever handed it in is not always the author.
    """

    approved: Callable[[Tx, Approval, datetime], Iterable[Base]]
    returned: Callable[[Tx, Approval, datetime], Iterable[Base]]
    written: Callable[[Tx, Approval], Written]


class ApprovalsService:
    """Use cases of everything that waits for a person's word."""

    def __init__(self, store: Store, clock: Clock, prove: Prove, subjects: Mapping[SubjectKind, Subject]) -> None:
        self._store = store
        self._clock = clock
        self._prove = prove
        self._subjects = subjects

    def waiting(self, name: str = "") -> list[ApprovalRow]:
        """What waits for that person, signatures owed too; everything where no name is given."""
        with self._store.reading() as connection:
            return query.waiting(connection, name)

    def of(self, subject_id: UUID) -> list[ApprovalRow]:
        with self._store.reading() as connection:
            return query.of(connection, subject_id)

    def approve(self, approval_id: UUID, name: str, password: str, *, digest: bytes) -> ApprovalRow:
        """The person asked proves himself and approves what had that digest on the screen.

        Refuses wrong_password, not_asked_of, own_approval, not_permitted and changed_meanwhile.
        """
        officer = self._prove(name, password)
        with self._store.writing(by=officer.actor, action=Action.APPROVE) as tx:
            at = self._clock.now()
            row = _waiting(tx, approval_id, digest)
            self._require_other(tx, row, officer.id, officer.name, at)
            _require_asked(row, officer.name)
            self._decide(tx, row, ApprovalState.APPROVED, Means.PASSWORD, officer.name, "", at)
        return self._one(approval_id)

    def approve_by_phone(
        self, approval_id: UUID, name: str, at: datetime | None, words: str, *, digest: bytes, by: Actor
    ) -> ApprovalRow:
        """The person asked said yes by telephone; ``by`` wrote down what and when. A signature is owed (补签).

        Refuses name_missing, not_asked_of, own_approval, own_phone_word, approver_may_not, account_retired,
        time_future, approval_before_draft, words_missing and changed_meanwhile.
        """
        name, words = free_text(name, NAME_LIMIT), free_text(words, WORDS_LIMIT)
        if not name:
            raise Refused("name_missing")
        if not words:
            raise Refused("words_missing", field="words")
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            now = self._clock.now()
            row = _waiting(tx, approval_id, digest)
            if at is not None:
                require_come(tx, at, now)
                self._require_after_draft(tx, row, at, now)
            self._require_other(tx, row, None, name, now)
            _require_asked(row, name)
            _require_heard_by_another(tx, name)
            _approver(tx, name)
            self._decide(tx, row, ApprovalState.APPROVED, Means.PHONE, name, words, at or now)
        return self._one(approval_id)

    def sign_later(self, approval_id: UUID, name: str, password: str) -> ApprovalRow:
        """Whoever said yes by telephone signs for it now, over the same digest; refuses nothing_owed, not_asked_of."""
        officer = self._prove(name, password)
        with self._store.writing(by=officer.actor, action=Action.APPROVE) as tx:
            at = self._clock.now()
            row = tx.session.get(Approval, approval_id)
            if row is None or (row.state, row.means, row.later_at) != (ApprovalState.APPROVED, Means.PHONE, None):
                raise Refused("nothing_owed")
            _require_asked(row, officer.name)
            row.later_at, row.later_by, row.version = at, officer.id, row.version + 1
            text = f"补签 {row.subject_number or row.title}：{officer.name}（{row.digest.hex()[:16]}）"
            lines.write(tx, books.DUTY, ActKind.APPROVAL, text, at=at, about=[row])
        return self._one(approval_id)

    def give_back(self, approval_id: UUID, name: str, password: str, reason: str, *, digest: bytes) -> ApprovalRow:
        """The person asked proves himself and returns it with a reason; it can be changed and asked again."""
        reason = free_text(reason, WORDS_LIMIT)
        if not reason:
            raise Refused("reason_missing")
        officer = self._prove(name, password)
        with self._store.writing(by=officer.actor, action=Action.APPROVE) as tx:
            row = _waiting(tx, approval_id, digest)
            _require_asked(row, officer.name)
            self._decide(tx, row, ApprovalState.RETURNED, Means.PASSWORD, officer.name, reason, self._clock.now())
        return self._one(approval_id)

    def give_back_by_phone(self, approval_id: UUID, name: str, reason: str, *, digest: bytes, by: Actor) -> ApprovalRow:
        """The person asked said no by telephone, with what is to be changed."""
        name, reason = free_text(name, NAME_LIMIT), free_text(reason, WORDS_LIMIT)
        if not reason:
            raise Refused("reason_missing")
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            row = _waiting(tx, approval_id, digest)
            _require_asked(row, name)
            _require_heard_by_another(tx, name)
            self._decide(tx, row, ApprovalState.RETURNED, Means.PHONE, name, reason, self._clock.now())
        return self._one(approval_id)

    def _decide(
        self, tx: Tx, row: Approval, state: ApprovalState, means: Means, name: str, words: str, at: datetime
    ) -> None:
        row.state, row.means, row.decided_at, row.decided_by = state.value, means.value, at, name
        row.recorded_by, row.words, row.version = tx.by.name, words, row.version + 1
        tx.flush()
        subject = self._subjects[SubjectKind(row.subject_kind)]
        now = self._clock.now()
        told = (subject.approved if state is ApprovalState.APPROVED else subject.returned)(tx, row, now)
        verb = "批准" if state is ApprovalState.APPROVED else "退回"
        how = f"（电话，{tx.by.name} 记录）" if means is Means.PHONE else ""
        text = f"{verb} {row.subject_number or row.title}：{name}{how}" + (f"，{words}" if words else "")
        lines.write(tx, books.DUTY, ActKind.APPROVAL, text, at=now, about=[row, *told], occurred_at=at)

    def _require_other(self, tx: Tx, row: Approval, officer: UUID | None, name: str, at: datetime) -> None:
        """Nobody approves what he wrote or handed in, unless the county says so."""
        if current(tx.connection, "report.own_approval", at) == "yes":
            return
        authors = [(row.asker_id, row.asked_by), *self._written(tx, row).authors]
        if any(name == named or (officer is not None and officer == known) for known, named in authors):
            raise Refused("own_approval", name=name)

    def _require_after_draft(self, tx: Tx, row: Approval, at: datetime, now: datetime) -> None:
        """A leader may have heard the text before it was handed in, never before it was begun.

        A clock that was set back since holds nobody to anything.
        """
        begun = self._written(tx, row).at
        if begun <= now and is_before(at, begun):
            raise Refused("approval_before_draft", field="at")

    def _written(self, tx: Tx, row: Approval) -> Written:
        return self._subjects[SubjectKind(row.subject_kind)].written(tx, row)

    def _one(self, approval_id: UUID) -> ApprovalRow:
        with self._store.reading() as connection:
            return query.one(connection, approval_id)


def ask(tx: Tx, asked: Asked, at: datetime) -> Approval:
    """Shared step: something waits from now on; the caller writes the line.

    Refuses name_missing, and approver_may_not or account_retired of one whose account cannot approve.
    """
    name = free_text(asked.of_name, NAME_LIMIT)
    if not name:
        raise Refused("name_missing")
    officer = _approver(tx, name)
    row = Approval(
        id=uuid4(), subject_kind=asked.kind.value, subject_id=asked.id, subject_number=asked.number,
        title=asked.title, preview=asked.preview, digest=digest_of_text(asked.preview), asked_at=at,
        asked_by=tx.by.name, asker_id=tx.by.id, of_name=name, of_id=officer, state=ApprovalState.WAITING.value,
        means="", decided_at=None, decided_by="", recorded_by="", words="", later_at=None, later_by=None, version=1,
    )  # fmt: skip
    tx.session.add(row)
    tx.flush()
    return row


def recorded(tx: Tx, asked: Asked, means: Means, words: str, at: datetime, now: datetime) -> Approval:
    """Shared step: a word that was given before anything waited for it; by telephone it owes a signature (补签).

    Whoever gives it with the password was proved before. The caller writes the line. Refuses name_missing,
    words_missing, own_approval, own_phone_word, time_future and what ``ask`` does.
    """
    words = free_text(words, WORDS_LIMIT)
    if means is Means.PHONE and not words:
        raise Refused("words_missing", field="words")
    require_come(tx, at, now)
    row = ask(tx, asked, now)
    if row.of_name == tx.by.name and current(tx.connection, "report.own_approval", now) != "yes":
        raise Refused("own_approval", name=row.of_name)
    if means is Means.PHONE:
        _require_heard_by_another(tx, row.of_name)
        _approver(tx, row.of_name)
    row.state, row.means, row.decided_at, row.decided_by = ApprovalState.APPROVED.value, means.value, at, row.of_name
    row.recorded_by, row.words = tx.by.name, words
    tx.flush()
    return row


def withdraw(tx: Tx, subject_id: UUID, at: datetime) -> Approval | None:
    """Shared step: what waits about that record waits no longer; the caller writes the line."""
    asked = select(Approval).where(Approval.subject_id == subject_id, Approval.state == "waiting")
    row = tx.session.execute(asked).scalar_one_or_none()
    if row is not None:
        row.state, row.decided_at, row.version = ApprovalState.WITHDRAWN.value, at, row.version + 1
    return row


def digest_of_text(preview: str) -> bytes:
    """SHA-256 of the text that is decided on."""
    return hashlib.sha256(preview.encode()).digest()


def _waiting(tx: Tx, approval_id: UUID, digest: bytes) -> Approval:
    row = tx.session.get(Approval, approval_id)
    if row is None:
        raise Refused("no_such_approval")
    if row.state != ApprovalState.WAITING:
        raise Refused("approval_ended", state=row.state)
    if row.digest != digest:
        raise Refused("changed_meanwhile", number=row.subject_number or row.title)
    return row


def _require_asked(row: Approval, name: str) -> None:
    if name != row.of_name:
        raise Refused("not_asked_of", name=row.of_name)


def _approver(tx: Tx, name: str) -> UUID | None:
    """The account of whoever is asked; None for a leader without one, whose word comes by telephone."""
    asked = select(Officer.id, Officer.role, Officer.active).where(Officer.name == name)
    found = tx.connection.execute(asked).first()
    if found is None:
        return None
    if not found.active:
        raise Refused("account_retired", name=name)
    if not may(Actor.officer(found.id, name, Role(found.role)), Action.APPROVE):
        raise Refused("approver_may_not", name=name)
    made: UUID = found.id
    return made


def _require_heard_by_another(tx: Tx, name: str) -> None:
    """A word by telephone is taken down by somebody else: whoever sits here himself has his password."""
    if tx.by.name == name:
        raise Refused("own_phone_word", name=name)

"""Warnings: drafted, reviewed, signed, released, followed by what changes or ends them. Nothing here touches a device.

Whoever reviews or signs proves with the password over the canonical text and its digest as they stood on the screen;
what was submitted is frozen (the store refuses to change it, too), what was released stays for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.people import Action, Actor, may
from console.domain.realm import Realm
from console.domain.stated import is_before
from console.domain.text import free_text
from console.domain.warning import (
    LIMITS,
    OPEN,
    SERIES,
    WAITS_FOR,
    Act,
    Kind,
    Person,
    State,
    after,
    may_follow,
    require_countersigner,
    require_reviewer,
    require_second,
    require_signer,
    require_taker,
    submitted,
)
from console.domain.warning_form import WarningForm, digest_of
from console.domain.warning_problems import LATE
from console.domain.warning_rows import Means, WarningRow
from console.errors import Refused
from console.services import warning_steps as steps
from console.services.accounts import OfficerRow
from console.services.incident_clocks import require_come
from console.services.warning_bound import bound, canonical
from console.services.warning_codec import form_of, form_text, people_of, people_text, rule_of, rule_text
from console.services.warning_devices import channels_used, pinned, still_there
from console.services.warning_ground import Book, book_of, rule_for
from console.services.warning_reads import WarningReads
from console.services.warning_writing import NOBODY, cleaned, put_nobody, signer_account, unsign
from db import numbers
from db.models.warnings import WarningMessage
from db.queries import warnings as query
from db.store import Store, Tx

if TYPE_CHECKING:
    from console.services.warning_release import Release

Prove = Callable[[str, str], OfficerRow]
"""Re-authentication: name and password to the officer, or Refused."""

SHOWN = 200


def _as_is(form: WarningForm) -> WarningForm:
    return form


class WarningsService(WarningReads):
    """Use cases of a warning's life."""

    def __init__(
        self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo], prove: Prove,
        release: Release, can_listen: Callable[[], bool],
    ) -> None:  # fmt: skip
        super().__init__(store, clock, zone, can_listen)
        self._realm = realm
        self._prove = prove
        self._release = release

    # drafting

    def draft(self, form: WarningForm, *, by: Actor) -> WarningRow:
        """A new draft with a number of its own; the same id twice is one. Nothing needs to be complete yet.

        Refuses what is too long or no text, no_such_place, and ``not_first`` of a form that follows another one:
        those come from ``follow``.
        """
        with self._store.writing(by=by, action=Action.WARN) as tx:
            self.put_draft(tx, form)
        return self.one(form.id)

    def put_draft(self, tx: Tx, form: WarningForm) -> None:
        """``draft`` within a transaction that is open."""
        if form.kind is not Kind.FIRST or form.previous_id is not None:
            raise Refused("not_first")
        if tx.session.get(WarningMessage, form.id) is None:
            self._add(tx, cleaned(tx.connection, form), form.id, None)

    def follow(self, warning_id: UUID, kind: Kind, new_id: UUID, *, seen: int, by: Actor) -> WarningRow:
        """A draft of the message that changes, lifts or withdraws this one: same area, groups and every channel the
        first one used. Refuses follow_not_now, and follower_open where another one waits already."""
        with self._store.writing(by=by, action=Action.WARN) as tx:
            if tx.session.get(WarningMessage, new_id) is None:
                self.put_follower(tx, steps.seen(tx, warning_id, seen), kind, new_id)
        return self.one(new_id)

    def put_follower(
        self, tx: Tx, row: WarningMessage, kind: Kind, new_id: UUID,
        written: Callable[[WarningForm], WarningForm] = _as_is,
    ) -> None:  # fmt: skip
        """``follow`` within a transaction that is open; ``written`` fills in what the new message says."""
        if kind not in may_follow(State(row.state), Kind(row.kind)):
            raise Refused("follow_not_now", number=row.number, state=row.state)
        waits = query.open_follower(tx.connection, row.id, WAITS_FOR[kind], [state.value for state in OPEN])
        if waits is not None:
            raise Refused("follower_open", number=waits)
        used = channels_used(tx.connection, row.root_id)
        form = replace(
            form_of(row.form), id=new_id, kind=kind, previous_id=row.id, listened="", full="", sms="", voice="",
            source_number="", source_at=None,
            channels=still_there(tx.connection, book_of(tx.connection).channels, used),
        )  # fmt: skip
        self._add(tx, cleaned(tx.connection, written(form)), row.root_id, row.incident_id)

    def edit(self, form: WarningForm, *, seen: int, by: Actor) -> WarningRow:
        """The draft as it reads now; who changes it is an author from then on. Refuses act_not_now once submitted,
        and kind_fixed where the form says it follows something else."""
        with self._store.writing(by=by, action=Action.WARN) as tx:
            row = steps.seen(tx, form.id, seen)
            after(State(row.state), Act.EDIT)
            before = form_of(row.form)
            if (form.kind, form.previous_id) != (before.kind, before.previous_id):
                raise Refused("kind_fixed")
            self._put(tx, row, cleaned(tx.connection, form))
            row.version += 1
            authors = people_of(row.authors)
            me = Person(tx.by.id, tx.by.name)
            if not any(me.same(one) for one in authors):
                row.authors = people_text((*authors, me))
            steps.edited(tx, row, self._clock.now())
        return self.one(form.id)

    def abandon(self, warning_id: UUID, reason: str, *, seen: int, by: Actor) -> WarningRow:
        """The draft is given up; its number stays. Refuses reason_missing."""
        reason = _reason(reason)
        with self._store.writing(by=by, action=Action.WARN) as tx:
            row = steps.seen(tx, warning_id, seen)
            row.ended_at = self._clock.now()
            steps.do(tx, row, Act.ABANDON, self._clock.now(), words=reason)
        return self.one(warning_id)

    def submit(self, warning_id: UUID, *, seen: int, by: Actor, urgent: str = "") -> WarningRow:
        """Handed in, as it stands: frozen from now on. ``urgent`` says why the review has to wait (紧急通道).

        Refuses warning_problems with the first thing that stops, and urgent_not_here where the rule knows no such way.
        """
        reason = free_text(urgent, LIMITS["reason"])
        with self._store.writing(by=by, action=Action.WARN) as tx:
            now = self._clock.now()
            row = steps.seen(tx, warning_id, seen)
            after(State(row.state), Act.SUBMIT)
            book = book_of(tx.connection)
            form = pinned(tx.connection, book.channels, form_of(row.form))
            row.form = form_text(form)
            self._require_well(tx.connection, book, form)
            rule = rule_for(book, form)
            to = submitted(rule, urgent=bool(reason))
            row.canonical = canonical(tx.connection, book, form, self._realm, self._clock.now(), self._zone())
            row.digest, row.rule, row.urgent = digest_of(row.canonical), rule_text(rule), reason
            put_nobody(row)
            authors = people_of(row.authors)
            if all(one.id is None for one in authors):  # taken in by the program: who hands it in answers for it
                row.authors = people_text((*authors, Person(tx.by.id, tx.by.name)))
            words = f"紧急通道：{reason}" if reason else ""
            steps.do(tx, row, Act.SUBMIT, now, words=words, to=to)
        return self.one(warning_id)

    def take_back(self, warning_id: UUID, reason: str, *, seen: int, by: Actor) -> WarningRow:
        """Back to the draft before it went out; what was signed is signed no longer. Refuses reason_missing, and
        not_yours of what was signed, to whoever neither wrote nor signed it."""
        reason = _reason(reason)
        with self._store.writing(by=by, action=Action.WARN) as tx:
            row = steps.seen(tx, warning_id, seen)
            after(State(row.state), Act.TAKE_BACK)
            signs = may(tx.by, Action.SIGN_WARNING)
            require_taker(State(row.state), steps.hands(row), Person(tx.by.id, tx.by.name), signs=signs)
            unsign(row)
            steps.do(tx, row, Act.TAKE_BACK, self._clock.now(), words=reason)
        return self.one(warning_id)

    # other eyes

    def endorse(self, warning_id: UUID, name: str, password: str, *, digest: bytes) -> WarningRow:
        """审核: somebody who did not write it proves and lets it go on. Refuses wrong_password, own_review,
        not_permitted, text_changed."""
        officer = self._prove(name, password)
        with self._store.writing(by=officer.actor, action=Action.ENDORSE_WARNING) as tx:
            row = _asked(tx, warning_id, digest, Act.ENDORSE)
            require_reviewer(steps.hands(row), Person(officer.id, officer.name))
            row.reviewer, row.reviewer_id, row.reviewed_at = officer.name, officer.id, self._clock.now()
            steps.do(tx, row, Act.ENDORSE, self._clock.now(), of=officer.name, means=Means.PASSWORD)
        return self.one(warning_id)

    def give_back(self, warning_id: UUID, name: str, password: str, reason: str, *, digest: bytes) -> WarningRow:
        """退回: reviewer or signer proves and says what is to be changed."""
        reason = _reason(reason)
        officer = self._prove(name, password)
        with self._store.writing(by=officer.actor) as tx:
            row = _asked(tx, warning_id, digest, Act.RETURN)
            wanted = Action.ENDORSE_WARNING if row.state == State.REVIEW else Action.SIGN_WARNING
            if not may(tx.by, wanted):
                raise Refused("not_permitted", action=wanted.value)
            unsign(row)
            steps.do(tx, row, Act.RETURN, self._clock.now(), of=officer.name, means=Means.PASSWORD, words=reason)
        return self.one(warning_id)

    def sign(self, warning_id: UUID, name: str, password: str, *, digest: bytes) -> WarningRow:
        """签发: an officer who may sign proves over this very text. Refuses wrong_password, own_signature,
        not_permitted, text_changed."""
        officer = self._prove(name, password)
        with self._store.writing(by=officer.actor, action=Action.SIGN_WARNING) as tx:
            row = _asked(tx, warning_id, digest, Act.SIGN)
            self._signed(tx, row, Person(officer.id, officer.name), Means.PASSWORD, self._clock.now(), "")
        return self.one(warning_id)

    def sign_by_phone(
        self, warning_id: UUID, name: str, at: datetime | None, words: str, *, digest: bytes, by: Actor,
        second: tuple[str, str] | None = None,
    ) -> WarningRow:  # fmt: skip
        """电话签发: the words of somebody who may sign, heard and written down by another; a signature is owed (补签).
        ``second`` is name and password of another officer of the desk who heard it, too.

        Refuses phone_not_here where the rule wants the signature itself, own_phone_word, own_signature,
        approver_may_not, account_retired, name_missing, words_missing, time_future, approval_before_draft;
        second_missing on the urgent way, own_second, wrong_password, not_permitted.
        """
        name, words = free_text(name, 60), free_text(words, LIMITS["words"])
        if not name:
            raise Refused("name_missing")
        if not words:
            raise Refused("words_missing", field="words")
        proved = self._second(second)
        with self._store.writing(by=by, action=Action.RELEASE_WARNING) as tx:
            now = self._clock.now()
            row = _asked(tx, warning_id, digest, Act.SIGN)
            rule, me = rule_of(row.rule), Person(tx.by.id, tx.by.name)
            if not rule.phone:
                raise Refused("phone_not_here")
            if me.same(Person(None, name)):
                raise Refused("own_phone_word", name=name)
            if at is not None:
                require_come(tx, at, now)
                if is_before(at, row.drafted_at):
                    raise Refused("approval_before_draft", field="at")
            signer = Person(signer_account(tx, name), name)
            require_signer(steps.hands(row), signer)
            require_second(rule, steps.hands(row), signer, me, proved)
            if proved is not None:
                row.second, words = proved.name, f"{words}（{proved.name} 在场，口令确认）"
            self._signed(tx, row, signer, Means.PHONE, at or now, words)
        return self.one(warning_id)

    def sign_later(
        self, warning_id: UUID, name: str, password: str, *, digest: bytes | None = None
    ) -> WarningRow:  # fmt: skip
        """补签: who signed by telephone signs for it now; for a leader without an account somebody who may sign here
        and neither wrote nor reviewed it says that the paper is signed. Refuses nothing_owed, not_asked_of,
        own_signature, and text_changed where the digest is not of what was on the screen."""
        officer = self._prove(name, password)
        with self._store.writing(by=officer.actor, action=Action.SIGN_WARNING) as tx:
            row = steps.seen(tx, warning_id)
            if not row.by_phone or row.signed_later_at is not None or row.signed_at is None:
                raise Refused("nothing_owed")
            if digest is not None and row.digest != digest:
                raise Refused("text_changed", number=row.number)
            me = Person(officer.id, officer.name)
            own = me.same(Person(row.signer_id, row.signer))
            if not own and row.signer_id is not None:
                raise Refused("not_asked_of", name=row.signer)
            if not own:
                require_signer(steps.hands(row), me)
            row.signed_later_at = self._clock.now()
            row.version += 1
            steps.noted(tx, row, Act.SIGN_LATER, row.signed_later_at, row.signer, "" if own else "纸面已签")
        return self.one(warning_id)

    def countersign(self, warning_id: UUID, name: str, password: str, *, digest: bytes) -> WarningRow:
        """补审: after an urgent release a third person reads what went out and puts the name to it.

        Refuses nothing_owed, own_countersignature, text_changed.
        """
        officer = self._prove(name, password)
        with self._store.writing(by=officer.actor, action=Action.ENDORSE_WARNING) as tx:
            row = steps.seen(tx, warning_id)
            hands = steps.hands(row)
            if row.released_at is None or not hands.urgent or hands.countersigned:
                raise Refused("nothing_owed")
            if row.digest != digest:
                raise Refused("text_changed", number=row.number)
            require_countersigner(hands, Person(officer.id, officer.name))
            row.countersigner, row.countersigned_at = officer.name, self._clock.now()
            row.version += 1
            steps.noted(tx, row, Act.COUNTERSIGN, row.countersigned_at, officer.name)
        return self.one(warning_id)

    # going out

    def release(self, warning_id: UUID, *, seen: int, by: Actor) -> WarningRow:
        """发布: its rows for every channel, the people it is for, the end of what it follows; one transaction.

        Refuses unsigned where a signature the rule asks for is not there, text_changed where the store's words are not
        those that were signed, and warning_problems with what stops now: what was well when it was signed may have
        expired since.
        """
        with self._store.writing(by=by, action=Action.RELEASE_WARNING) as tx:
            row = steps.seen(tx, warning_id, seen)
            after(State(row.state), Act.RELEASE)
            book, form = book_of(tx.connection), form_of(row.form)
            steps.require_signed_text(row, form, bound(book, form, self._realm))
            self._require_well(tx.connection, book, form, late=LATE)
            self._release.release(tx, row, form, book, self._clock.now())
        return self.one(warning_id)

    def preview(self, form: WarningForm) -> str:
        """The canonical text a form would have now."""
        with self._store.reading() as connection:
            book = book_of(connection)
            return canonical(connection, book, form, self._realm, self._clock.now(), self._zone())

    def _add(self, tx: Tx, form: WarningForm, root_id: UUID, incident_id: UUID | None) -> None:
        now = self._clock.now()
        number = numbers.take(tx, SERIES, now.astimezone(self._zone()).year, self._realm)
        row = WarningMessage(
            id=form.id, number=number, root_id=root_id, previous_id=form.previous_id, kind=form.kind.value,
            state=State.DRAFT.value, canonical="", digest=None, rule="{}", urgent="",
            authors=people_text((Person(tx.by.id, tx.by.name),)), drafted_at=now, drafted_by=tx.by.name,
            incident_id=incident_id, version=0, **NOBODY,
        )  # fmt: skip
        self._put(tx, row, form)
        row.rule = rule_text(rule_for(book_of(tx.connection), form))
        tx.session.add(row)
        tx.flush()
        steps.do(tx, row, Act.DRAFT, now)

    def _put(self, tx: Tx, row: WarningMessage, form: WarningForm) -> None:
        row.form, row.origin = form_text(form), form.origin.value
        row.scheme, row.signal, row.level, row.title = form.scheme, form.signal, form.level, form.title
        row.rank = book_of(tx.connection).rank(form) or 9
        row.onset_at, row.expires_at = form.onset, form.expires

    def _second(self, given: tuple[str, str] | None) -> Person | None:
        """Who else heard it, proved; an officer of the desk."""
        if given is None:
            return None
        try:
            officer = self._prove(*given)
        except Refused as refused:
            raise refused.about("signs") from None
        if not may(officer.actor, Action.ENDORSE_WARNING):
            raise Refused("not_permitted", action=Action.ENDORSE_WARNING.value)
        return Person(officer.id, officer.name)

    def _signed(self, tx: Tx, row: WarningMessage, person: Person, means: Means, at: datetime, words: str) -> None:
        require_signer(steps.hands(row), person)
        self._require_well(tx.connection, book_of(tx.connection), form_of(row.form))
        row.signer, row.signer_id, row.signed_at = person.name, person.id, at
        row.by_phone = means is Means.PHONE
        steps.do(
            tx, row, Act.SIGN, self._clock.now(), of=person.name, means=means, words=words, occurred_at=at
        )  # fmt: skip

    def _require_well(
        self, connection: Connection, book: Book, form: WarningForm, *, late: frozenset[str] = frozenset()
    ) -> None:  # fmt: skip
        stops = [one for one in self._problems(connection, book, form) if one.stops and one.code not in late]
        if stops:
            first = stops[0]
            facts = {"count": len(stops)} | first.facts | {"field": first.at, "problem": first.code}
            raise Refused("warning_problems", **facts)


def _asked(tx: Tx, warning_id: UUID, digest: bytes, act: Act) -> WarningMessage:
    """What somebody decides on: it waits for that act, and reads as it did on the screen."""
    row = steps.seen(tx, warning_id)
    after(State(row.state), act)
    if row.digest != digest:
        raise Refused("text_changed", number=row.number)
    return row


def _reason(reason: str) -> str:
    made = free_text(reason, LIMITS["reason"])
    if not made:
        raise Refused("reason_missing")
    return made

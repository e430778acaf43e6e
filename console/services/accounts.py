"""Officers: accounts of persons, their roles and passwords, and proving who one is."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select

from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import ALLOWED, Action, Actor, Role, require
from console.domain.realm import Realm
from console.domain.settings import SETTINGS
from console.domain.text import require_whole
from console.errors import Refused
from console.services import lines
from console.services.settings import current
from db import books
from db.models.people import Officer, Person
from db.queries.people import standing
from db.store import Store, Tx

PUBLISHED_PASSWORDS = frozenset({"example-duty-1", "example-duty-2", "example-duty-3"})
"""Passwords the demonstration prints for anybody to read: a live store refuses them."""

COST = profiles.RFC_9106_LOW_MEMORY
"""What one guess of a password costs: RFC 9106 §4, second recommended option, for PCs with little memory."""

LONGEST_WAIT = 10.0
"""Seconds: wrong passwords slow down, an account is never locked out of its own watch."""


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An account as lists show it."""

    id: UUID
    name: str
    role: Role
    active: bool
    password_at: datetime

    @property
    def actor(self) -> Actor:
        return Actor.officer(self.id, self.name, self.role)


class AccountsService:
    """Add, list, retire, change passwords, sign in."""

    def __init__(self, store: Store, clock: Clock, realm: Realm) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._hasher = PasswordHasher.from_parameters(COST)
        self._failures: dict[str, tuple[int, float]] = {}
        self._guard = threading.Lock()

    def any(self) -> bool:
        """Whether there is any account: the first run makes the administrator."""
        with self._store.reading() as connection:
            return connection.execute(select(func.count()).select_from(Officer)).scalar_one() > 0

    def list(self) -> list[OfficerRow]:
        with self._store.reading() as connection:
            found = connection.execute(select(Officer.__table__).order_by(Officer.name)).mappings()
            return [
                OfficerRow(row["id"], row["name"], Role(row["role"]), row["active"], row["password_at"])
                for row in found
            ]

    def add(self, name: str, role: Role, password: str, *, by: Actor) -> OfficerRow:
        """A new account with its person. On a store without any, the first becomes administrator."""
        name = _checked_name(name)
        hashed = self._hashed(password)
        with self._store.writing(by=by) as tx:
            at = self._clock.now()
            first = tx.session.scalar(select(func.count()).select_from(Officer)) == 0
            if first:
                role = Role.ADMIN
            else:
                require(tx.by, Action.EDIT_OFFICERS)
            if tx.session.scalar(select(Officer.id).where(Officer.name == name)) is not None:
                raise Refused("name_taken", name=name)
            person = Person(id=uuid4(), name=name)
            officer = Officer(
                id=uuid4(), person_id=person.id, name=name, role=role, password=hashed, active=True, created_at=at,
                password_at=at, version=1,
            )  # fmt: skip
            tx.session.add(person)
            tx.flush()
            tx.session.add(officer)
            lines.write(tx, books.AUDIT, ActKind.ACCOUNT, f"+ {name} ({role})", at=at, about=[person, officer])
        return OfficerRow(officer.id, name, role, True, at)

    def change_role(self, name: str, role: Role, active: bool, *, by: Actor) -> None:
        """Another role, or retired; the last active administrator stays one."""
        with self._store.writing(by=by, action=Action.EDIT_OFFICERS) as tx:
            at = self._clock.now()
            officer = _load(tx, name)
            if officer.role == Role.ADMIN and (role is not Role.ADMIN or not active):
                _keep_one_admin(tx, officer)
            officer.role, officer.active, officer.version = role, active, officer.version + 1
            state = role.value if active else "retired"
            lines.write(tx, books.AUDIT, ActKind.ACCOUNT, f"{name}: {state}", at=at, about=[officer])

    def change_password(self, name: str, old: str, new: str, *, by: Actor) -> None:
        """One's own password, proved by the old one."""
        self.sign_in(name, old)
        self._set_password(name, new, Action.OWN_PASSWORD, by=by)

    def recover_password(self, name: str, new: str, *, by: Actor) -> None:
        """A forgotten password, set anew by an administrator or by the tool on the machine itself; it is audited."""
        self._set_password(name, new, Action.EDIT_OFFICERS, by=by)

    def sign_in(self, name: str, password: str) -> OfficerRow:
        """Prove who one is; refuses with how long to wait when it was wrong too often."""
        name = name.strip()
        require_whole(name + password)
        self._require_patience(name)
        with self._store.reading() as connection:
            row = connection.execute(select(Officer.__table__).where(Officer.name == name)).mappings().first()
        if row is None or not row["active"] or not self._proved(row["password"], password):
            self._count_failure(name)
            raise Refused("wrong_password", name=name)
        with self._guard:
            self._failures.pop(name, None)
        return OfficerRow(row["id"], row["name"], Role(row["role"]), True, row["password_at"])

    def take_seat(self, officer: OfficerRow, leaving: OfficerRow | None = None) -> OfficerRow:
        """The audit book's lines about who comes and, where another sat there, who goes: both or neither.

        Answers the account with its role of now; Refused("account_retired") where it was retired meanwhile.
        """
        with self._store.writing(by=officer.actor) as tx:
            return self._seated(tx, officer, leaving)

    def pass_seat(self, name: str, leaving: OfficerRow) -> OfficerRow:
        """The seat goes on without a password of its own, to who has just proved it for the watch.

        Refused("seat_needs_password") where that account may do what who leaves may not: no password opens more
        than it was asked for.
        """
        found = next((row for row in self.list() if row.name == name), None)
        if found is None:
            raise Refused("no_such_officer", name=name)
        with self._store.writing(by=found.actor) as tx:
            before = standing(tx.connection, leaving.actor).role
            if tx.by.role and not ALLOWED[tx.by.role] <= (ALLOWED[before] if before else frozenset()):
                raise Refused("seat_needs_password", name=name)
            return self._seated(tx, found, leaving)

    def _seated(self, tx: Tx, officer: OfficerRow, leaving: OfficerRow | None) -> OfficerRow:
        comes, at = tx.by, self._clock.now()
        if comes.role is None:
            raise Refused("account_retired", name=officer.name)
        if leaving is not None and leaving.id != officer.id:
            tx.by = leaving.actor  # the line about who goes is theirs
            lines.write(tx, books.AUDIT, ActKind.ACCOUNT, f"sign-out {leaving.name}", at=at)
            tx.by = comes
        lines.write(tx, books.AUDIT, ActKind.ACCOUNT, f"sign-in {officer.name}", at=at)
        return replace(officer, role=comes.role)

    def note_sign_out(self, officer: OfficerRow) -> None:
        """The audit book's line about the seat being left or locked."""
        with self._store.writing(by=officer.actor) as tx:
            lines.write(tx, books.AUDIT, ActKind.ACCOUNT, f"sign-out {officer.name}", at=self._clock.now())

    def _set_password(self, name: str, new: str, action: Action, *, by: Actor) -> None:
        hashed = self._hashed(new)
        with self._store.writing(by=by, action=action) as tx:
            at = self._clock.now()
            officer = _load(tx, name)
            officer.password, officer.password_at, officer.version = hashed, at, officer.version + 1
            lines.write(tx, books.AUDIT, ActKind.ACCOUNT, f"password {officer.name}", at=at, about=[officer])

    def _hashed(self, password: str) -> str:
        with self._store.reading() as connection:
            shortest = int(current(connection, "account.password_min", self._clock.now()))
        _require_usable(password, self._realm, shortest)
        return self._hasher.hash(password)

    def _proved(self, hashed: str, password: str) -> bool:
        if self._realm is Realm.LIVE and password in PUBLISHED_PASSWORDS:
            return False
        return _fits(self._hasher, hashed, password)

    def _require_patience(self, name: str) -> None:
        with self._guard:
            count, last = self._failures.get(name, (0, 0.0))
        wait = min(LONGEST_WAIT, 0.0 if count < 3 else 2.0 ** (count - 3)) - (self._clock.monotonic() - last)
        if count >= 3 and wait > 0:
            raise Refused("wait_password", seconds=max(1, round(wait)))

    def _count_failure(self, name: str) -> None:
        with self._guard:
            count, _ = self._failures.get(name, (0, 0.0))
            self._failures[name] = (count + 1, self._clock.monotonic())


def published_among(hashes: Iterable[str]) -> int:
    """How many of these accounts have a password that is printed for anybody to read; a tenth of a second each."""
    hasher = PasswordHasher.from_parameters(COST)
    return sum(any(_fits(hasher, hashed, word) for word in PUBLISHED_PASSWORDS) for hashed in hashes)


def _fits(hasher: PasswordHasher, hashed: str, password: str) -> bool:
    try:
        return hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def require_first(name: str, password: str, realm: Realm) -> None:
    """Refuse a first account that could not be added, before a store is made for it."""
    _checked_name(name)
    _require_usable(password, realm, int(SETTINGS["account.password_min"].default))


def _require_usable(password: str, realm: Realm, shortest: int) -> None:
    require_whole(password)
    if len(password) < shortest:
        raise Refused("password_short", minimum=shortest)
    if realm is Realm.LIVE and password in PUBLISHED_PASSWORDS:
        raise Refused("password_published")


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 60 or any(not char.isprintable() for char in name):
        raise Refused("bad_name", name=name[:80])
    return name


def _load(tx: Tx, name: str) -> Officer:
    officer = tx.session.scalar(select(Officer).where(Officer.name == name.strip()))
    if officer is None:
        raise Refused("no_such_officer", name=name)
    return officer


def _keep_one_admin(tx: Tx, leaving: Officer) -> None:
    others = tx.session.scalar(
        select(func.count())
        .select_from(Officer)
        .where(Officer.role == Role.ADMIN, Officer.active.is_(True), Officer.id != leaving.id)
    )
    if not others:
        raise Refused("last_admin", name=leaving.name)

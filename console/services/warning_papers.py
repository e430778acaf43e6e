"""What the papers of a warning say: 审批单, 发布记录, 叫应台账, 警示函 and 约谈函. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain import masking
from console.domain.callout import Contact
from console.domain.callout_rows import CalloutLook, CallRow
from console.domain.clock import Clock
from console.domain.phones import digits_of
from console.domain.warning import State
from console.domain.warning_form import CHECKED, WarningForm
from console.domain.warning_rows import SendRow, StepRow, WarningRow
from console.errors import Refused
from console.services import warning_steps as steps
from console.services.callouts import CalloutsService
from console.services.lists import current_rows
from console.services.settings import current
from console.services.warning_channels_out import Silent, WarningTargets
from console.services.warning_ground import book_of, said_of
from console.services.warning_letters import letters_of
from console.services.warning_people import Listener, listeners
from console.services.warning_sends import SendNow, WarningSends
from db.queries import callouts, contact_groups
from db.queries import warnings as query
from db.store import Store

_SAID = {"区域": "places", "人群": "groups", "通道": "channels"}
"""Lines of the signed text that say names for codes."""


@dataclass(frozen=True, slots=True)
class Written:
    """A warning as it was signed, or as it stands: names for its codes are those that were signed.

    ``people`` are those it is for, ``numbers`` how many different numbers for messages they have.
    """

    row: WarningRow
    scheme: str
    signal: str
    level: str
    places: str
    groups: str
    channels: str
    previous: str
    people: int
    numbers: int
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a released warning: its channels, what followed it, who was called by name."""

    written: Written
    sends: tuple[SendNow, ...]
    followers: tuple[WarningRow, ...] = ()
    callouts: tuple[CalloutLook, ...] = ()


@dataclass(frozen=True, slots=True)
class Called:
    """A calling by name with every attempt; numbers as they may stand on paper."""

    look: CalloutLook
    calls: tuple[CallRow, ...]
    warning: str = ""


@dataclass(frozen=True, slots=True)
class NotHeard:
    """Terminals nobody can say of that they were heard, with whom to telephone; numbers as they may stand on paper."""

    number: str
    title: str
    rows: tuple[Silent, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to those in whose area the warning holds. ``kind`` is one of KINDS."""

    kind: str
    number: str
    title: str
    to: tuple[str, ...]
    body: str
    issuer: str
    at: datetime


class WarningPapers:
    """Gathers, from one reading each, what is printed."""

    def __init__(
        self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], sends: WarningSends, calling: CalloutsService,
        targets: WarningTargets,
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._zone = zone
        self._sends = sends
        self._callouts = calling
        self._targets = targets

    def written(self, warning_id: UUID) -> Written:
        """For the 审批单; of a draft too. Refuses no_such_warning."""
        with self._store.reading() as connection:
            return self._written(connection, warning_id)

    def told(self, warning_id: UUID) -> Told:
        """For the 发布记录. Refuses no_such_warning and not_released."""
        with self._store.reading() as connection:
            written = self._written(connection, warning_id)
            if written.row.released_at is None:
                raise Refused("not_released", number=written.row.number)
            chain = [steps.row_of(one) for one in query.chain(connection, written.row.root_id)]
        followers = tuple(
            one for one in chain if one.previous_id == warning_id and one.state is not State.ABANDONED
        )  # fmt: skip
        called = tuple(reversed(self._callouts.rows(warning_id)))
        return Told(written, tuple(self._sends.rows(warning_id)), followers, called)

    def called(self, callout_id: UUID, *, mask: bool = False) -> Called:
        """For the 叫应台账; ``mask`` hides every number, else only sensitive people's. Refuses no_such_callout."""
        look, calls = self._callouts.one(callout_id), self._callouts.calls(callout_id)
        with self._store.reading() as connection:
            found = query.one(connection, look.warning_id) if look.warning_id is not None else None
            hidden = _sensitive(connection, calls, self._today())
        warning = f"{found['number']}　{found['title']}" if found is not None else ""
        return Called(look, tuple(_as_shown(one, hidden, mask=mask) for one in calls), warning)

    def not_heard(self, warning_id: UUID, keys: Sequence[UUID] = (), *, mask: bool = False) -> NotHeard:
        """For the list of silent terminals; all of them where none is named by its key. Refuses no_such_warning."""
        found = [one for one in self._targets.silent(warning_id) if not keys or one.key in keys]
        people = [one.person_id for row in found for one in row.contacts if one.person_id is not None]
        with self._store.reading() as connection:
            row = query.one(connection, warning_id)
            hidden = _sensitive_of(connection, people, self._today())
        assert row is not None, "the targets were read"
        return NotHeard(row["number"], row["title"], tuple(_silent_shown(one, hidden, mask=mask) for one in found))

    def callout_numbered(self, number: str) -> UUID:
        """The calling with that number; refuses no_such_callout."""
        with self._store.reading() as connection:
            found = callouts.by_number(connection, number.strip())
        if found is None:
            raise Refused("no_such_callout")
        return found

    def addressees(self, warning_id: UUID) -> tuple[str, ...]:
        """The places of a warning as a letter names them. Refuses no_such_warning."""
        with self._store.reading() as connection:
            return _addressees(self._written(connection, warning_id))

    def letter(self, warning_id: UUID, kind: str, number: str = "") -> Letter:
        """A letter that was written for a released warning; the newest of that kind where no number is named.

        What of the talk was not said is left to ink. Refuses no_such_warning, not_released, no_such_letter.
        """
        with self._store.reading() as connection:
            written, now = self._written(connection, warning_id), self._clock.now()
            issuer = current(connection, "print.issuer", now) or current(connection, "site.name", now)
            kept = [one for one in letters_of(connection, warning_id) if one.asked.kind == kind]
        row = written.row
        if row.released_at is None:
            raise Refused("not_released", number=row.number)
        found = [one for one in kept if not number or one.number == number]
        if not found:
            raise Refused("no_such_letter", number=number or row.number)
        asked = found[-1].asked
        zh = words.PRINTED
        facts = {
            "issuer": row.form.issuer or issuer, "time": self._said(row.released_at), "number": row.number,
            "scheme": written.scheme, "signal": written.signal, "level": written.level,
            "until": self._said(row.expires_at) if row.expires_at is not None else words.say_in(zh, "letter.open_end"),
            "when": asked.when or "　" * 10, "where": asked.where or "　" * 10, "why": asked.why,
        }  # fmt: skip
        return Letter(
            kind, found[-1].number, words.say_in(zh, f"letter.{kind}.title", **facts), asked.to,
            words.say_in(zh, f"letter.{kind}.body", **facts), issuer, found[-1].at,
        )  # fmt: skip

    def _written(self, connection: Connection, warning_id: UUID) -> Written:
        value = query.one(connection, warning_id)
        if value is None:
            raise Refused("no_such_warning")
        row = steps.row_of(value)
        said = _signed(row.canonical) or said_of(connection, book_of(connection), row.form, self._zone())
        before = query.one(connection, row.previous_id) if row.previous_id is not None else None
        people, numbers = self._reach(connection, row)
        history = tuple(steps.step_of(one) for one in query.steps(connection, warning_id))
        scheme, signal, level = _names(connection, row)
        places, groups, channels = (said.get(name, "") for name in _SAID.values())
        return Written(
            row, scheme, signal, level, places, groups, channels, before["number"] if before is not None else "",
            people, numbers, history,
        )  # fmt: skip

    def _reach(self, connection: Connection, row: WarningRow) -> tuple[int, int]:
        """As it was at the release; before it as it would be now."""
        if row.released_at is not None:
            phones = [one["phone"] for one in query.people(connection, row.id)]
        else:
            phones = [one.mobile for one in _listeners(connection, row.form, self._today())]
        return len(phones), len({digits_of(phone) for phone in phones if phone})

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone()).date()

    def _said(self, at: datetime) -> str:
        local = at.astimezone(self._zone())
        return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def settled(sends: Sequence[SendNow]) -> tuple[int, int]:
    """How many channels have told it, of how many."""
    return sum(one.row.state == "done" for one in sends), len(sends)


def reached(row: SendRow) -> str:
    """480/506 where the channel has a list, else the number it says; empty where nobody said."""
    if row.reached is None:
        return ""
    return f"{row.reached}/{row.people}" if row.people else str(row.reached)


def _addressees(found: Written) -> tuple[str, ...]:
    """The towns and villages of its area; everybody where it names none."""
    named = tuple(_below(one) for one in found.places.split("、") if one)
    return named or (words.say_in(words.PRINTED, "notice.everybody"),)


def _below(path: str) -> str:
    """A place without the county it is in: 例东街道, 例东街道例村."""
    county, *rest = path.split(" ")
    return "".join(rest) or county


def _signed(canonical: str) -> dict[str, str]:
    """Names for codes as they stand in the text that was signed; nothing before it was submitted."""
    read, _, _ = canonical.partition(CHECKED)
    lines = (line.partition("：") for line in read.split("\n"))
    return {_SAID[name]: value for name, _, value in lines if name in _SAID}


def _names(connection: Connection, row: WarningRow) -> tuple[str, str, str]:
    """Scheme, signal and level, also where the county has retired them since."""
    levels, signals = (current_rows(connection, key) for key in ("warning_levels", "warning_signals"))
    level = next((one for one in levels if one.code == row.level), None)
    signal = next((one for one in signals if one.code == row.signal), None)
    return (
        level.get("scheme_name") if level is not None else row.scheme,
        signal.name("zh") if signal is not None else row.signal,
        level.name("zh") if level is not None else row.level,
    )


def _listeners(connection: Connection, form: WarningForm, today: date) -> list[Listener]:
    known = {one.id for one in contact_groups.groups(connection)}
    return listeners(connection, [one for one in form.groups if one in known], form.places, today)


def _sensitive(connection: Connection, calls: Sequence[CallRow], today: date) -> frozenset[UUID]:
    return _sensitive_of(
        connection, [one.person_id for row in calls for one in row.chain if one.person_id is not None], today
    )


def _sensitive_of(connection: Connection, people: Sequence[UUID], today: date) -> frozenset[UUID]:
    found = contact_groups.people(connection, list(dict.fromkeys(people)), today)
    return frozenset(one.person_id for one in found if one.sensitive)


def _silent_shown(row: Silent, hidden: frozenset[UUID], *, mask: bool) -> Silent:
    def shown(one: Contact) -> Contact:
        phones = masking.shown(one.phones, sensitive=one.person_id in hidden, to=None, mask=mask)
        return replace(one, phones=tuple(phones))

    return replace(row, contacts=tuple(shown(one) for one in row.contacts))


def _as_shown(row: CallRow, hidden: frozenset[UUID], *, mask: bool) -> CallRow:
    """The row with the numbers of who is not to be read on paper hidden."""
    secret = {phone for one in row.chain if one.person_id in hidden for phone in one.phones}

    def shown(phone: str) -> str:
        return masking.shown([phone], sensitive=phone in secret, to=None, mask=mask)[0] if phone else ""

    chain = tuple(replace(one, phones=tuple(shown(each) for each in one.phones)) for one in row.chain)
    tries = tuple(replace(one, phone=shown(one.phone)) for one in row.tries)
    return replace(row, chain=chain, tries=tries)

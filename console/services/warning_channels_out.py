"""Targets of a released warning one by one: every attempt at each, the same once more by a person's hand, and the
terminals that did not answer as a list of whom to telephone and where to send the loudspeaker van."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.callout import Contact, Stage
from console.domain.callout_rows import Planned
from console.domain.clock import Clock
from console.domain.delivery import DeliveryRow, SendState, Verb
from console.domain.log import ActKind
from console.domain.outbox import NewBatch
from console.domain.people import Action, Actor
from console.domain.realm import WATERMARK, Realm
from console.domain.warning import HOLDS, Kind, State, may_be_told
from console.domain.warning_rows import SendRow, Sent, Way
from console.errors import Refused
from console.services import lines
from console.services import warning_steps as steps
from console.services.callout_plan import planned, target_for
from console.services.lists import current_rows
from console.services.warning_codec import form_of
from console.services.warning_terminals import unheard
from db import books
from db.models.warnings import WarningMessage, WarningSend
from db.queries import deliveries, places
from db.queries import warnings as query
from db.store import Store, Tx

MOST = 5_000
"""Rows of the outbox one warning may have, several times over."""
AT_ONCE = 200
"""Orders of one transaction: whoever else writes meanwhile waits for no more."""
MINUTES = 30
"""Until when a stand-in is to be reported, where the county's list names no time for its channel."""
SILENT = {
    Verb.SPEAK: frozenset({SendState.FAILED, SendState.UNKNOWN, SendState.UNCONFIRMED}),
    Verb.SOUND: frozenset({SendState.FAILED, SendState.UNKNOWN}),
}
"""States after which nobody can say that it was heard. A siren's relay never confirms; that it was commanded is all
there ever is."""


class Outbox(Protocol):
    """Something once more, within a transaction that is open."""

    def put_again(
        self, tx: Tx, rows: Mapping[UUID, UUID], *, until: datetime | None, batch: NewBatch | None
    ) -> None: ...  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """One target of one device with everything that was ever asked of it for this warning, the oldest first."""

    device_id: UUID
    device: str
    target: str
    rows: tuple[DeliveryRow, ...]

    @property
    def last(self) -> DeliveryRow:
        return self.rows[-1]


@dataclass(frozen=True, slots=True)
class Silent:
    """A terminal nobody can say of that it was heard: where, and whom of that place to telephone (A before B).

    ``place_ids`` are the places it serves; all of the warning's where the ledger does not say. ``terminal`` is the one
    of many behind a controller that did not answer where others did.
    """

    row: DeliveryRow
    place_ids: tuple[UUID, ...]
    place: str
    contacts: tuple[Contact, ...]
    terminal: str = ""

    @property
    def key(self) -> UUID:
        """Of many terminals behind one controller each is one of its own."""
        return uuid5(self.row.id, self.terminal)

    @property
    def name(self) -> str:
        """What it is called."""
        return self.terminal or f"{self.row.device_name} {self.row.target}".strip()


class WarningTargets:
    """Use cases of a warning's targets."""

    def __init__(
        self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo], outbox: Outbox
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone
        self._outbox = outbox

    def targets(self, warning_id: UUID) -> list[Target]:
        """Every target its devices had, in the order they were first asked."""
        with self._store.reading() as connection:
            return _targets(connection, warning_id)

    def again(self, delivery_id: UUID, *, by: Actor, order_id: UUID | None = None) -> DeliveryRow:
        """The same to the same target once more, as a row of its own beside the earlier ones; what sounds is armed
        anew. ``order_id`` makes a repeated call one row.

        Refuses not_of_warning, warning_over (it ended, was replaced, or its time is over), sent_since (something was
        asked of that target since), and what the outbox refuses: what is unknown is decided on first.
        """
        order_id = order_id or uuid4()
        self._again(((delivery_id, order_id),), by)
        with self._store.reading() as connection:
            return deliveries.one(connection, order_id)

    def again_all(
        self, wishes: Sequence[tuple[UUID, UUID]], *, by: Actor
    ) -> tuple[list[DeliveryRow], Refused | None]:  # fmt: skip
        """``again`` of many, each for itself: the rows made, and why the last of the others was left out.

        ``wishes`` are rows with the id of each one's new order: handed up once more they are the same rows.
        """
        self._store.require(by, Action.RELEASE_WARNING)
        left: Refused | None = None
        for start in range(0, len(wishes), AT_ONCE):
            some = wishes[start : start + AT_ONCE]
            try:
                self._again(some, by)
            except Refused:  # of which of them is found out one by one
                for one in some:
                    try:
                        self._again((one,), by)
                    except Refused as refused:
                        left = refused
        ids = [order_id for _, order_id in wishes]
        with self._store.reading() as connection:
            known = deliveries.known(connection, ids)
            return deliveries.some(connection, [one for one in ids if one in known]), left

    def silent(self, warning_id: UUID) -> list[Silent]:
        """未应答终端: public address and sirens whose last row says that nobody knows it was heard."""
        today = self._clock.now().astimezone(self._zone()).date()
        with self._store.reading() as connection:
            row = _warning(connection, warning_id)
            found = [one.last for one in _targets(connection, warning_id)]
            quiet = [one for one in found if one.state in SILENT.get(one.verb, ())]
            served = [part for one in quiet for part in _parts(connection, one, row)]
            called = _called(connection, row, {place for _, ids, _ in served for place in ids}, today)
            return [_silent(connection, one, ids, called, terminal) for one, ids, terminal in served]

    def to_call(self, found: Sequence[Silent], warning_id: UUID) -> list[Planned]:
        """The persons of the silent places, as a calling by name begins with them."""
        today = self._clock.now().astimezone(self._zone()).date()
        area = {place for one in found for place in one.place_ids}
        with self._store.reading() as connection:
            row = _warning(connection, warning_id)
            _, posts = target_for(connection, row["scheme"], row["rank"])
            return planned(connection, list(area), posts, today) if area else []

    def stand_in(self, warning_id: UUID, found: Sequence[Silent], channel: str, *, by: Actor) -> list[SendRow]:
        """Manual channels in place of silent terminals (宣传车 or another of the county's list, one for each), to be
        done and reported like the others. The same terminal with the same channel twice is one.

        Refuses warning_over, no_such_channel, and not_manual.
        """
        with self._store.writing(by=by, action=Action.RELEASE_WARNING) as tx:
            row, now = _holding(tx, warning_id, self._clock.now()), self._clock.now()
            item = next((one for one in current_rows(tx.connection, "warning_channels") if one.code == channel), None)
            if item is None:
                raise Refused("no_such_channel", name=channel)
            if item.get("way") != Way.MANUAL:
                raise Refused("not_manual", name=item.name("zh"))
            number = len(query.sends(tx.connection, warning_id))
            ids, made = [], []
            for one in found:
                where = f"{one.row.device_id} {one.row.target} {one.terminal}".rstrip()
                ids.append(uuid5(warning_id, f"stand-in {channel} {where}"))
                if tx.session.get(WarningSend, ids[-1]) is None:
                    made.append(self._stand_in(row, one, channel, item.name("zh"), ids[-1], now))
                    made[-1].ordinal = number + len(made)
                    made[-1].text = self._text(row, item.get("text"))
                    made[-1].due_at = now + timedelta(minutes=int(item.get("minutes") or MINUTES))
            tx.session.add_all(made)
            tx.flush()
            if made:
                text = f"预警 {row.number} 终端未应答，改由{item.name('zh')}：" + "；".join(one.target for one in made)
                lines.write(tx, books.DUTY, ActKind.WARNING, text[:2000], at=now, about=made)
        with self._store.reading() as connection:
            every = {one["id"]: steps.send_of(one) for one in query.sends(connection, warning_id)}
        return [every[key] for key in dict.fromkeys(ids)]

    def _stand_in(
        self, row: WarningMessage, one: Silent, channel: str, name: str, key: UUID, now: datetime
    ) -> WarningSend:  # fmt: skip
        who = "、".join(f"{each.name} {each.phones[0]}" for each in one.contacts if each.phones)
        target = "　".join(part for part in (one.place, one.name, who) if part)
        return WarningSend(
            id=key, warning_id=row.id, ordinal=0, channel=channel, name=name, way=Way.MANUAL.value, target=target[:400],
            text="", people=0, state=Sent.TODO.value, due_at=now, batch_id=None, done_at=None, done_by="",
            reached=None, reference="", proof="", note=one.row.number, version=1,
        )  # fmt: skip

    def _text(self, row: WarningMessage, which: str) -> str:
        form = form_of(row.form)
        text = form.title if which == "title" else form.voice if which == "voice" else form.full
        mark = WATERMARK[self._realm]
        return f"【{mark}】{text or form.full}" if mark else text or form.full

    def _again(self, wishes: Sequence[tuple[UUID, UUID]], by: Actor) -> None:
        """All of them or none; what was put before is there already."""
        with self._store.writing(by=by, action=Action.RELEASE_WARNING) as tx:
            known = deliveries.known(tx.connection, [order_id for _, order_id in wishes])
            fresh = {row_id: order_id for row_id, order_id in wishes if order_id not in known}
            runs: dict[tuple[UUID, UUID | None], dict[UUID, UUID]] = {}
            for before in deliveries.some(tx.connection, list(fresh)):
                if before.subject_kind != "warning" or before.subject_id is None:
                    raise Refused("not_of_warning", number=before.number)
                runs.setdefault((before.subject_id, before.batch_id), {})[before.id] = fresh[before.id]
            for (warning_id, batch_id), rows in runs.items():
                self._put_again(tx, warning_id, batch_id, rows)

    def _put_again(self, tx: Tx, warning_id: UUID, batch_id: UUID | None, rows: Mapping[UUID, UUID]) -> None:
        row = _holding(tx, warning_id, self._clock.now())
        newest = deliveries.last_of_targets(tx.connection, row.id, rows)
        for before_id, (last_id, number) in newest.items():
            if last_id != before_id:
                raise Refused("sent_since", number=number)
        until = row.expires_at if Kind(row.kind) in HOLDS else None
        batch = NewBatch(batch_id, row.number) if batch_id is not None else None
        self._outbox.put_again(tx, rows, until=until, batch=batch)


def _holding(tx: Tx, warning_id: UUID, now: datetime) -> WarningMessage:
    """A warning that may still be told; a lift that was told completely still may. Refuses warning_over."""
    row = steps.seen(tx, warning_id)
    if not may_be_told(Kind(row.kind), State(row.state), row.expires_at, now):
        raise Refused("warning_over", number=row.number)
    return row


def _warning(connection: Connection, warning_id: UUID) -> query.Row:
    found = query.one(connection, warning_id)
    if found is None:
        raise Refused("no_such_warning")
    return found


def _targets(connection: Connection, warning_id: UUID) -> list[Target]:
    grouped: dict[tuple[UUID, str], list[DeliveryRow]] = {}
    for one in reversed(deliveries.newest(connection, (), MOST, subject_id=warning_id)):
        grouped.setdefault((one.device_id, one.target), []).append(one)
    return [Target(key[0], rows[0].device_name, key[1], tuple(rows)) for key, rows in grouped.items()]


def _served(connection: Connection, row: DeliveryRow, warning: query.Row) -> tuple[UUID, ...]:
    """The place of that zone, of the device, or all of the warning."""
    found = query.place_of(connection, row.device_id, row.target)
    return (found,) if found is not None else form_of(warning["form"]).places


def _parts(
    connection: Connection, row: DeliveryRow, warning: query.Row
) -> list[tuple[DeliveryRow, tuple[UUID, ...], str]]:  # fmt: skip
    """The whole of it, or each terminal behind it that did not answer, with the places served."""
    whole = _served(connection, row, warning)
    found = unheard(connection, row)
    if not found:
        return [(row, whole, "")]
    return [(row, (one.place_id,) if one.place_id is not None else whole, one.name) for one in found]


def _called(
    connection: Connection, warning: query.Row, area: Iterable[UUID], today: date
) -> dict[UUID, tuple[Contact, ...]]:  # fmt: skip
    """By place: its persons A and B, by the posts the county's list has for such a warning."""
    _, posts = target_for(connection, warning["scheme"], warning["rank"])
    made = {}
    for place in area:
        chain = [one for row in planned(connection, [place], posts, today) for one in row.chain]
        made[place] = tuple(dict.fromkeys(one for one in chain if one.stage in {Stage.A, Stage.B}))
    return made


def _silent(
    connection: Connection, row: DeliveryRow, served: tuple[UUID, ...], called: dict[UUID, tuple[Contact, ...]],
    terminal: str,
) -> Silent:  # fmt: skip
    contacts = dict.fromkeys(one for place in served for one in called.get(place, ()))
    place = "、".join(places.path(connection, one) for one in served) or row.area
    return Silent(row, served, place[:200], tuple(contacts), terminal)


def said_of(found: Silent) -> str:
    """A silent terminal in one line, in the language of the screen."""
    state = words.say(f"delivery.state.{found.row.state.value}")
    return f"{found.place}　{found.name}　{state}"

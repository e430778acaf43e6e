"""Reporting an inbound item to the leader by telephone: what to read, whom to ring, and that it was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from console import words
from console.domain.clock import Clock
from console.domain.clocks import ClockKind, ClockRow
from console.domain.inbound import FIGURES, InboundRow
from console.domain.log import EntryKind, NewEntry
from console.domain.outbound import NAME_LIMIT, PHONE_LIMIT, ActionKind, OutboundRow, Outgoing, Subject, SubjectKind
from console.domain.people import Action, Actor
from console.domain.phone_script import Sentence, script, whole
from console.domain.place_names import PlaceNames
from console.domain.posts import PostLine
from console.domain.realm import Realm
from console.domain.roster import LEADER, WhereaboutsRow
from console.domain.text import checked_text
from console.errors import Refused
from console.services.outbound import OutboundService
from console.services.settings import current
from db import books
from db.queries import inbound as inbound_query
from db.queries import outbound as outbound_query
from db.store import Store, Tx

CHANNEL = "phone"


@dataclass(frozen=True, slots=True)
class Leader:
    """Whom to ring: where he is and who decides meanwhile, as far as the whereabouts say."""

    name: str = ""
    phone: str = ""
    place: str = ""
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class PhoneReport:
    """What the dialog shows. ``due_at`` is the end of the running clock, None where none runs."""

    item: InboundRow
    sentences: tuple[Sentence, ...]
    leader: Leader
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reported:
    """What the officer states: rang whom, what was answered word by word, why late where it was."""

    id: UUID
    name: str
    phone: str
    said: str = ""
    late_reason: str = ""


class PhoneReports:
    """``item`` gives an inbound item as anybody may see it, a hidden caller hidden; ``leader`` who leads now.

    ``places`` are the names of the county's places, by which a text may say where.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        realm: Realm,
        zone: Callable[[], ZoneInfo],
        outbound: OutboundService,
        item: Callable[[UUID], InboundRow],
        leader: Callable[[], Leader],
        places: Callable[[], PlaceNames],
    ) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone
        self._outbound = outbound
        self._item = item
        self._leader = leader
        self._places = places

    def prepare(self, item_id: UUID, officer: str) -> PhoneReport:
        """The script of an item as it stands now, and the leader to ring."""
        leader, zone, now = self._leader(), self._zone(), self._clock.now()
        item = self._item(item_id)
        with self._store.reading() as connection:
            site = current(connection, "site.name", now)
            due = [row.due_at for row in inbound_query.clocks(connection, item_id) if _runs(row)]
        said = script(item, site, officer, figure_words(), zone, self._realm, self._places())
        return PhoneReport(item, said, leader, min(due, default=None))

    def report(self, report: PhoneReport, stated: Reported, *, by: Actor) -> OutboundRow:
        """已向领导电话报告: the register, the item's action, the leader's words and the clock, in one transaction.

        The same stated twice answers the first.
        Refuses ``receipt_name_missing`` and, past the clock's end, ``late_reason_missing``.
        """
        name = _line(stated.name, NAME_LIMIT)
        if not name:
            raise Refused("receipt_name_missing", field="name")
        said = checked_text(stated.said).strip() if stated.said.strip() else ""
        item = report.item
        with self._store.writing(by=by, action=Action.OUTBOUND) as tx:
            at = self._clock.now()
            if outbound_query.exists(tx.connection, stated.id):
                return _first_answer(tx, item, stated, name)
            # made of what the books hold already: around the longest summary it is longer than what one may type
            form = Outgoing(
                stated.id, whole(report.sentences), CHANNEL, at, to_name=name,
                to_phone=_line(stated.phone, PHONE_LIMIT),
                subject=Subject(SubjectKind.INBOUND, item.id, item.number), action=ActionKind.REPORT,
            )  # fmt: skip
            row = self._outbound.enter(tx, form, at, (ClockKind.LEADER.value,), stated.late_reason, received_by=name)
            if said:
                text = f"{name} 电话指示（{item.number}）：{said}"
                entry = NewEntry(uuid4(), text, EntryKind.INSTRUCTION, at, person=name)
                books.append(tx, books.DUTY, entry, at=at)
            row_id = row.id
        return self._outbound.one(row_id)


def _first_answer(tx: Tx, item: InboundRow, stated: Reported, name: str) -> OutboundRow:
    """The report as it was recorded, where the same is stated again."""
    found = outbound_query.one(tx.connection, stated.id)
    if (found.subject_id, found.to_name, found.to_phone) != (item.id, name, _line(stated.phone, PHONE_LIMIT)):
        raise Refused("already_sent", number=found.number)
    return found


def leader_of(posts: Sequence[PostLine], whereabouts: Sequence[WhereaboutsRow], numbers: Mapping[str, str]) -> Leader:
    """The leader on duty, with the number of the whereabouts, else the one the contacts have for the name."""
    name = next((line.name for line in posts if line.post == LEADER), "")
    away = next((row for row in whereabouts if row.name == name), None)
    phone = away.phone if away is not None and away.phone else numbers.get(name, "")
    return Leader(name, phone, away.place if away else "", away.deputy if away else "")


def figure_words() -> dict[str, str]:
    """The Chinese words of the figures."""
    return {key: words.say_in(words.PRINTED, f"figure.{key}") for key in FIGURES}


def _runs(row: ClockRow) -> bool:
    return row.done_at is None and row.kind == ClockKind.LEADER.value


def _line(text: str, limit: int) -> str:
    return checked_text(text, limit=limit).strip() if text.strip() else ""

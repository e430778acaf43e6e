"""What the 通讯录 panel asks, and how its lists say people, numbers, posts and changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from console import words
from console.domain import masking
from console.domain.contact_book import Held, NumberChangeRow, NumberRow, Rank, UnitRow
from console.domain.contacts import PersonHit
from console.domain.group_rule import Rule
from console.domain.people import Actor
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times
from ui.widgets.suggest import Choice

if TYPE_CHECKING:
    from console.services.call_lists import CallLists
    from console.services.contact_groups import ContactGroups, GroupRow
    from console.services.contact_people import ContactPeople
    from console.services.contact_retired import ContactRetired
    from console.services.contact_units import ContactUnits
    from console.services.contacts import ContactsService
    from console.services.import_runs import ImportRuns
    from console.services.incidents import IncidentsService
    from console.services.list_import import ListImports
    from console.services.list_runs import ListRuns
    from console.services.places import PlacesService


@dataclass(frozen=True, slots=True)
class ContactServices:
    """Everything the panel asks."""

    contacts: ContactsService
    people: ContactPeople
    units: ContactUnits
    groups: ContactGroups
    calls: CallLists
    places: PlacesService
    runs: ImportRuns
    retired: ContactRetired
    incidents: IncidentsService
    imports: ListImports
    list_runs: ListRuns


class InGroup(Protocol):
    """Somebody a unit or a group has, as the services tell them."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def post(self) -> str: ...
    @property
    def rank(self) -> str: ...
    @property
    def numbers(self) -> tuple[NumberRow, ...]: ...


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list of people; ``numbers`` as they may be seen."""

    id: UUID
    name: str
    unit: str
    post: str
    numbers: tuple[str, ...] = ()


def from_hits(hits: Sequence[PersonHit], to: Actor | None, *, mask: bool) -> tuple[Listed, ...]:
    """Who was found, with their numbers as ``to`` may see them."""
    seen = [masking.shown_hit(hit, to=to, mask=mask) for hit in hits]
    return tuple(Listed(hit.id, hit.name, hit.organisation, hit.post, hit.numbers) for hit in seen)


def from_people(people: Sequence[InGroup]) -> tuple[Listed, ...]:
    """Whom a unit or a group has, with the post they are called for; B is said."""
    return tuple(
        Listed(one.person_id, one.name, one.unit, _post(one.post, one.rank), tuple(row.shown for row in one.numbers))
        for one in people
    )


def _post(post: str, rank: str) -> str:
    """办公室主任 B岗: the first in a post needs no letter."""
    return words.say("contacts.post_b", post=post) if rank == Rank.B else post


def tree_choices(rows: Sequence[UnitRow]) -> list[Choice]:
    """The tree as choices, every unit before those below it. May run on a worker."""
    known = {row.id for row in rows}
    below: dict[UUID | None, list[UnitRow]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    made: list[Choice] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        row = waiting.pop()
        made.append(Choice(row.id, row.name, " ".join(row.path), depth=max(0, len(row.path) - 1)))
        waiting += reversed(below.get(row.id, []))
    return made


def kind_text(kind: str) -> str:
    code = f"contacts.kind.{kind}"
    return words.say(code) if words.has(code) else kind


def day_text(day: date | None, missing: str = "") -> str:
    return day.isoformat() if day is not None else missing


def people_model() -> RowTableModel[Listed]:
    return RowTableModel(
        [
            Column("contact.name", lambda row: row.name, width=92, strong=lambda _row: True),
            Column("contact.unit", lambda row: row.unit, stretch=True),
            Column("contact.post", lambda row: row.post, width=120),
            Column("contact.numbers", lambda row: row.numbers[0] if row.numbers else "", width=120),
        ],
        key=lambda row: row.id,
    )


def numbers_model(times: Times) -> RowTableModel[NumberRow]:
    """In dial order: what it is, the number, what the county calls it, when it was last tried."""
    return RowTableModel(
        [
            Column("contact.order", lambda row: str(row.order), align=Align.RIGHT, width=52),
            Column("contact.kind", lambda row: kind_text(row.kind), width=72),
            Column("contact.number", lambda row: row.shown, stretch=True, strong=lambda _row: True),
            Column("contact.verified", _verified, width=104, ink=_verified_ink(times), stays=True),
            Column("contact.label", lambda row: row.label, width=72),
            Column("contact.verified_by", _verified_by, width=120),
        ],
        key=lambda row: row.id,
    )


def posts_model(times: Times) -> RowTableModel[Held]:
    """Units and posts with A or B and from when to when; what no longer counts is grey."""

    def ink(row: Held) -> str | None:
        return None if row.counts(times.local(times.now()).date()) else "text3"

    return RowTableModel(
        [
            Column("contact.held", lambda row: f"{row.unit}　{row.post}", stretch=True, ink=ink),
            Column("contact.rank", lambda row: words.say(f"contacts.rank.{row.rank.value}"), width=52, ink=ink),
            Column("contact.valid", _valid, width=168, ink=ink),
        ],
        key=lambda row: row.id,
    )


def changes_model(times: Times) -> RowTableModel[tuple[int, NumberChangeRow]]:
    """Every change of somebody's numbers, the newest first."""
    return RowTableModel(
        [
            Column("contact.changed_at", lambda row: times.near(row[1].at), width=92),
            Column("contact.change", lambda row: change_text(row[1]), stretch=True),
            Column("contact.why", lambda row: row[1].why, width=104),
            Column("contact.by", lambda row: row[1].by, width=72),
        ],
        key=lambda row: row[0],
    )


def change_text(row: NumberChangeRow) -> str:
    if not row.before:
        return words.say("contacts.change.new", number=row.after)
    if not row.after:
        return words.say("contacts.change.ended", number=row.before)
    return words.say("contacts.change.changed", before=row.before, after=row.after)


def _verified(row: NumberRow) -> str:
    return day_text(row.verified_on, words.say("contacts.never_verified"))


def _verified_by(row: NumberRow) -> str:
    """陈例一 拨通: who found that it holds, and how."""
    how = f"contacts.verified_how.{row.verified_how}"
    return " ".join(filter(None, (row.verified_by, words.say(how) if words.has(how) else "")))


def _verified_ink(times: Times) -> Callable[[NumberRow], str | None]:
    def ink(row: NumberRow) -> str | None:
        if row.verified_on is None:
            return "orangetext"
        return "oktext" if row.verified_on == times.local(times.now()).date() else None

    return ink


def _valid(row: Held) -> str:
    if row.valid_from is None and row.valid_to is None:
        return ""
    return words.say("contacts.valid", start=day_text(row.valid_from), end=day_text(row.valid_to))


def groups_model() -> RowTableModel[GroupRow]:
    """Name, whether it is named one by one or by a rule, how many a fixed one has, the note."""
    return RowTableModel(
        [
            Column("contact.group", lambda row: row.name, stretch=True, strong=lambda _row: True),
            Column("contact.group_kind", _group_kind, width=92),
            Column("contact.members", lambda row: "" if row.members is None else str(row.members), width=60),
            Column("contact.note", lambda row: row.note, width=140),
        ],
        key=lambda row: row.id,
    )


def rule_text(rule: Rule, units: Mapping[UUID, str]) -> str:
    """What a rule asks for, in words."""
    parts = [words.say("contacts.rule.post", post=rule.post)] if rule.post else []
    if rule.rank is not None:
        parts.append(words.say(f"contacts.rank_of.{rule.rank.value}"))
    parts += [words.say(f"contacts.unit_kind.{kind.value or 'none'}") for kind in rule.kinds]
    if rule.unit is not None:
        parts.append(words.say("contacts.rule.unit", unit=units.get(rule.unit, "")))
    if rule.place is not None:
        parts.append(words.say("contacts.rule.place"))
    return words.say("contacts.rule.said", parts=words.say("list.join").join(parts))


def _group_kind(row: GroupRow) -> str:
    return words.say("contacts.group_fixed" if row.rule is None else "contacts.group_ruled")

"""Who is to be called: the posts of the chosen places, each with everybody who stands behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from console import words
from console.domain.callout import Contact, Stage, Step
from console.domain.callout_rows import Known, Planned
from console.domain.contact_book import Rank
from console.domain.group_rule import Candidate
from console.domain.lists import ListItem
from console.domain.warning_rows import PersonRow
from console.services.lists import current_rows
from db.queries import callouts as query
from db.queries import contact_book, contact_groups, duty_people, places
from db.queries.places import PlaceNode

TOWN = "town"
"""Level of a place."""
MOST_POSTS = 2_000
_A_MOMENT = timedelta(seconds=1)


def steps_of(connection: Connection) -> tuple[Step, ...]:
    """The county's order of calling."""
    return tuple(
        Step(Stage(item.get("stage")), int(item.get("tries")), int(item.get("gap"))) for item in _stages(connection)
    )


def target_for(connection: Connection, scheme: str, rank: int | None) -> tuple[int, tuple[str, ...]]:
    """Minutes within which all should have answered, and words of the posts to be called; the first row that fits."""
    for item in (item for item in current_rows(connection, "callout_targets") if item.active):
        schemes, ranks = item.items("schemes"), item.items("ranks")
        if (not schemes or scheme in schemes) and (not ranks or str(rank) in ranks):
            return int(item.get("minutes")), item.items("posts")
    return 15, ()


def planned(
    connection: Connection, area: Sequence[UUID], posts: Sequence[str], today: date, now: datetime | None = None
) -> list[Planned]:  # fmt: skip
    """Posts of the places and all in them whose names hold one of the words, towns before their villages; with
    ``now`` it is said who is on leave. A unit without a place of its own stands there by its own name."""
    nodes = {node.id: node for node in places.everything(connection)}
    inside = {each for one in area for each in contact_book.places_below(connection, one)}
    book = _Book(connection, today, _stages(connection), now)
    made: dict[tuple[UUID, str], Planned] = {}
    for one in book.held:
        if one.place_id not in inside or (posts and not any(word in one.post for word in posts)):
            continue
        key = (one.unit_id, one.post)
        if key not in made:
            town = _town(nodes, one.place_id)
            chain = (*book.holders(*key, Rank.A), *book.holders(*key, Rank.B), *book.above(town, one.person_id))
            name = town.name if town is not None else ""
            made[key] = Planned(book.place_of(one, nodes), name, one.post, chain)
    return sorted(made.values(), key=lambda row: (row.town, row.place != row.town, row.place))[:MOST_POSTS]


def known_people(connection: Connection, today: date) -> list[Known]:
    """Everybody who holds a post, by his first one, in the order of the book."""
    nodes, apart = {node.id: node for node in places.everything(connection)}, query.units_apart(connection)
    first = {one.person_id: one for one in reversed(contact_book.candidates(connection, today))}
    people = {one.person_id: one.name for one in contact_groups.people(connection, list(first), today)}
    return [
        Known(one.person_id, people[one.person_id], one.post, _place_of(one, nodes, apart))
        for one in reversed(first.values())
        if one.person_id in people
    ]


def planned_ids(
    connection: Connection, people: Sequence[UUID], today: date, now: datetime | None = None
) -> list[Planned]:  # fmt: skip
    """These persons of the book; who is in it no more is left out."""
    known = {one.person_id: one for one in known_people(connection, today)}
    rows = [
        PersonRow(key, 0, key, known[key].name, "", known[key].post, known[key].place, "", "")
        for key in people
        if key in known
    ]
    return planned_people(connection, rows, today, now)


def planned_people(
    connection: Connection, people: Sequence[PersonRow], today: date, now: datetime | None = None
) -> list[Planned]:  # fmt: skip
    """These persons by name, each with the others of the same post behind, then those of the town above.

    Who is in the book no more keeps the number the list had.
    """
    nodes = {node.id: node for node in places.everything(connection)}
    book = _Book(connection, today, _stages(connection), now)
    held = {one.person_id: one for one in reversed(book.held)}
    made = []
    for person in people:
        one = held.get(person.person_id) if person.person_id is not None else None
        if one is None:
            alone = Contact(Stage.A, person.name, person.post, (person.phone,), person.person_id)
            made.append(Planned(person.place, "", person.post, (alone,)))
            continue
        town = _town(nodes, one.place_id)
        place = book.place_of(one, nodes) or person.place
        made.append(Planned(place, town.name if town is not None else "", one.post, book.behind(one, town)))
    return made[:MOST_POSTS]


class _Book:
    """The contact book as one act needs it."""

    def __init__(
        self, connection: Connection, today: date, stages: Sequence[ListItem], now: datetime | None
    ) -> None:  # fmt: skip
        self.held = contact_book.candidates(connection, today)
        self._posts: Mapping[str, tuple[str, ...]] = {item.get("stage"): item.items("posts") for item in stages}
        everybody = list(dict.fromkeys(one.person_id for one in self.held))
        self._people = {one.person_id: one for one in contact_groups.people(connection, everybody, today)}
        granted = duty_people.leaves(connection, now, now + _A_MOMENT, states=("granted",)) if now is not None else ()
        self._away = {one.person_id: words.say_in("zh", f"leave.kind.{one.kind}") for one in granted}
        self._apart = query.units_apart(connection)
        self._of: dict[tuple[UUID, str], list[Candidate]] = {}
        self._at: dict[UUID, list[Candidate]] = {}
        for one in self.held:
            self._of.setdefault((one.unit_id, one.post), []).append(one)
            if one.place_id is not None:
                self._at.setdefault(one.place_id, []).append(one)

    def place_of(self, one: Candidate, nodes: Mapping[UUID, PlaceNode]) -> str:
        return _place_of(one, nodes, self._apart)

    def holders(self, unit: UUID, post: str, rank: Rank) -> list[Contact]:
        stage = Stage.A if rank is Rank.A else Stage.B
        return [self._contact(stage, one) for one in self._of.get((unit, post), ()) if one.rank is rank]

    def behind(self, one: Candidate, town: PlaceNode | None) -> tuple[Contact, ...]:
        """That person first, whichever of the post's it is; then the others of the post; then the town's."""
        others = [each for each in self._of[one.unit_id, one.post] if each.person_id != one.person_id]
        first = [self._contact(Stage.A, one), *(self._contact(Stage.B, each) for each in others)]
        return (*first, *self.above(town, one.person_id))

    def above(self, town: PlaceNode | None, besides: UUID) -> list[Contact]:
        """Whom the town has for the later stages."""
        found = self._at.get(town.id, []) if town is not None else []
        return [
            self._contact(stage, one)
            for stage in (Stage.TOWN, Stage.LEADER)
            for one in found
            if one.person_id != besides and any(word in one.post for word in self._posts.get(stage.value, ()))
        ]

    def _contact(self, stage: Stage, one: Candidate) -> Contact:
        person = self._people[one.person_id]
        return Contact(stage, person.name, one.post, tuple(each.number for each in person.numbers), one.person_id,
                       self._away.get(one.person_id, ""))  # fmt: skip


def _place_of(one: Candidate, nodes: Mapping[UUID, PlaceNode], apart: Mapping[UUID, str]) -> str:
    """Where a post is: its unit's own place, else the unit itself."""
    if one.unit_id in apart:
        return apart[one.unit_id]
    return nodes[one.place_id].name if one.place_id in nodes and one.place_id is not None else ""


def _stages(connection: Connection) -> list[ListItem]:
    return [item for item in current_rows(connection, "callout_stages") if item.active]


def _town(nodes: Mapping[UUID, PlaceNode], place: UUID | None) -> PlaceNode | None:
    """The town a place lies in, itself if it is one."""
    node = nodes.get(place) if place is not None else None
    while node is not None and node.level != TOWN:
        node = nodes.get(node.parent_id) if node.parent_id is not None else None
    return node

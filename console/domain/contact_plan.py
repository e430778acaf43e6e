"""Compares rows of a list of people with the persons of the store: who is new, who changes, what cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from console.domain.contact_cells import Phone, folded
from console.domain.contact_table import ContactRow, Finding, problem, warning


@dataclass(frozen=True, slots=True)
class KnownNumber:
    """A number of a person that counts today."""

    id: str
    kind: str
    number: str
    digits: str
    extension: str
    label: str
    order: int


@dataclass(frozen=True, slots=True)
class KnownPost:
    """A post somebody holds today."""

    id: str
    organisation: str
    title: str
    rank: str


@dataclass(slots=True)
class KnownPerson:
    """Somebody of the store with what counts today."""

    id: str
    name: str
    staff_number: str
    remark: str
    posts: list[KnownPost] = field(default_factory=list)
    numbers: list[KnownNumber] = field(default_factory=list)

    @property
    def mobiles(self) -> set[str]:
        return {number.digits for number in self.numbers if number.kind == "mobile"}


@dataclass(frozen=True, slots=True)
class Change:
    """A row and the person it is about; ``organisation`` is the id of the unit, None where it is still to be made."""

    row: ContactRow
    person: KnownPerson | None
    organisation: str | None


@dataclass(slots=True)
class Plan:
    """What an import would do."""

    add: list[Change] = field(default_factory=list)
    update: list[Change] = field(default_factory=list)
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)
    refused: int = 0


class Units:
    """The tree of units: which unit of the store a path names."""

    def __init__(self, nodes: Iterable[tuple[str, str | None, str]]) -> None:
        """``nodes``: id, parent, name."""
        self.parents: dict[str, str | None] = {}
        self._paths: dict[tuple[str, ...], str] = {}
        self._named: dict[str, list[str]] = {}
        names: dict[str, str] = {}
        for key, parent, name in nodes:
            self.parents[key] = parent
            names[key] = name
            self._named.setdefault(folded(name), []).append(key)
        self._path_of = {key: self._path(key, names) for key in names}
        for key, path in self._path_of.items():
            self._paths.setdefault(path, key)

    def _path(self, key: str, names: Mapping[str, str]) -> tuple[str, ...]:
        path: list[str] = []
        at: str | None = key
        while at is not None and at in names and len(path) < 12:
            path.append(folded(names[at]))
            at = self.parents[at]
        return tuple(reversed(path))

    def find(self, path: Sequence[str]) -> str | None:
        """The unit with this path from the top, or else the only one whose path ends so."""
        asked = tuple(folded(part) for part in path)
        if asked in self._paths:
            return self._paths[asked]
        ending = [key for key in self._named.get(asked[-1], ()) if self._path_of[key][-len(asked) :] == asked]
        return ending[0] if len(ending) == 1 else None

    def orphan(self, path: Sequence[str]) -> str | None:
        """The only unit of that name, where it hangs under none yet: it comes under the parent now named."""
        named = self._named.get(folded(path[-1]), [])
        return named[0] if len(path) > 1 and len(named) == 1 and self.parents[named[0]] is None else None


def resolve(rows: Sequence[ContactRow], people: Sequence[KnownPerson], units: Units) -> Plan:
    """Give every row its person; the order of rows does not matter but for which of two equal ones counts."""
    plan = Plan()
    kept = _with_parents(rows, plan)
    kept = _keyed(kept, plan)
    found = _Matching(people, units, kept)
    used: dict[str, ContactRow] = {}
    for row in kept:
        person = found.person(row)
        if isinstance(person, Finding):
            _refuse(plan, person)
            continue
        if person is not None and person.id in used:
            _refuse(plan, _repeated(row, used[person.id]))
            continue
        change = Change(row, person, found.unit(row))
        if person is None:
            plan.add.append(change)
            continue
        used[person.id] = row
        if person.name != row.name:
            plan.findings.append(warning(row, "name", "renamed", before=person.name, name=row.name))
        if differs(change):
            plan.update.append(change)
        else:
            plan.unchanged += 1
    plan.findings += _shared_mobiles([*plan.add, *plan.update], kept, people)
    return plan


def _refuse(plan: Plan, finding: Finding) -> None:
    plan.findings.append(finding)
    plan.refused += 1


def _repeated(row: ContactRow, first: ContactRow) -> Finding:
    same = (row.name, row.unit, row.post, row.numbers) == (first.name, first.unit, first.post, first.numbers)
    where = str(first.row) if first.sheet == row.sheet else f"{first.sheet} {first.row}"
    return problem(row, "name", "duplicate" if same else "duplicate_other", name=row.name, first=where)


# --- units above units


def _with_parents(rows: Sequence[ContactRow], plan: Plan) -> list[ContactRow]:
    """Put the column of parents before the unit; a circle of parents refuses its rows."""
    above = {folded(row.unit[0]): row.parent for row in rows if row.unit and row.parent}
    kept: list[ContactRow] = []
    for row in rows:
        path, seen = row.unit, {folded(part) for part in row.unit}
        while path and (parent := above.get(folded(path[0]), ())):
            if seen & {folded(part) for part in parent}:
                _refuse(
                    plan,
                    problem(
                        row,
                        "unit",
                        "unit_circle",
                        unit=row.unit[-1],
                        parent=row.parent[-1] if row.parent else parent[-1],
                    ),
                )
                break
            seen |= {folded(part) for part in parent}
            path = (*parent, *path)
        else:
            kept.append(replace(row, unit=path))
    return kept


# --- which rows are the same person


def _key(row: ContactRow) -> tuple[str, ...]:
    if row.staff_number:
        return ("number", folded(row.staff_number))
    return ("name", folded(row.name), *(folded(part) for part in row.unit))


def _keyed(rows: Sequence[ContactRow], plan: Plan) -> list[ContactRow]:
    """Rows that name somebody, each person once: by personnel number, else name and unit, else with the mobile."""
    by_key: dict[tuple[str, ...], list[ContactRow]] = {}
    for row in rows:
        if not row.staff_number and not row.unit and not row.mobiles:
            _refuse(plan, problem(row, "unit", "missing_unit", name=row.name))
            continue
        others = by_key.setdefault(_key(row), [])
        first = next((other for other in others if row.staff_number or not _apart(row, other)), None)
        if first:
            _refuse(plan, _repeated(row, first))
        else:
            others.append(row)
    return [row for same in by_key.values() for row in same]


def _apart(one: ContactRow, other: ContactRow) -> bool:
    """Two of the same name in the same unit are two persons only if their mobiles say so."""
    return bool(one.mobiles) and bool(other.mobiles) and not one.mobiles & other.mobiles


class _Matching:
    """Finds the person of the store a row is about."""

    def __init__(self, people: Sequence[KnownPerson], units: Units, rows: Sequence[ContactRow]) -> None:
        self._units = units
        self._by_staff = {folded(person.staff_number): person for person in people if person.staff_number}
        self._by_name: dict[str, list[KnownPerson]] = {}
        for person in people:
            self._by_name.setdefault(folded(person.name), []).append(person)
        self._named: dict[str, int] = {}
        self._keys: dict[tuple[str, ...], int] = {}
        self._found: dict[tuple[str, ...], str | None] = {}
        for row in rows:
            self._named[folded(row.name)] = self._named.get(folded(row.name), 0) + 1
            key = ("name", folded(row.name), *map(folded, row.unit))
            self._keys[key] = self._keys.get(key, 0) + 1

    def unit(self, row: ContactRow) -> str | None:
        """Id of the row's unit; None where it has none or it is still to be made."""
        if row.unit not in self._found:
            self._found[row.unit] = (self._units.find(row.unit) or self._units.orphan(row.unit)) if row.unit else None
        return self._found[row.unit]

    def person(self, row: ContactRow) -> KnownPerson | Finding | None:
        if row.staff_number and folded(row.staff_number) in self._by_staff:
            return self._by_staff[folded(row.staff_number)]
        named = self._by_name.get(folded(row.name), [])
        if row.staff_number:
            named = [person for person in named if not person.staff_number]
        unit = self.unit(row)
        there = [person for person in named if unit and any(post.organisation == unit for post in person.posts)]
        if not row.unit:
            there = [person for person in named if not person.posts or person.mobiles & row.mobiles]
        alone = self._keys[("name", folded(row.name), *map(folded, row.unit))] == 1
        if len(there) == 1 and alone:
            return there[0]
        if there:
            by_mobile = [person for person in there if person.mobiles & row.mobiles]
            if len(by_mobile) == 1:
                return by_mobile[0]
            if by_mobile or not row.mobiles:
                return problem(row, "name", "ambiguous", name=row.name, count=len(there))
            return None
        return self._account(row, named)

    def _account(self, row: ContactRow, named: Sequence[KnownPerson]) -> KnownPerson | None:
        """Somebody who has an account but stands in no unit yet is the one person of that name in the file."""
        bare = [person for person in named if not person.posts and not person.staff_number]
        return bare[0] if len(bare) == 1 and len(named) == 1 and self._named[folded(row.name)] == 1 else None


# --- what differs


def differs(change: Change) -> bool:
    """Whether the store does not yet say what the row says."""
    row, person = change.row, change.person
    if person is None:
        return True
    if person.name != row.name or (row.staff_number and person.staff_number != row.staff_number):
        return True
    if "remark" in row.fields and person.remark != row.remark:
        return True
    if posts_to_end(change) or post_to_add(change):
        return True
    return bool(
        numbers_to_end(change)
        or any(old is None or old_differs(old, phone, order) for old, phone, order in numbers_now(change))
    )


def posts_to_end(change: Change) -> list[KnownPost]:
    """Posts the person holds no longer: others in the unit of the row, and by personnel number those elsewhere."""
    row, person = change.row, change.person
    if person is None or not row.unit:
        return []
    mine = [post for post in person.posts if row.staff_number or post.organisation == change.organisation]
    if "post" not in row.fields:
        return [post for post in mine if post.organisation != change.organisation]
    return [post for post in mine if not _is_post(post, change)]


def post_to_add(change: Change) -> bool:
    """Whether the person does not hold the post of the row yet."""
    row, person = change.row, change.person
    if not row.unit:
        return False
    if person is None:
        return True
    if "post" not in row.fields:
        return not any(post.organisation == change.organisation for post in person.posts)
    return not any(_is_post(post, change) for post in person.posts)


def _is_post(post: KnownPost, change: Change) -> bool:
    return (post.organisation, post.title, post.rank) == (change.organisation, change.row.post, change.row.rank)


def numbers_to_end(change: Change) -> list[KnownNumber]:
    """Numbers of the kinds the table has columns for that the row no longer names."""
    if change.person is None:
        return []
    said = {(phone.digits, phone.extension) for phone in change.row.numbers}
    return [
        number
        for number in change.person.numbers
        if number.kind in change.row.covers and (number.digits, number.extension) not in said
    ]


def numbers_now(change: Change) -> list[tuple[KnownNumber | None, Phone, int]]:
    """Each number of the row in dial order with the one of the store it is, if any."""
    known = {(number.digits, number.extension): number for number in (change.person.numbers if change.person else ())}
    return [
        (known.get((phone.digits, phone.extension)), phone, order) for order, phone in enumerate(change.row.numbers, 1)
    ]


def old_differs(old: KnownNumber, phone: Phone, order: int) -> bool:
    """Whether a number of the store is of another kind, otherwise written, labelled or dialled in another order."""
    return (old.kind, old.number, old.label, old.order) != (phone.kind, phone.number, phone.label, order)


def _shared_mobiles(
    changes: Sequence[Change], rows: Sequence[ContactRow], people: Sequence[KnownPerson]
) -> list[Finding]:
    """One mobile under two names, in the file or with somebody of the store, is told but not refused."""
    owner: dict[str, str] = {}
    about = {change.person.id for change in changes if change.person}
    for person in people:
        if person.id not in about:
            for digits in person.mobiles:
                owner.setdefault(digits, person.name)
    found: list[Finding] = []
    for row in sorted(rows, key=lambda one: one.row):
        for phone in row.numbers:
            if phone.kind != "mobile":
                continue
            before = owner.setdefault(phone.digits, row.name)
            if before != row.name:
                found.append(warning(row, "mobile", "mobile_shared", number=phone.number, name=before))
    return found

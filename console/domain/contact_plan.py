"""Compares rows of a list of people with the persons of the store: who is new, who changes, what cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from console.domain.contact_cells import folded, once
from console.domain.contact_change import Change, KnownPerson, differs
from console.domain.contact_table import ContactRow, Finding, problem, warning


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
        ending = self._ending(asked)
        return ending[0] if len(ending) == 1 else None

    def several(self, path: Sequence[str]) -> list[str]:
        """Units a path may mean where it, or what it begins with, names more than one; none where it names one."""
        if self.find(path) or self.orphan(path):
            return []
        for end in range(len(path), 0, -1):
            asked = tuple(folded(part) for part in path[:end])
            if len(found := self._ending(asked)) > 1 and asked not in self._paths:
                return found
            if found:
                break
        return []

    def whole(self, key: str, path: Sequence[str]) -> tuple[str, ...]:
        """The path of a unit from the top, its end as it was written."""
        return (*self._path_of[key][: -len(path)], *path)

    def _ending(self, asked: tuple[str, ...]) -> list[str]:
        return [key for key in self._named.get(asked[-1], ()) if self._path_of[key][-len(asked) :] == asked]

    def orphan(self, path: Sequence[str]) -> str | None:
        """The only unit of that name, where it hangs under none yet: it comes under the parent now named."""
        named = self._named.get(folded(path[-1]), [])
        return named[0] if len(path) > 1 and len(named) == 1 and self.parents[named[0]] is None else None


def resolve(rows: Sequence[ContactRow], people: Sequence[KnownPerson], units: Units) -> Plan:
    """Give every row its person; the order of rows does not matter but for which of two equal ones counts."""
    plan = Plan()
    kept = _with_parents(rows, plan)
    kept = _keyed(_placed(kept, people, units, plan), plan)
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
        change = Change(row, person, tuple(found.unit(duty.unit) for duty in row.duties))
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
    return problem(row, "name", "duplicate" if same else "duplicate_other", name=row.name, first=_where(row, first))


def _where(row: ContactRow, first: ContactRow) -> str:
    return str(first.row) if first.sheet == row.sheet else f"{first.sheet} {first.row}"


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


def _placed(
    rows: Sequence[ContactRow], people: Sequence[KnownPerson], units: Units, plan: Plan
) -> list[ContactRow]:  # fmt: skip
    """A unit whose name several bear is that of the person who is known in one of them; of others nobody knows."""
    several = {path: units.several(path) for path in {row.unit for row in rows if row.unit}}
    known: dict[str, list[KnownPerson]] = {}
    for person in people if any(several.values()) else ():
        known.setdefault(folded(person.name), []).append(person)
    kept: list[ContactRow] = []
    for row in rows:
        meant = several.get(row.unit, [])
        path = _meant(row, meant, known.get(folded(row.name), ()), units) if meant else row.unit
        if path is None:
            _refuse(plan, problem(row, "unit", "unit_ambiguous", unit="/".join(row.unit), count=len(meant)))
        else:
            kept.append(replace(row, unit=path))
    return kept


def _meant(
    row: ContactRow, meant: Sequence[str], named: Sequence[KnownPerson], units: Units
) -> tuple[str, ...] | None:  # fmt: skip
    who = [one for one in named if row.staff_number and folded(one.staff_number) == folded(row.staff_number)]
    who = who or [one for one in named if not one.left and one.mobiles & row.mobiles]
    there = {post.organisation for one in who for post in one.posts if post.organisation in meant}
    found = units.whole(there.pop(), row.unit) if len(there) == 1 else ()
    return found if found and units.find(found) else None


# --- which rows are the same person


def _key(row: ContactRow) -> tuple[str, ...]:
    if row.staff_number:
        return ("number", folded(row.staff_number))
    return ("name", folded(row.name), *(folded(part) for part in row.unit))


def _keyed(rows: Sequence[ContactRow], plan: Plan) -> list[ContactRow]:
    """Rows that name somebody, each person once: by personnel number, else name and unit, else with the mobile.

    Somebody named again at another post, with the same personnel number or mobile, holds both.
    """
    by_key: dict[tuple[str, ...], list[int]] = {}
    by_mobile: dict[tuple[str, str], int] = {}
    kept: list[ContactRow] = []
    for row in rows:
        if not row.staff_number and not row.unit and not row.mobiles:
            _refuse(plan, problem(row, "unit", "missing_unit", name=row.name))
            continue
        others = by_key.setdefault(_key(row), [])
        first = next((at for at in others if row.staff_number or not _apart(row, kept[at])), None)
        if first is None:
            first = _elsewhere(row, kept, by_mobile)
        if first is None:
            others.append(len(kept))
            for mobile in row.mobiles:
                by_mobile.setdefault((folded(row.name), mobile), len(kept))
            kept.append(row)
        elif _is_second_post(row, kept[first]):
            plan.findings.append(warning(row, "post", "second_post", name=row.name, first=_where(row, kept[first])))
            kept[first] = _with_post(kept[first], row)
        else:
            _refuse(plan, _repeated(row, kept[first]))
    return kept


def _elsewhere(row: ContactRow, kept: Sequence[ContactRow], by_mobile: Mapping[tuple[str, str], int]) -> int | None:
    """A row above of the same name and mobile in another unit."""
    for mobile in sorted(row.mobiles):
        at = by_mobile.get((folded(row.name), mobile))
        if at is not None and row.unit and not (row.staff_number and kept[at].staff_number):
            return at
    return None


def _is_second_post(row: ContactRow, first: ContactRow) -> bool:
    same = folded(row.name) == folded(first.name) and bool(row.staff_number or row.mobiles & first.mobiles)
    return same and bool(row.unit and first.unit) and row.duties[0] not in first.duties


def _with_post(first: ContactRow, row: ContactRow) -> ContactRow:
    """The person with the further post; numbers of both rows are theirs."""
    numbers = once((*first.numbers, *row.numbers))
    return replace(
        first, also=(*first.also, *row.duties), numbers=numbers, covers=first.covers | row.covers,
        staff_number=first.staff_number or row.staff_number,
    )  # fmt: skip


def _apart(one: ContactRow, other: ContactRow) -> bool:
    """Two of the same name in the same unit are two persons only if their mobiles say so."""
    return bool(one.mobiles) and bool(other.mobiles) and not one.mobiles & other.mobiles


class _Matching:
    """Finds the person of the store a row is about."""

    def __init__(self, people: Sequence[KnownPerson], units: Units, rows: Sequence[ContactRow]) -> None:
        self._units = units
        self._by_staff = {folded(person.staff_number): person for person in people if person.staff_number}
        self._by_name: dict[str, list[KnownPerson]] = {}
        for person in (one for one in people if not one.left):
            self._by_name.setdefault(folded(person.name), []).append(person)
        self._named: dict[str, int] = {}
        self._keys: dict[tuple[str, ...], int] = {}
        self._found: dict[tuple[str, ...], str | None] = {}
        for row in rows:
            self._named[folded(row.name)] = self._named.get(folded(row.name), 0) + 1
            key = ("name", folded(row.name), *map(folded, row.unit))
            self._keys[key] = self._keys.get(key, 0) + 1

    def unit(self, path: tuple[str, ...]) -> str | None:
        """Id of the unit of that path; None where it is still to be made."""
        if path not in self._found:
            self._found[path] = (self._units.find(path) or self._units.orphan(path)) if path else None
        return self._found[path]

    def person(self, row: ContactRow) -> KnownPerson | Finding | None:
        if row.staff_number and folded(row.staff_number) in self._by_staff:
            return self._by_staff[folded(row.staff_number)]
        named = self._by_name.get(folded(row.name), [])
        if row.staff_number:
            named = [person for person in named if not person.staff_number]
        units = {self.unit(duty.unit) for duty in row.duties}
        there = [person for person in named if any(post.organisation in units for post in person.posts)]
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

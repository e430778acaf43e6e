"""乡镇报送 (汇总): a round asked of units, what each said, what is missing, what changed, what contradicts, the sums.

A sum says 至少 exactly where a unit did not tell: not returned, 不详, or itself 至少.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from console.domain.incident_figures import Amount, total
from console.domain.return_cell import COLUMNS, Cell, Finding
from console.domain.return_table import Told
from console.domain.roll_call import CalledUnit

SERIES = "HZ"
TITLE_LIMIT, UNITS_LIMIT = 100, 300

CUMULATIVE = tuple(
    code for code in COLUMNS if code not in ("missing",) and not code.startswith(("resettled", "relief"))
)
"""Figures that only grow while an event lasts; people are found again, go home, and need no relief any more."""

_WITHIN = (
    (("dead", "missing"), "affected"),
    (("evacuated",), "affected"),
    (("resettled",), "evacuated"),
    (("relief",), "affected"),
    (("relief_food",), "relief"),
    (("relief_water",), "relief"),
    (("relief_clothes",), "relief"),
    (("relief_medical",), "relief"),
    (("crops_damaged",), "crops"),
    (("crops_failed",), "crops_damaged"),
    (("crops_failed",), "crops"),
    (("collapsed_households",), "collapsed_rooms"),
)
"""Sums of figures that cannot be larger than another."""

_PARTS = (
    ("resettled", ("resettled_together", "resettled_apart")),
    ("loss", ("loss_farming", "loss_industry", "loss_infrastructure", "loss_public", "loss_homes")),
)
"""Totals and the parts they are the sum of."""

JUMP = 1000
"""So many times last time's figure: 元 may stand where 万元 belongs."""


class Verdict(StrEnum):
    """What comes of one file: taken, taken in another's place, known already, left out by hand, or not sound."""

    NEW = "new"
    REPLACES = "replaces"
    SAME = "same"
    LEFT_OUT = "left_out"
    FAULTY = "faulty"


TAKEN = frozenset({Verdict.NEW, Verdict.REPLACES})


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round as lists show it. ``columns`` are codes of ``return_cell.COLUMNS``."""

    id: UUID
    number: str
    incident_id: UUID | None
    before_id: UUID | None
    title: str
    units: tuple[CalledUnit, ...]
    columns: tuple[str, ...]
    as_of: datetime
    due_at: datetime
    made_at: datetime
    by_name: str
    open: bool
    version: int

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(unit.unit for unit in self.units)


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """What one unit brought back. ``replaced_at`` None for the one that counts."""

    id: UUID
    round_id: UUID
    unit: str
    file_digest: bytes
    file_name: str
    figures: Mapping[str, Cell]
    rows: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...]
    at: datetime
    by_name: str
    replaced_at: datetime | None

    def amount(self, code: str) -> Amount:
        """不详 for what the file does not name."""
        return self.figures[code].amount if code in self.figures else Amount(None)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not what it was; ``before`` None where the unit had not told one."""

    code: str
    before: Amount | None
    after: Amount


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """One unit in a round: what it said, what it said last time, what differs, what cannot both be true."""

    unit: CalledUnit
    now: ReturnRow | None
    before: ReturnRow | None
    changes: tuple[Change, ...]
    contradictions: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A round as it stands: a line for each unit, the sums by column code."""

    round: RoundRow
    units: tuple[UnitStanding, ...]
    sums: Mapping[str, Amount]

    @property
    def missing(self) -> tuple[UnitStanding, ...]:
        return tuple(one for one in self.units if one.now is None)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it was read: its name and digest, and what it tells or why it tells nothing (``trouble``)."""

    name: str
    digest: bytes
    told: Told
    trouble: Finding | None = None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What comes of one file and why."""

    at: int
    file: ReadFile
    unit: str
    verdict: Verdict
    findings: tuple[Finding, ...]


def standing(
    row: RoundRow, now: Mapping[str, ReturnRow], before: Mapping[str, ReturnRow]
) -> Standing:  # fmt: skip
    """``now`` are the returns that count in this round by unit, ``before`` what each unit said last before it."""
    units = tuple(_unit(row, unit, now.get(unit.unit), before.get(unit.unit)) for unit in row.units)
    return Standing(row, units, sums(row.columns, [one.now for one in units]))


def sums(columns: Sequence[str], returns: Sequence[ReturnRow | None]) -> dict[str, Amount]:
    """The sum of each column over all units, those that are missing among them."""
    return {code: total([one.amount(code) if one else Amount(None) for one in returns]) for code in columns}


def _unit(row: RoundRow, unit: CalledUnit, now: ReturnRow | None, before: ReturnRow | None) -> UnitStanding:
    if now is None:
        return UnitStanding(unit, None, before, (), ())
    figures = {code: now.amount(code) for code in row.columns}
    last = {code: before.amount(code) for code in before.figures} if before else {}
    return UnitStanding(
        unit, now, before, changes(figures, last) if before else (), contradictions(figures, last)
    )  # fmt: skip


def changes(now: Mapping[str, Amount], before: Mapping[str, Amount]) -> tuple[Change, ...]:
    """What differs between two rounds; a figure not asked for before is new where it is told now."""
    made = []
    for code, after in now.items():
        known = before.get(code)
        if known != after and not (known is None and after.unknown):
            made.append(Change(code, known, after))
    return tuple(made)


def contradictions(now: Mapping[str, Amount], before: Mapping[str, Amount]) -> tuple[Finding, ...]:
    """What cannot all be true, and what fell or jumped against last time: told, never changed."""
    return (*_beyond(now), *_unequal(now), *_moved(now, before))


def _beyond(now: Mapping[str, Amount]) -> list[Finding]:
    made = []
    for parts, whole in _WITHIN:
        limit = now.get(whole, Amount(None))
        known = [now[part].value for part in parts if part in now and now[part].value is not None]
        if limit.value is None or limit.at_least or not known:
            continue
        if _common(whole, parts) and sum(value or 0 for value in known) > limit.value:
            code = "sum_beyond" if len(parts) > 1 else "beyond"
            made.append(Finding(code, facts={"item": parts[0], "second": parts[-1], "other": whole}))
    return made


def _common(whole: str, parts: Sequence[str]) -> bool:
    """Persons and rooms can be compared as numbers only where both are counted with as many decimals."""
    return all(COLUMNS[part].decimals == COLUMNS[whole].decimals for part in parts)


def _unequal(now: Mapping[str, Amount]) -> list[Finding]:
    """A total that is not the sum of its parts; parts that are not told may hold the rest."""
    made = []
    for whole, parts in _PARTS:
        limit = now.get(whole, Amount(None))
        told = [now.get(part, Amount(None)) for part in parts]
        known = total(told)
        if limit.value is None or known.value is None:
            continue
        more = known.value > limit.value and not limit.at_least
        less = known.value < limit.value and not known.at_least
        if more or less:
            made.append(Finding("parts", facts={"item": whole}))
    return made


def _moved(now: Mapping[str, Amount], before: Mapping[str, Amount]) -> list[Finding]:
    made = []
    for code, after in now.items():
        last = before.get(code)
        if last is None or last.value is None:
            continue
        if after.unknown:
            made.append(Finding("lost", facts={"item": code}))
        elif code in CUMULATIVE and after.value is not None and after.value < last.value:
            made.append(Finding("falls", facts={"item": code}))
        elif last.value and after.value is not None and after.value >= last.value * JUMP:
            made.append(Finding("jumps", facts={"item": code}))
    return made


# files


def plan(
    row: RoundRow, files: Sequence[ReadFile], known: Sequence[ReturnRow], before: Mapping[str, ReturnRow],
    left_out: frozenset[int] = frozenset(),
) -> tuple[PlanLine, ...]:  # fmt: skip
    """What would come of files in the order they were dropped; ``known`` is everything the round has, replaced too."""
    stays = [file for at, file in enumerate(files) if at not in left_out]
    lines = [_judged(row, at, file, stays, known, before, at in left_out) for at, file in enumerate(files)]
    by_unit: dict[str, list[PlanLine]] = {}
    for line in lines:
        if line.verdict in TAKEN:
            by_unit.setdefault(line.unit, []).append(line)
    for rivals in by_unit.values():
        _settle(rivals, lines, row.columns)
    return tuple(lines)


def _settle(rivals: Sequence[PlanLine], lines: list[PlanLine], columns: Sequence[str]) -> None:
    """Several files of one unit: the first of those that say the same; of those that do not, a person keeps one."""
    first, *others = rivals
    if all(_same(first, line, columns) for line in others):
        for line in others:
            told = Finding("same_figures", facts={"text": first.file.name})
            lines[line.at] = replace(line, verdict=Verdict.SAME, findings=(told,))
        return
    names = "、".join(line.file.name for line in rivals)
    for line in rivals:
        told = Finding("two_files", True, {"text": names[:120]})
        lines[line.at] = replace(line, verdict=Verdict.FAULTY, findings=(told, *line.findings))


def _same(one: PlanLine, other: PlanLine, columns: Sequence[str]) -> bool:
    return all(_amount(one.file.told, code) == _amount(other.file.told, code) for code in columns)


def _judged(
    row: RoundRow, at: int, file: ReadFile, stays: Sequence[ReadFile], known: Sequence[ReturnRow],
    before: Mapping[str, ReturnRow], left_out: bool,
) -> PlanLine:  # fmt: skip
    unit = file.told.unit
    if left_out:
        return PlanLine(at, file, unit, Verdict.LEFT_OUT, ())
    if file.trouble is not None:
        return PlanLine(at, file, unit, Verdict.FAULTY, (file.trouble,))
    twin = next((one for one in stays if one.digest == file.digest), file)
    if twin is not file:
        return PlanLine(at, file, unit, Verdict.SAME, (Finding("same_as", facts={"text": twin.name}),))
    had = next((one for one in known if one.file_digest == file.digest), None)
    if had is not None:
        code = "had_replaced" if had.replaced_at is not None else "had"
        return PlanLine(at, file, had.unit, Verdict.SAME, (Finding(code, facts={"text": had.file_name}),))
    faults = _faults(row, file.told)
    stands = next((one for one in known if one.unit == unit and one.replaced_at is None), None)
    if any(one.blocks for one in faults):
        return PlanLine(at, file, unit, Verdict.FAULTY, faults)
    figures = {code: _amount(file.told, code) for code in row.columns}
    last = before.get(unit)
    odd = contradictions(figures, {code: last.amount(code) for code in last.figures} if last else {})
    verdict = Verdict.NEW if stands is None else Verdict.REPLACES
    instead = () if stands is None else (Finding("replaces", facts={"text": stands.file_name}),)
    return PlanLine(at, file, unit, verdict, (*instead, *faults, *odd))


def _amount(told: Told, code: str) -> Amount:
    return told.figures[code].amount if code in told.figures else Amount(None)


def _faults(row: RoundRow, told: Told) -> tuple[Finding, ...]:
    """What is wrong with a table in this round, those that block first."""
    made = list(told.findings)
    if not row.open:
        made.append(Finding("round_closed", True, {"text": row.number}))
    if not told.number:
        made.append(Finding("no_round", True))
    elif told.number != row.number:
        made.append(Finding("other_round", True, {"text": told.number}))
    if not told.unit:
        made.append(Finding("no_unit", True))
    elif told.unit not in row.names:
        made.append(Finding("not_asked", True, {"text": told.unit}))
    if told.figures and not any(one.blocks for one in made):
        lacking = [code for code in row.columns if code not in told.figures]
        made += [Finding("column_lacks", facts={"item": code}) for code in lacking]
        asked = [told.figures[code] for code in row.columns if code in told.figures]
        if asked and not any(cell.raw for cell in asked):
            made.append(Finding("nothing_filled", True))
    return tuple(sorted(made, key=lambda one: not one.blocks))

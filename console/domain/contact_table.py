"""Finds the table of people on a sheet and reads its rows: heads, merged cells, sections, totals, notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from console.domain.contact_cells import (
    POST_LIMIT,
    STAFF_LIMIT,
    CellProblem,
    Phone,
    folded,
    is_vacant,
    name_of,
    once,
    phones_of,
    remark_of,
    unit_of,
    words_of,
)
from console.domain.contact_heads import EXAMPLE, NUMBERS, Group, Heads, heads_at, is_head
from console.domain.merged_cells import NOTE, TOTAL, Grid, plain

HEADER_WITHIN = 30
"""Title rows may stand above the header; it is looked for in so many rows."""
REMARK_LIMIT = 500

_SENTENCE = re.compile(r"[。；！？]|[，,].*[，,。]|.{31}")
_COUNT = re.compile(r"(?:共|计)?\d+(?:\.0)?[人名]?")
_NUMBERED = re.compile(r"^(?:[(（]?[一二三四五六七八九十百]+[)）、.．]|[(（]?\d{1,3}[)）、.．])\s*")
_COUNTED = re.compile(r"[(（](?:共)?\d+[人名][)）]$")
_UNIT_NAME = re.compile(
    r"(?:局|镇|乡|街道|办|办公室|中心|队|委|部|站|院|公司|政府|所|村|社区|科|室|处|厅|会|大队|支队|集团|学校)$"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell about a row. ``column`` is a field or ``row``; a warning does not refuse it."""

    sheet: str
    row: int
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """A post somebody is named at, in a unit given by its path."""

    unit: tuple[str, ...]
    post: str
    rank: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody as a row of the file names them. ``covers`` are the kinds of number this table has columns for.

    ``also`` are further posts, where other rows name the same person at them.
    """

    sheet: str
    row: int
    name: str
    staff_number: str = ""
    unit: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    post: str = ""
    rank: str = "A"
    remark: str = ""
    numbers: tuple[Phone, ...] = ()
    fields: frozenset[str] = frozenset()
    covers: frozenset[str] = frozenset()
    also: tuple[Duty, ...] = ()

    @property
    def duties(self) -> tuple[Duty, ...]:
        """Every post the person is named at; none where no unit is."""
        own = (Duty(self.unit, self.post, self.rank),) if self.unit else ()
        return own + self.also

    @property
    def mobiles(self) -> frozenset[str]:
        return frozenset(phone.digits for phone in self.numbers if phone.kind == "mobile")


@dataclass(slots=True)
class Reading:
    """What stood in the sheets. ``read`` counts everything under a header, one for each person of a wide row."""

    rows: list[ContactRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: int = 0
    tables: int = 0
    refused: int = 0
    digest: bytes = b""

    @property
    def read(self) -> int:
        return len(self.rows) + self.skipped + self.refused


def read_sheet(into: Reading, name: str, rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, ...]]) -> None:
    """Add what stands on one sheet; a sheet without a table adds nothing."""
    grid = Grid(rows, merged)
    start = next((at for at in range(min(HEADER_WITHIN, len(rows))) if heads_at(grid.rows, grid.down, at)), None)
    if start is None:
        return
    _Sheet(into, name, grid).read(start)


def problem(row: ContactRow, column: str, name: str, /, **facts: Any) -> Finding:
    return Finding(row.sheet, row.row, column, f"contact.problem.{name}", facts)


def warning(row: ContactRow, column: str, name: str, /, **facts: Any) -> Finding:
    return Finding(row.sheet, row.row, column, f"contact.warning.{name}", facts, warning=True)


class _Sheet:
    """Reads one sheet from its first header on."""

    def __init__(self, into: Reading, name: str, grid: Grid) -> None:
        self._into = into
        self._name = name
        self._grid = grid
        self._section: tuple[str, ...] = ()
        self._above: dict[int, tuple[str, ...]] = {}

    def read(self, start: int) -> None:
        at = start
        heads: Heads | None = None
        while at < len(self._grid.rows):
            found = heads_at(self._grid.rows, self._grid.down, at) if is_head(self._grid.rows[at]) else None
            if found:
                self._into.skipped += 0 if heads is None else found.deep
                heads, self._above = self._table(found, at), {}
                at += found.deep
                continue
            if heads is not None:
                self._row(at, heads)
            at += 1

    def _table(self, found: Heads, at: int) -> Heads:
        self._into.tables += 1
        if not found.units:
            self._section = (self._name,) if _UNIT_NAME.search(self._name) else ()
        found.grouped = found.units == 1 and self._is_grouped(found, at + found.deep)
        return found

    def _is_grouped(self, heads: Heads, start: int) -> bool:
        """Whether a unit is written once above its people: then every unit stands once, and blanks outnumber units."""
        column = heads.first("unit")
        if column is None:
            return False
        seen: list[str] = []
        blank = 0
        for at in range(start, len(self._grid.rows)):
            if not heads.named(self._grid.rows[at], at):
                continue
            if (at, column) in self._grid.down:
                return False
            text = plain(_cell(self._grid.rows[at], column))
            seen += [folded(text)] if text else []
            blank += not text
            if blank and not seen:
                return False
        return bool(seen) and blank >= len(seen) and len(set(seen)) == len(seen)

    def _row(self, at: int, heads: Heads) -> None:
        said = self._grid.said(at)
        if self._is_beside(at, heads, said):
            self._into.skipped += 1
            return
        empty = True
        for group in heads.groups:
            if (at, group.columns["name"]) in self._grid.down and self._more(at, group):
                empty = False
                continue
            found = self._person(at, heads, group)
            if isinstance(found, ContactRow):
                self._into.rows.append(found)
            elif found:
                self._into.refused += 1
                self._into.findings += found
            empty = empty and found is None
        self._into.skipped += empty

    def _more(self, at: int, group: Group) -> bool:
        """A name merged over several rows is one person with the numbers of all of them."""
        name = plain(_cell(self._grid.rows[at], group.columns["name"]))
        before = next((row for row in reversed(self._into.rows[-8:]) if row.sheet == self._name), None)
        if before is None or not name or folded(name) != folded(before.name):
            return False
        findings: list[Finding] = []
        numbers = [*before.numbers]
        for kind, column in group.numbers:
            numbers += read_numbers(self, at, self._grid.rows[at], kind, column, findings)
        where = self._into.rows.index(before, len(self._into.rows) - 8 if len(self._into.rows) > 8 else 0)
        if findings:
            del self._into.rows[where]
            self._into.refused += 1
            self._into.findings += findings
        else:
            self._into.rows[where] = replace(before, numbers=_ordered(numbers))
        return True

    def _is_beside(self, at: int, heads: Heads, said: list[tuple[int, str]]) -> bool:
        """A blank row, a total, a note, a section, or the numbers of the columns."""
        if not said:
            return not heads.named(self._grid.rows[at], at)
        texts = [re.sub(r"\s+", "", text) for _, text in said]
        if EXAMPLE in "".join(texts):
            return True
        name = re.sub(r"\s", "", "".join(heads.names(self._grid.rows[at])))
        if any(TOTAL.match(text) for text in texts) and (not name or TOTAL.match(name) or _COUNT.fullmatch(name)):
            return True
        if NOTE.match(texts[0]) and (not name or NOTE.match(name) or name == said[0][1]):
            return True
        if texts == [str(number) for number in range(1, len(texts) + 1)] and len(texts) > 2:
            return True
        return len(said) == 1 and self._is_section(at, heads, *said[0])

    def _is_section(self, at: int, heads: Heads, column: int, text: str) -> bool:
        """A row with one text: the name of a unit above its people, or a remark; never somebody's name alone."""
        spread = (at, column + 1) in self._grid.wide
        field_ = heads.field_of(column)
        if _SENTENCE.search(text):
            return True
        if field_ == "name" and not spread:
            return False
        if field_ in {"post", "staff_number", "remark", *NUMBERS} and not spread:
            return False
        if field_ == "unit" and not spread and heads.grouped:
            self._above[column] = self._unit_or_none(text)
        elif not heads.units and not NOTE.match(text):
            self._begin_section(text, spread)
        return True

    def _begin_section(self, text: str, spread: bool) -> None:
        """The people below are of the unit this row names: 一、例县应急管理局（12人）."""
        unit = _COUNTED.sub("", _NUMBERED.sub("", text))
        if not unit.isdigit() and (spread or unit != text or _UNIT_NAME.search(unit)):
            self._section = self._unit_or_none(unit)

    def _unit_or_none(self, text: str) -> tuple[str, ...]:
        try:
            return unit_of(text)
        except CellProblem:
            return ()

    def _person(self, at: int, heads: Heads, group: Group) -> ContactRow | list[Finding] | None:
        """The person of one group of columns; findings where they cannot be read, None where nobody stands."""
        findings: list[Finding] = []
        row = self._grid.rows[at]

        def read(name: str, how: Callable[[Any], Any], nothing: Any) -> Any:
            column = group.columns.get(name)
            if column is None:
                return nothing
            try:
                return how(_cell(row, column))
            except CellProblem as wrong:
                code = f"contact.problem.{wrong.name}"
                findings.append(Finding(self._name, at + 1, name, code, wrong.facts))
                return nothing

        numbers: list[Phone] = []
        personal = False
        for kind, column in group.numbers:
            read_here = read_numbers(self, at, row, kind, column, findings)
            personal = personal or (bool(read_here) and column not in group.shared)
            numbers += read_here
        said_name = plain(_cell(row, group.columns["name"]))
        name = "" if is_vacant(said_name) else read("name", name_of, "")
        staff = read("staff_number", lambda value: words_of(value, STAFF_LIMIT), "")
        post = read("post", lambda value: words_of(value, POST_LIMIT), "")
        own = self._own(at, group)
        if not (name or findings or personal or staff) and (not own or said_name):
            return None
        if not name and not any(found.column == "name" for found in findings):
            findings.append(Finding(self._name, at + 1, "name", "contact.problem.missing_name"))
        unit = self._unit(at, heads, group, findings)
        made = ContactRow(
            self._name, at + 1, name, staff, unit, read("parent", unit_of, ()), post,
            _rank(plain(_cell(row, group.columns.get("rank"))), group.rank),
            read("remark", lambda value: remark_of(value, REMARK_LIMIT), ""), _ordered(numbers),
            frozenset(group.columns), group.covers,
        )  # fmt: skip
        if findings:
            return findings
        self._into.findings += [
            warning(made, _column_of(phone), "zero_lost", number=phone.number) for phone in numbers if phone.restored
        ]
        return made

    def _own(self, at: int, group: Group) -> bool:
        """Whether something besides the unit is written for this person."""
        columns = [column for name, column in group.columns.items() if name in {"post", "remark"}]
        return any(
            plain(_cell(self._grid.rows[at], column)) and (at, column) not in self._grid.down for column in columns
        )

    def _unit(self, at: int, heads: Heads, group: Group, findings: list[Finding]) -> tuple[str, ...]:
        row = self._grid.rows[at]
        parts: tuple[str, ...] = ()
        for name in ("unit", "dept"):
            column = group.columns.get(name)
            if column is None:
                continue
            try:
                said = unit_of(_cell(row, column))
            except CellProblem as wrong:
                findings.append(Finding(self._name, at + 1, "unit", f"contact.problem.{wrong.name}", wrong.facts))
                continue
            if heads.grouped and name == "unit":
                said = said or self._above.get(column, ())
                self._above[column] = said
            parts += said if said != parts else ()
        return parts or (() if heads.units else self._section)


def read_numbers(
    sheet: _Sheet, at: int, row: Sequence[Any], kind: str, column: int, findings: list[Finding]
) -> tuple[Phone, ...]:
    """The numbers of one column; what cannot be read becomes a finding."""
    try:
        return phones_of(_cell(row, column), kind)
    except CellProblem as wrong:
        where = "mobile" if kind == "any" else kind
        findings.append(Finding(sheet._name, at + 1, where, f"contact.problem.{wrong.name}", wrong.facts))
        return ()


def _ordered(numbers: Sequence[Phone]) -> tuple[Phone, ...]:
    """Mobiles are dialled first, a fax last; each number once."""
    rank = {"mobile": 0, "fax": 2}
    return tuple(sorted(once(numbers), key=lambda phone: rank.get(phone.kind, 1)))


def _column_of(phone: Phone) -> str:
    return "mobile" if phone.kind == "mobile" else "office"


def _rank(said: str, of_column: str) -> str:
    plain = unicodedata.normalize("NFKC", said).upper()
    return of_column or ("B" if plain.startswith(("B", "副")) else "A")


def _cell(row: Sequence[Any], column: int | None) -> Any:
    return row[column] if column is not None and column < len(row) else None

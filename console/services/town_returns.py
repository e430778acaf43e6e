"""乡镇报送: a round is asked of units, their workbooks go out and come back, and it is seen what they say together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.clock import Clock
from console.domain.due import require_to_come
from console.domain.incident_figures import Amount
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.return_cell import COLUMNS
from console.domain.roll_call import CalledUnit
from console.domain.text import one_line
from console.domain.town_returns import (
    SERIES,
    TAKEN,
    TITLE_LIMIT,
    UNITS_LIMIT,
    PlanLine,
    ReadFile,
    ReturnRow,
    RoundRow,
    Standing,
    Verdict,
    plan,
    standing,
)
from console.errors import Refused, Unavailable
from console.services import lines, return_files
from console.services.exporting import write_beside
from console.services.incident_clocks import AHEAD
from console.services.reporting_units import checked_units, reporting_units
from console.services.return_words import said
from db import books, numbers
from db.chain import canonical
from db.models.incidents import Incident
from db.models.reporting import ReturnsRound, TownReturn
from db.queries import town_returns as query
from db.store import Store, Tx

SHOWN = 200
LINE_LIMIT = 15_000
"""Characters of a line in the book: whatever was dropped, the line can be written."""
WITHIN = timedelta(hours=1)
"""How long after it was begun a round is due where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round as it is asked for. ``id`` is made by the client, so that a repeat is recognised."""

    id: UUID
    title: str
    units: tuple[CalledUnit, ...]
    as_of: datetime
    due_at: datetime
    columns: tuple[str, ...] = tuple(COLUMNS)
    incident_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """Files as they were read for a round, what would come of them, and which version of the round was looked at."""

    round: RoundRow
    files: tuple[ReadFile, ...]
    lines: tuple[PlanLine, ...]
    known: tuple[ReturnRow, ...]
    before: dict[str, ReturnRow]

    def without(self, left_out: frozenset[int]) -> tuple[PlanLine, ...]:
        """The same with files left out by hand."""
        return plan(self.round, self.files, self.known, self.before, left_out)


class TownReturnsService:
    """Use cases of rounds and of what comes back."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    # handing out

    def units(self) -> list[CalledUnit]:
        """Who is asked: the county's list of reporting units; while it has none, its towns."""
        with self._store.reading() as connection:
            return reporting_units(connection)

    def begin(self, asked: NewRound, *, by: Actor) -> RoundRow:
        """A new round; begun twice with the same id it answers the first.

        Refuses title_missing, units_missing, unit_twice, columns_missing, time_future, due_past, due_far and
        no_such_incident.
        """
        title, units = one_line(asked.title, TITLE_LIMIT), _checked_units(asked.units)
        if not title:
            raise Refused("title_missing", field="title")
        columns = [code for code in COLUMNS if code in asked.columns]
        if not columns or len(columns) < len(set(asked.columns)):
            raise Refused("columns_missing")
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            if query.exists(tx.connection, asked.id):
                return query.one(tx.connection, asked.id)
            at = self._clock.now()
            self._require(tx, asked, at)
            number = numbers.take(tx, SERIES, at.astimezone(self._zone()).year, self._realm)
            row = ReturnsRound(
                id=asked.id, number=number, incident_id=asked.incident_id,
                before_id=query.before(tx.connection, asked.incident_id), title=title,
                units=canonical([asdict(unit) for unit in units]).decode(), columns=canonical(columns).decode(),
                as_of=asked.as_of, due_at=asked.due_at, made_at=at, by_name=tx.by.name, state="open", version=1,
            )  # fmt: skip
            tx.session.add(row)
            tx.flush()
            text = f"乡镇报送 {number} {title}：{len(units)} 个单位，截至 {self._minute(asked.as_of)}，"
            lines.write(
                tx, books.DUTY, ActKind.RETURNS, f"{text}{self._minute(asked.due_at)} 前报回", at=at, about=[row]
            )
            return query.one(tx.connection, asked.id)

    def hand_out(self, round_id: UUID, folder: Path, units: Sequence[str] = (), *, by: Actor) -> list[Path]:
        """One workbook for each unit (of ``units``, all where none is named) into the folder; both books say so."""
        with self._store.reading() as connection:
            row = query.one(connection, round_id)
            last = query.last_said(connection, row)
            names = {one.round_id: query.one(connection, one.round_id).number for one in last.values()}
        if not row.open:
            raise Refused("round_closed", number=row.number)
        self._store.require(by, Action.EXPORT)
        asked = [name for name in row.names if not units or name in units]
        made: list[Path] = []
        try:
            _folder(folder)
            for unit in asked:
                # a returned table may lie under the name it was handed out with
                made.append(return_files.free_path(folder, row, unit))
                self._write(made[-1], row, unit, last.get(unit), names)
            self._say_handed_out(row, asked, by)
        except BaseException:
            # nothing goes out that no book knows of
            for path in made:
                path.unlink(missing_ok=True)
            raise
        return made

    def _say_handed_out(self, row: RoundRow, asked: Sequence[str], by: Actor) -> None:
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            at = self._clock.now()
            text = f"发出报送表 {row.number} {row.title}：{len(asked)} 份"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=at)
            lines.write(tx, books.DUTY, ActKind.RETURNS, f"{text}（{'、'.join(asked)}）"[:LINE_LIMIT], at=at)

    # bringing back

    def look(self, round_id: UUID, paths: Iterable[Path]) -> Preview:
        """Read files and folders and say what would come of each; nothing is written. Refuses files_missing."""
        found = return_files.files_in(paths)
        if not found:
            raise Refused("files_missing")
        with self._store.reading() as connection:
            row = query.one(connection, round_id)
        return self._preview(row, tuple(return_files.read_file(path, row) for path in found))

    def look_again(self, seen: Preview) -> Preview:
        """The same files, not read again, against what stands now."""
        with self._store.reading() as connection:
            row = query.one(connection, seen.round.id)
        return self._preview(row, seen.files)

    def take(
        self, seen: Preview, left_out: frozenset[int] = frozenset(), *, by: Actor
    ) -> tuple[PlanLine, ...]:  # fmt: skip
        """Take all sound files of a preview exactly as it read them; the others are named in the line.

        Refuses nothing_to_take, and changed_meanwhile where something else was taken since.
        """
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            row = tx.session.get(ReturnsRound, seen.round.id)
            if row is None:
                raise Refused("no_such_round")
            if row.version != seen.round.version:
                raise Refused("changed_meanwhile", number=row.number)
            made = plan(seen.round, seen.files, query.returns(tx.connection, [row.id]), seen.before, left_out)
            taken = [line for line in made if line.verdict in TAKEN]
            if not taken:
                raise Refused("nothing_to_take")
            at = self._clock.now()
            about = [one for line in taken for one in self._written(tx, row.id, line, at)]
            row.version += 1
            tx.flush()
            lines.write(tx, books.DUTY, ActKind.RETURNS, _taken_text(row.number, made), at=at, about=[row, *about])
        return made

    def close(self, round_id: UUID, remark: str = "", *, seen: int, by: Actor) -> RoundRow:
        """Nothing more is taken; units that are missing need a remark. Refuses round_closed, units_unreturned."""
        remark = one_line(remark, 500)
        with self._store.writing(by=by, action=Action.REPORT_UP) as tx:
            row = tx.session.get(ReturnsRound, round_id)
            if row is None:
                raise Refused("no_such_round")
            if row.state != "open":
                raise Refused("round_closed", number=row.number)
            if row.version != seen:
                raise Refused("changed_meanwhile", number=row.number)
            told = _standing(tx.connection, query.one(tx.connection, round_id))
            if told.missing and not remark:
                raise Refused("units_unreturned", count=len(told.missing), field="remark")
            row.state, row.version = "closed", row.version + 1
            tx.flush()
            missing = "、".join(one.unit.unit for one in told.missing)
            text = f"乡镇报送结束 {row.number}：收到 {len(told.units) - len(told.missing)}/{len(told.units)}"
            text += (f"，未报 {missing}" if missing else "") + (f"，{remark}" if remark else "")
            lines.write(tx, books.DUTY, ActKind.RETURNS, text[:LINE_LIMIT], at=self._clock.now(), about=[row])
            return query.one(tx.connection, round_id)

    # reading

    def one(self, round_id: UUID) -> RoundRow:
        with self._store.reading() as connection:
            return query.one(connection, round_id)

    def by_number(self, number: str) -> RoundRow:
        with self._store.reading() as connection:
            return query.by_number(connection, number)

    def newest(self) -> list[RoundRow]:
        """The newest rounds first."""
        with self._store.reading() as connection:
            return query.newest(connection, SHOWN)

    def standing(self, round_id: UUID) -> Standing:
        """Who is missing, what changed, what contradicts, the sums."""
        with self._store.reading() as connection:
            return _standing(connection, query.one(connection, round_id))

    def history(self, round_id: UUID, unit: str) -> list[ReturnRow]:
        """Everything a unit brought back in a round, in the order it came."""
        with self._store.reading() as connection:
            return [one for one in query.returns(connection, [round_id]) if one.unit == unit]

    def proposed(self, round_id: UUID) -> dict[str, Amount]:
        """The sums as figures of the incident: for people to decide on, nothing is changed by it.

        What is 不详 in the round is not proposed: it would take away what is known.
        """
        summed = self.standing(round_id).sums
        return {
            COLUMNS[code].key: amount for code, amount in summed.items() if COLUMNS[code].key and not amount.unknown
        }

    # shared

    def _preview(self, row: RoundRow, files: tuple[ReadFile, ...]) -> Preview:
        with self._store.reading() as connection:
            known = tuple(query.returns(connection, [row.id]))
            before = query.last_said(connection, row)
        return Preview(row, files, plan(row, files, known, before), known, before)

    def _require(self, tx: Tx, asked: NewRound, at: datetime) -> None:
        if asked.as_of > at + AHEAD:
            raise Refused("time_future", at=self._minute(asked.as_of))
        require_to_come(asked.due_at, at)
        if asked.incident_id is not None and tx.session.get(Incident, asked.incident_id) is None:
            raise Refused("no_such_incident")

    def _write(
        self, target: Path, row: RoundRow, unit: str, last: ReturnRow | None, names: dict[UUID, str]
    ) -> None:  # fmt: skip
        def write(path: Path, _rows: Iterable[object]) -> int:
            number = names[last.round_id] if last is not None else ""
            return_files.write_file(path, row, unit, last, number, self._zone())
            return 1

        write_beside(target, (), write)

    def _written(self, tx: Tx, round_id: UUID, line: PlanLine, at: datetime) -> list[TownReturn]:
        """The new return, and the one it stands for now."""
        rows = tx.session.query(TownReturn).filter_by(round_id=round_id, unit=line.unit, replaced_at=None).all()
        for old in rows:
            old.replaced_at, old.version = at, old.version + 1
        told = line.file.told
        figures = {code: [one.amount.value, one.amount.at_least, one.raw] for code, one in told.figures.items()}
        made = TownReturn(
            id=uuid4(), round_id=round_id, unit=line.unit, file_digest=line.file.digest,
            file_name=line.file.name, content=_json({"figures": figures, "rows": told.rows}),
            findings=_json([[one.code, one.blocks, one.facts] for one in line.findings]), at=at,
            by_name=tx.by.name, replaced_at=None, version=1,
        )  # fmt: skip
        tx.session.add(made)
        return [*rows, made]

    def _minute(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone()):%m-%d %H:%M}"


def _standing(connection: Connection, row: RoundRow) -> Standing:
    now = {one.unit: one for one in query.returns(connection, [row.id]) if one.replaced_at is None}
    return standing(row, now, query.last_said(connection, row))


def _taken_text(number: str, made: Sequence[PlanLine]) -> str:
    """Who was taken, in whose place; which files were not and why."""
    fresh = [line.unit for line in made if line.verdict is Verdict.NEW]
    again = [line.unit for line in made if line.verdict is Verdict.REPLACES]
    text = f"收到乡镇报送 {number}：" + "；".join(
        f"{word} {'、'.join(units)}" for word, units in (("新报", fresh), ("重报", again)) if units
    )
    rest = [line for line in made if line.verdict not in TAKEN]
    if rest:
        named = (f"{line.file.name}（{_why(line)}）" for line in rest)
        text += f"。未收 {len(rest)} 份：" + "；".join(named)
    return text[:LINE_LIMIT]


def _why(line: PlanLine) -> str:
    verdict = words.say_in("zh", f"returns.verdict.{line.verdict.value}")
    first = next((said(one, "zh") for one in line.findings), verdict)
    return return_files.shown_name(first)[:80].rstrip("。")


def _json(content: object) -> str:
    """What files say may hold anything but what no text may."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode("utf-8")


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable("cannot_write_file", error, path=str(folder)) from error


def _checked_units(units: Sequence[CalledUnit]) -> list[CalledUnit]:
    if len(units) > UNITS_LIMIT:
        raise Refused("units_too_many", limit=UNITS_LIMIT)
    return checked_units(units)

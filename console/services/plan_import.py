"""Plans out of a workbook and into one: looked at row by row, compared by code, taken whole or the good rows only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console.domain.clock import Clock
from console.domain.importing import SILENT, Progress
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.plan_table import Finding, ImportSource, PlanChanges, Reading, Row, merged
from console.domain.plans import Level, PlanText, card_differences, shown
from console.domain.responses import Gap
from console.errors import Refused
from console.services import lines, plan_runs, plan_writing
from console.services.exporting import write_beside
from console.services.plan_files import read_plans, write_workbook
from console.services.plan_people import Finder
from console.services.plan_runs import Run
from db import books
from db.models.inbound import EventType
from db.queries import plans as query
from db.store import Store, Tx

WARNED = frozenset({Gap.UNHELD, Gap.UNKNOWN_UNIT, Gap.ALL_GONE, Gap.WHICH_UNIT})
"""What is told of a card's post when it is brought in: whoever is away today may be back when it is started."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do: counts of rows, what changes of each plan, and findings."""

    read: int
    refused: int
    changes: tuple[PlanChanges, ...]
    problems: tuple[Finding, ...]
    warned: tuple[Finding, ...]
    applied: bool
    run_id: UUID | None = None
    """Names what can be undone; None where nothing changed."""

    @property
    def added(self) -> int:
        return sum(one.new for one in self.changes)

    @property
    def updated(self) -> int:
        return sum(not one.new and not one.unchanged for one in self.changes)

    @property
    def unchanged(self) -> int:
        return sum(one.unchanged for one in self.changes)


class PlanFiles:
    """Use cases of workbooks of plans."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def import_file(
        self, path: Path, *, dry_run: bool = False, good_rows_only: bool = False, retire_absent: bool = False,
        progress: Progress = SILENT, by: Actor,
    ) -> Imported:  # fmt: skip
        """All or nothing unless ``good_rows_only``; the file is read before anything is locked.

        Levels and cards the file does not have stay as they are; with ``retire_absent`` they no longer hold.
        Refuses plans_no_header, what a table file is refused for, and import_stopped when ``progress`` says so: then
        nothing was changed.
        """
        self._store.require(by, Action.EDIT_PLANS)
        reading = read_plans(path, progress)
        if dry_run:
            with self._store.reading() as connection:
                progress.step("compare", 0, reading.read)
                return _Work(connection, reading, self._clock.now(), self._zone(), retire_absent=retire_absent).told()
        source = ImportSource(path.name, reading.digest, good_rows_only)
        with self._store.writing(by=by, action=Action.EDIT_PLANS) as tx:
            now = self._clock.now()
            work = _Work(tx.connection, reading, now, self._zone(), retire_absent=retire_absent)
            told = work.told()
            if told.problems and not good_rows_only:
                return told
            run = _written(tx, work, now, progress)
            row = run.row(source, told.refused, now, tx.by.name) if run.plans else None
            tx.session.add_all([row] if row is not None else [])
            said = f"导入预案 {path.name}：新增 {told.added}，修改 {told.updated}，未变 {told.unchanged}"
            about = [row] if row is not None else []
            lines.write(tx, books.AUDIT, ActKind.IMPORT, f"{said}，未导入 {told.refused} 行", at=now, about=about)
        return replace(told, applied=True, run_id=row.id if row is not None else None)

    def save_template(self, path: Path) -> Path:
        """A workbook to fill in, with one row in each sheet that shows how."""
        write_beside(path, (), lambda beside, _rows: write_workbook(beside, ()))
        return path

    def export(self, path: Path, plan_ids: Sequence[UUID] = (), *, by: Actor) -> int:
        """These plans (all that hold where none is named) in the form of the template; answers how many."""
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            wanted = plan_ids or [row.id for row in query.rows(tx.connection)]
            texts = [query.text(tx.connection, plan_id) for plan_id in wanted]
            write_beside(path, (), lambda beside, _rows: write_workbook(beside, texts))
            text = f"导出预案：{len(texts)} 个，{path.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return len(texts)


def _written(tx: Tx, work: _Work, now: datetime, progress: Progress) -> Run:
    """The plans are written; what each was and is now is noted."""
    run = Run()
    for done, text in enumerate(work.texts):
        progress.step("write", done, len(work.texts))
        plan = plan_writing.by_code(tx, text.code)
        before = plan_runs.standing(tx, plan.id) if plan is not None else {}
        plan = plan_writing.write(tx, text, plan, now)
        if text.code in work.taken_back:
            plan_writing.switch(tx, plan, "重新导入", now, active=True)
        run.note(plan.id, before, plan_runs.standing(tx, plan.id))
    progress.step("write", len(work.texts), len(work.texts))
    return run


class _Work:
    """A file held against the library: the plans as they would be, and what is wrong with its rows."""

    def __init__(
        self, connection: Connection, found: Reading, now: datetime, zone: ZoneInfo, *, retire_absent: bool
    ) -> None:  # fmt: skip
        self._found = found
        rows = query.rows(connection, retired=True)
        self._stored = {row.code: query.text(connection, row.id) for row in rows}
        self._types = set(connection.execute(select(EventType.code)).scalars())
        self._drop_homeless()
        codes = dict.fromkeys([*found.plans, *(code for code, _ in found.levels), *(key[0] for key in found.cards)])
        self.texts = [text for code in codes if (text := self._text(code, retire_absent)) is not None]
        self.taken_back = {row.code for row in rows if not row.active and not row.levels}
        """Plans whose import was undone: brought in again they hold again."""
        retired = {row.code for row in rows if not row.active} - self.taken_back
        warned = [*self._retired(retired, "retired"), *self._retired(self.taken_back, "taken_back")]
        self._warnings = [*warned, *self._posts(connection, now, zone)]

    def told(self) -> Imported:
        found = self._found
        changes = tuple(_changes(self._stored.get(text.code), text, found) for text in self.texts)
        return Imported(found.read, found.refused, changes, tuple(found.findings), tuple(self._warnings), applied=False)

    def _text(self, code: str, retire_absent: bool) -> PlanText | None:
        """The plan as it would be stored; None where it is unsound only as a whole (a card kept from before)."""
        text = merged(self._stored.get(code), self._found, code, retire_absent=retire_absent)
        try:
            return plan_writing.cleaned(text)
        except Refused as trouble:
            self._found.refuse(self._row_of(code).refused(trouble))
            return None

    def _row_of(self, code: str) -> Row:
        """The first row of the file that speaks of a plan."""
        found = self._found
        rows = [pair[0] for key, pair in (*found.levels.items(), *found.cards.items()) if key[0] == code]
        return found.plans[code][0] if code in found.plans else rows[0]

    def _drop_homeless(self) -> None:
        """Rows whose plan or level stands neither in the file nor in the library; plans of an unknown event type."""
        found = self._found
        for code, (row, values) in list(found.plans.items()):
            kind = values.get("event_type", "")
            if kind and kind not in self._types:
                found.refuse(row.problem("refused.no_such_event_type", "event_type", type=kind[:20]))
                del found.plans[code]
        for (code, name), (row, _) in list(found.levels.items()):
            if code not in found.plans and code not in self._stored:
                found.refuse(row.problem("plan.problem.plan_unknown", "code", plan=code))
                del found.levels[code, name]
        levels = {(code, one.level) for code, text in self._stored.items() for one in text.levels}
        for key, (row, _) in list(found.cards.items()):
            if key[:2] not in found.levels and key[:2] not in levels:
                found.refuse(row.problem("plan.problem.level_unknown", "level", plan=key[0], level=shown(key[1])))
                del found.cards[key]

    def _retired(self, codes: set[str], why: str) -> Iterator[Finding]:
        for text in self.texts:
            if text.code in codes:
                yield replace(self._row_of(text.code).problem(f"plan.problem.{why}", "code"), warning=True)

    def _posts(self, connection: Connection, now: datetime, zone: ZoneInfo) -> Iterator[Finding]:
        cards = {
            (text.code, level.level, card.code): card
            for text in self.texts for level in text.levels for card in level.cards
        }  # fmt: skip
        finder = Finder(connection, list(cards.values()), now, zone)
        for key, (row, _) in self._found.cards.items():
            card = cards.get(key)
            gap = finder.told(card).gap if card is not None else None
            if card is not None and gap in WARNED:
                about = f"{card.unit} {card.post}".strip()
                yield replace(row.problem(f"response.gap.{gap.value}", "post", about=about), warning=True)


def _changes(stored: PlanText | None, text: PlanText, found: Reading) -> PlanChanges:
    known = {(one.level, card.code) for one in (stored.levels if stored else ()) for card in one.cards}
    wanted = {(one.level, card.code) for one in text.levels for card in one.cards}
    differing = [one for level in text.levels for one in card_differences(_at(stored, level.level), level)]
    levels = [level.level for level in text.levels if _without_cards(_at(stored, level.level)) != _without_cards(level)]
    levels += [level.level for level in (stored.levels if stored else ()) if text.at(level.level) is None]
    absent = sorted(one for one in known if (text.code, *one) not in found.cards)
    return PlanChanges(
        text.code, text.title, stored is None, _fields(stored, text), tuple(levels),
        tuple(" ".join(one) for one in sorted(wanted - known)),
        tuple((f"{one.level} {one.code}", one.fields) for one in differing),
        tuple(" ".join(one) for one in absent), tuple(" ".join(one) for one in sorted(known - wanted)),
    )  # fmt: skip


def _at(text: PlanText | None, level: str) -> Level | None:
    return text.at(level) if text is not None else None


def _without_cards(level: Level | None) -> Level | None:
    return replace(level, cards=()) if level is not None else None


def _fields(stored: PlanText | None, text: PlanText) -> tuple[tuple[str, str, str], ...]:
    if stored is None:
        return ()
    names = [one.name for one in fields(PlanText) if one.name != "levels"]
    both = [(name, getattr(stored, name), getattr(text, name)) for name in names]
    return tuple((name, str(before or ""), str(after or "")) for name, before, after in both if before != after)

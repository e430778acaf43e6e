"""One team: what it does at each incident and how it got there, what is known of it, its papers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.domain.assigning import AssignmentRow
from console.domain.teams import CertificateRow
from ui import theme
from ui.models.sent_rows import team_mark
from ui.models.team_rows import (
    Names,
    TeamLine,
    assignment_model,
    certificate_model,
    people,
    step_lines,
    step_model,
)
from ui.text import Times, degrees
from ui.widgets.card import Card
from ui.widgets.due_cell import DueCell
from ui.widgets.facts import Facts
from ui.widgets.intake_bar import Lines
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

FACTS = (
    "teams.fact.kind", "teams.fact.people", "teams.fact.readiness", "teams.column.head_a", "teams.column.head_b",
    "teams.column.base", "teams.column.skills", "teams.column.event_types", "teams.column.equipment", "teams.fact.more",
    "teams.column.remark",
)  # fmt: skip
_MOST = {"way": 5, "steps": 8, "papers": 6}
_LIMIT = 3
"""The column of the limit that runs."""


class TeamSheet(Card):
    """``turned`` follows every other choice of a line or a paper."""

    turned = Signal()

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("teams.title", parent=parent)
        self.wrap_title()
        self._times = times
        self.team: UUID | None = None
        self._way_of: UUID | None = None
        self._wanted: UUID | None = None
        self.way = RowTable(assignment_model(times), compact=True)
        self.way.setItemDelegateForColumn(_LIMIT, DueCell(lambda row: team_mark(row, times.now()), self.way))
        self.steps = RowTable(step_model(times), compact=True)
        self.papers = RowTable(certificate_model(), compact=True)
        for table, name in ((self.way, "way"), (self.steps, "steps"), (self.papers, "papers")):
            table.call(f"teams.{name}")
        self.none_sent, self.no_papers = (
            Word("teams.none_sent", role="secondary"),
            Word("teams.no_papers", role="secondary"),
        )
        self.facts = Facts(FACTS)
        self.numbers = Lines()
        self._lay_out()
        self.way.chosen.connect(lambda _row: self._show_steps())
        self.papers.chosen.connect(lambda _row: self.turned.emit())

    def assignment(self) -> AssignmentRow | None:
        """The chosen line of the team that is shown."""
        row: AssignmentRow | None = self.way.chosen_row() if self._way_of == self.team else None
        return row

    def paper(self) -> CertificateRow | None:
        row: CertificateRow | None = self.papers.chosen_row()
        return row

    def want(self, assignment: UUID | None) -> None:
        """That line is to be chosen, now or as soon as it is read."""
        self._wanted = assignment
        if assignment is not None and self.way.choose(assignment):
            self._wanted = None

    def knows_way_of(self, team: UUID) -> bool:
        return self._way_of == team

    def show_team(self, line: TeamLine, names: Names) -> None:
        row = line.row
        self.team = row.id
        self.title.show_text(row.name)
        self.caption.show_text(" ".join(part for part in (row.code, row.call_sign) if part))
        for name, text in facts(line, names, self._times).items():
            self.facts.show_text(name, text or words.say("print.none"))
        self.papers.show_rows(row.certificates)
        self.papers.setVisible(bool(row.certificates))
        self.no_papers.setVisible(not row.certificates)
        self._fit()

    def show_way(self, team: UUID | None, rows: Sequence[AssignmentRow]) -> None:
        """What it does, the first line chosen unless another is; ``team`` None: not read yet."""
        self._way_of = team
        self.way.show_rows(rows)
        self.way.setVisible(bool(rows))
        self.none_sent.setVisible(not rows)
        if rows and self._wanted is not None and self.way.choose(self._wanted):
            self._wanted = None
        elif rows and self.way.chosen_row() is None:
            self.way.choose(rows[0].id)
        self._show_steps()

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "facts"):
            self._fit()

    def _show_steps(self) -> None:
        row = self.assignment()
        self.steps.show_rows(step_lines(row))
        self.steps.setVisible(row is not None)
        self._fit()
        self.turned.emit()

    def _fit(self) -> None:
        """Tables are as high as their rows: what lies below them is not pushed out of sight."""
        using = theme.current()
        for name, most in _MOST.items():
            table: RowTable = getattr(self, name)
            rows = max(1, min(most, table.rows_model.rowCount()))
            wanted = using.px(34) + rows * using.compact_row + 4
            table.setFixedHeight(max(wanted, table.minimumSizeHint().height()))

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (
            self.none_sent, self.way, self.steps, self.facts, self.numbers, Word("teams.papers", role="strong"),
            self.papers, self.no_papers,
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self.body.addWidget(scrolling(inside), 1)


def facts(line: TeamLine, names: Names, times: Times) -> dict[str, str]:
    """What is known of a team, by the label of each fact."""
    row = line.row
    since = times.near(row.readiness_at) if row.readiness_at is not None else ""
    spot = words.say("teams.no_spot")
    if row.latitude is not None and row.longitude is not None:
        spot = f"{degrees(row.latitude)}, {degrees(row.longitude)}"
    prepares = words.say("teams.fact.prepares", count=row.prepare_minutes)
    told = {
        "teams.fact.kind": (names.kind(row.kind), row.place_name or ""),
        "teams.fact.people": (people(row), prepares),
        "teams.fact.readiness": (words.say(f"team.readiness.{row.readiness.value}"), row.readiness_note, since),
        "teams.column.head_a": (row.head_a, row.phone_a), "teams.column.head_b": (row.head_b, row.phone_b),
        "teams.column.base": (row.base, spot), "teams.column.skills": (names.all_skills(row.skills),),
        "teams.column.event_types": (names.all_types(row.event_types),), "teams.column.equipment": (row.equipment,),
        "teams.fact.more": _more(line), "teams.column.remark": (row.remark,),
    }  # fmt: skip
    return {name: "　".join(part for part in parts if part) for name, parts in told.items()}


def _more(line: TeamLine) -> tuple[str, ...]:
    """Insurance, drill, registration, agreement."""
    row = line.row
    return (
        words.say("teams.fact.insured", day=row.insurance_until) if row.insurance_until else "",
        words.say("teams.fact.drilled", day=row.last_drill_on) if row.last_drill_on else "",
        "" if row.registered else words.say("list.engage_rules.when.unregistered"),
        row.agreement,
    )

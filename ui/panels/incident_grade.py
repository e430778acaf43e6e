"""Kind and grade of an incident: what stands, what the rules propose and why, what was decided before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from console import words
from console.domain.grading import Proposal
from console.domain.incident import Grade, GradeChange, IncidentKind, IncidentRow, Standing, judged_down
from console.domain.incident_figures import Revision
from console.domain.people import Action as Permission
from console.services.incidents import Judgement
from ui import actions
from ui.dialogs.judge_incident import JudgeDialog
from ui.models.incident_figures import figure_text
from ui.panels.incident_state import decided
from ui.widgets.card import Card
from ui.widgets.grade_chip import GradeChip, grade_text
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word

if TYPE_CHECKING:
    from ui.panels.incident_overview import OverviewPage

LINES = 4
"""Decisions shown under the proposal; the time line has all of them."""
Known = tuple[Proposal, dict[str, Revision], list[GradeChange]]


class GradeCard(Card):
    """The card; people decide, one key takes what is proposed as 初判."""

    def __init__(self, page: OverviewPage) -> None:
        super().__init__("incidents.grade.title")
        self._page = page
        self._proposal: Proposal | None = None
        self._told = ""
        self.chip = GradeChip()
        self.proposed = Word(role="strong")
        self.history = Word(role="secondary")
        for part in (self.proposed, self.history):
            part.setWordWrap(True)
        self.take_button = KeyButton("incidents.do.take_grade", actions.key_of("grade_take"))
        self.judge_button = KeyButton("incidents.do.judge", actions.key_of("grade_judge"))
        self.bar = Lines()
        self.bar.flow.addWidget(self.take_button)
        self.bar.flow.addWidget(self.judge_button)
        self.head.layout().insertWidget(1, self.chip)
        for widget in (self.proposed, self.bar, self.history):
            self.body.addWidget(widget)
        self.take_button.clicked.connect(self.take)
        self.judge_button.clicked.connect(self.judge)
        page.guard(Permission.INCIDENTS, self.take_button, self.judge_button)

    def verbs(self) -> dict[str, Callable[[], object]]:
        return {"grade_take": self.take, "grade_judge": self.judge}

    def read(self, incident_id: UUID) -> Known:
        """On a worker."""
        ask = self._page.services
        return ask.figures.proposal(incident_id), ask.figures.newest(incident_id), ask.incidents.grades(incident_id)

    def show_grade(self, row: IncidentRow, known: Known) -> None:
        self._proposal, figures, decided = known
        self.chip.show_grade(row.kind, row.grade, row.standing)
        self._told = proposal_text(self._proposal, figures)
        self.proposed.show_text(self._told)
        self.take_button.setVisible(self.differs(row))
        self.history.show_text("\n".join(self._line(one) for one in reversed(decided[-LINES:])))
        self.history.setVisible(bool(decided))

    def differs(self, row: IncidentRow) -> bool:
        """Whether there is a proposal, and it is not what stands."""
        found = self._proposal
        return found is not None and found.decided is not None and (found.kind, found.grade) != (row.kind, row.grade)

    def take(self) -> None:
        """What is proposed, as 初判; what was confirmed already and what makes less of it asks for a reason."""
        row, page, found = self._page.row, self._page, self._proposal
        if row is None or found is None or found.decided is None or not page.may() or not self.differs(row):
            return
        if row.standing is Standing.CONFIRMED or judged_down((row.kind, row.grade), (found.kind, found.grade)):
            self._ask(row, proposed=True)
            return
        standing = Standing.FIRST if found.grade is not Grade.NONE else Standing.NONE
        judged = Judgement(found.kind, found.grade, standing, found.decided.code, found.decided.basis)
        by, incidents = page.by, page.services.incidents
        page.act(lambda: incidents.judge(row.id, judged, seen=row.version, by=by), "incidents.told.grade")

    def judge(self) -> None:
        """Kind, grade and standing as people decide."""
        row = self._page.row
        if row is not None and self._page.may():
            self._ask(row, proposed=False)

    def _ask(self, row: IncidentRow, *, proposed: bool) -> None:
        page, by, found = self._page, self._page.by, self._proposal
        incidents = page.services.incidents
        assert found is not None
        dialog = JudgeDialog(row, found, self._told, proposed=proposed, parent=page.window())
        seen = page.seen(row)

        def act(judged: Judgement) -> IncidentRow:
            return seen.tried(lambda version: incidents.judge(row.id, judged, seen=version, by=by))

        page.ask(dialog, "incident.judge", act, "incidents.told.grade")

    def _line(self, one: GradeChange) -> str:
        said = grade_text(one.kind, one.grade, one.standing)
        why = words.say("list.join").join(part for part in (one.reason, one.basis) if part)
        return decided(self._page.times.near(one.at), said, why, one.by_name)


def proposal_text(found: Proposal, figures: dict[str, Revision]) -> str:
    """建议：较大，依据 493号令第三条（重伤 12 人）；死亡、失联不详，级别可能更高."""
    unknown = words.say("list.join").join(words.say(f"incident.figure.{key}") for key in found.unknown)
    said = words.say("incidents.proposal.none")
    if found.decided is not None:
        said = words.say("incidents.proposal", **_facts(found, figures))
    return words.say("incidents.proposal.unknown", proposal=said, figures=unknown) if unknown else said


def _facts(found: Proposal, figures: dict[str, Revision]) -> dict[str, str]:
    decided = found.decided
    assert decided is not None
    event = found.kind is IncidentKind.EVENT and found.grade is not Grade.NONE
    grade = f"incident.grade.{found.grade.value}" if event else f"incident.kind.{found.kind.value}"
    told = figure_text(decided.figure, figures[decided.figure].amount)
    return {"grade": words.say(grade), "basis": decided.basis, "figure": told}

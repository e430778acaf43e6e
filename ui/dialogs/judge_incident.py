"""Kind and grade of an incident as people decide them; what the rules propose is told beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.grading import Proposal
from console.domain.incident import LIMITS, Grade, IncidentKind, IncidentRow, Standing
from console.services.incidents import Judgement
from ui.dialogs.asking import Asking
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.typed import ShortText


class JudgeDialog(Asking):
    """Hands up a ``Judgement``. ``proposed`` stands in the fields where it is to be taken."""

    def __init__(
        self, incident: IncidentRow, proposal: Proposal, told: str, *, proposed: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__("incidents.do.judge", "button.save", parent=parent)
        self._proposal = proposal
        self.about = self.say_sentence(
            "incidents.join.about", role="strong", about=f"{incident.number} {incident.title}"
        )
        self.told = self.say_sentence("incidents.join.about", role="secondary", about=told)
        self.kind = Choice(list(IncidentKind), lambda kind: words.say(f"incident.kind.{kind.value}"))
        self.grade = Choice(list(Grade), _grade_word)
        self.standing = Choice(
            (Standing.FIRST, Standing.CONFIRMED), lambda standing: words.say(f"incident.standing.{standing.value}")
        )
        self.reason = ShortText(LIMITS["reason"])
        must = incident.standing is Standing.CONFIRMED
        for field in (
            Field("incidents.kind", self.kind), Field("incidents.grade", self.grade),
            Field("incidents.standing", self.standing), Field("incidents.reason", self.reason, required=must),
        ):  # fmt: skip
            self.body.addWidget(field)
        self.kind.choose(proposal.kind if proposed else incident.kind)
        self.grade.choose(proposal.grade if proposed else incident.grade)
        self.standing.choose(Standing.FIRST if incident.standing is Standing.NONE else incident.standing)
        self.kind.currentIndexChanged.connect(self._follow)
        self.grade.currentIndexChanged.connect(self._follow)
        self.inputs = {"kind": self.kind, "grade": self.grade, "standing": self.standing, "reason": self.reason}
        self._begin_at = self.reason if proposed and must else self.kind
        self._follow()

    def first(self) -> QWidget:
        return self._begin_at

    def answer(self) -> Judgement:
        kind: IncidentKind = self.kind.value()
        grade = self.grade.value() if kind is IncidentKind.EVENT else Grade.NONE
        standing = self.standing.value() if grade is not Grade.NONE else Standing.NONE
        rule = self._proposal.decided if (kind, grade) == (self._proposal.kind, self._proposal.grade) else None
        return Judgement(
            kind, grade, standing, rule.code if rule else "", rule.basis if rule else "", self.reason.text()
        )

    def _follow(self) -> None:
        """Only an event has a grade, only a grade a standing."""
        event = self.kind.value() is IncidentKind.EVENT
        self.grade.setEnabled(event)
        self.standing.setEnabled(event and self.grade.value() is not Grade.NONE)
        asked = [self.kind, self.grade, self.standing, self.reason]
        self.set_fields([field for field in asked if field.isEnabled()])


def _grade_word(grade: Grade) -> str:
    return words.say(f"incident.grade.{grade.value}") if grade.value else words.say("incident.standing.none")

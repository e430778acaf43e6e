"""A response is started, raised or lowered: what it would do stands there before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.incident import IncidentRow
from console.domain.plans import PlanRow, shown
from console.domain.responses import LIMITS, Approved, Cause, Difference, Preview, ResponseRow
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.models.response_rows import change_model, changes_of, preview_model
from ui.text import Times
from ui.widgets.approval_fields import ApprovalFields
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.table import RowTable
from ui.widgets.typed import OneLine

WARNING = ""
"""Chosen instead of an incident: the response is for a warning, whose words are typed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be started, as chosen now."""

    plan_id: UUID
    level: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Start:
    """A start as it was seen; ``response_id`` is made with the dialog, so that twice is once."""

    response_id: UUID
    wanted: Wanted
    approved: Approved
    digest: bytes


class StartDialog(Asking):
    """Hands up a ``Start``; ``wanted`` asks for the preview of what is chosen, ``show_preview`` brings it."""

    LEAST_WIDTH = 900
    wanted = Signal(object)

    def __init__(
        self, plans: Sequence[PlanRow], incidents: Sequence[IncidentRow], leader: str, names: Sequence[str],
        times: Times, *, plan: UUID | None = None, incident: UUID | None = None, level: str = "", warning: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """What is known already stands in the fields."""
        super().__init__("responses.start", "responses.start.yes", kind="danger", parent=parent)
        self._id = uuid4()
        self._plans = {row.id: row for row in plans}
        self._incidents = {str(row.id): row for row in incidents}
        self._seen: tuple[Wanted, Preview] | None = None
        self.plan = Choice(list(self._plans), lambda one: f"{self._plans[one].title}　{self._plans[one].code}")
        self.level = Choice((), lambda level: words.say("plans.level_response", level=shown(level)))
        self.incident = Choice([*self._incidents, WARNING], self._incident_word)
        self.warning = OneLine(LIMITS["warning"])
        self.warning_field = Field("responses.warning_words", self.warning, required=True)
        self.approval = ApprovalFields(leader, names, times)
        if plan in self._plans:
            self.plan.choose(plan)
        if incident is not None and str(incident) in self._incidents:
            self.incident.choose(str(incident))
        elif warning:
            self.incident.choose(WARNING)
            self.warning.setText(warning[: LIMITS["warning"]])
        self._lay_out_body(times)
        self.inputs = {
            "plan": self.plan, "level": self.level, "incident": self.incident, "warning": self.warning,
            **self.approval.inputs(),
        }  # fmt: skip
        self._offer_levels()
        if level in self.level.values():
            self.level.choose(level)
        self.plan.currentIndexChanged.connect(lambda _at: self._offer_levels())
        self.level.currentIndexChanged.connect(lambda _at: self._ask())
        self.incident.currentIndexChanged.connect(lambda _at: self._ask())
        self.warning.editingFinished.connect(self._ask)
        self.approval.walked.connect(self._walk)
        self._walk()
        self.restyle()

    def begin(self) -> None:
        """Ask for the first preview; whoever answers listens now."""
        self._ask()

    def show_preview(self, asked: Wanted, found: Preview) -> None:
        """Who is told what; one that was overtaken by another choice is not shown."""
        if asked != self._wanted():
            return
        self._seen = (asked, found)
        self.trouble.hide()
        self.table.show_rows(found.assignments)
        self.when.say("responses.starts_when", text=found.starts_when, starter=found.starter)
        self.when.show()
        code = "responses.preview_gaps" if found.gaps else "responses.preview_whole"
        self.state.say(code, count=len(found.assignments), gaps=len(found.gaps))
        self.runs.setVisible(found.running is not None)
        self._permit()

    def show_refusal(self, asked: Wanted, error: Exception) -> None:
        """There is no preview of that."""
        if asked == self._wanted():
            self.refuse(error)

    def first(self) -> QWidget:
        return self.plan

    def answer(self) -> Start:
        if self._seen is None or self._seen[0] != self._wanted():
            self._ask()
            raise Refused("preview_missing")
        asked, found = self._seen
        return Start(self._id, asked, self.approval.approved(), found.digest)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            self.table.setMinimumHeight(theme.current().px(34) + theme.current().compact_row * 4)

    def _wanted(self) -> Wanted | None:
        if self.plan.value() is None or self.level.value() is None:
            return None
        key = self.incident.value()
        cause = Cause(warning=self.warning.text().strip()) if key == WARNING else Cause(UUID(key))
        return Wanted(self.plan.value(), self.level.value(), cause)

    def _ask(self) -> None:
        """What stood there is about something else."""
        self.warning_field.setVisible(self.incident.value() == WARNING)
        self._walk()
        wanted = self._wanted()
        if wanted is None or (self._seen is not None and self._seen[0] == wanted):
            return
        self._seen = None
        self._permit()
        if wanted.cause.incident_id is None and not wanted.cause.warning:
            self.state.say("responses.preview_needs_warning")
            return
        self.state.say("responses.preview_asked")
        self.wanted.emit(wanted)

    def _offer_levels(self) -> None:
        row = self._plans.get(self.plan.value())
        self.level.offer(row.levels[::-1] if row is not None else ())
        self._ask()

    def _permit(self) -> None:
        self.yes.setEnabled(self._seen is not None and self._seen[1].running is None)

    def hand_up(self) -> None:
        if self._seen is not None and self._seen[1].running is not None:
            return
        super().hand_up()

    def _walk(self) -> None:
        warning = [self.warning] if self.incident.value() == WARNING else []
        self.set_fields([*warning, *self.approval.fields()])

    def _incident_word(self, key: str) -> str:
        row = self._incidents.get(key)
        return f"{row.title}　{row.number}" if row is not None else words.say("responses.for_warning")

    def _lay_out_body(self, times: Times) -> None:
        self.body.addLayout(
            spread(
                (
                    (Field("plans.title", self.plan, required=True), 0, 0, 2),
                    (Field("responses.level", self.level, required=True), 0, 2, 1),
                    (Field("responses.cause", self.incident, required=True), 1, 0, 2),
                    (self.warning_field, 1, 2, 1),
                ),
                3,
            )
        )
        self.when = self.say_sentence("", role="secondary")
        self.when.hide()
        self.state = self.say_sentence("responses.preview_asked", role="strong")
        self.runs = self.say_sentence("responses.runs_already", role="error")
        self.runs.hide()
        self.table = RowTable(preview_model(times, self._names), compact=True)
        self.table.call("responses.preview")
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.approval)

    def _names(self) -> Mapping[str, str]:
        return {one.code: one.name for one in self._seen[1].milestones} if self._seen is not None else {}


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of level as it was seen."""

    level: str
    approved: Approved
    digest: bytes


class ChangeDialog(Asking):
    """Hands up a ``Changed``; ``wanted`` asks for the difference to the level chosen, ``show_difference`` brings it."""

    LEAST_WIDTH = 900
    wanted = Signal(str)

    def __init__(
        self, row: ResponseRow, levels: Sequence[str], leader: str, names: Sequence[str], times: Times,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("responses.change", "responses.change.yes", parent=parent)
        self._seen: Difference | None = None
        self.say_sentence(
            "responses.change_about", role="strong", number=row.number, title=row.title, level=shown(row.level)
        )
        self.level = Choice([one for one in levels if one != row.level], lambda level: self._word(row.level, level))
        self.body.addWidget(Field("responses.level_after", self.level, required=True))
        self.state = self.say_sentence("responses.preview_asked", role="strong")
        self.table = RowTable(change_model(), compact=True)
        self.table.call("responses.difference")
        self.body.addWidget(self.table, 1)
        self.approval = ApprovalFields(leader, names, times)
        self.body.addWidget(self.approval)
        self.inputs = {"level": self.level, **self.approval.inputs()}
        self.approval.walked.connect(self._walk)
        self.level.currentIndexChanged.connect(lambda _at: self._ask())
        self._walk()
        self.restyle()

    def begin(self) -> None:
        self._ask()

    def show_difference(self, found: Difference) -> None:
        """What it would change; one that was overtaken by another choice is not shown."""
        if found.after != self.level.value():
            return
        self._seen = found
        self.trouble.hide()
        self.table.show_rows(changes_of(found))
        counts = {"new": len(found.new), "kept": len(found.kept), "cancelled": len(found.cancelled)}
        self.state.say("responses.difference_counts", **counts)
        self.yes.setEnabled(True)

    def first(self) -> QWidget:
        return self.level

    def answer(self) -> Changed:
        if self._seen is None or self._seen.after != self.level.value():
            raise Refused("preview_missing")
        return Changed(self._seen.after, self.approval.approved(), self._seen.digest)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            self.table.setMinimumHeight(theme.current().px(34) + theme.current().compact_row * 4)

    def _ask(self) -> None:
        self._seen = None
        self.yes.setEnabled(False)
        self.state.say("responses.preview_asked")
        if self.level.value() is not None:
            self.wanted.emit(self.level.value())

    def _walk(self) -> None:
        self.set_fields(self.approval.fields())

    @staticmethod
    def _word(before: str, level: str) -> str:
        up = ["IV", "III", "II", "I"].index(level) > ["IV", "III", "II", "I"].index(before)
        return words.say("responses.raise_to" if up else "responses.lower_to", level=shown(level))

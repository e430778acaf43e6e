"""What a team did next, as it was told; and the recall of a whole order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.assigning import LIMITS, AssignmentRow, Told
from console.domain.assignments import TeamState
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.dialogs.typed_time import told_time
from ui.models.sent_rows import late_now
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.typed import OneLine

_TIME = 40


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step as it is told; its key is made with the dialog, so that pressed twice is once."""

    state: TeamState
    told: Told


class StepDialog(Asking):
    """Hands up a ``Stepped``. The reason is asked for where a limit is missed by now, and for 撤回."""

    LEAST_WIDTH = 560

    def __init__(
        self, row: AssignmentRow, times: Times, state: TeamState | None = None, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__("dispatch.step", "dispatch.step.yes", parent=parent)
        self._row, self._times, self._key = row, times, uuid4()
        self.say_sentence("dispatch.step.about", role="strong", team=row.team, number=row.number, place=row.place)
        self.state = Choice(row.follows, lambda one: words.say(f"team.state.{one.value}"))
        if state in row.follows:
            self.state.choose(state)
        self.at, self.who = OneLine(_TIME), OneLine(LIMITS["who"])
        self.place, self.reason = OneLine(LIMITS["place"]), OneLine(LIMITS["reason"])
        self.reason_field = Field("dispatch.reason", self.reason)
        shown = (
            (Field("dispatch.step.state", self.state, required=True), 0, 0, 1),
            (Field("dispatch.step.at", self.at), 0, 1, 1),
            (Field("dispatch.step.who", self.who), 1, 0, 1), (Field("dispatch.step.place", self.place), 1, 1, 1),
            (self.reason_field, 2, 0, 2),
        )  # fmt: skip
        self.body.addLayout(spread(shown, 2))
        self.late = self.say_sentence("dispatch.step.late", role="caution")
        self.inputs = {"at": self.at, "who": self.who, "place": self.place, "reason": self.reason}
        self.set_fields([self.at, self.who, self.place, self.reason])
        self.state.currentIndexChanged.connect(lambda _at: self._say_late())
        self._say_late()
        self.retranslate()
        self.restyle()

    def first(self) -> QWidget:
        return self.reason if self._asks_reason() else self.at

    def answer(self) -> Stepped:
        at = told_time(self._times, self.at.text())
        told = Told(self._key, at, *(one.text().strip() for one in (self.place, self.who, self.reason)))
        if self.state.value() is TeamState.RECALLED and not told.reason:
            raise Refused("reason_missing", field="reason")
        return Stepped(self.state.value(), told)

    def field_of(self, refused: Refused) -> QWidget | None:
        """Rules that warn ask for the same word why."""
        return self.reason if refused.code in ("team_warned", "assignment_late") else super().field_of(refused)

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "at"):
            self.at.setPlaceholderText(words.say("upward.sent_at.now"))

    def _asks_reason(self) -> bool:
        state = self.state.value()
        return state is TeamState.RECALLED or late_now(self._row, state, self._times.now())

    def _say_late(self) -> None:
        asks = self._asks_reason()
        self.reason_field.set_required(asks)
        self.late.setVisible(asks and self.state.value() is not TeamState.RECALLED)


@dataclass(frozen=True, slots=True)
class Recalled:
    """Why an order is called back, and who said so."""

    reason: str
    who: str


class RecallDialog(Asking):
    """Hands up a ``Recalled``; goods that are on the road already are named, they come back by 退库."""

    LEAST_WIDTH = 560

    def __init__(
        self, number: str, teams: int, free: Sequence[str], road: Sequence[str], parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__("dispatch.recall", "dispatch.recall.yes", kind="danger", parent=parent)
        facts = {"number": number, "teams": teams, "documents": len(free)}
        self.say_sentence("dispatch.recall.about", role="strong", **facts)
        if road:
            self.say_sentence("dispatch.recall.road", role="caution", numbers="、".join(road))
        self.reason, self.who = OneLine(LIMITS["reason"]), OneLine(LIMITS["who"])
        self.body.addWidget(Field("dispatch.reason", self.reason, required=True))
        self.body.addWidget(Field("dispatch.recall.who", self.who))
        self.inputs = {"reason": self.reason, "who": self.who}
        self.set_fields([self.reason, self.who])
        self.restyle()

    def answer(self) -> Recalled:
        reason = self.reason.text().strip()
        if not reason:
            raise Refused("reason_missing", field="reason")
        return Recalled(reason, self.who.text().strip())

"""A running response goes on: a milestone is reached, or it is ended with its checklist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from console import words
from console.domain.plans import shown
from console.domain.responses import LIMITS, Approved, EndItem, MilestoneRow, ResponseRow
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.widgets.approval_fields import ApprovalFields
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.typed import OneLine

_TIME = 40


@dataclass(frozen=True, slots=True)
class Ended:
    """An end with its checklist."""

    checklist: tuple[EndItem, ...]
    reason: str
    approved: Approved


class EndDialog(Asking):
    """Hands up an ``Ended``: every item of the checklist is ticked, or has a remark."""

    LEAST_WIDTH = 760

    def __init__(
        self, row: ResponseRow, items: Sequence[str], leader: str, names: Sequence[str], times: Times,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("responses.end", "responses.end.yes", kind="danger", parent=parent)
        self.say_sentence(
            "responses.change_about", role="strong", number=row.number, title=row.title, level=shown(row.level)
        )
        self.left = self.say_sentence("responses.end_left", role="error", count=row.cards - row.done)
        self.left.setVisible(row.cards > row.done)
        self._items = tuple(items)
        self.ticks = [QCheckBox(item) for item in items]
        self.remarks = [OneLine(LIMITS["remark"]) for _ in items]
        self._lay_out_items()
        self.reason = OneLine(LIMITS["reason"])
        self.body.addWidget(Field("responses.reason", self.reason))
        self.approval = ApprovalFields(leader, names, times)
        self.body.addWidget(self.approval)
        self.inputs = {
            **{f"tick{at}": tick for at, tick in enumerate(self.ticks)},
            **{f"remark{at}": line for at, line in enumerate(self.remarks)}, "reason": self.reason,
            **self.approval.inputs(),
        }  # fmt: skip
        self.approval.walked.connect(self._walk)
        self._walk()
        self.retranslate()
        self.restyle()

    def first(self) -> QWidget:
        return self.ticks[0] if self.ticks else self.reason

    def answer(self) -> Ended:
        for at, tick in enumerate(self.ticks):
            if not tick.isChecked() and not self.remarks[at].text().strip():
                raise Refused("ending_remark_missing", item=self._items[at], field=f"remark{at}")
        items = tuple(
            EndItem(item, tick.isChecked(), line.text().strip())
            for item, tick, line in zip(self._items, self.ticks, self.remarks, strict=True)
        )
        return Ended(items, self.reason.text().strip(), self.approval.approved())

    def retranslate(self) -> None:
        super().retranslate()
        for item, line in zip(self._items, getattr(self, "remarks", ()), strict=False):
            line.setPlaceholderText(words.say("responses.remark"))
            line.setAccessibleName(f"{item} {words.say('responses.remark')}")

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "area"):
            rows = min(len(self._items), 6)
            self.area.setMinimumHeight(rows * theme.current().px(40))

    def _lay_out_items(self) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        for at, (tick, line) in enumerate(zip(self.ticks, self.remarks, strict=True)):
            grid.addWidget(tick, at, 0)
            grid.addWidget(line, at, 1)
        grid.setColumnStretch(1, 1)
        if not self.ticks:
            self.body.addWidget(Word("responses.no_checklist", role="secondary"))
        self.area = scrolling(inside)
        self.area.setVisible(bool(self.ticks))
        self.body.addWidget(self.area, 1)

    def _walk(self) -> None:
        self.set_fields([*self.remarks, self.reason, *self.approval.fields()])


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone and when it was reached; None for now."""

    milestone: str
    at: datetime | None


class MilestoneDialog(Asking):
    """Hands up a ``Reached``; Enter says that the next one has just been reached."""

    def __init__(
        self, row: ResponseRow, open_ones: Sequence[MilestoneRow], times: Times, parent: QWidget | None = None
    ) -> None:
        super().__init__("responses.milestone", "responses.milestone.yes", parent=parent)
        self._times = times
        names = {one.milestone.code: one for one in open_ones}
        self.say_sentence(
            "responses.change_about", role="strong", number=row.number, title=row.title, level=shown(row.level)
        )
        self.milestone = Choice(list(names), lambda code: _milestone_word(names[code]))
        self.at = OneLine(_TIME)
        self.body.addWidget(Field("responses.milestone_which", self.milestone, required=True))
        self.body.addWidget(Field("responses.milestone_at", self.at))
        self.set_fields([self.at])
        self.inputs = {"milestone": self.milestone, "at": self.at}
        self.retranslate()

    def first(self) -> QWidget:
        return self.milestone

    def answer(self) -> Reached:
        typed = self.at.text().strip()
        return Reached(self.milestone.value(), self._times.read(typed) if typed else None)

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "at"):
            self.at.setPlaceholderText(words.say("upward.sent_at.now"))


def _milestone_word(one: MilestoneRow) -> str:
    return words.say("responses.milestone_cards", name=one.milestone.name, count=one.cards)

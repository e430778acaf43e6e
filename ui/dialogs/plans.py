"""The library is kept by keyboard: what a plan is, a response level of it, a task card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from console import words
from console.domain.plans import LEVELS, LIMITS, START, Card, Level, Milestone, PlanKind, PlanText, Tier, shown
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.models.plan_rows import read_day, said_day
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.typed import LongText, OneLine

NO_TYPE = ""
_DAY, _COUNT = 20, 10
_DAYS = ("issued_on", "filed_on", "review_on")
_LINES = ("code", "title", "owner", "edition", "filing_number", "remark")


class PlanDialog(Asking):
    """Hands up the ``PlanText`` with its new facts; levels and cards stay as they are. ``types`` are names by code."""

    LEAST_WIDTH = 760

    def __init__(
        self, text: PlanText, types: Mapping[str, str], times: Times, *, new: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        title = "plans.new" if new else "plans.edit"
        super().__init__(title, "button.save", parent=parent)
        self._text, self._times, names = text, times, dict(types)
        self.lines = {name: OneLine(LIMITS.get(name, _DAY)) for name in (*_LINES, *_DAYS)}
        for name in _LINES:
            self.lines[name].setText(getattr(text, name))
        for name in _DAYS:
            self.lines[name].setText(said_day(getattr(text, name)))
        self.kind = Choice(list(PlanKind), lambda kind: words.say(f"plan.kind.{kind.value}"))
        self.kind.choose(PlanKind(text.kind))
        self.tier = Choice(list(Tier), lambda tier: words.say(f"plan.tier.{tier.value}"))
        self.tier.choose(Tier(text.tier))
        self.type = Choice([NO_TYPE, *names], lambda code: names.get(code) or words.say("plans.any_type"))
        self.type.choose(text.event_type if text.event_type in names else NO_TYPE)
        places: list[tuple[QWidget, int, int, int]] = [
            (self._field("code", required=True), 0, 0, 1), (self._field("title", required=True), 0, 1, 2),
            (Field("plan.field.kind", self.kind), 1, 0, 1), (Field("plan.field.tier", self.tier), 1, 1, 1),
            (Field("plan.field.event_type", self.type), 1, 2, 1),
            (self._field("owner"), 2, 0, 1), (self._field("edition"), 2, 1, 1), (self._field("issued_on"), 2, 2, 1),
            (self._field("filed_on"), 3, 0, 1), (self._field("filing_number"), 3, 1, 1),
            (self._field("review_on"), 3, 2, 1), (self._field("remark"), 4, 0, 3),
        ]  # fmt: skip
        self.body.addLayout(spread(places, 3))
        self.inputs = {**self.lines, "kind": self.kind, "tier": self.tier, "event_type": self.type}
        self.set_fields(list(self.lines.values()))

    def first(self) -> QWidget:
        return self.lines["title"] if self.lines["code"].text() else self.lines["code"]

    def answer(self) -> PlanText:
        said = {name: self.lines[name].text().strip() for name in _LINES}
        for name in ("code", "title"):
            if not said[name]:
                raise Refused("plan_field_missing", field=name, where="")
        days = {name: read_day(self.lines[name].text(), name, self._times) for name in _DAYS}
        return replace(
            self._text, kind=self.kind.value().value, tier=self.tier.value().value, event_type=self.type.value(),
            **said, **days,
        )  # fmt: skip

    def _field(self, name: str, *, required: bool = False) -> Field:
        return Field(f"plan.field.{name}", self.lines[name], required=required)


class CardDialog(Asking):
    """Hands up a ``Card``. A new one has a code of its own; the same code in another level is the same task."""

    LEAST_WIDTH = 720

    def __init__(
        self, level: str, card: Card, milestones: Sequence[Milestone], *, new: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("plans.card_new" if new else "plans.card_edit", "button.save", parent=parent)
        self.say_sentence("plans.card_of", role="strong", level=shown(level))
        names = {START: "", **{one.code: one.name for one in milestones}}
        self.lines = {name: OneLine(LIMITS[name]) for name in ("code", "unit", "post", "standard", "evidence", "needs")}
        for name, line in self.lines.items():
            line.setText(getattr(card, name))
        self.lines["code"].setReadOnly(not new)
        self.minutes = OneLine(_COUNT, str(card.due_minutes))
        self.after = Choice(list(names), lambda code: names.get(code) or words.say("plans.after.start"))
        self.after.choose(card.after)
        self.action = LongText(LIMITS["action"])
        self.action.show_text(card.action)
        places: list[tuple[QWidget, int, int, int]] = [
            (self._field("code", required=True), 0, 0, 1), (self._field("unit"), 0, 1, 1),
            (self._field("post", required=True), 0, 2, 1),
            (Field("plan.field.action", self.action, required=True), 1, 0, 3),
            (Field("plan.field.after", self.after), 2, 0, 1),
            (Field("plans.card.minutes", self.minutes, required=True), 2, 1, 1),
            (self._field("evidence"), 2, 2, 1), (self._field("standard"), 3, 0, 3), (self._field("needs"), 4, 0, 3),
        ]  # fmt: skip
        self.body.addLayout(spread(places, 3))
        order: list[QLineEdit] = [self.lines["unit"], self.lines["post"], self.minutes]
        order += [self.lines[name] for name in ("evidence", "standard", "needs")]
        self.set_fields([self.lines["code"], *order] if new else order)
        self.inputs = {**self.lines, "action": self.action, "due_minutes": self.minutes, "after": self.after}
        self.restyle()

    def first(self) -> QWidget:
        return self.lines["post"] if self.lines["code"].isReadOnly() else self.lines["code"]

    def answer(self) -> Card:
        said = {name: line.text().strip() for name, line in self.lines.items()}
        action, typed = self.action.text().strip(), self.minutes.text().strip()
        for name, value in (("code", said["code"]), ("post", said["post"]), ("action", action)):
            if not value:
                raise Refused("plan_field_missing", field=name, where=said["code"])
        if not (typed.isascii() and typed.isdigit()):
            raise Refused("bad_count", text=typed, field="due_minutes")
        return Card(due_minutes=int(typed), after=self.after.value(), action=action, **said)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "action"):
            self.action.setFixedHeight(theme.current().px(76))

    def _field(self, name: str, *, required: bool = False) -> Field:
        return Field(f"plan.field.{name}", self.lines[name], required=required)


class LevelDialog(Asking):
    """Hands up a ``Level`` with its new texts; a line of the milestones is ``code name`` or ``code name >after``."""

    LEAST_WIDTH = 760

    def __init__(self, level: Level | None, free: Sequence[str], parent: QWidget | None = None) -> None:
        """Without ``level`` a new one, of those that are ``free``."""
        super().__init__("plans.level_new" if level is None else "plans.level_edit", "button.save", parent=parent)
        self._level = level or Level(next(iter(free), LEVELS[-1]), "", "")
        offered = free if level is None else [level.level]
        self.level = Choice(list(offered), lambda one: words.say("plans.level_response", level=shown(one)))
        self.starter = OneLine(LIMITS["starter"], self._level.starter)
        self.texts = {name: LongText(2_000) for name in ("starts_when", "ends_when", "organisation", "ending")}
        for name in ("starts_when", "ends_when", "organisation"):
            self.texts[name].show_text(getattr(self._level, name))
        self.texts["ending"].show_text("\n".join(self._level.ending))
        self.milestones = LongText(2_000)
        self.milestones.show_text("\n".join(map(_milestone_line, self._level.milestones)))
        marks = Field("plans.milestones", self.milestones)
        marks.say_note("plans.milestones_hint")
        self.body.addLayout(
            spread(
                (
                    (Field("plan.field.level", self.level), 0, 0, 1),
                    (Field("plan.field.starter", self.starter, required=True), 0, 1, 1),
                    (Field("plan.field.starts_when", self.texts["starts_when"], required=True), 1, 0, 1),
                    (Field("plan.field.ends_when", self.texts["ends_when"]), 1, 1, 1),
                    (Field("plan.field.organisation", self.texts["organisation"]), 2, 0, 1),
                    (Field("plans.ending", self.texts["ending"]), 2, 1, 1),
                    (marks, 3, 0, 2),
                ),
                2,
            )
        )
        self.set_fields([self.starter])
        self.inputs = {"level": self.level, "starter": self.starter, **self.texts, "milestones": self.milestones}
        self.restyle()

    def first(self) -> QWidget:
        return self.starter

    def answer(self) -> Level:
        said = {name: self.texts[name].text().strip() for name in ("starts_when", "ends_when", "organisation")}
        starter = self.starter.text().strip()
        for name, value in (("starts_when", said["starts_when"]), ("starter", starter)):
            if not value:
                raise Refused("plan_field_missing", field=name, where=shown(self.level.value()))
        ending = tuple(line.strip() for line in self.texts["ending"].text().split("\n") if line.strip())
        marks = tuple(_milestone(line) for line in self.milestones.text().split("\n") if line.strip())
        return replace(self._level, level=self.level.value(), starter=starter, ending=ending, milestones=marks, **said)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "texts"):
            for text in (*self.texts.values(), self.milestones):
                text.setFixedHeight(theme.current().px(64))


def _milestone_line(one: Milestone) -> str:
    return f"{one.code} {one.name}" + (f" >{one.after}" if one.after != START else "")


def _milestone(line: str) -> Milestone:
    """``M1 台风登陆``, ``M2 风雨减弱 >M1``; refuses a line that has no name."""
    told, _, after = line.strip().partition(">")
    code, _, name = told.strip().partition(" ")
    if not name.strip():
        raise Refused("milestone_line_bad", text=line[:60], field="milestones")
    return Milestone(code, name.strip(), after.strip() or START)


class DropDialog(Asking):
    """Hands up nothing: what is named goes out of the plan, if the officer says so."""

    def __init__(self, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(title, title, kind="danger", parent=parent)
        self.say_sentence("", role="strong").show_text(about)

    def first(self) -> QWidget:
        return self.no

    def answer(self) -> bool:
        return True

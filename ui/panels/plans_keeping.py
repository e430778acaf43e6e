"""The library is kept: facts, levels and task cards of a plan are edited in dialogs, the plan is saved whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console import words
from console.domain.plans import LEVELS, LIMITS, Card, Level, PlanRow, PlanText
from ui.dialogs.asking import Asking
from ui.dialogs.finding import Asks, FindingDialog
from ui.dialogs.plans import CardDialog, DropDialog, LevelDialog, PlanDialog
from ui.models.plan_rows import PlanServices, whose
from ui.seat import Seat

if TYPE_CHECKING:
    from ui.panels.plans_library import LibraryPage

_FIRST_LIMIT = 30
"""Minutes a new card has until somebody says otherwise."""


class PlansKeeping(QObject):
    """What is saved is the plan as it was read with one thing changed; changed meanwhile, it is refused."""

    def __init__(self, page: LibraryPage, seat: Seat, ask: PlanServices) -> None:
        super().__init__(page)
        self._page, self._seat, self._ask = page, seat, ask

    def ask_new(self) -> None:
        """A plan that is nowhere yet."""
        by = self._seat.actor
        dialog = PlanDialog(
            PlanText("", "", "special"), self._page.types, self._page._times, new=True, parent=self._page.window()
        )
        self._page.put(dialog, "plan.new", lambda text: self._ask.plans.add(text, by=by), self._added)

    def _added(self, row: PlanRow) -> None:
        self._page.saved.emit(words.say("plans.told_added", title=row.title))
        self._page.open_item(row.id)

    def ask_edit(self) -> None:
        """Its dates, owner and the rest that is not of a level."""
        told = self._page.told
        if told is not None:
            dialog = PlanDialog(told.text, self._page.types, self._page._times, parent=self._page.window())
            self._save(dialog, "plan.edit", lambda text: text)

    def ask_level(self) -> None:
        """When the level starts and ends, whose word starts it, milestones and checklist."""
        told, level = self._page.told, self._page.chosen_level()
        if told is None or level is None:
            return
        plan = told.text
        dialog = LevelDialog(level, (), self._page.window())
        self._save(dialog, f"plan.level {level.level}", lambda made: _with_level(plan, made))

    def ask_new_level(self) -> None:
        told = self._page.told
        if told is None:
            return
        plan = told.text
        free = [one for one in LEVELS[::-1] if plan.at(one) is None]
        if free:
            dialog = LevelDialog(None, free, self._page.window())
            self._save(dialog, "plan.level.new", lambda made: _with_level(plan, made))

    def ask_card(self) -> None:
        """The chosen task card."""
        told, level, card = self._page.told, self._page.chosen_level(), self._page.chosen_card()
        if told is None or level is None or card is None:
            return
        plan = told.text
        dialog = CardDialog(level.level, card, level.milestones, parent=self._page.window())
        self._save(dialog, f"plan.card {level.level} {card.code}", lambda made: _with_card(plan, level, made))

    def ask_new_card(self) -> None:
        told, level = self._page.told, self._page.chosen_level()
        if told is None or level is None:
            return
        plan = told.text
        empty = Card(next_code(plan), "", "", _FIRST_LIMIT)
        dialog = CardDialog(level.level, empty, level.milestones, new=True, parent=self._page.window())
        self._save(dialog, f"plan.card.new {level.level}", lambda made: _with_card(plan, level, made))

    def ask_drop_card(self) -> None:
        """The card goes out of this level; what was given by it stays given."""
        told, level, card = self._page.told, self._page.chosen_level(), self._page.chosen_card()
        if told is None or level is None or card is None:
            return
        plan, kept = told.text, tuple(one for one in level.cards if one.code != card.code)
        about = f"{card.code}　{whose(card)}　{card.action}"
        dialog = DropDialog("plans.card_drop", about, self._page.window())
        self._save(dialog, "", lambda _said: _with_level(plan, replace(level, cards=kept)))

    def ask_retire(self) -> None:
        """It can no longer be started, and why; one that was withdrawn holds again."""
        told, by = self._page.told, self._seat.actor
        if told is None:
            return
        row = told.row
        if not row.active:
            self._restore(row)
            return
        asks = [Asks("reason", "responses.reason", required=True, limit=LIMITS["standard"])]
        dialog = FindingDialog(
            "plans.retire", f"{row.code}　{row.title}", asks, yes="plans.retire", kind="danger",
            parent=self._page.window(),
        )  # fmt: skip

        def done(after: PlanRow) -> None:
            self._page.saved.emit(words.say("plans.told_retired", title=after.title))

        self._page.put(
            dialog, f"plan.retire {row.id}",
            lambda said: self._ask.plans.retire(row.id, said["reason"], seen=row.version, by=by), done,
        )  # fmt: skip

    def _restore(self, row: PlanRow) -> None:
        by = self._seat.actor

        def done(after: PlanRow) -> None:
            self._page.saved.emit(words.say("plans.told_restored", title=after.title))

        self._page.save_once(lambda: self._ask.plans.restore(row.id, seen=row.version, by=by), done)

    def _save(self, dialog: Asking, about: str, made: Callable[..., PlanText]) -> None:
        told, by = self._page.told, self._seat.actor
        if told is None:
            return
        row = told.row

        def done(after: PlanRow) -> None:
            self._page.saved.emit(words.say("plans.told_saved", title=after.title))

        kept = f"{about} {row.id}" if about else ""
        self._page.put(
            dialog, kept, lambda given: self._ask.plans.change(row.id, made(given), seen=row.version, by=by), done
        )  # fmt: skip


def next_code(plan: PlanText) -> str:
    """A code that no card of the plan has in any level."""
    known = {card.code for level in plan.levels for card in level.cards}
    return next(code for at in range(1, len(known) + 2) if (code := f"T{at:02d}") not in known)


def _with_level(plan: PlanText, made: Level) -> PlanText:
    others = [one for one in plan.levels if one.level != made.level]
    return replace(plan, levels=tuple(sorted((*others, made), key=lambda one: LEVELS.index(one.level))))


def _with_card(plan: PlanText, level: Level, made: Card) -> PlanText:
    there = any(one.code == made.code for one in level.cards)
    cards = tuple(made if one.code == made.code else one for one in level.cards)
    return _with_level(plan, replace(level, cards=cards if there else (*cards, made)))

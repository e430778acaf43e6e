"""What can be done about units and their posts: the questions and the services' verbs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from console import words
from console.domain.contact_book import PostLook, PostUse, UnitRow
from console.domain.people import Action as Permission
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.dialogs.contact_posts import PostDo, PostGiven, PostsDialog
from ui.dialogs.contact_unit import UnitDialog
from ui.dialogs.which_group import SureDialog
from ui.models.contact_rows import tree_choices
from ui.widgets.place_tree import choices as place_choices
from ui.widgets.suggest import ChoiceList

if TYPE_CHECKING:
    from ui.panels.contacts_book import BookPage


class UnitActs(QObject):
    """The verbs about the chosen unit."""

    def __init__(self, page: BookPage) -> None:
        super().__init__(page)
        self._page = page
        self._ask, self._seat = page._ask, page._seat

    def unit_new(self) -> None:
        if self._may():
            self.with_units(partial(self._ask_unit, change=False))

    def unit_change(self) -> None:
        unit = self._page.tree.unit()
        if self._may() and unit is not None:
            self._with_uses(unit, lambda uses: self.with_units(partial(self._ask_unit, change=True, uses=uses)))

    def unit_retire(self) -> None:
        unit = self._page.tree.unit()
        if unit is not None and self._may():
            self._with_uses(unit, partial(self._ask_retire, unit))

    def _with_uses(self, unit: UnitRow, then: Callable[[tuple[PostUse, ...]], None]) -> None:
        """What names the unit stands in the question, before anything is done about it."""
        self._page._jobs.read(
            partial(self._ask.units.uses, unit.id),
            lambda uses: isValid(self) and self._page.isVisible() and then(uses), self._page.refused.emit,
        )  # fmt: skip

    def _ask_retire(self, unit: UnitRow, uses: tuple[PostUse, ...]) -> None:
        by = self._seat.actor
        dialog = SureDialog("contacts.unit_retire", unit.name, self._page.window())
        if uses:
            say_uses(dialog, uses)
        self._page.put(
            dialog, "",
            lambda _why: self._ask.units.retire(unit.id, told=uses, seen=unit.version, by=by),
            lambda _none: self._page.saved.emit(words.say("contacts.told_unit_retired", name=unit.name)),
        )  # fmt: skip

    def unit_posts(self) -> None:
        """The posts of the unit: who holds them, what names them; one is made, renamed or retired."""
        unit = self._page.tree.unit()
        if unit is None:
            self._page.refused.emit(Refused("unit_not_chosen"))
        elif self._may():
            self._page._jobs.read(
                partial(self._ask.units.look_at_posts, unit.id), partial(self._ask_posts, unit),
                self._page.refused.emit,
            )  # fmt: skip

    def _ask_posts(self, unit: UnitRow, posts: list[PostLook]) -> None:
        if not isValid(self) or not self._page.isVisible():
            return
        by, dialog = self._seat.actor, PostsDialog(unit.name, posts, self._page.window())

        def act(given: PostGiven) -> PostGiven:
            row = given.look.row if given.look else None
            told = given.look.uses if given.look else ()
            if row is None:
                self._ask.units.add_post(unit.id, given.name, by=by)
            elif given.do is PostDo.RENAME:
                self._ask.units.rename_post(row.id, given.name, told=told, seen=row.version, by=by)
            else:
                self._ask.units.retire_post(row.id, told=told, seen=row.version, by=by)
            return given

        self._page.put(dialog, f"contacts.unit_posts {unit.id}", act, self._told_post)

    def _told_post(self, given: PostGiven) -> None:
        old = given.look.row.name if given.look else given.name
        self._page.saved.emit(words.say(f"contacts.told_post.{given.do.value}", old=old, name=given.name))

    def _ask_unit(
        self, units: ChoiceList, places: ChoiceList, *, change: bool, uses: tuple[PostUse, ...] = ()
    ) -> None:  # fmt: skip
        unit, by = self._page.tree.unit(), self._seat.actor
        row = unit if change else None
        dialog = UnitDialog(units, places, row, unit.id if unit else None, self._page.window())
        if uses:
            say_uses(dialog, uses)

        def act(given: Any) -> Any:
            if row is None:
                return self._ask.units.add(given, by=by)
            return self._ask.units.change(row.id, given, told=uses, seen=row.version, by=by)

        about = f"contacts.unit_change {row.id}" if row else f"contacts.unit_new {unit.id if unit else ''}"
        self._page.put(
            dialog, about, act,
            lambda made: self._page.saved.emit(words.say("contacts.told_unit", name=made.name)),
        )  # fmt: skip

    def with_units(self, then: Callable[[ChoiceList, ChoiceList], None]) -> None:
        """The tree as choices, worked out on a worker: ten thousand units are many."""
        rows = self._page.tree.units.units()

        def read() -> tuple[ChoiceList, ChoiceList]:
            return ChoiceList(tree_choices(rows)), ChoiceList(place_choices(self._ask.places.everything()))

        def done(found: tuple[ChoiceList, ChoiceList]) -> None:
            if isValid(self) and self._page.isVisible():
                then(*found)

        self._page._jobs.read(read, done, self._page.failed.emit)

    def _may(self) -> bool:
        return self._seat.may(Permission.EDIT_CONTACTS)


def say_uses(dialog: Asking, uses: Sequence[PostUse]) -> None:
    """A sentence of the dialog: how many cards name the unit, and the first of them."""
    named = words.say("list.join").join(one.name for one in uses[:_TOLD])
    dialog.say_sentence("contacts.unit_named", role="caution", count=len(uses), names=named)


_TOLD = 6
"""More names than that are no sentence."""

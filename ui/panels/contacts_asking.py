"""What can be done about somebody, their numbers and posts, and about units: the questions and the services' verbs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console import words
from console.domain.call_lists import Dialled
from console.domain.contact_book import LIMITS, NumberRow, PersonCard, StillHeld
from console.domain.people import Action as Permission
from console.errors import Refused
from ui.actions import Action
from ui.dialogs.contact_person import AppointDialog, Appointed, LeaveDialog, NumberDialog, PersonDialog, PersonGiven
from ui.dialogs.contact_unit import UnitDialog
from ui.dialogs.finding import Asks, FindingDialog
from ui.dialogs.ringing import Ring, RingDialog
from ui.dialogs.which_group import GroupDialog, SureDialog
from ui.models.contact_rows import tree_choices
from ui.widgets.keycap import KeyButton
from ui.widgets.place_tree import choices as place_choices
from ui.widgets.suggest import ChoiceList

if TYPE_CHECKING:
    from ui.panels.contacts_book import BookPage

_WRITES = (
    "verify", "number_new", "number_change", "number_end", "number_up", "number_down", "person_change", "gone",
    "come_back", "appoint", "post_end", "group_in",
)  # fmt: skip


class BookActs(QObject):
    """The verbs of the page 查找, each with a key and a button."""

    def __init__(self, page: BookPage) -> None:
        super().__init__(page)
        self._page = page
        self._ask, self._seat = page._ask, page._seat
        self._units: ChoiceList | None = None
        buttons = page.pane.buttons
        self._verbs: dict[str, tuple[KeyButton, Callable[[], object]]] = {
            name: (button, getattr(self, name)) for name, button in buttons.items()
        }
        self._verbs |= {
            "unit_new": (page.unit_new, self.unit_new),
            "unit_change": (page.unit_change, self.unit_change),
            "unit_retire": (page.unit_retire, self.unit_retire),
        }

    def keys(self) -> list[Action]:
        made = [Action(f"contact_{name}", verb) for name, (_button, verb) in self._verbs.items()]
        return [Action("new_line", self.person_new), *made]

    def connect_buttons(self) -> None:
        page = self._page
        for button, verb in self._verbs.values():
            button.clicked.connect(partial(_pressed, verb))
        page.new.clicked.connect(self.person_new)
        page.guard(Permission.EDIT_CONTACTS, page.new, page.unit_new, page.unit_change, page.unit_retire)
        page.guard(Permission.EDIT_CONTACTS, *(page.pane.buttons[name] for name in _WRITES))
        page.guard(Permission.CALL, page.pane.buttons["dial"])

    def possible(self, widget: QWidget) -> bool:
        """Something must be chosen that the act is about."""
        page, buttons = self._page, self._page.pane.buttons
        if widget in (page.unit_change, page.unit_retire):
            return page.tree.unit() is not None
        if widget in (page.new, page.unit_new):
            return True
        numbered = ("dial", "copy", "verify", "number_change", "number_end", "number_up", "number_down")
        if any(widget is buttons[name] for name in numbered):
            return page.pane.numbers.chosen_row() is not None
        if widget is buttons["post_end"]:
            return page.pane.posts.chosen_row() is not None
        return page.chosen() is not None

    def forget_units(self) -> None:
        """The tree may be another one: what is offered in questions is read anew."""
        self._units = None

    # a number

    def dial(self) -> None:
        """The number large, and what came of the call by one key."""
        card, row = self._number()
        if card is None or row is None or not self._seat.may(Permission.CALL):
            return
        by = self._seat.actor
        work = partial(self._ask.people.card, card.id, to=by)
        self._page._jobs.read(work, partial(self._ring, row.id), self._page.refused.emit)

    def _ring(self, phone_id: UUID, card: PersonCard) -> None:
        if not isValid(self) or not self._page.isVisible():
            return
        may = not card.sensitive or self._seat.may(Permission.SEE_NUMBERS)
        at = next((at for at, one in enumerate(card.numbers) if one.id == phone_id), None)
        if at is None or not may:
            self._page.refused.emit(Refused("numbers_hidden"))
            return
        posts = [f"{held.unit}　{held.post}" for held in card.posts]
        numbers = tuple(Dialled(one.kind, one.shown) for one in card.numbers)
        dialog = RingDialog(card.name, posts[0] if posts else "", numbers, at, self._page._hiding, self._page.window())
        by = self._seat.actor

        def act(ring: Ring) -> Any:
            return self._ask.calls.alone(card.id, ring.phone, ring.outcome, ring.remark, by=by)

        self._page.put(dialog, f"contacts.ring {card.id}", act, self._rung)

    def _rung(self, attempt: Any) -> None:
        said = words.say(f"call.outcome.{attempt.outcome.value}")
        self._page.saved.emit(words.say("contacts.told_rung", name=attempt.name, outcome=said))

    def copy(self) -> None:
        """The number as it is dialled, for another program."""
        card, row = self._number()
        if card is None or row is None:
            return
        if self._hidden(card):
            self._page.refused.emit(Refused("numbers_hidden"))
            return
        QGuiApplication.clipboard().setText(row.shown)
        self._page.saved.emit(words.say("contacts.told_copied", name=card.name, number=row.shown))

    def verify(self) -> None:
        """This number was tried today and holds."""
        card, row = self._number()
        if card is None or row is None or not self._may():
            return
        name, by = card.name, self._seat.actor
        self._page.save_once(
            lambda: self._ask.people.verify([row.id], by=by),
            lambda _none: self._page.saved.emit(words.say("contacts.told_verified", name=name)),
        )

    def number_new(self) -> None:
        card = self._page.chosen()
        if card is None or not self._may():
            return
        by, dialog = self._seat.actor, NumberDialog(card.name, parent=self._page.window())
        self._page.put(
            dialog, f"contacts.number_new {card.id}",
            lambda given: self._ask.people.add_number(card.id, given.number, given.why, by=by),
            lambda _key: self._page.saved.emit(words.say("contacts.told_number", name=card.name)),
        )  # fmt: skip

    def number_change(self) -> None:
        """What is hidden cannot be written over: it would be saved as it is shown."""
        card, row = self._number()
        if card is None or row is None or not self._may():
            return
        if self._hidden(card):
            self._page.refused.emit(Refused("numbers_hidden"))
            return
        by, dialog = self._seat.actor, NumberDialog(card.name, row, self._page.window())
        self._page.put(
            dialog, f"contacts.number_change {row.id}",
            lambda given: self._ask.people.change_number(row.id, given.number, given.why, by=by),
            lambda _none: self._page.saved.emit(words.say("contacts.told_number", name=card.name)),
        )  # fmt: skip

    def number_end(self) -> None:
        card, row = self._number()
        if card is None or row is None or not self._may():
            return
        by, about = self._seat.actor, f"{card.name}　{row.shown}"
        fields = [Asks("why", "contacts.why", limit=LIMITS["why"])]
        dialog = FindingDialog("contacts.number_end", about, fields, parent=self._page.window())
        self._page.put(
            dialog, f"contacts.number_end {row.id}",
            lambda given: self._ask.people.end_number(row.id, given["why"], by=by),
            lambda _none: self._page.saved.emit(words.say("contacts.told_number", name=card.name)),
        )  # fmt: skip

    def number_up(self) -> None:
        self._move(-1)

    def number_down(self) -> None:
        self._move(+1)

    def _move(self, step: int) -> None:
        card, row = self._number()
        if card is None or row is None or not self._may():
            return
        keys, by = [one.id for one in card.numbers], self._seat.actor
        at = keys.index(row.id)
        if not 0 <= at + step < len(keys):
            return
        keys[at], keys[at + step] = keys[at + step], keys[at]
        self._page.save_once(
            lambda: self._ask.people.order_numbers(card.id, keys, by=by),
            lambda _none: self._page.saved.emit(words.say("contacts.told_order", name=card.name)),
        )

    # a person

    def person_new(self) -> None:
        if not self._may():
            return
        by, dialog = self._seat.actor, PersonDialog(parent=self._page.window())

        def act(given: PersonGiven) -> tuple[UUID, str]:
            return self._ask.people.add(given.person, given.numbers, by=by), given.person.name.strip()

        self._page.put(dialog, "contacts.person_new", act, self._added)

    def _added(self, made: tuple[UUID, str]) -> None:
        self._page.open_person(made[0])
        self._page.saved.emit(words.say("contacts.told_added", name=made[1]))

    def person_change(self) -> None:
        card = self._page.chosen()
        if card is None or not self._may():
            return
        by, dialog = self._seat.actor, PersonDialog(card, self._page.window())
        self._page.put(
            dialog, f"contacts.person_change {card.id}",
            lambda given: self._ask.people.change(card.id, given.person, seen=card.version, by=by),
            lambda _none: self._page.saved.emit(words.say("contacts.told_changed", name=card.name)),
        )  # fmt: skip

    def gone(self) -> None:
        """Asks the day, and says first what they still hold."""
        card = self._page.chosen()
        if card is None or card.left_on is not None or not self._may():
            return
        self._page._jobs.read(
            lambda: self._ask.people.still_held(card.id), partial(self._ask_gone, card), self._page.refused.emit
        )

    def _ask_gone(self, card: PersonCard, held: StillHeld) -> None:
        if not isValid(self) or not self._page.isVisible():
            return
        by, dialog = self._seat.actor, LeaveDialog(card.name, held, self._page.window())
        self._page.put(
            dialog, f"contacts.gone {card.id}",
            lambda day: self._ask.people.leave(card.id, day, seen=card.version, by=by),
            lambda _held: self._page.saved.emit(words.say("contacts.told_gone", name=card.name)),
        )  # fmt: skip

    def come_back(self) -> None:
        card, by = self._page.chosen(), self._seat.actor
        if card is None or card.left_on is None or not self._may():
            return
        self._page.save_once(
            lambda: self._ask.people.come_back(card.id, seen=card.version, by=by),
            lambda _none: self._page.saved.emit(words.say("contacts.told_back", name=card.name)),
        )

    # posts and groups of a person

    def appoint(self) -> None:
        card = self._page.chosen()
        if card is not None and self._may():
            self._with_units(partial(self._ask_appoint, card))

    def _ask_appoint(self, card: PersonCard, units: ChoiceList, _places: ChoiceList) -> None:
        dialog = AppointDialog(card.name, units, self._page.tree.unit_id(), self._page.window())
        dialog.unit_picked.connect(partial(self._offer_posts, dialog))
        by = self._seat.actor

        def act(given: Appointed) -> Any:
            posts = {post.name: post.id for post in self._ask.units.posts(given.unit_id)}
            post = posts.get(given.post) or self._ask.units.add_post(given.unit_id, given.post, by=by).id
            return self._ask.units.appoint(post, card.id, given.rank, given.valid_from, given.valid_to, by=by)

        self._page.put(
            dialog, f"contacts.appoint {card.id}", act,
            lambda _held: self._page.saved.emit(words.say("contacts.told_changed", name=card.name)),
        )  # fmt: skip
        if dialog.unit.key() is not None:
            self._offer_posts(dialog, dialog.unit.key())

    def _offer_posts(self, dialog: AppointDialog, unit_id: Any) -> None:
        self._page._jobs.read(
            lambda: self._ask.units.posts(unit_id),
            lambda posts: isValid(dialog) and dialog.offer_posts(posts),
            self._page.failed.emit,
        )

    def post_end(self) -> None:
        card, held = self._page.chosen(), self._page.pane.posts.chosen_row()
        if card is None or held is None or not self._may():
            return
        by, about = self._seat.actor, f"{card.name}　{held.unit}　{held.post}"
        dialog = LeaveDialog(about, StillHeld(), self._page.window(), title="contacts.post_end")
        self._page.put(
            dialog, f"contacts.post_end {held.id}",
            lambda day: self._ask.units.end_holding(held.id, day, by=by),
            lambda _none: self._page.saved.emit(words.say("contacts.told_changed", name=card.name)),
        )  # fmt: skip

    def group_in(self) -> None:
        """Into a group that is named one by one."""
        card = self._page.chosen()
        if card is None or not self._may():
            return
        self._page._jobs.read(self._ask.groups.rows, partial(self._ask_group, card), self._page.refused.emit)

    def _ask_group(self, card: PersonCard, rows: list[Any]) -> None:
        if not isValid(self) or not self._page.isVisible():
            return
        fixed = [row for row in rows if row.rule is None]
        if not fixed:
            self._page.refused.emit(Refused("no_fixed_group"))
            return
        by, dialog = self._seat.actor, GroupDialog(card.name, fixed, self._page.window())

        def act(row: Any) -> Any:
            there = [one.person_id for one in self._ask.groups.people(row.id, to=by)]
            if card.id in there:
                raise Refused("in_group_already", name=card.name, group=row.name)
            return self._ask.groups.set_members(row.id, [*there, card.id], seen=row.version, by=by)

        self._page.put(
            dialog, f"contacts.group_in {card.id}", act,
            lambda row: self._page.saved.emit(words.say("contacts.told_grouped", name=card.name, group=row.name)),
        )  # fmt: skip

    # units

    def unit_new(self) -> None:
        if self._may():
            self._with_units(partial(self._ask_unit, change=False))

    def unit_change(self) -> None:
        if self._may() and self._page.tree.unit() is not None:
            self._with_units(partial(self._ask_unit, change=True))

    def unit_retire(self) -> None:
        unit, by = self._page.tree.unit(), self._seat.actor
        if unit is None or not self._may():
            return
        dialog = SureDialog("contacts.unit_retire", unit.name, self._page.window())
        self._page.put(
            dialog, "",
            lambda _why: self._ask.units.retire(unit.id, seen=unit.version, by=by),
            lambda _none: self._page.saved.emit(words.say("contacts.told_unit_retired", name=unit.name)),
        )  # fmt: skip

    def _ask_unit(self, units: ChoiceList, places: ChoiceList, *, change: bool) -> None:
        unit, by = self._page.tree.unit(), self._seat.actor
        row = unit if change else None
        dialog = UnitDialog(units, places, row, unit.id if unit else None, self._page.window())

        def act(given: Any) -> Any:
            if row is None:
                return self._ask.units.add(given, by=by)
            return self._ask.units.change(row.id, given, seen=row.version, by=by)

        about = f"contacts.unit_change {row.id}" if row else f"contacts.unit_new {unit.id if unit else ''}"
        self._page.put(
            dialog, about, act,
            lambda made: self._page.saved.emit(words.say("contacts.told_unit", name=made.name)),
        )  # fmt: skip

    def _with_units(self, then: Callable[[ChoiceList, ChoiceList], None]) -> None:
        """The tree as choices, worked out on a worker: ten thousand units are many."""
        rows = self._page.tree.units.units()

        def read() -> tuple[ChoiceList, ChoiceList]:
            return ChoiceList(tree_choices(rows)), ChoiceList(place_choices(self._ask.places.everything()))

        def done(found: tuple[ChoiceList, ChoiceList]) -> None:
            if isValid(self) and self._page.isVisible():
                then(*found)

        self._page._jobs.read(read, done, self._page.failed.emit)

    def _number(self) -> tuple[PersonCard | None, NumberRow | None]:
        return self._page.chosen(), self._page.pane.numbers.chosen_row()

    def _hidden(self, card: PersonCard) -> bool:
        return self._page._hiding.on or (card.sensitive and not self._seat.may(Permission.SEE_NUMBERS))

    def _may(self) -> bool:
        return self._seat.may(Permission.EDIT_CONTACTS)


def _pressed(verb: Callable[[], object], _checked: bool = False) -> None:
    verb()

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
from console.domain.contact_book import LIMITS, NumberRow, PersonCard, StillHeld
from console.domain.people import Action as Permission
from console.errors import Refused
from console.services.post_holding import NewHolding
from ui.actions import Action
from ui.dialogs.contact_handset import HandsetDialog
from ui.dialogs.contact_new_person import NewPersonDialog, NewPersonGiven
from ui.dialogs.contact_person import AppointDialog, Appointed, LeaveDialog, NumberDialog, PersonDialog
from ui.dialogs.finding import Asks, FindingDialog
from ui.dialogs.which_group import GroupDialog
from ui.panels.contacts_keeping import UnitActs
from ui.panels.contacts_restoring import Restoring
from ui.panels.contacts_ringing import Ringing
from ui.widgets.keycap import KeyButton
from ui.widgets.suggest import ChoiceList

if TYPE_CHECKING:
    from ui.panels.contacts_book import BookPage

_WRITES = (
    "verify", "number_new", "number_change", "number_end", "number_move", "number_up", "number_down",
    "person_change", "gone", "come_back", "appoint", "post_end", "group_in",
)  # fmt: skip


class BookActs(QObject):
    """The verbs of the page 查找, each with a key and a button."""

    def __init__(self, page: BookPage) -> None:
        super().__init__(page)
        self._page = page
        self._ask, self._seat = page._ask, page._seat
        self.units, self.ringing, self.restoring = UnitActs(page), Ringing(page), Restoring(page)
        buttons = page.pane.buttons
        self._verbs: dict[str, tuple[KeyButton, Callable[[], object]]] = {
            name: (button, getattr(self, name)) for name, button in buttons.items()
        }
        for name, button in page.unit_buttons.items():
            self._verbs[name] = (button, getattr(self.restoring if name == "restore" else self.units, name))
        self._verbs |= {name: (button, getattr(page.picked, name)) for name, button in page.picked.buttons.items()}

    def keys(self) -> list[Action]:
        made = [Action(f"contact_{name}", verb) for name, (_button, verb) in self._verbs.items()]
        return [Action("new_line", self.person_new, said="contacts.person_new"), *made]

    def connect_buttons(self) -> None:
        page = self._page
        for button, verb in self._verbs.values():
            button.clicked.connect(partial(_pressed, verb))
        page.new.clicked.connect(self.person_new)
        page.guard(Permission.EDIT_CONTACTS, page.new, *page.unit_buttons.values())
        page.guard(Permission.EDIT_CONTACTS, *(page.pane.buttons[name] for name in _WRITES))
        page.guard(Permission.CALL, page.pane.buttons["dial"], *page.picked.buttons.values())

    def possible(self, widget: QWidget) -> bool:
        """Something must be chosen that the act is about."""
        page, buttons = self._page, self._page.pane.buttons
        if any(widget is button for button in page.picked.buttons.values()):
            return page.list.chosen_row() is not None or bool(page.picked.names())
        units = page.unit_buttons
        if any(widget is units[name] for name in ("unit_change", "unit_retire", "unit_posts")):
            return page.tree.unit() is not None
        if widget in (page.new, units["unit_new"], units["restore"]):
            return True
        numbered = ("number_move", "dial", "copy", "verify", "number_change", "number_end", "number_up", "number_down")
        if any(widget is buttons[name] for name in numbered):
            return page.pane.numbers.chosen_row() is not None
        if widget is buttons["post_end"]:
            return page.pane.posts.chosen_row() is not None
        return page.chosen() is not None

    # a number

    def dial(self) -> None:
        """The number large, and what came of the call by one key."""
        card, row = self._number()
        if card is None or row is None or not self._seat.may(Permission.CALL):
            return
        self.ringing.ring(card.id, row.id)

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
        name, by, how = card.name, self._seat.actor, self._page.pane.how.value()
        self._page.save_once(
            lambda: self._ask.people.verify([row.id], how=how, by=by),
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

    def number_move(self) -> None:
        """The handset is handed over; what is hidden goes over all the same, as it is in the book."""
        card, row = self._number()
        if card is None or row is None or not self._may():
            return
        by, dialog = self._seat.actor, HandsetDialog(f"{card.name}　{row.shown}", self._page.window())
        dialog.person_typed.connect(self._suggest)
        self._page.put(
            dialog, f"contacts.number_move {row.id}",
            lambda given: self._ask.people.move_number(row.id, given.person_id, given.why, by=by),
            lambda _key: self._page.saved.emit(words.say("contacts.told_moved", name=card.name)),
        )  # fmt: skip

    def _suggest(self, line: Any, typed: str) -> None:
        """Who fits what is typed, below the field."""
        if typed.strip():
            self._page._jobs.read(
                lambda: self._ask.contacts.find(typed), lambda hits: isValid(line) and line.offer(typed, hits),
                self._page.failed.emit,
            )  # fmt: skip

    # a person

    def person_new(self) -> None:
        if not self._may():
            return
        self.units.with_units(self._ask_person)

    def _ask_person(self, units: ChoiceList, _places: ChoiceList) -> None:
        unit = self._page.tree.unit_id()
        by, dialog = self._seat.actor, NewPersonDialog(units, unit, self._page.window())
        dialog.unit_picked.connect(partial(self._offer_posts, dialog))

        def act(given: NewPersonGiven) -> tuple[UUID, str]:
            made = self._ask.people.add(given.person, given.numbers, holding=given.holding, by=by)
            return made, given.person.name.strip()

        self._page.put(dialog, "contacts.person_new", act, self._added)
        if dialog.unit.key() is not None:
            self._offer_posts(dialog, dialog.unit.key())

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
        by, dialog = self._seat.actor, LeaveDialog(card.name, held, self._page._times, self._page.window())
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
            self.units.with_units(partial(self._ask_appoint, card))

    def _ask_appoint(self, card: PersonCard, units: ChoiceList, _places: ChoiceList) -> None:
        dialog = AppointDialog(card.name, units, self._page._times, self._page.tree.unit_id(), self._page.window())
        dialog.unit_picked.connect(partial(self._offer_posts, dialog))
        by = self._seat.actor

        def act(given: Appointed) -> Any:
            held = NewHolding(given.unit_id, given.post, given.rank, given.valid_from, given.valid_to)
            return self._ask.units.appoint_named(card.id, held, by=by)

        self._page.put(
            dialog, f"contacts.appoint {card.id}", act,
            lambda _held: self._page.saved.emit(words.say("contacts.told_changed", name=card.name)),
        )  # fmt: skip
        if dialog.unit.key() is not None:
            self._offer_posts(dialog, dialog.unit.key())

    def _offer_posts(self, dialog: AppointDialog | NewPersonDialog, unit_id: Any) -> None:
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
        dialog = LeaveDialog(about, StillHeld(), self._page._times, self._page.window(), title="contacts.post_end")
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

    def _number(self) -> tuple[PersonCard | None, NumberRow | None]:
        return self._page.chosen(), self._page.pane.numbers.chosen_row()

    def _hidden(self, card: PersonCard) -> bool:
        return self._page._hiding.on or (card.sensitive and not self._seat.may(Permission.SEE_NUMBERS))

    def _may(self) -> bool:
        return self._seat.may(Permission.EDIT_CONTACTS)


def _pressed(verb: Callable[[], object], _checked: bool = False) -> None:
    verb()

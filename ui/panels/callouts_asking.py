"""What is asked about a calling as a whole: begun, one more who telephones, ended, its warning."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from console import words
from console.domain.callout import Caller
from console.domain.callout_rows import CalloutLook, CallRow, CallWish, Planned, with_first
from console.domain.people import Action as Permission
from console.errors import Refused
from ui import hiding
from ui.dialogs.callout_add import Added, CalloutAddDialog
from ui.dialogs.callout_caller import CalloutCallerDialog
from ui.dialogs.callout_start import Begun, CalloutStartDialog, with_reasons
from ui.dialogs.reason import ReasonDialog
from ui.models.callout_rows import Called, CalloutServices, Ground, label_of, load_ground, load_people, name_of
from ui.panels.record_part import RecordPart
from ui.warning_prints import CalloutBook
from ui.widgets.suggest import ChoiceList

KEYS = 5
"""Callers that have a key at once: further figures with Ctrl belong to other pages."""


class CalloutAsking(RecordPart):
    """The calling that is shown, who telephones for it, and the dialogs about it."""

    _ask: CalloutServices
    _called: Called | None
    _wanted_calling: UUID | None
    _wanted_row: UUID | None
    _first: dict[UUID | None, int]
    _current: dict[UUID | None, str]

    def show_hands(self) -> None:
        """Who has what in hand; nothing is read for it."""
        raise NotImplementedError

    @property
    def actor(self) -> Any:
        return self._seat.actor

    @property
    def look(self) -> CalloutLook | None:
        return self._called.shown if self._called is not None else None

    @property
    def callers(self) -> Sequence[Caller]:
        """Who telephones, each at the place of his key; whoever sits here where nobody was named."""
        if self._is_named:
            assert self.look is not None
            return self.look.callers
        return (Caller(self._seat.name),)

    @property
    def _is_named(self) -> bool:
        return self.look is not None and any(one.name for one in self.look.callers)

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.callers if one.name]

    @property
    def caller(self) -> str:
        """Whose outcome the next key is."""
        current = self._current.get(self._calling(), "")
        return current if current in self.names else self.names[0]

    @property
    def within_reach(self) -> Sequence[Caller]:
        """The callers that have a key now."""
        return self.callers[self._first_key : self._first_key + KEYS]

    @property
    def _first_key(self) -> int:
        first = self._first.get(self._calling(), 0)
        return first if first < len(self.callers) else 0

    def take_further(self) -> None:
        """The keys stand for the next five callers; behind the last for the first ones again."""
        self._first[self._calling()] = (self._first_key + KEYS) % (-(-len(self.callers) // KEYS) * KEYS)
        self.show_hands()

    def ask_new(self, wish: CallWish | None = None) -> None:
        """Begin a calling; for what another page asks, and with those first whom it names."""
        if self._seat.may(Permission.CALL_OUT):
            self.ask_first(lambda: load_ground(self._ask), partial(self._show_start, wish or CallWish()))

    def _show_start(self, wish: CallWish, ground: Ground) -> None:
        callers = ground.callers or (Caller(self._seat.name),)
        dialog, by, callouts = CalloutStartDialog(ground, callers, self.window()), self.actor, self._ask.callouts
        if wish != CallWish():
            dialog.take(wish)

        def planned(area: Sequence[UUID], posts: Sequence[str], people: Sequence[UUID]) -> list[Planned]:
            first = (*wish.first, *callouts.preview_people(people))
            return with_first(first, () if wish.only or not area else callouts.preview(area, posts))

        def look_ahead(area: Sequence[UUID], posts: Sequence[str], people: Sequence[UUID]) -> None:
            self._jobs.read(
                lambda: planned(area, posts, people),
                lambda found: dialog.show_preview(found, area, posts, people) if self.asked.dialog is dialog else None,
                self.refused.emit,
            )

        def begin(made: Begun) -> tuple[CalloutLook, Begun]:
            rows = with_reasons(planned(made.places, made.posts, made.people), made.dropped)
            look = callouts.start(
                made.id, made.title, rows, made.minutes, by=by, warning_id=made.warning_id,
                incident_id=made.incident_id, callers=made.callers,
            )  # fmt: skip
            return look, made

        dialog.preview_asked.connect(look_ahead)
        self.put(dialog, "callout.new", begin, lambda answer: self._begun(answer[0]))

    def _begun(self, look: CalloutLook) -> None:
        self._wanted_calling = look.id
        self.saved.emit(words.say("callout.told_begun", number=look.number, count=look.tally.rows))

    def ask_caller(self) -> None:
        """One more who telephones; whom the last calling had is named."""
        self.ask_first(self._ask.callers.last, self._show_caller)

    def _show_caller(self, last: Sequence[Caller]) -> None:
        look, by = self.look, self.actor
        if look is None:
            return
        offered = "、".join(label_of(one) for one in last if one.name not in self.names)
        self.put(
            CalloutCallerDialog(self.window(), offered=offered), "callout.caller",
            lambda made: (self._ask.callers.come(look.id, made.name, made.line, by=by), made.name),
            lambda answer: self._take_name(*answer),
        )  # fmt: skip

    def _take_name(self, look: CalloutLook, name: str) -> None:
        """The new one speaks, and has a key."""
        at = next((at for at, one in enumerate(look.callers) if one.name == name), 0)
        self._current[look.id], self._first[look.id] = name, at // KEYS * KEYS

    def caller_leaves(self) -> None:
        """Who speaks now telephones no more; what he had in hand is everybody's again."""
        look, by, name = self.look, self.actor, self.caller
        if look is None:
            return

        def gone(_look: CalloutLook) -> None:
            self.saved.emit(words.say("callout.told_left", name=name))

        self.save_once(lambda: self._ask.callers.leave(look.id, name, by=by), gone)

    def ask_add(self) -> None:
        """One more on the list."""
        self.ask_first(lambda: load_people(self._ask), self._show_add)

    def _show_add(self, people: ChoiceList) -> None:
        look, by, callouts = self.look, self.actor, self._ask.callouts
        if look is None:
            return

        def add(made: Added) -> CallRow:
            found = [made.typed] if made.typed is not None else callouts.preview_people([made.person_id])
            if not found:
                raise Refused("no_such_person")
            return self._ask.members.add(look.id, made.id, found[0], by=by)

        def added(row: CallRow) -> None:
            self._wanted_row = row.id
            self.saved.emit(words.say("callout.told_added", name=name_of(row)))

        self.put(CalloutAddDialog(people, self.town_now(), self.window()), "callout.add", add, added)

    def town_now(self) -> str:
        """The town one more would belong to: that of the chosen row."""
        raise NotImplementedError

    def ask_end(self) -> None:
        """结束叫应; with anybody unanswered it wants a reason."""
        look, by = self.look, self.actor
        if look is None:
            return
        end = self._ask.callouts.end

        def ended(made: CalloutLook) -> None:
            self.saved.emit(words.say("callout.told_ended", number=made.number))

        if not look.tally.open:
            self.save_once(lambda: end(look.id, "", seen=look.version, by=by), ended)
            return
        dialog = ReasonDialog(
            "callout.end",
            f"{look.number}　{look.title}　{look.tally.reached} / {look.tally.rows}",
            what="callout.end_open", parent=self.window(),
        )  # fmt: skip
        self.put(
            dialog, f"callout.end {look.id}", lambda reason: end(look.id, reason, seen=look.version, by=by), ended
        )  # fmt: skip

    def go_to_warning(self) -> None:
        """The warning or incident it was begun for."""
        if self.look is not None and self.look.warning_id is not None:
            self.item_asked.emit("warnings", self.look.warning_id)
        elif self.look is not None and self.look.incident_id is not None:
            self.item_asked.emit("incidents", self.look.incident_id)

    def print_book(self) -> None:
        """叫应台账 on paper; numbers that are hidden on the screen are hidden there too."""
        if self.look is not None:
            self.print_asked.emit(CalloutBook(self.look.id, hiding.current().on))

    def _calling(self) -> UUID | None:
        return self.look.id if self.look is not None else None

"""What is asked about a calling as a whole: begun, one more who telephones, ended, its warning."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from console import words
from console.domain.callout_rows import CalloutLook, CallWish, Planned, with_first
from console.domain.people import Action as Permission
from ui import hiding
from ui.dialogs.callout_caller import CalloutCallerDialog
from ui.dialogs.callout_start import MOST_CALLERS, Begun, CalloutStartDialog
from ui.dialogs.reason import ReasonDialog
from ui.models.callout_rows import Called, CalloutServices, Ground, load_ground
from ui.panels.record_part import RecordPart
from ui.warning_prints import CalloutBook


class CalloutAsking(RecordPart):
    """The calling that is shown, who telephones for it, and the dialogs about it."""

    _ask: CalloutServices
    _called: Called | None
    _wanted_calling: UUID | None
    _names: dict[UUID | None, list[str]]
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
    def callers(self) -> Sequence[str]:
        """Who telephones, as this seat knows them: whoever sits here, unless names were typed."""
        return self._names.get(self._calling()) or [self._seat.name]

    @property
    def caller(self) -> str:
        """Whose outcome the next key is."""
        current = self._current.get(self._calling(), "")
        return current if current in self.callers else self.callers[0]

    def ask_new(self, wish: CallWish | None = None) -> None:
        """Begin a calling; for a warning, and with those first whom another page names."""
        if self._seat.may(Permission.CALL_OUT):
            self.ask_first(lambda: load_ground(self._ask), partial(self._show_start, wish))

    def _show_start(self, wish: CallWish | None, ground: Ground) -> None:
        dialog, by, callouts = CalloutStartDialog(ground, self.callers, self.window()), self.actor, self._ask.callouts
        if wish is not None:
            dialog.take_warning(wish.warning_id)

        def planned(area: Sequence[UUID], posts: Sequence[str]) -> list[Planned]:
            first, only = (wish.first, wish.only) if wish is not None else ((), False)
            return with_first(first, () if only else callouts.preview(area, posts))

        def look_ahead(area: Sequence[UUID], posts: Sequence[str]) -> None:
            self._jobs.read(
                lambda: planned(area, posts),
                lambda found: dialog.show_preview(found, area, posts) if self.asked.dialog is dialog else None,
                self.refused.emit,
            )

        def begin(made: Begun) -> tuple[CalloutLook, Begun]:
            rows = planned(made.places, made.posts)
            return callouts.start(made.id, made.title, rows, made.minutes, by=by, warning_id=made.warning_id), made

        dialog.preview_asked.connect(look_ahead)
        self.put(dialog, "callout.new", begin, lambda answer: self._begun(*answer))

    def _begun(self, look: CalloutLook, made: Begun) -> None:
        self._wanted_calling = look.id
        if made.callers:
            self._names[look.id] = list(made.callers)
        self.saved.emit(words.say("callout.told_begun", number=look.number, count=look.tally.rows))

    def ask_caller(self) -> None:
        """One more who telephones."""
        self.put(CalloutCallerDialog(self.window()), "callout.caller", lambda name: name, self._add_caller)

    def _add_caller(self, name: str) -> None:
        names = list(self.callers)
        if name not in names:
            names.append(name)
        self._names[self._calling()] = names[:MOST_CALLERS]
        self._current[self._calling()] = name
        self.show_hands()

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
            "callout.end", f"{look.number}　{look.title}　{look.tally.reached} / {look.tally.rows}",
            what="callout.end_open", parent=self.window(),
        )  # fmt: skip
        self.put(
            dialog, f"callout.end {look.id}", lambda reason: end(look.id, reason, seen=look.version, by=by), ended
        )  # fmt: skip

    def go_to_warning(self) -> None:
        """The warning it was begun for."""
        if self.look is not None and self.look.warning_id is not None:
            self.item_asked.emit("warnings", self.look.warning_id)

    def print_book(self) -> None:
        """叫应台账 on paper; numbers that are hidden on the screen are hidden there too."""
        if self.look is not None:
            self.print_asked.emit(CalloutBook(self.look.id, hiding.current().on))

    def _calling(self) -> UUID | None:
        return self.look.id if self.look is not None else None

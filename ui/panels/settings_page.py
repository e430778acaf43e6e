"""What the pages of the settings share: permission seen before it is refused, and one way to save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.domain.people import Action
from ui import theme
from ui.jobs import Jobs
from ui.panels.base import Panel
from ui.seat import Seat, roles_for
from ui.text import Times
from ui.widgets.card import Card


class SettingsPage(Panel):
    """One page; a panel of its own, so that only what is seen is loaded. Constructors end with ``build``."""

    def __init__(self, jobs: Jobs, seat: Seat, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(jobs, parent)
        self._seat = seat
        self._times = times
        self._guarded: list[tuple[QWidget, Action]] = []
        self._told: list[tuple[Card, Action]] = []
        self._acting = False
        seat.changed.connect(self.permit)

    def stack_cards(self, *cards: Card, grows: Card) -> None:
        """The page's cards one under another, ``grows`` with the room that is left; sizes follow the theme."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in cards:
            column.addWidget(card, 1 if card is grows else 0)
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def restyle(self) -> None:
        """Sizes of its own that the theme sets."""

    def guard(self, action: Action, *widgets: QWidget) -> None:
        """These are for those who may; for others they are seen, disabled, and their tooltip names who may."""
        self._guarded += [(widget, action) for widget in widgets]

    def tell_read_only(self, card: Card, action: Action) -> None:
        """The card's header says why nothing can be changed."""
        self._told.append((card, action))

    def permit(self) -> None:
        """Look again at what the officer of this seat may do."""
        for widget, action in self._guarded:
            allowed = self._seat.may(action)
            widget.setEnabled(allowed and self.possible(widget))
            widget.setToolTip("" if allowed else words.say("frame.needs_role", roles=roles_for(action)))
        for card, action in self._told:
            self.tell_card(card, self._seat.may(action), roles_for(action))

    def possible(self, widget: QWidget) -> bool:  # noqa: ARG002
        """Whether a guarded widget makes sense now, permission aside."""
        return True

    def tell_card(self, card: Card, allowed: bool, roles: str) -> None:
        card.caption.show_text("" if allowed else words.say("settings.read_only", roles=roles))

    def retranslate(self) -> None:
        self.permit()

    def save(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        """Do it on the writing lane, then look again; what goes wrong is said in the strip as well."""

        def finished(result: Any) -> None:
            done(result)
            self.reload_now()

        def went_wrong(error: Exception) -> None:
            if failed is not None:
                failed(error)
            self.refused.emit(error)

        self._jobs.write(work, finished, went_wrong)  # type: ignore[attr-defined]

    def save_once(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None] | None = None
    ) -> bool:
        """``save``, unless the one before is under way: a key hit twice is one act. False where nothing was handed up.

        Handed up again it would be doubled, or refused as if somebody else had changed what is shown.
        """
        if self._acting:
            self.saved.emit(words.say("saving.under_way"))
            return False
        self._acting = True

        def finished(result: Any) -> None:
            self._acting = False
            done(result)

        def went_wrong(error: Exception) -> None:
            self._acting = False
            if failed is not None:
                failed(error)

        self.save(work, finished, went_wrong)
        return True

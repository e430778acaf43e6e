"""What the page of leave and swaps asks for in dialogs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from console import words
from console.domain.duty_people import WishRow
from console.domain.people import Action
from console.domain.roster_draft import Cell
from console.domain.swaps import SwapRow
from console.errors import Refused
from console.services.leaves import Granted
from ui.dialogs.duty_people import LeaveDialog, SureDialog, SwapDialog, WishDialog
from ui.dialogs.finding import Asks, FindingDialog
from ui.models.duty_services import DutyServices
from ui.seat import Seat
from ui.text import Times
from ui.widgets.roster_words import away_span, day_word

if TYPE_CHECKING:
    from ui.panels.roster_away import AwayPage


class AwayAsking(QObject):
    """Each dialog is about something: words typed into it before come back when it is opened about that again."""

    def __init__(self, page: AwayPage, services: DutyServices, seat: Seat, times: Times) -> None:
        super().__init__(page)
        self._page = page
        self._services = services
        self._seat = seat
        self._times = times

    def ask_leave(self, cell: Cell | None = None) -> None:
        """Somebody asks for leave; the chosen duty's person and day are proposed."""
        if not self._seat.may(Action.RECORD):
            return
        by, leaves, shown = self._seat.actor, self._services.leaves, self._page.shown
        name, day = (cell.name, cell.day) if cell else ("", None)
        candidates = shown.candidates if shown else ()
        dialog = LeaveDialog(candidates, self._times, name=name, day=day, parent=self._page.window())
        self._page.asked.open(dialog, lambda new: leaves.ask(new, by=by), self._say_asked, about="leave.ask")

    def ask_grant(self) -> None:
        """The chosen leave is granted; which duties it touches stands in the dialog."""
        from ui.panels.roster_away import touched_words

        line = self._page.chosen_leave()
        if line is None:
            self._none_chosen()
            return
        if not self._allowed(self._page.grant, Action.DECIDE_ROSTER):
            return
        by, leaves, row = self._seat.actor, self._services.leaves, line.row
        about = " ".join(filter(None, (self._about(row), touched_words(line.touched))))
        dialog = FindingDialog("leave.grant", about, [Asks("words", "leave.words")], yes="leave.grant",
                               parent=self._page.window())  # fmt: skip
        self._page.asked.open(
            dialog, lambda said: leaves.grant(row.id, said["words"], seen=row.version, by=by), self._say_granted,
            about=f"leave.grant {row.id}",
        )  # fmt: skip

    def ask_refuse(self) -> None:
        """The chosen leave is not granted, with the reason."""
        line = self._page.chosen_leave()
        if line is None:
            self._none_chosen()
            return
        if not self._allowed(self._page.refuse, Action.DECIDE_ROSTER):
            return
        by, leaves, row = self._seat.actor, self._services.leaves, line.row
        self._ask_reason(
            "leave.refuse", self._about(row), f"leave.refuse {row.id}",
            lambda said: leaves.refuse(row.id, said["reason"], seen=row.version, by=by), "leave.refused",
        )  # fmt: skip

    def ask_withdraw_leave(self) -> None:
        """The chosen leave is taken back."""
        line = self._page.chosen_leave()
        if line is None:
            self._none_chosen()
            return
        if not self._allowed(self._page.drop, Action.RECORD):
            return
        by, leaves, row = self._seat.actor, self._services.leaves, line.row
        dialog = SureDialog("leave.withdraw", self._about(row), parent=self._page.window())
        self._page.asked.open(
            dialog, lambda _none: leaves.withdraw(row.id, seen=row.version, by=by),
            lambda _row: self._done("leave.withdrawn"),
        )  # fmt: skip

    def ask_swap(self, day: date | None = None) -> None:
        """A duty goes to somebody else, or is exchanged."""
        if self._seat.may(Action.RECORD):
            self._ask_swap("swap.ask", day, order=False)

    def ask_order(self) -> None:
        """Whoever decides swaps for somebody absent."""
        if self._seat.may(Action.DECIDE_ROSTER):
            self._ask_swap("swap.order", None, order=True)

    def ask_accept(self) -> None:
        """The other one agrees; who is to approve is asked for."""
        row = self._page.chosen_swap()
        if row is None:
            self._none_chosen()
            return
        if not self._allowed(self._page.accept, Action.RECORD):
            return
        by, swaps, shown = self._seat.actor, self._services.swaps, self._page.shown
        leader = next((one.name for one in shown.readiness.rows if one.post == "leader"), "") if shown else ""
        asks = [Asks("approver", "swap.approver", required=True, limit=60)]
        dialog = FindingDialog("swap.accept", _told(row), asks, {"approver": leader}, yes="swap.accept",
                               parent=self._page.window())  # fmt: skip
        self._page.asked.open(
            dialog, lambda said: swaps.accept(row.id, said["approver"], seen=row.version, by=by),
            lambda _row: self._done("swap.accepted"), about=f"swap.accept {row.id}",
        )  # fmt: skip

    def ask_decline(self) -> None:
        """The other one does not agree."""
        row = self._page.chosen_swap()
        if row is None:
            self._none_chosen()
            return
        if not self._allowed(self._page.decline, Action.RECORD):
            return
        by, swaps = self._seat.actor, self._services.swaps
        self._ask_reason(
            "swap.decline", _told(row), f"swap.decline {row.id}",
            lambda said: swaps.decline(row.id, said["reason"], seen=row.version, by=by), "swap.declined",
        )  # fmt: skip

    def ask_withdraw_swap(self) -> None:
        """The chosen swap is taken back."""
        row = self._page.chosen_swap()
        if row is None:
            self._none_chosen()
            return
        if not self._allowed(self._page.take_back, Action.RECORD):
            return
        by, swaps = self._seat.actor, self._services.swaps
        dialog = SureDialog("swap.withdraw", _told(row), parent=self._page.window())
        self._page.asked.open(
            dialog, lambda _none: swaps.withdraw(row.id, seen=row.version, by=by),
            lambda _row: self._done("swap.withdrawn"),
        )  # fmt: skip

    def ask_wish(self) -> None:
        """Somebody would like a day, or would rather not have it."""
        if self._seat.may(Action.RECORD):
            by, wishes = self._seat.actor, self._services.wishes
            dialog = self._wish_dialog("wish.new", None)
            self._page.asked.open(
                dialog, lambda new: wishes.note_days(new, by=by), lambda _rows: self._done("wish.noted"),
                about="wish.new",
            )  # fmt: skip

    def ask_change_wish(self) -> None:
        """The chosen wish is another one."""
        line = self._page.wishes.chosen()
        if line is None:
            self._none_chosen()
            return
        if not self._allowed(self._page.wishes.change, Action.RECORD):
            return
        by, wishes, row = self._seat.actor, self._services.wishes, line.row
        self._page.asked.open(
            self._wish_dialog("wish.change", row), lambda new: wishes.change(row.id, new, seen=row.version, by=by),
            lambda _rows: self._done("wish.changed"), about=f"wish.change {row.id}",
        )  # fmt: skip

    def ask_take_back_wish(self) -> None:
        """The chosen wish no longer holds."""
        line = self._page.wishes.chosen()
        if line is None:
            self._none_chosen()
            return
        if not self._allowed(self._page.wishes.drop, Action.RECORD):
            return
        by, wishes, row = self._seat.actor, self._services.wishes, line.row
        about = words.say("wish.about", name=row.name, day=day_word(row.day), kind=words.say(f"wish.kind.{row.wish}"))
        dialog = SureDialog("wish.take_back", about, parent=self._page.window())
        self._page.asked.open(
            dialog, lambda _none: wishes.take_back(row.id, seen=row.version, by=by),
            lambda _none: self._done("wish.taken_back"),
        )  # fmt: skip

    def _wish_dialog(self, title: str, row: WishRow | None) -> WishDialog:
        shown = self._page.shown
        candidates, shifts = (shown.candidates, shown.shifts) if shown else ((), ())
        return WishDialog(title, candidates, shifts, self._times, row, parent=self._page.window())

    def _ask_swap(self, title: str, day: date | None, *, order: bool) -> None:
        shown = self._page.shown
        if shown is None or not shown.duties:
            self._page.saved.emit(words.say("swap.no_duties"))
            return
        by, swaps = self._seat.actor, self._services.swaps
        chosen = next((at for at, one in enumerate(shown.duties) if one.line.day == day), 0)
        dialog = SwapDialog(title, shown.duties, shown.candidates, chosen, parent=self._page.window())
        act = swaps.order if order else swaps.ask
        self._page.asked.open(
            dialog, lambda new: act(new, by=by), lambda _row: self._done("swap.ordered" if order else "swap.asked"),
            about=title,
        )  # fmt: skip

    def _ask_reason(self, title: str, about: str, kept: str, act: Any, done: str) -> None:
        asks = [Asks("reason", "leave.reason", required=True)]
        dialog = FindingDialog(title, about, asks, yes=title, parent=self._page.window())
        self._page.asked.open(dialog, act, lambda _row: self._done(done), about=kept)

    def _allowed(self, button: Any, action: Action) -> bool:
        return self._seat.may(action) and self._page.possible(button)

    def _none_chosen(self) -> None:
        """A key that needs a line says so, instead of seeming dead."""
        self._page.refused.emit(Refused("nothing_chosen"))

    def _about(self, row: Any) -> str:
        span = away_span(row.starts_at, row.ends_at, self._times)
        return words.say("leave.about", name=row.name, kind=words.say(f"leave.kind.{row.kind}"), span=span)

    def _say_asked(self, made: Granted) -> None:
        self._say_leave("leave.asked", made)

    def _say_granted(self, made: Granted) -> None:
        self._say_leave("leave.granted", made)

    def _say_leave(self, code: str, made: Granted) -> None:
        from ui.panels.roster_away import touched_words

        said: Mapping[str, str] = {"leave.asked": words.say("leave.asked"), "leave.granted": words.say("leave.granted")}
        self._page.saved.emit(" ".join(filter(None, (said[code], touched_words(made.touched)))))
        self._page.reload_now()

    def _done(self, code: str) -> None:
        self._page.saved.emit(words.say(code))
        self._page.reload_now()


def _told(row: SwapRow) -> str:
    from ui import text

    said = f"{day_word(row.day)} {text.post(row.post)} {row.name} → {row.other}"
    return f"{said}　{day_word(row.back_day)} {row.other} → {row.name}" if row.back_day else said

"""Targets of a channel sent to once more, terminals that did not answer stood in for, and whoever was not reached
called by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtGui import QGuiApplication

from console import words
from console.domain.callout_rows import CallWish, Planned
from console.domain.delivery import DeliveryRow
from console.domain.warning_rows import SendRow, Way
from console.errors import Refused
from console.services.warning_channels_out import Silent
from ui import hiding
from ui.dialogs.warning_silent import StandIn, WarningSilentDialog
from ui.dialogs.warning_targets import Again, WarningTargetsDialog
from ui.models.warning_targets import TargetLine, silent_text, targets_of
from ui.warning_prints import WarningSilent

if TYPE_CHECKING:
    from ui.panels.warnings_page import WarningPage


class Unreached:
    """``row`` gives the chosen channel of the page it stands on."""

    def __init__(self, page: WarningPage, row: Callable[[], SendRow | None]) -> None:
        self._page, self._row = page, row

    def ask_targets(self) -> None:
        """再发: every target of the chosen channel with its attempts."""
        row, page = self._row(), self._page
        if row is None or row.batch_id is None:
            return
        page.ask_first(
            lambda: targets_of(row, page.services.targets.targets(row.warning_id)),
            lambda found: self._show_targets(row, found),
        )

    def _show_targets(self, row: SendRow, found: list[TargetLine]) -> None:
        page, by = self._page, self._page.actor
        targets = page.services.targets

        def send(again: Again) -> tuple[Again, list[DeliveryRow], Refused | None]:
            """What one of them is refused for keeps none of the others back."""
            made, last = targets.again_all(again.rows, by=by)
            if last is not None and not made:
                raise last
            return again, made, last

        page.put(WarningTargetsDialog(row.name, found, page.times, page.window()), "", send, self._sent_again)

    def _sent_again(self, done: tuple[Again, list[DeliveryRow], Refused | None]) -> None:
        again, made, last = done
        held = sum(one.audible for one in made)
        code = "targets.told_armed" if held else "targets.told"
        self._page.saved.emit(words.say(code, count=len(made), held=held))
        if last is not None:
            left = len(again.rows) - len(made)
            self._page.refused.emit(Refused("not_sent_again", count=left, why=words.sentence(last).rstrip("。.")))

    def ask_silent(self) -> None:
        """未应答终端: public address and sirens nobody can say of that they were heard."""
        look, page = self._page.look, self._page
        if look is None:
            return

        def found(told: tuple[list[Silent], Any]) -> None:
            if told[0]:
                self._show_silent(look.id, look.row.number, *told)
            else:
                page.saved.emit(words.say("silent.none"))

        ask = page.services
        page.ask_first(lambda: (ask.targets.silent(look.id), ask.lists.rows("warning_channels")), found)

    def _show_silent(self, warning_id: UUID, number: str, found: list[Silent], channels: Iterable[Any]) -> None:
        page, by = self._page, self._page.actor
        manual = [item for item in channels if item.get("way") == Way.MANUAL]
        dialog = WarningSilentDialog(number, found, manual, page.window())
        targets = page.services.targets

        def stand_in(wish: StandIn) -> list[SendRow]:
            return targets.stand_in(warning_id, wish.silent, wish.channel, by=by)

        def stood_in(made: list[SendRow]) -> None:
            page.saved.emit(words.say("silent.told", count=len(made), name=made[0].name if made else ""))
            if made:
                page.record.choose_soon(made[0].id)

        def call(chosen: tuple[Silent, ...]) -> None:
            dialog.reject()
            self._call(warning_id, lambda: targets.to_call(chosen, warning_id))

        def paper(chosen: tuple[Silent, ...]) -> None:
            dialog.reject()
            page.print_asked.emit(WarningSilent(warning_id, tuple(one.key for one in chosen), hiding.current().on))

        dialog.call_asked.connect(call)
        dialog.copy_asked.connect(self._copy)
        dialog.print_asked.connect(paper)
        page.put(dialog, "", stand_in, stood_in)

    def call_unreached(self) -> None:
        """呼未达: exactly those the chosen channel did not reach are called by name first."""
        row, page = self._row(), self._page
        if row is None:
            return
        ask = page.services

        def work() -> list[Planned]:
            if row.way is Way.MANUAL:
                reading = ask.results.of(row.id)
                return ask.results.to_call(reading) if reading is not None else []
            return ask.targets.to_call(
                [one for one in ask.targets.silent(row.warning_id) if one.row.batch_id == row.batch_id], row.warning_id
            )

        self._call(row.warning_id, work)

    def _call(self, warning_id: UUID, work: Callable[[], list[Planned]]) -> None:
        page = self._page

        def found(first: list[Planned]) -> None:
            if first:
                page.callout_asked.emit(CallWish(warning_id, tuple(first), only=True))
            else:
                page.saved.emit(words.say("silent.nobody_left"))

        page.read(work, found)

    def _copy(self, chosen: tuple[Silent, ...]) -> None:
        """None while numbers are hidden."""
        text = silent_text(chosen)
        if hiding.seen(text) != text:
            self._page.refused.emit(Refused("numbers_hidden"))
            return
        QGuiApplication.clipboard().setText(text)
        self._page.saved.emit(words.say("silent.told_copied", count=len(chosen)))

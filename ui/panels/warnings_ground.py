"""What of a warning is chosen in a dialog of its own: single devices of a channel, the area drawn on the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from console.domain.map_marks import Outline
from console.domain.warning import State
from console.domain.warning_form import Drawn
from console.services.warning_covered import Covered
from ui.actions import Action
from ui.dialogs.warning_devices import WarningDevicesDialog
from ui.dialogs.warning_draw import Given, WarningDrawDialog, wrong_in
from ui.models.warning_channels import ChannelLine
from ui.widgets.drawn_field import DRAW
from ui.widgets.warning_channels import DEVICES

if TYPE_CHECKING:
    from ui.panels.warnings_page import WarningPage


class WarningGround:
    """Opens these dialogs for the page and puts what they hand up into its editor; the draft is saved as ever."""

    def __init__(self, page: WarningPage) -> None:
        self._page = page
        page.editor.channels.devices_asked.connect(self.ask_devices)
        page.editor.drawn.button.clicked.connect(self.ask_draw)

    def actions(self) -> list[Action]:
        return [
            Action("warning_devices", self._page.editor.channels.ask_devices, key=DEVICES),
            Action("warning_draw", self.ask_draw, key=DRAW),
        ]

    def ask_draw(self) -> None:
        """图上画区域: the county's map, with what was drawn before."""
        page, look = self._page, self._page.look
        if look is not None and look.row.state is State.DRAFT:
            page.ask_first(page.services.warnings.outlines, self._show_draw)

    def _show_draw(self, outlines: tuple[Outline, ...]) -> None:
        page, editor, service = self._page, self._page.editor, self._page.services.warnings
        if page.look is None:
            return
        about, number = page.look.id, page.look.row.number

        def judge(drawn: tuple[Drawn, ...], told: Callable[[Covered], None]) -> None:
            page.read(lambda: service.covered(drawn), told)

        dialog = WarningDrawDialog(
            editor.drawn.shapes(), outlines, judge, take=not editor.places.value(), parent=page.window()
        )  # fmt: skip

        def look_at(given: Given) -> tuple[Given, Covered]:
            """Once more of what was handed up: the last points may be quicker than the answers while it was drawn."""
            page.require_written(about, number)
            found = service.covered(given.drawn)
            if (wrong := wrong_in(found)) is not None:
                raise wrong
            return given, found

        def taken(made: tuple[Given, Covered]) -> None:
            given, found = made
            editor.take_drawn(given.drawn, found.place_ids if given.take else ())

        page.asked.open(dialog, look_at, taken, about=f"warning.draw {about}")

    def ask_devices(self, line: ChannelLine) -> None:
        """按台选: of the line that is chosen."""
        page = self._page
        if page.look is None or page.look.row.state is not State.DRAFT:
            return
        about, number, channels = page.look.id, page.look.row.number, page.editor.channels
        rows = [row for row in page.look.book.devices if row.id in line.usable]
        dialog = WarningDevicesDialog(line.name, rows, channels.near(line), line.device_ids, page.window())

        def chosen(ids: tuple[UUID, ...]) -> tuple[UUID, ...]:
            """Nothing is written before the draft is."""
            page.require_written(about, number)
            return ids

        page.asked.open(dialog, chosen, lambda ids: channels.take_devices(line.code, ids))

"""What of a warning is chosen in a dialog of its own: single devices of a channel, the area drawn on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.warning import State
from ui.actions import Action
from ui.dialogs.warning_devices import WarningDevicesDialog
from ui.models.warning_channels import ChannelLine
from ui.widgets.warning_channels import DEVICES

if TYPE_CHECKING:
    from ui.panels.warnings_page import WarningPage


class WarningGround:
    """Opens these dialogs for the page and puts what they hand up into its editor; the draft is saved as ever."""

    def __init__(self, page: WarningPage) -> None:
        self._page = page
        page.editor.channels.devices_asked.connect(self.ask_devices)

    def actions(self) -> list[Action]:
        return [Action("warning_devices", self._page.editor.channels.ask_devices, key=DEVICES)]

    def ask_devices(self, line: ChannelLine) -> None:
        """按台选: of the line that is chosen."""
        page = self._page
        if page.look is None or page.look.row.state is not State.DRAFT:
            return
        channels = page.editor.channels
        rows = [row for row in page.look.book.devices if row.id in line.usable]
        dialog = WarningDevicesDialog(line.name, rows, channels.near(line), line.device_ids, page.window())
        page.asked.open(dialog, _same, lambda ids: channels.take_devices(line.code, ids))


def _same(answer: Any) -> Any:
    """Nothing is written before the draft is."""
    return answer

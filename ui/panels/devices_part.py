"""What the parts of the 设备 panel share: devices by their names, the one stop for everything that sounds."""

from __future__ import annotations

from console.domain.people import Action as Permission
from console.domain.wire import DeviceRow
from ui import actions
from ui.models.device_rows import DeviceServices
from ui.panels.record_part import RecordPart
from ui.stopping import Stopping
from ui.widgets.keycap import KeyButton


class DevicesPart(RecordPart):
    """A list of devices or of what they were asked for, and what is known of the chosen one."""

    _ask: DeviceServices

    def stop_button(self) -> KeyButton:
        """全停发声, where sounding things are in sight; the key itself is the window's."""
        self.stop_all = KeyButton("devices.stop_all", actions.key_of("stop_all"), kind="danger")
        self.stop_all.clicked.connect(self.ask_stop_all)
        self.guard(Permission.RECORD, self.stop_all)
        return self.stop_all

    def ask_stop_all(self) -> None:
        """At once and without a question: nobody has ever come to harm by silence that was asked for."""
        self.stopping().stop()

    def stopping(self) -> Stopping:
        """Made for one press: what became of it is told here."""
        made = Stopping(self._ask.wire.stop_all, self._jobs, self._seat, self)
        made.told.connect(self.saved)
        made.refused.connect(self.refused)
        return made


def looked_at(row: DeviceRow) -> str:
    """What a device is found by."""
    form = row.form
    return " ".join((form.code, form.name, form.name_en, form.url, form.place_text, row.place_path)).casefold()

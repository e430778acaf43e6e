"""Devices and their points are kept: connected in three steps, changed, stopped, their secrets put away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject
from shiboken6 import isValid

from console import words
from console.domain.drivers import DRIVERS, OptionKind
from console.domain.wire import DeviceForm, DeviceRow, PointForm, PointRow
from console.errors import Refused, Unavailable
from console.services.secrets import Keeping, KeptBy
from ui.dialogs.device_form import Around, DeviceDialog, PortChoice
from ui.dialogs.device_point import PointDialog, PointLists, PointSaid
from ui.dialogs.device_secret import SecretDialog, SecretSaid
from ui.dialogs.duty_people import SureDialog
from ui.dialogs.reason import ReasonDialog
from ui.models.device_rows import DeviceServices, device_name
from ui.models.intake_rows import type_choices
from ui.widgets.place_tree import choices as place_choices
from ui.widgets.suggest import ChoiceList

if TYPE_CHECKING:
    from ui.panels.devices_ledger import LedgerPage


class DevicesKeeping(QObject):
    """Each act is about the device that is chosen, or about a new one."""

    def __init__(self, page: LedgerPage) -> None:
        super().__init__(page)
        self._page, self._ask, self._seat = page, page._ask, page._seat

    # devices

    def ask_new(self) -> None:
        self._page.ask_first(partial(around, self._ask), partial(self._form, None))

    def ask_edit(self) -> None:
        row = self._page.chosen()
        if row is not None:
            self._page.ask_first(partial(around, self._ask), partial(self._form, row))

    def _form(self, row: DeviceRow | None, lists: Around) -> None:
        by = self._seat.actor
        dialog = DeviceDialog(lists, row, self._page.window())
        dialog.try_asked.connect(partial(self._try, dialog))
        dialog.tester.asked.connect(partial(self._ask_worker, dialog, dialog.tester.show_tried))

        def keep(form: DeviceForm) -> DeviceRow:
            if row is None:
                return self._ask.devices.add(form, by=by)
            return self._ask.devices.change(form, seen=row.version, by=by)

        def kept(after: DeviceRow) -> None:
            self._page.open_device(after)
            self._page.saved.emit(words.say("devices.told_kept", code=after.form.code, name=device_name(after)))

        self._page.put(dialog, f"device.form {row.id if row is not None else 'new'}", keep, kept)

    def _try(self, dialog: DeviceDialog, url: str, line: str, driver: str) -> None:
        """Listen to a port for a moment; a port that a link already reads is left alone by the system."""

        self._ask_worker(dialog, dialog.show_tried, lambda: tried(self._ask, url, line or DRIVERS[driver].line))

    def _ask_worker(self, dialog: DeviceDialog, show: Callable[[str], None], work: Callable[[], str]) -> None:
        """The answer goes into the dialog, as long as it is open."""

        def told(said: str) -> None:
            if isValid(dialog):
                show(said)

        def failed(error: Exception) -> None:
            known = isinstance(error, Refused | Unavailable)
            told(words.sentence(error) if known else words.say("asking.failed"))
            if not known or not isValid(dialog):
                self._page.refused.emit(error)

        self._page._jobs.run(work, told, failed)

    def ask_stop(self) -> None:
        """One that is stopped keeps its history; nothing is deleted."""
        row, by = self._page.chosen(), self._seat.actor
        if row is None:
            return
        if row.active:
            dialog = ReasonDialog("devices.stop", device_name(row), parent=self._page.window())
            self._page.put(
                dialog, f"device.stop {row.id}",
                lambda reason: self._ask.devices.stop(row.id, reason, seen=row.version, by=by),
                lambda _row: self._page.saved.emit(words.say("devices.told_stopped", name=device_name(row))),
            )  # fmt: skip
        else:
            self._page.put(
                SureDialog("devices.start_again", device_name(row), kind="primary", parent=self._page.window()), "",
                lambda _none: self._ask.devices.start_again(row.id, seen=row.version, by=by), self._started,
            )  # fmt: skip

    def _started(self, row: DeviceRow) -> None:
        self._page.open_device(row)
        self._page.saved.emit(words.say("devices.told_started", name=device_name(row)))

    def ask_secret(self) -> None:
        """A PIN, an arm code, a key: typed once, kept by the system's key store, never shown again."""
        row = self._page.chosen()
        if row is not None:
            self._page.ask_first(self._ask.secrets.keeper, partial(self._secret, row))

    def _secret(self, row: DeviceRow, keeping: Keeping) -> None:
        names = [one.name for one in DRIVERS[row.form.driver].options if one.kind is OptionKind.SECRET]
        if DRIVERS[row.form.driver].audible:
            names.append("arm_code")
        dialog = SecretDialog(device_name(row), names, keeping, self._page.window())
        by = self._seat.actor

        def keep(said: SecretSaid) -> None:
            now = self._ask.secrets.keeper()  # at the second attempt the file is there, or open, already
            if now.by is KeptBy.NOBODY:
                self._ask.secrets.make_file(said.passphrase, by=by)
            elif now.locked:
                self._ask.secrets.unlock(said.passphrase)
            self._ask.secrets.put(row.form.code, said.name, said.value, by=by)

        told = words.say("devices.told_secret", name=device_name(row))
        self._page.put(dialog, "", keep, lambda _none: self._page.saved.emit(told))

    # points

    def ask_point_new(self) -> None:
        row = self._page.chosen()
        if row is not None:
            self._page.ask_first(partial(point_lists, self._ask), partial(self._point, row, None))

    def ask_point_edit(self) -> None:
        row, point = self._page.chosen(), self._page.chosen_point()
        if row is not None and point is not None:
            self._page.ask_first(partial(point_lists, self._ask), partial(self._point, row, point))

    def _point(self, row: DeviceRow, point: PointRow | None, lists: PointLists) -> None:
        by = self._seat.actor
        dialog = PointDialog(lists, row.id, point, self._page.window())

        def keep(said: PointSaid) -> PointRow:
            form = said.form if said.people is None else with_people(self._ask, said.form, said.people)
            return self._ask.devices.put_point(form, seen=point.version if point is not None else None, by=by)

        def kept(after: PointRow) -> None:
            self._page.saved.emit(words.say("devices.told_point", name=after.form.name))

        self._page.put(dialog, f"device.point {point.id if point is not None else row.id}", keep, kept)

    def ask_point_drop(self) -> None:
        point, by = self._page.chosen_point(), self._seat.actor
        if point is not None:
            self._page.put(
                SureDialog("devices.point_drop", point.form.name, parent=self._page.window()), "",
                lambda _none: self._ask.devices.drop_point(point.id, seen=point.version, by=by),
                lambda _none: self._page.saved.emit(words.say("devices.told_dropped", name=point.form.name)),
            )  # fmt: skip


def around(ask: DeviceServices) -> Around:
    """On a worker: the ports of this machine and the places."""
    ports = [PortChoice(one.url, one.name) for one in ask.wire.ports()]
    return Around(ports, ChoiceList(place_choices(ask.places.everything())))


def point_lists(ask: DeviceServices) -> PointLists:
    """On a worker: places, event types and plans as choices."""
    types = tuple((one.code, one.parent, one.name, one.name_en) for one in ask.event_types.rows())
    return PointLists(ChoiceList(place_choices(ask.places.everything())), type_choices(types), tuple(ask.plans.rows()))


def with_people(ask: DeviceServices, form: PointForm, names: tuple[str, ...]) -> PointForm:
    """On a worker: who is meant by each name. Refuses device_person_unknown and device_person_several."""
    return replace(form, person_ids=tuple(_person(ask, name) for name in names))


def _person(ask: DeviceServices, name: str) -> UUID:
    hits = [hit for hit in ask.contacts.find(name, limit=20) if hit.name == name]
    if len(hits) != 1:
        code = "device_person_several" if hits else "device_person_unknown"
        raise Refused(code, name=name, count=len(hits), field="person_ids")
    return hits[0].id


def tried(ask: DeviceServices, url: str, line: str) -> str:
    """On a worker: what was heard on that port within a moment, in words."""
    return ask.wire.test(url, line).said()

"""Every panel, dialog and cover of the program, built on a desk with a watch on it and shown as the window shows them.

Panels come from the application's own table and dialogs from the folder they live in, so that a new one is covered
on the day it is written. A dialog that cannot be built from ``World.value`` wants a line in ``NAMED`` or ``TYPED``.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import importlib
import inspect
import pkgutil
import shutil
import types
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from shiboken6 import isValid

import ui.dialogs
from console.domain.duty import PostLine, SheetRow
from console.domain.inbound import Intake
from console.domain.lists import LISTS, ListSpec
from console.domain.log import LogEntry, NewEntry
from console.domain.stock import DocumentKind
from console.domain.stores import WarehouseForm
from console.domain.task import TaskRow
from console.domain.training import NamedCode, Offer, Offers, Place, Stand
from console.domain.wire import DeviceForm, DeviceRow
from console.seat_file import SeatFile
from tests.kit import plans
from ui import prints, station
from ui.dialogs.asking import Asking
from ui.dialogs.due_list import DueList
from ui.dialogs.importing import ImportDialog, StoppableImport
from ui.dialogs.plans import PlanDialog
from ui.dialogs.preview import PrintPreview
from ui.dialogs.stock_document import DocumentDialog, Ground
from ui.dialogs.store_form import Around, StoreFormDialog, empty
from ui.dialogs.training_act import TrainingActDialog
from ui.dialogs.warning_draw import WarningDrawDialog
from ui.first_run import FirstRun
from ui.gate import Gate
from ui.hiding import Hiding
from ui.jobs import Jobs
from ui.panels.base import Panel
from ui.printing.form import Form
from ui.rooms import Room
from ui.text import Times
from ui.widgets.suggest import Choice, ChoiceList


class World:
    """A desk with a watch on it, and a value for whatever a dialog asks for."""

    def __init__(self, desk: Any, jobs: Jobs, seat: Any, times: Times, county_files: Any) -> None:
        self.desk, self.jobs, self.seat, self.times = desk, jobs, seat, times
        self.made_up = 0
        by = seat.actor
        desk.places.import_file(county_files.towns, by=by)
        desk.contacts.import_file(county_files.contacts, by=by)
        desk.roster.import_file(county_files.roster, by=by)
        desk.duty.take_over_empty([PostLine("leader", "林例一"), PostLine("主班", by.name)], by=by)
        desk.clock.advance(minutes=40)
        desk.log.add(NewEntry(uuid4(), "例一街道道路积水"), by=by)
        self.inbound = desk.intake.register(Intake(uuid4(), "例二镇停电", desk.clock.now()), by=by)
        self.task = desk.tasks.add("回话", desk.clock.now() + timedelta(hours=1), by=by)
        desk.clock.advance(minutes=40)

    def value(self, name: str, wanted: Any) -> Any:
        """Something of that type; rows are made up field by field, real where the screen needs a real one."""
        for named in (NAMED.get(name), TYPED.get(wanted) if isinstance(wanted, collections.abc.Hashable) else None):
            if named is not None:
                return named(self)
        return self._made_up(wanted)

    def _made_up(self, wanted: Any) -> Any:
        origin, inside = typing.get_origin(wanted), typing.get_args(wanted)
        if origin is not None:
            return self._composed(origin, inside)
        if dataclasses.is_dataclass(wanted):
            hints = typing.get_type_hints(wanted)
            return wanted(**{field.name: self.value("", hints[field.name]) for field in dataclasses.fields(wanted)})
        if isinstance(wanted, type) and issubclass(wanted, Enum):
            return next(iter(wanted))
        return PLAIN[wanted](self)

    def next_id(self) -> UUID:
        """One that nothing else has; the same ones come anew for every dialog that is built."""
        self.made_up += 1
        return UUID(int=self.made_up)

    def _composed(self, origin: Any, inside: tuple[Any, ...]) -> Any:
        if origin in (typing.Union, types.UnionType):
            return None if type(None) in inside else self.value("", inside[0])
        if origin is collections.abc.Callable:
            answer = self.value("", inside[1])
            return lambda *_: answer
        if origin in (dict, collections.abc.Mapping):
            return {}
        if origin is tuple and inside[-1] is not Ellipsis:
            return tuple(self.value("", part) for part in inside)
        made = [self.value("", inside[0])]
        return tuple(made) if origin is tuple else made


PLAIN: dict[Any, Callable[[World], Any]] = {
    str: lambda _: "例",
    int: lambda _: 1,
    float: lambda _: 1.0,
    Decimal: lambda _: Decimal(1),
    bool: lambda _: True,
    bytes: lambda _: bytes(32),
    UUID: lambda world: world.next_id(),
    datetime: lambda world: world.desk.clock.now(),
    timedelta: lambda _: timedelta(minutes=5),
    date: lambda world: world.desk.clock.now().date(),
    Any: lambda _: None,
    object: lambda _: None,
    Hiding: lambda _: Hiding(),
}


def _log_entry(world: World) -> LogEntry:
    return world.desk.log.search("积水", limit=1)[0]


def _due_list(world: World) -> DueList:
    """Its rows are asked for anew each time, as the window makes them."""
    now = world.desk.clock.now()
    return DueList(lambda: station.due_rows(world.desk.due.rows(now), now, timedelta(minutes=30)), world.times)


def _plan(world: World) -> PlanDialog:
    return PlanDialog(plans.plan(), {}, world.times)


def _store_row(world: World) -> StoreFormDialog:
    nothing = ChoiceList()
    return StoreFormDialog(empty(WarehouseForm), Around(nothing, nothing, nothing, {}), world.times, new=True)


def _document(world: World) -> DocumentDialog:
    return DocumentDialog(DocumentKind.TRANSFER, Ground(((world.next_id(), "样例库"),)), world.times)


def _draw(_world: World) -> WarningDrawDialog:
    return WarningDrawDialog((), (), lambda _shapes, _told: None)


def _training_act(world: World) -> TrainingActDialog:
    """Everything a device can be asked, with a point to choose."""
    row = DeviceRow(world.value("", DeviceForm), True, 1)
    asks = ("account", "zone", "code", "value", "sender", "text", "count", "every", "chance", "skew", "seconds")
    offer = Offer("alarm", asks, (NamedCode("110", "火警", "Fire"), NamedCode("stuck")))
    offers = Offers(row.id, (offer,), ("1234",), (Place("门厅", "1234", "1"),))
    return TrainingActDialog(Stand(row, True), offers, offer)


BUILT: dict[type[QDialog], Callable[[World], QDialog]] = {
    DueList: _due_list, PlanDialog: _plan, StoreFormDialog: _store_row, DocumentDialog: _document,
    TrainingActDialog: _training_act, WarningDrawDialog: _draw,
}  # fmt: skip
"""Dialogs whose answers must be real ones."""


def _sheet(world: World) -> SheetRow:
    running = world.desk.duty.running_sheet()
    return running or world.desk.duty.start_hand_over(by=world.seat.actor)


NAMED: dict[str, Callable[[World], Any]] = {
    "parent": lambda _: None,
    "title": lambda _: "task.new",
    "part": lambda _: "outgoing",
    "yes": lambda _: "button.save",
    "kind": lambda _: "primary",
    "label": lambda _: "task.text",
    "hint": lambda _: "",
    "printers": lambda _: lambda: ["走廊打印机"],
    "values": lambda _: None,
    "jobs": lambda world: world.jobs,
}
TYPED: dict[Any, Callable[[World], Any]] = {
    Choice: lambda _: Choice("例", "例", "例"),
    ChoiceList: lambda _: ChoiceList(),
    Times: lambda world: world.times,
    Jobs: lambda world: world.jobs,
    LogEntry: _log_entry,
    SheetRow: _sheet,
    TaskRow: lambda world: world.task,
    DeviceForm: lambda world: DeviceForm(world.next_id(), "例", "例", "profile", "例"),
    ListSpec: lambda _: LISTS["routines"],
    Form: lambda world: prints.form_of(world.desk, prints.TestPage()),
}


@pytest.fixture
def world(desk: Any, jobs: Jobs, seat: Any, times: Times, county_files: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    free = shutil.disk_usage("/")._replace(free=81_500_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)  # others write to this disk meanwhile
    return World(desk, jobs, seat, times, county_files)


def dialog_classes() -> Iterator[type[QDialog]]:
    """Every dialog of ui.dialogs that shows words of its own; Qt's own boxes speak by Qt's catalogue."""
    for module in pkgutil.iter_modules(ui.dialogs.__path__):
        found = importlib.import_module(f"ui.dialogs.{module.name}")
        for made in vars(found).values():
            is_dialog = inspect.isclass(made) and issubclass(made, QDialog) and made.__module__ == found.__name__
            if is_dialog and not _is_base(made) and not issubclass(made, QFileDialog):
                yield made


def _is_base(made: type[QDialog]) -> bool:
    """What others are made of: it answers nothing itself."""
    answers = not issubclass(made, Asking) or made.answer is not Asking.answer
    return not answers or made in (ImportDialog, StoppableImport) or made.__name__.startswith("_")


def build(world: World, made: type[QDialog]) -> QDialog:
    """A dialog with values by the names and types its constructor asks for; those with defaults stay as they are."""
    world.made_up = 0
    if made in BUILT:
        return BUILT[made](world)
    hints = _hints(made)
    asked = inspect.signature(made.__init__).parameters.values()
    given = {
        one.name: world.value(one.name, hints.get(one.name)) for one in list(asked)[1:] if one.default is one.empty
    }
    return made(**given)


def _hints(made: type[QDialog]) -> dict[str, Any]:
    """Types are imported for the checker only in many places: look them up where they are defined."""
    module = importlib.import_module(made.__init__.__module__)
    names: dict[str, Any] = dict(vars(module))
    for _ in range(20):
        try:
            return typing.get_type_hints(made.__init__, names)
        except NameError as error:
            names[error.name] = _imported_for_checking(module, error.name)
    raise AssertionError(f"types of {made.__name__} cannot be found")


def _imported_for_checking(module: types.ModuleType, name: str) -> Any:
    import ast

    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ImportFrom) and any(one.name == name for one in node.names):
            return getattr(importlib.import_module(node.module or ""), name)
    return Any


COVERS: dict[str, Callable[[Times], QWidget]] = {
    "gate": lambda times: Gate(times.now),
    "first start": lambda _: FirstRun("/data", store_exists=False),
    "first administrator": lambda _: FirstRun("/data", store_exists=True),
}
"""Pages that cover the panels."""


def shown(qtbot: Any, dialog: Any) -> Any:
    qtbot.addWidget(dialog)
    return _standing(qtbot, dialog)


@contextmanager
def passing(qtbot: Any, dialog: Any) -> Iterator[Any]:
    """Shown for a while: the hundredth of a test is as quick as the first."""
    try:
        yield _standing(qtbot, dialog)
    finally:
        dialog.close()
        dialog.deleteLater()
        settle()


def _standing(qtbot: Any, dialog: Any) -> Any:
    dialog.show()
    settle()
    if isinstance(dialog, PrintPreview):
        qtbot.waitUntil(lambda: dialog.pages > 0, timeout=10_000)  # laid out beside the screen: until then it says so
    return dialog


def room(world: World) -> Room:
    known = {
        "desk": world.desk, "jobs": world.jobs, "seat": world.seat, "times": world.times,
        "seat_file": SeatFile(world.desk.data.seat), "look": None, "sound_said": lambda: "proven",
    }  # fmt: skip
    names = [field.name for field in dataclasses.fields(Room)]
    return Room(**{name: known.get(name, lambda *_: None) for name in names})


def loaded(qtbot: Any, panel: Panel) -> Panel:
    qtbot.addWidget(panel)
    panel.resize(1302, 658)
    panel.show()
    reload(qtbot, panel)
    return panel


def reload(qtbot: Any, panel: Panel) -> None:
    """The panel and every panel in it, seen or not."""
    for part in (panel, *panel.findChildren(Panel)):
        if type(part).load is not Panel.load:
            part.reload_now()
    wait_for(qtbot, panel)


def wait_for(qtbot: Any, panel: Panel) -> None:
    """Until nothing is on its way any more; answers may ask again."""
    quiet = 0

    def still() -> bool:
        nonlocal quiet
        parts = [part for part in (panel, *panel.findChildren(Panel)) if isValid(part)]
        busy = any(part._loading or part._soon.isActive() for part in parts)
        quiet = 0 if busy else quiet + 1
        return quiet > 12

    qtbot.waitUntil(still)
    settle()


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

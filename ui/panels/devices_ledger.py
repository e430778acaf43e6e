"""台账: every device as it is connected, with its points; a new one in three steps, stopped and started again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console import words
from console.changes import Topic
from console.domain.people import Action as Permission
from console.domain.wire import DeviceRow, PointRow
from console.services.devices import POINT_SAID
from ui import actions, theme
from ui.models.device_rows import device_name, driver_word, ledger_model, link_word, point_model, port
from ui.panels.acting_part import Verb
from ui.panels.devices_keeping import DevicesKeeping
from ui.panels.devices_part import DevicesPart, looked_at
from ui.panels.devices_points import PointFiles
from ui.panels.list_files import ListFiles, ListOf
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.facts import Facts
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.more import MoreButton
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable

POINT_NEW, POINT_EDIT, POINT_DROP, STOP = "Alt+Z", "Alt+Shift+Z", "Alt+Shift+X", "Alt+Q"
"""Keys of this part alone."""
FACTS = (
    "devices.fact.driver", "devices.fact.port", "devices.fact.place", "devices.fact.times", "devices.fact.options",
    "devices.fact.remark",
)  # fmt: skip
KEPT, STOPPED = "kept", "stopped"
LISTS = (ListOf("points", Permission.EDIT_DEVICES), ListOf("devices", Permission.EDIT_DEVICES, keyed=False))
"""Workbooks of this part; the keys are those of the points, of which there are thousands."""


@dataclass(frozen=True, slots=True)
class Told:
    """One device with its points."""

    row: DeviceRow
    points: tuple[PointRow, ...]

    @property
    def id(self) -> UUID:
        return self.row.id


@dataclass(frozen=True, slots=True)
class Kept:
    rows: tuple[DeviceRow, ...]
    told: Told | None


def point_said(row: PointRow) -> str:
    """What a point is found by."""
    return "\n".join(getattr(row.form, name) for name in POINT_SAID).casefold()


class LedgerPage(DevicesPart):
    """``open_device`` shows one, whether it runs or was stopped."""

    topics = frozenset({Topic.DEVICES, Topic.PLACES, Topic.CONTACTS})

    def build(self) -> None:
        self._which = KEPT
        self.table = RowTable(ledger_model())
        self.table.call("devices.ledger")
        self.points = RowTable(point_model(), compact=True)
        self.points.call("devices.points")
        self.no_points = Empty("devices.no_points", "devices.point_new", POINT_NEW)
        self.search = SearchBox("devices.search")
        self.which = Choice((KEPT, STOPPED), lambda one: words.say(f"devices.which.{one}"))
        self.which.call("devices.which")
        self.facts = Facts(FACTS)
        self.empty = Empty("devices.empty", "devices.new", actions.key_of("new_line"))
        self._buttons()
        self.keeping = DevicesKeeping(self)
        imports, runs = self._ask.imports, self._ask.list_runs
        self.workbooks = {
            one.key: made(self, self.asked, self._seat, self._times, one, imports, runs)
            for one, made in zip(LISTS, (PointFiles, ListFiles), strict=True)
        }
        self._lay_out()
        self._connect()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self._show(None)

    # reading

    def load(self) -> Kept:
        rows = self._ask.devices.rows(stopped=self._which == STOPPED)
        if self._which == STOPPED:
            rows = [row for row in rows if not row.active]
        asked, pointed = self._words.strip().casefold(), self._ask.devices.with_points(self._words)
        listed = tuple(row for row in rows if asked in looked_at(row) or row.id in pointed)
        chosen = next((row for row in listed if row.id == self._wanted), next(iter(listed), None))
        if chosen is None:
            return Kept(listed, None)
        points = self._ask.devices.points(chosen.id)
        if asked not in looked_at(chosen):  # it is listed for some of its points
            points = [point for point in points if asked in point_said(point)]
        return Kept(listed, Told(chosen, tuple(points)))

    def present(self, result: Kept) -> None:
        self._read = result.told
        narrowed = bool(self._words) or self._which == STOPPED
        self.empty.say("devices.none_found" if narrowed else "devices.empty")
        self.card.caption.say("devices.ledger_count", count=len(result.rows))
        self.show_list(result.rows, self._read)

    def _show(self, told: Told | None) -> None:
        points = told.points if told is not None else ()
        self.points.show_rows(points)
        self.no_points.stand_for(self.points, not points)
        if told is not None:
            self._say(told.row)
            self.stop.say("devices.stop" if told.row.active else "devices.start_again")
            self.stop.show_kind("quiet" if told.row.active else "")
        self.permit()

    def _say(self, row: DeviceRow) -> None:
        form = row.form
        self.sheet.title.show_text(f"{form.code}　{device_name(row)}")
        self.sheet.caption.show_text(link_word(row))
        self.facts.show_text("devices.fact.driver", driver_word(form.driver))
        self.facts.show_text("devices.fact.port", " ".join(part for part in (port(form.url), form.line) if part))
        place = " ".join(part for part in (row.place_path, form.place_text) if part)
        self.facts.show_text("devices.fact.place", place or words.say("devices.no_place"))
        priority = words.say(f"alarm.priority.{form.priority}")
        code = "devices.times" if form.silent_seconds else "devices.times_never"
        times = {"repeat": form.repeat_seconds, "silent": form.silent_seconds}
        self.facts.say("devices.fact.times", code, priority=priority, **times)
        said = "；".join(f"{words.say(f'driver.option.{name}')} {value}" for name, value in form.options.items())
        self.facts.show_text("devices.fact.options", said)
        self.facts.show_line("devices.fact.options", bool(said))
        self.facts.show_text("devices.fact.remark", form.remark)
        self.facts.show_line("devices.fact.remark", bool(form.remark))

    def open_device(self, row: DeviceRow) -> None:
        self._wanted = row.id
        if not self.table.choose(row.id):
            self._words, self._which = "", KEPT if row.active else STOPPED
            self.search.clear()
            self.which.choose(self._which)
        self.reload_now()

    # what can be done

    def chosen(self) -> DeviceRow | None:
        row: DeviceRow | None = self.table.chosen_row()
        return row

    def chosen_point(self) -> PointRow | None:
        row: PointRow | None = self.points.chosen_row()
        return row

    def possible(self, widget: QWidget) -> bool:
        held = (button for files in self.workbooks.values() for button in files.held)
        if widget in (self.new, self.empty.button, *held):
            return True
        row = self.chosen()
        if row is None:
            return False
        if widget in (self.point_edit, self.point_drop):
            return self.chosen_point() is not None
        return row.active or widget is self.stop

    def why_not(self, widget: QWidget) -> str:
        row = self.chosen()
        if row is None:
            return "devices.why.none_chosen"
        return "devices.why.no_point" if widget in (self.point_edit, self.point_drop) else "devices.why.stopped"

    # the rest of a page

    def _buttons(self) -> None:
        key = actions.key_of
        self.new = KeyButton("devices.new", key("new_line"), icon="plus", kind="primary")
        self.edit = KeyButton("devices.edit", key("correct"))
        self.secret = KeyButton("devices.secret", "Alt+K")
        self.point_new = KeyButton("devices.point_new", POINT_NEW)
        self.point_edit = KeyButton("devices.point_edit", POINT_EDIT)
        self.point_drop = KeyButton("devices.point_drop", POINT_DROP)
        self.stop = KeyButton("devices.stop", STOP, kind="quiet")

    def _connect(self) -> None:
        keep, key, edit = self.keeping, actions.key_of, Permission.EDIT_DEVICES
        verbs: dict[str, Verb] = {
            "device_new": (key("new_line"), self.new, keep.ask_new, edit),
            "device_edit": (key("correct"), self.edit, keep.ask_edit, edit),
            "device_secret": ("Alt+K", self.secret, keep.ask_secret, edit),
            "point_new": (POINT_NEW, self.point_new, keep.ask_point_new, edit),
            "point_edit": (POINT_EDIT, self.point_edit, keep.ask_point_edit, edit),
            "point_drop": (POINT_DROP, self.point_drop, keep.ask_point_drop, edit),
            "device_stop": (STOP, self.stop, keep.ask_stop, edit),
            "more": (key("more"), self.more, self.more.open_menu, None),
        }
        self.bind_verbs(verbs)
        self.listen(edit, keep.ask_new)
        assert self.no_points.button is not None
        self.guard(edit, self.no_points.button)
        self.no_points.asked.connect(keep.ask_point_new)
        self.also_by_double(self.table, self.edit)
        self.also_by_double(self.points, self.point_edit)
        self.points.chosen.connect(lambda _row: self.permit())
        self.which.picked.connect(self._look_among)

    def _look_among(self, which: str) -> None:
        self._which = which
        self.reload_now()

    def _lay_out(self) -> None:
        self.card = Card("devices.ledger", flush=True)
        for tool in (self.which, self.search):
            self.card.tools.addWidget(tool)
        self.card.body.addWidget(self.stack(), 1)
        self.sheet = Card("devices.ledger")
        self.sheet.wrap_title()
        self.sheet.body.addWidget(self.facts)
        self.sheet.body.addWidget(self.points, 1)
        self.sheet.body.addWidget(self.no_points, 1)
        self.bar = Lines()
        self.more = MoreButton(self)
        for button in (self.edit, self.point_new, self.point_edit, self.more):
            self.bar.flow.addWidget(button)
        points, devices = (self.workbooks[one.key].held for one in LISTS)
        self.more.hold((self.secret,), points, devices, (self.point_drop, self.stop))
        self.bar.flow.add_last(self.new)
        self.lay_beside(self.bar, 6, 7)

    def restyle(self) -> None:
        using = theme.current()
        self.space_beside()
        self.search.setFixedWidth(using.px(130))
        self.which.setFixedWidth(using.px(110))
        self.table.setMinimumHeight(using.px(34) + 2 + 3 * using.row)
        self.points.setMinimumHeight(using.px(34) + 2 + 3 * using.compact_row)

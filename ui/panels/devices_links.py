"""链路: every device with how its line is, what it counted, what came and went on it, and its last self-test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.drivers import DRIVERS
from console.domain.people import Action as Permission
from console.domain.self_test import SelfTestRow, Verdict
from console.domain.wire import DeviceRow, LinkState
from ui import theme
from ui.models.device_rows import device_name, driver_word, lamp_of, link_model, port
from ui.panels.acting_part import Verb
from ui.panels.devices_part import DevicesPart, looked_at
from ui.text import actor_named
from ui.widgets.byte_view import ByteView
from ui.widgets.card import Card
from ui.widgets.count_tiles import CountTiles
from ui.widgets.empty import Empty
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.lamp import LampState
from ui.widgets.lamp_cell import LampCell
from ui.widgets.search import SearchBox
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

if TYPE_CHECKING:
    from console.devices.capture import Capture

TEST, RECONNECT, RECORD, REPLAY = "Alt+T", "Alt+R", "Alt+C", "Alt+Y"
"""Keys of this part alone."""
LIVE_MS = 500
"""How often the bytes of the shown line are fetched while they are seen."""
COUNTS = (
    "devices.count.received", "devices.count.stored", "devices.count.answered", "devices.count.repeated",
    "devices.count.damaged", "devices.count.waiting",
)  # fmt: skip
_STATE = 3
_MARKS = {Verdict.WELL: "✓", Verdict.NOTE: "·", Verdict.WRONG: "✗"}


@dataclass(frozen=True, slots=True)
class Told:
    """One device with its newest self-test."""

    row: DeviceRow
    test: SelfTestRow | None

    @property
    def id(self) -> UUID:
        return self.row.form.id


@dataclass(frozen=True, slots=True)
class Links:
    rows: tuple[DeviceRow, ...]
    told: Told | None
    wrong: int


class LinksPage(DevicesPart):
    """``open_device`` shows one; ``new_asked`` wants the first one connected, ``replay_asked`` a file played again."""

    topics = frozenset({Topic.DEVICES})
    new_asked = Signal()
    replay_asked = Signal(str, object)

    def build(self) -> None:
        self._captured: dict[UUID, str] = {}
        """The newest file of each line, until the program ends."""
        self.table = RowTable(link_model(self._times))
        self.table.call("devices.links")
        self.table.setItemDelegateForColumn(_STATE, LampCell(lamp_of, self.table))
        self.search = SearchBox("devices.search")
        self.empty = Empty("devices.empty", "devices.new", "Ctrl+N")
        self.counts = CountTiles(COUNTS, wrong=(COUNTS[4], COUNTS[5]))
        self.bytes = ByteView(self._times)
        self.line = Word(role="secondary")
        self.test_said = Word(role="secondary")
        for word in (self.line, self.test_said):
            word.setWordWrap(True)
        self._buttons()
        self._lay_out()
        self._connect()
        self._live = QTimer(self)
        self._live.setInterval(LIVE_MS)
        self._live.timeout.connect(self._fetch)
        self._live.start()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self._show(None)

    # reading

    def load(self) -> Links:
        rows = tuple(self._ask.devices.rows())
        asked = self._words.casefold()
        listed = tuple(row for row in rows if asked in looked_at(row)) if asked else rows
        keys = [row.form.id for row in listed]
        chosen = self._wanted if self._wanted in keys else next(iter(keys), None)
        told = next((self._tell(row) for row in listed if row.form.id == chosen), None)
        return Links(listed, told, sum(lamp_of(row) in (LampState.CAUTION, LampState.FAULT) for row in rows))

    def _tell(self, row: DeviceRow) -> Told:
        return Told(row, self._ask.self_tests.newest(row.form.id))

    def present(self, result: Links) -> None:
        self._read = result.told
        self.empty.say("devices.none_found" if self._words else "devices.empty")
        online = sum(lamp_of(row) is LampState.OK for row in result.rows)
        self.card.caption.say("devices.links_count", count=len(result.rows), online=online, wrong=result.wrong)
        self.count_changed.emit(result.wrong)
        self.show_list(self._in_order(result.rows), self._read)

    def _show(self, told: Told | None) -> None:
        self.permit()
        if told is None:
            self.counts.show_counts({})
            self.bytes.begin_anew()
            self._bytes_of = None
            return
        form, status = told.row.form, told.row.status
        self.sheet.title.show_text(device_name(told.row))
        parts = (driver_word(form.driver), port(form.url), form.line if DRIVERS[form.driver].wired else "")
        self.sheet.caption.show_text(" · ".join(part for part in parts if part))
        counts = status.counts if status is not None else None
        names = ("received", "stored", "answered", "repeated", "damaged", "waiting")
        told_counts = {code: getattr(counts, name) for code, name in zip(COUNTS, names, strict=True)} if counts else {}
        self.counts.show_counts(told_counts)
        self._say_line(told.row)
        self._say_test(told.test)
        if self._bytes_of != told.id:
            self._bytes_of = told.id
            self.bytes.begin_anew()
        self._fetch()

    _bytes_of: UUID | None = None
    _capturing = False
    _order: Mapping[UUID, int] = MappingProxyType({})
    """Where each line stands until the page is come to again: a link that flaps moves nothing under the eye."""

    def showEvent(self, event: QShowEvent) -> None:
        self._order = {}
        self.table.show_rows(self._in_order(self.table.rows_model.rows()))
        super().showEvent(event)

    def _in_order(self, rows: Sequence[DeviceRow]) -> Sequence[DeviceRow]:
        made = _lines(rows, self._order)
        self._order = {row.form.id: at for at, row in enumerate(made)}
        return made

    def _look_for(self, asked: str) -> None:
        self._order = {}
        super()._look_for(asked)

    def _say_line(self, row: DeviceRow) -> None:
        status = row.status
        if status is None:
            self.line.say("devices.line.never")
        elif status.state is LinkState.LOST:
            cause = words.say(f"wire.cause.{status.cause}") if status.cause else ""
            self.line.say("devices.line.lost", since=self._times.near(status.since), cause=cause)
        else:
            state = words.say(f"link.state.{status.state.value}")
            self.line.say("devices.line.state", state=state, since=self._times.near(status.since))

    def _say_test(self, test: SelfTestRow | None) -> None:
        if test is None:
            self.test_said.say("devices.test.never")
            return
        well = words.say("devices.test.well" if test.well else "devices.test.wrong")
        head = words.say("devices.test.said", at=self._times.near(test.at), by=actor_named(test.by_name), well=well)
        found = (f"{_MARKS[one.verdict]} {one.words()}" for one in test.found)
        self.test_said.show_text("\n".join((head, *found)))

    def _fetch(self) -> None:
        """Bytes of the line that is seen; asked of this process's own links, never of the store."""
        if not self.isVisible() or self._bytes_of is None:
            return
        wire, key = self._ask.wire, str(self._bytes_of)
        self.bytes.show_new(wire.frames(key, self.bytes.last))
        capturing = wire.capturing(key)
        if capturing is not self._capturing:  # asked twice a second: the page is not laid out anew for nothing
            self._capturing = capturing
            self.record.say("devices.record_end" if capturing else "devices.record")

    def open_device(self, device_id: UUID) -> None:
        self._wanted = device_id
        if not self.table.choose(device_id):
            self.search.clear()
            self._words = ""
        self.reload_now()

    # acts

    def ask_test(self) -> None:
        row, by = self._chosen(), self._seat.actor
        if row is None:
            return
        self.saved.emit(words.say("devices.told_testing", name=device_name(row)))
        self._jobs.run(
            lambda: self._ask.self_tests.run(row.form.id, by=by), partial(self._tested, row), self.refused.emit
        )

    def _tested(self, row: DeviceRow, test: SelfTestRow) -> None:
        if isValid(self):
            code = "devices.told_test_well" if test.well else "devices.told_test_wrong"
            self.saved.emit(words.say(code, name=device_name(row), found="；".join(test.wrong_words())))
            self.reload_now()

    def ask_reconnect(self) -> None:
        row = self._chosen()
        if row is not None:
            told = words.say("devices.told_reconnect", name=device_name(row))
            self._jobs.run(
                lambda: self._ask.wire.reconnect(row.key), lambda _none: self.saved.emit(told), self.refused.emit
            )

    def ask_record(self) -> None:
        """Begin to keep every byte of this line in a file, or end it."""
        row = self._chosen()
        if row is None:
            return
        key, wire = row.key, self._ask.wire
        if wire.capturing(key):
            self._jobs.run(lambda: wire.capture(key, None), partial(self._record_ended, row), self.refused.emit)
            return
        proposed = f"{row.form.code}-{self._times.local(self._times.now()):%Y%m%d-%H%M}.cap"
        path, _ = QFileDialog.getSaveFileName(self.window(), words.say("devices.record"), proposed, "*.cap")
        if path:
            self._jobs.run(
                lambda: wire.capture(key, Path(path)), partial(self._recording, row, path), self.refused.emit
            )

    def _recording(self, row: DeviceRow, path: str, _none: object) -> None:
        self._captured[row.id] = path
        self.saved.emit(words.say("devices.told_record", name=device_name(row), file=Path(path).name))

    def _record_ended(self, row: DeviceRow, capture: Capture | None) -> None:
        lost = capture.lost if capture is not None else 0
        code = "devices.told_record_lost" if lost else "devices.told_record_end"
        self.saved.emit(words.say(code, name=device_name(row), count=lost))

    def ask_replay(self) -> None:
        """What was captured of this line last, or a file that is chosen, is played again; in practice only."""
        row = self._chosen()
        if row is None:
            return
        path = self._captured.get(row.id, "")
        if not path or self._ask.wire.capturing(row.key) or not Path(path).is_file():
            path, _ = QFileDialog.getOpenFileName(self.window(), words.say("training.replay"), "", "*.cap *.txt")
        if path:
            self.replay_asked.emit(path, row.id)

    def _chosen(self) -> DeviceRow | None:
        row: DeviceRow | None = self.table.chosen_row()
        return row

    def possible(self, widget: QWidget) -> bool:
        if widget is self.empty.button:
            return True
        row = self._chosen()
        if row is None:
            return widget is self.stop_all
        wired = row.form.driver in DRIVERS and DRIVERS[row.form.driver].wired
        if widget is self.replay:
            return wired and row.active and self._ask.training.available
        if widget in (self.reconnect, self.record):
            return wired and row.active and self._ask.wire.holds
        return widget is not self.test or row.active

    def why_not(self, widget: QWidget) -> str:
        row = self._chosen()
        if row is None:
            return "devices.why.none_chosen"
        if not row.active:
            return "devices.why.stopped"
        if widget is self.replay and not self._ask.training.available:
            return "training.why.live"
        if widget in (self.reconnect, self.record) and not self._ask.wire.holds:
            return "devices.why.elsewhere"
        return "devices.why.no_port"

    # the rest of a page

    def _buttons(self) -> None:
        self.test = KeyButton("devices.test", TEST, kind="primary")
        self.reconnect = KeyButton("devices.reconnect", RECONNECT)
        self.record = KeyButton("devices.record", RECORD)
        self.replay = KeyButton("training.replay", REPLAY)
        self.stop_button()

    def _connect(self) -> None:
        verbs: dict[str, Verb] = {
            "device_test": (TEST, self.test, self.ask_test, Permission.DEVICES),
            "device_reconnect": (RECONNECT, self.reconnect, self.ask_reconnect, Permission.DEVICES),
            "device_record": (RECORD, self.record, self.ask_record, Permission.DEVICES),
            "training_replay": (REPLAY, self.replay, self.ask_replay, Permission.DEVICES),
        }
        self.bind_verbs(verbs)
        self.listen(Permission.EDIT_DEVICES, self.new_asked.emit)

    def _lay_out(self) -> None:
        self.card = Card("devices.links", flush=True)
        self.card.tools.addWidget(self.search)
        self.card.body.addWidget(self.stack(), 1)
        self.sheet = Card("devices.line", flush=False)
        self.sheet.wrap_title()
        self.sheet.body.addWidget(self.counts)
        self.sheet.body.addWidget(self.line)
        self.sheet.body.addWidget(self.bytes, 1)
        self.sheet.body.addWidget(self.test_said)
        self.bar = Lines()
        for button in (self.stop_all, self.reconnect, self.record, self.replay):
            self.bar.flow.addWidget(button)
        self.bar.flow.add_last(self.test)
        self.lay_beside(self.bar, 8, 7)

    def restyle(self) -> None:
        using = theme.current()
        self.space_beside()
        self.search.setFixedWidth(using.px(150))
        self.table.setMinimumHeight(using.px(34) + 2 + 3 * using.row)
        self.bytes.setMinimumHeight(using.px(110))


def _lines(rows: Sequence[DeviceRow], before: Mapping[UUID, int]) -> list[DeviceRow]:
    """As they stood; new ones behind: what is wrong first, then as the ledger has them."""
    order = {LampState.FAULT: 0, LampState.CAUTION: 1}
    return sorted(rows, key=lambda row: (before.get(row.form.id, len(before)), order.get(lamp_of(row), 2)))

"""Places: the counties of this store, what stands below them, and taking in a file of more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.people import Action
from console.domain.place import Level
from console.services.places import Imported, PlacesService
from ui import actions, text, theme
from ui.dialogs.import_places import ImportPlacesDialog
from ui.jobs import Jobs
from ui.models.table import Align, Column, RowTableModel
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable

_COUNTY_DIGITS = 6
_DEPTH = {Level.TOWN.value: 1, Level.VILLAGE.value: 2}


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place as the list shows it; ``parent`` is the name of the one above."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class CountyLine:
    """A county with what stands below it. The empty code gathers provinces and cities."""

    code: str
    name: str
    towns: int
    villages: int
    places: tuple[PlaceLine, ...]


class PlacesPage(SettingsPage):
    """Counties left, their places right. ``ask_file`` is replaced where no officer can choose a file."""

    topics = frozenset({Topic.PLACES})

    def __init__(
        self,
        jobs: Jobs,
        seat: Seat,
        times: Times,
        *,
        places: PlacesService,
        ask_file: Callable[[QWidget], str] | None = None,
    ) -> None:
        super().__init__(jobs, seat, times)
        self._places = places
        self._ask_file = ask_file or ask_for_file
        self.dialog: ImportPlacesDialog | None = None
        self.build()

    def build(self) -> None:
        self.counties = RowTable(RowTableModel(_county_columns(), lambda county: county.code))
        self.list = RowTable(RowTableModel(_place_columns(), lambda place: place.code), compact=True)
        self.find = SearchBox("places.find")
        self.import_button = KeyButton("places.import", kind="primary")
        self.empty_button = KeyButton("places.import", kind="primary")
        self._lay_out()
        self.counties.chosen.connect(lambda _: self._show_places())
        self.find.searched.connect(lambda _: self._show_places())
        for button in (self.import_button, self.empty_button):
            button.clicked.connect(self.ask_import)
        self.guard(Action.EDIT_PLACES, self.import_button, self.empty_button)
        self.tell_read_only(self.county_card, Action.EDIT_PLACES)
        self._bound = actions.bind(self, [actions.Action("find", self.find.setFocus)], whole_window=False)
        self.retranslate()

    def load(self) -> tuple[CountyLine, ...]:
        return counties(self._places.everything())

    def present(self, result: tuple[CountyLine, ...]) -> None:
        self._pages.setCurrentIndex(0 if result else 1)
        self.counties.show_rows(result)
        if result and self.counties.chosen_row() is None:
            self.counties.choose(result[0].code)
        self._show_places()
        self.permit()

    # a file of places

    def ask_import(self) -> None:
        """The officer chooses a file; nothing is written before they have seen what it would do."""
        chosen = self._ask_file(self)
        if chosen:
            self.check(Path(chosen))

    def check(self, path: Path) -> None:
        """The dry run, beside the desk's lanes: saves and questions go on meanwhile."""
        by, dialog = self._seat.actor, ImportPlacesDialog(path.name, self.window())
        self.dialog = dialog
        dialog.given.connect(partial(self._import, path, dialog))
        dialog.finished.connect(lambda _: self._forget(dialog))
        dialog.open()
        self._jobs.run(  # type: ignore[attr-defined]
            lambda: self._places.import_file(path, dry_run=True, by=by),
            lambda told: self.dialog is dialog and dialog.show_result(told),
            partial(self._failed, dialog),
        )

    def _import(self, path: Path, dialog: ImportPlacesDialog, good_only: bool) -> None:
        by = self._seat.actor
        self._jobs.run(  # type: ignore[attr-defined]
            lambda: self._places.import_file(path, good_rows_only=good_only, by=by),
            partial(self._imported, path, dialog),
            partial(self._failed, dialog),
        )

    def _imported(self, path: Path, dialog: ImportPlacesDialog, told: Imported) -> None:
        if not told.applied:
            # the file was changed since it was checked: show what stands in it now
            dialog.show_result(told)
            return
        dialog.accept()
        counts = {name: text.number(getattr(told, name)) for name in ("added", "updated", "refused")}
        self.saved.emit(words.say("places.imported", name=path.name, **counts))
        self.reload_now()

    def _failed(self, dialog: ImportPlacesDialog, error: Exception) -> None:
        if self.dialog is dialog:
            dialog.refuse(error)
        self.refused.emit(error)

    def _forget(self, dialog: ImportPlacesDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()

    # what is shown

    def _show_places(self) -> None:
        county = self.counties.chosen_row()
        every = county.places if county else ()
        wanted = self.find.text().strip()
        shown = [place for place in every if wanted in place.name or place.code.startswith(wanted)]
        self.list.show_rows(shown)
        self.list_card.title.say("places.of", county=_county_name(county), count=text.number(len(every)))
        if wanted:
            self.list_card.caption.say("places.shown", total=text.number(len(every)), count=text.number(len(shown)))
        else:
            self.list_card.caption.show_text("")

    def _lay_out(self) -> None:
        self.county_card, self.list_card = Card("places.counties", flush=True), Card("places.title", flush=True)
        self.county_card.body.addWidget(self.counties)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(self.import_button)
        self.county_card.body.addLayout(self._foot)
        self.find.setProperty("small", True)
        self.list_card.tools.addWidget(self.find)
        self.list_card.body.addWidget(self.list)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.county_card, 2)
        row.addWidget(self.list_card, 3)
        self._pages = QStackedWidget()
        self._pages.addWidget(both)
        self._pages.addWidget(self._empty_page())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def _empty_page(self) -> Card:
        card = Card("places.title")
        card.body.addWidget(Empty("places.empty"))
        row = QHBoxLayout()
        row.addWidget(self.empty_button)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addStretch(1)
        self.tell_read_only(card, Action.EDIT_PLACES)
        return card

    def retranslate(self) -> None:
        super().retranslate()
        self.counties.setAccessibleName(words.say("places.counties"))
        self.list.setAccessibleName(words.say("places.title"))

    def restyle(self) -> None:
        using = theme.current()
        self._foot.setContentsMargins(using.px(12), 0, using.px(12), using.px(8))
        self.find.setMinimumWidth(using.px(180))
        self.counties.setMinimumWidth(using.px(300))
        self.list.setMinimumHeight(using.px(34) + using.compact_row * 6)


def counties(nodes: Sequence[Any]) -> tuple[CountyLine, ...]:
    """Places gathered under their county by the first six digits; provinces and cities come first, together."""
    names = {node.id: node.name or node.code for node in nodes}
    gathered: dict[str, list[Any]] = {}
    for node in nodes:
        code = node.code[:_COUNTY_DIGITS] if len(node.code) >= _COUNTY_DIGITS else ""
        gathered.setdefault(code, []).append(node)
    return tuple(_county(code, gathered[code], names) for code in sorted(gathered))


def _county(code: str, nodes: Sequence[Any], names: dict[Any, str]) -> CountyLine:
    own = next((node.name for node in nodes if node.code == code), "")
    lines = tuple(PlaceLine(node.code, node.name, node.level, names.get(node.parent_id, "")) for node in nodes)
    towns = sum(line.level == Level.TOWN for line in lines)
    return CountyLine(code, own, towns, sum(line.level == Level.VILLAGE for line in lines), lines)


def _county_name(county: CountyLine | None) -> str:
    if county is None:
        return ""
    if not county.code:
        return words.say("places.other")
    return county.name or f"{county.code} {words.say('place.unnamed')}"


def _place_name(place: PlaceLine) -> str:
    return "　" * _DEPTH.get(place.level, 0) + (place.name or words.say("place.unnamed"))


def _county_columns() -> tuple[Column[CountyLine], ...]:
    return (
        Column("county.name", _county_name, stretch=True),
        Column("county.towns", lambda county: text.number(county.towns), align=Align.RIGHT, width=70),
        Column("county.villages", lambda county: text.number(county.villages), align=Align.RIGHT, width=70),
    )


def _place_columns() -> tuple[Column[PlaceLine], ...]:
    return (
        Column("place.name", _place_name, stretch=True, ink=lambda place: None if place.name else "orangetext"),
        Column("place.level", lambda place: words.say(f"place.level.{place.level}"), width=80),
        Column("place.code", lambda place: place.code, width=124),
        Column("place.parent", lambda place: place.parent, width=140),
    )


def ask_for_file(parent: QWidget) -> str:
    """The system's own box for choosing a file; opened by the officer only."""
    return QFileDialog.getOpenFileName(parent, words.say("places.choose_file"), "", words.say("places.file_kinds"))[0]

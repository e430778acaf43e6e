"""What the page of the towns' returns asks for: a round, a folder, files, which figures count, a last word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from console import words
from console.domain.incident import OPEN_STATES, IncidentRow
from console.domain.incident_figures import Amount
from console.domain.town_returns import TAKEN, PlanLine, RoundRow
from console.errors import Refused
from console.services.town_returns import NewRound, Preview
from ui import prints
from ui.dialogs.finding import Asks, FindingDialog
from ui.dialogs.returns import NewRoundDialog, ReturnsPreviewDialog, TakeFiguresDialog
from ui.dialogs.saving import ask_target
from ui.models.return_rows import Offer, offers
from ui.seat import Seat
from ui.text import Times

if TYPE_CHECKING:
    from ui.panels.upward_returns import ReturnsPage


class ReturnsAsking(QObject):
    """``choose_*`` are replaced where no officer can choose a file."""

    look_again = Signal(object)
    """A preview whose round moved on; told from the writing lane."""

    def __init__(self, page: ReturnsPage, seat: Seat, times: Times) -> None:
        super().__init__(page)
        self._page, self._seat, self._times = page, seat, times
        self._services = page.services
        self.look_again.connect(self._look_again)
        self.choose_files, self.choose_folder, self.choose_target = choose_files, choose_folder, ask_target

    # a round

    def ask_new(self) -> None:
        """Begin a round; the incidents that go on are asked first, the newest stands in the form."""
        if not self._page.new.isEnabled():
            return
        states = tuple(sorted(OPEN_STATES))
        self._page._jobs.read(
            lambda: self._services.incidents.page(states=states), self._open_new, self._page.refused.emit
        )  # fmt: skip

    def _open_new(self, incidents: Sequence[IncidentRow]) -> None:
        if not isValid(self._page):
            return
        by, told = self._seat.actor, self._page.told
        title = told.round.title if told is not None else incidents[0].title if incidents else ""
        dialog = NewRoundDialog(
            title or words.say_in("zh", "returns.title_of"), self._page.units, incidents, self._times,
            self._page.window(),
        )  # fmt: skip

        def begin(asked: NewRound) -> RoundRow:
            return self._services.returns.begin(asked, by=by)

        self._page.asked.open(dialog, begin, self._begun, about="returns.new")

    def _begun(self, row: RoundRow) -> None:
        self._page.saved.emit(words.say("returns.told_new", number=row.number))
        self._page.show_now(row.id)

    def ask_out(self) -> None:
        """Write the workbooks of the chosen unit, or of all, into a folder."""
        told, by, unit = self._page.told, self._seat.actor, self._page.chosen_unit()
        if told is None or not self._page.out.isEnabled():
            return
        folder = self.choose_folder(self._page, words.say("returns.out_folder"))
        if folder is None:
            return
        row = told.round

        def written(made: list[Path]) -> None:
            self._page.saved.emit(words.say("returns.told_out", count=len(made), path=str(folder)))

        self._page._jobs.run(  # type: ignore[attr-defined]
            lambda: self._services.returns.hand_out(row.id, folder, [unit] if unit else [], by=by),
            written, self._page.refused.emit,
        )  # fmt: skip

    # files

    def ask_files(self) -> None:
        """Choose the files that came back."""
        if self._page.bring.isEnabled() and self._page.told is not None:
            self.bring(self.choose_files(self._page))

    def ask_folder(self) -> None:
        """Choose the folder they lie in."""
        if self._page.folder.isEnabled() and self._page.told is not None:
            folder = self.choose_folder(self._page, words.say("returns.in_folder"))
            self.bring([folder] if folder is not None else [])

    def bring(self, paths: Sequence[Path]) -> None:
        """Read them beside the desk's lanes and show what would come of each; nothing is written before."""
        told, by = self._page.told, self._seat.actor
        if told is None or not paths or self._page.asked.dialog is not None:
            return
        round_id, dialog = told.round.id, ReturnsPreviewDialog(self._page.window())

        def take(left_out: frozenset[int]) -> tuple[PlanLine, ...]:
            if dialog.seen is None:
                raise Refused("nothing_to_take")
            try:
                return self._services.returns.take(dialog.seen, left_out, by=by)
            except Refused as refused:
                if refused.code == "changed_meanwhile":
                    self.look_again.emit(dialog)
                raise

        self._page.asked.open(dialog, take, self._taken)
        self._page._jobs.run(  # type: ignore[attr-defined]
            lambda: self._services.returns.look(round_id, paths),
            lambda seen: _shown(dialog, seen),
            lambda error: isValid(dialog) and dialog.refuse(error),
        )

    def _look_again(self, dialog: ReturnsPreviewDialog) -> None:
        """The same files beside what stands now; what is left out by hand stays left out."""
        seen = dialog.seen if isValid(dialog) else None
        if seen is not None:
            self._page._jobs.read(
                lambda: self._services.returns.look_again(seen), lambda anew: _shown(dialog, anew),
                self._page.refused.emit,
            )  # fmt: skip

    def _taken(self, made: Sequence[PlanLine]) -> None:
        taken = sum(line.verdict in TAKEN for line in made)
        self._page.saved.emit(words.say("returns.told_taken", taken=taken, left=len(made) - taken))
        self._page.reload_now()

    # what is done with it

    def remind(self) -> None:
        """The chosen unit, where it is missing; with the sum chosen, everybody who is."""
        told, by, unit = self._page.told, self._seat.actor, self._page.chosen_unit()
        if told is None or not self._page.remind.isEnabled():
            return
        row = told.round

        def reminded(made: Sequence[Any]) -> None:
            self._page.saved.emit(words.say("returns.told_reminded", units="、".join(one.unit for one in made)))

        self._page.save(
            lambda: self._services.reminders.remind(row.id, [unit] if unit else [], by=by), reminded
        )  # fmt: skip

    def ask_figures(self) -> None:
        """The sums as a revision of the incident's figures: which of them, people decide."""
        told = self._page.told
        if told is None or told.round.incident_id is None or not self._page.take.isEnabled():
            return
        row, incident_id = told.round, told.round.incident_id

        def compared() -> tuple[Offer, ...]:
            known = self._services.figures.newest(incident_id)
            return offers(self._services.returns.proposed(row.id), known)

        self._page._jobs.read(compared, lambda found: self._open_figures(row, found), self._page.refused.emit)

    def _open_figures(self, row: RoundRow, found: Sequence[Offer]) -> None:
        if not isValid(self._page) or row.incident_id is None:
            return
        if not found:
            self._page.saved.emit(words.say("returns.figures.none"))
            return
        by, incident_id = self._seat.actor, row.incident_id
        source = words.say_in("zh", "returns.source", number=row.number)
        facts = {"source": source, "at": self._times.near(row.as_of)}
        dialog = TakeFiguresDialog(found, self._page.window(), **facts)

        def take(chosen: Mapping[str, Amount]) -> int:
            self._services.figures.revise(incident_id, chosen, row.as_of, source, by=by)
            return len(chosen)

        def taken(count: int) -> None:
            self._page.saved.emit(words.say("returns.told_figures", count=count))

        self._page.asked.open(dialog, take, taken)

    def ask_table(self) -> None:
        """快报表 of the round as a workbook."""
        told, by = self._page.told, self._seat.actor
        if told is None or not self._page.to_excel.isEnabled():
            return
        row, name = told.round, words.say_in("zh", "returns.table_name", number=told.round.number)
        target = self.choose_target(self._page, words.say("returns.to_excel"), f"{name}.xlsx", "Excel (*.xlsx)")
        if target is None:
            return

        def written(_table: Any) -> None:
            self._page.saved.emit(words.say("returns.told_table", path=str(target)))

        self._page.save(lambda: self._services.tables.export(row.id, target, by=by), written)

    def ask_print(self) -> None:
        """The same on paper or as PDF."""
        if self._page.told is not None:
            self._page.print_asked.emit(prints.TownsTable(self._page.told.round.id, self._seat.actor))

    def ask_close(self) -> None:
        """Nothing more is taken; where units are missing, why."""
        told, by = self._page.told, self._seat.actor
        if told is None or not self._page.close_round.isEnabled():
            return
        row, missing = told.round, len(told.missing)
        fields = [Asks("remark", "returns.close_remark", required=bool(missing), hint="returns.close_hint")]
        about = words.say("returns.close_about", number=row.number, missing=missing)
        dialog = FindingDialog(
            "returns.close", about, fields, yes="returns.close", kind="danger", parent=self._page.window()
        )

        def close(said: Mapping[str, str]) -> RoundRow:
            return self._services.returns.close(row.id, said["remark"], seen=row.version, by=by)

        def closed(ended: RoundRow) -> None:
            self._page.saved.emit(words.say("returns.told_closed", number=ended.number))
            self._page.reload_now()

        self._page.asked.open(dialog, close, closed, about=f"returns.close {row.id}")


def _shown(dialog: ReturnsPreviewDialog, seen: Preview) -> None:
    if isValid(dialog):
        dialog.show_result(seen)


def choose_files(parent: QWidget) -> list[Path]:
    """Ask the officer for files; empty when none was chosen."""
    kinds = f"{words.say('returns.files')} (*.xlsx *.csv *.xls);;{words.say('returns.all_files')} (*)"
    chosen, _ = QFileDialog.getOpenFileNames(parent, words.say("returns.bring"), "", kinds)
    return [Path(each) for each in chosen]


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """Ask the officer for a folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title)
    return Path(chosen) if chosen else None

"""What this seat likes: language, looks, when it locks, where it prints. Counts at once and is kept in seat.toml."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from console import words
from console.domain.people import Action, Actor
from console.seat_file import SIZES, THEMES, VOLUMES, Loaded, SeatFile, SeatSettings
from ui import actions, theme
from ui.jobs import Jobs
from ui.panels.settings_copies import ask_for_folder
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.cap_folder import CapFolderCard
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton, shown_key
from ui.widgets.spoken import Word

LOCK_AFTER = (0, 5, 10, 15, 30, 60)
"""Minutes; 0 means never."""

_FIELD_WIDTH = 320


@dataclass(frozen=True, slots=True)
class CapFolder:
    """``put`` sets the folder of warning files, ``trouble`` is the code of why it cannot be looked into."""

    put: Callable[[str, Actor], object]
    trouble: Callable[[], str]


class SeatPage(SettingsPage):
    """Every change is asked of the window first and written second: a full disk costs the keeping, not the change.

    Signals: ``language_asked`` (zh or en), ``theme_asked`` (name, size in px),
    ``seat_changed`` (SeatSettings as written), ``sound_test_asked``.
    """

    language_asked = Signal(str)
    theme_asked = Signal(str, int)
    seat_changed = Signal(object)
    sound_test_asked = Signal()

    def __init__(
        self,
        jobs: Jobs,
        seat: Seat,
        times: Times,
        *,
        seat_file: SeatFile,
        printers: Callable[[], Sequence[str]] | None = None,
        cap: CapFolder | None = None,
        ask_folder: Callable[[QWidget, str], str] | None = None,
    ) -> None:
        super().__init__(jobs, seat, times)
        self._cap, self._ask_folder = cap, ask_folder or ask_for_folder
        self._file = seat_file
        self._printers = printers or installed_printers
        self._names: tuple[str, ...] = ()
        self._folder = ""
        self.build()

    def build(self) -> None:
        self.language = Choice(words.LANGUAGES, lambda value: words.say(f"language.{value}"))
        self.theme = Choice(THEMES, lambda value: words.say(f"theme.{value}"))
        self.size = Choice(SIZES, lambda value: words.say("seat.size_px", size=value))
        self.lock_after = Choice(LOCK_AFTER, _lock_word)
        self.printer = Choice(("",), self._printer_word)
        self.sound = Choice(VOLUMES, lambda value: words.say(f"seat.sound.{value}"))
        self.sound_test = KeyButton("seat.sound_test")
        self.card = Card("seat.title")
        self.card.caption.say("seat.what")
        self.cap = CapFolderCard()
        self.cap.choose_asked.connect(self.ask_cap_folder)
        self.cap.drop_asked.connect(lambda: self.set_cap_folder(""))
        self.guard(Action.EDIT_SETTINGS, self.cap.choose, self.cap.forget)
        self.tell_read_only(self.cap, Action.EDIT_SETTINGS)
        self.trouble = Word(role="caution")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self._lay_out()
        self._empty_until_read()
        self.language.picked.connect(self._ask_language)
        self.theme.picked.connect(lambda _: self._ask_theme())
        self.size.picked.connect(lambda _: self._ask_theme())
        self.lock_after.picked.connect(lambda minutes: self._keep(lock_after_minutes=minutes))
        self.printer.picked.connect(lambda name: self._keep(printer=name))
        self.sound.picked.connect(lambda volume: self._keep(sound=volume))
        self.sound_test.clicked.connect(self.sound_test_asked)
        theme.news().changed.connect(self._show_looks)
        self._show_looks()

    def load(self) -> Loaded:
        return self._file.read()

    def present(self, result: Loaded) -> None:
        for choice in self._of_file():
            choice.setEnabled(True)
        self.lock_after.choose(result.settings.lock_after_minutes)
        self.printer.choose(result.settings.printer)
        self.sound.choose(result.settings.sound)
        if result.trouble is not None:
            self.trouble.show_text(words.sentence(result.trouble))
        self.trouble.setVisible(result.trouble is not None)
        self._folder = result.settings.cap_folder
        self.cap.show_folder(self._folder, self._cap.trouble() if self._cap is not None else "")
        self.permit()
        self._show_looks()

    def possible(self, widget: QWidget) -> bool:
        """A folder that is not there cannot be given up."""
        return self._cap is not None and (widget is not self.cap.forget or bool(self._folder))

    def ask_cap_folder(self) -> None:
        """The folder into which others lay warning files."""
        chosen = self._ask_folder(self, self._folder)
        if chosen:
            self.set_cap_folder(chosen)

    def set_cap_folder(self, folder: str) -> None:
        """Another folder, or none; the service refuses what cannot be one."""
        cap, by = self._cap, self._seat.actor
        if cap is not None:
            told = words.say("cap.folder.set", folder=folder) if folder else words.say("cap.folder.gone")
            self.save(lambda: cap.put(folder, by), lambda _none: self.saved.emit(told))

    def showEvent(self, event: Any) -> None:
        """Printers come and go; asking for them may take long, so it is done beside the lanes."""
        super().showEvent(event)
        self._jobs.run(self._printers, self._offer_printers, self.failed.emit)  # type: ignore[attr-defined]

    def retranslate(self) -> None:
        super().retranslate()
        self._show_looks()

    def _ask_language(self, language: str) -> None:
        self.language_asked.emit(language)
        self._keep(language=language)

    def _ask_theme(self) -> None:
        name, size = self.theme.value(), self.size.value()
        self.theme_asked.emit(name, size)
        self._keep(theme=name, size=size)

    def _keep(self, **changes: Any) -> None:
        self.save(lambda: self._file.change(**changes), self._kept)

    def _kept(self, settings: SeatSettings) -> None:
        self.seat_changed.emit(settings)
        self.saved.emit(words.say("seat.saved"))

    def _show_looks(self) -> None:
        """What is in use now: keys change language and looks as well."""
        self.language.choose(words.language())
        self.theme.choose(theme.current().name)
        self.size.choose(theme.current().size)
        for choice in (self.language, self.theme, self.size, self.lock_after, self.printer, self.sound):
            choice.setMinimumWidth(theme.current().px(_FIELD_WIDTH))

    def _of_file(self) -> tuple[Choice, ...]:
        return (self.lock_after, self.printer, self.sound)

    def _empty_until_read(self) -> None:
        """What the file says is not known yet: the first of the choices must not pass for it."""
        for choice in self._of_file():
            choice.setCurrentIndex(-1)
            choice.setEnabled(False)

    def _offer_printers(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        chosen = self.printer.value()
        self.printer.offer(["", *names, *([chosen] if chosen and chosen not in names else [])])
        if chosen is None:
            self.printer.setCurrentIndex(-1)

    def _printer_word(self, name: str) -> str:
        if not name:
            return words.say("seat.printer_default")
        return name if name in self._names else words.say("seat.printer_gone", name=name)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(12)
        fields = (
            ("seat.language", self.language), ("seat.theme", self.theme), ("seat.size", self.size),
            ("seat.lock_after", self.lock_after), ("seat.printer", self.printer),
            ("seat.sound", self.sound),
        )  # fmt: skip
        for at, (code, editor) in enumerate(fields):
            grid.addWidget(Field(code, editor), at // 2, at % 2)
        grid.setColumnStretch(2, 1)
        known = {name: shown_key(actions.key_of(name)) for name in ("theme", "larger", "smaller", "lock")}
        keys = Word("seat.keys", role="secondary", **known)
        keys.setWordWrap(True)
        self.card.body.addWidget(self.trouble)
        self.card.body.addLayout(grid)
        self.card.body.addWidget(self.sound_test, 0, Qt.AlignmentFlag.AlignLeft)
        self.card.body.addWidget(keys)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.card)
        whole.addWidget(self.cap)
        self.cap.setVisible(self._cap is not None)
        whole.addStretch(1)


def installed_printers() -> list[str]:
    """Printers the system knows; asks the system and may wait for it."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return list(QPrinterInfo.availablePrinterNames())


def _lock_word(minutes: int) -> str:
    return words.say("seat.minutes", count=minutes) if minutes else words.say("seat.lock_never")

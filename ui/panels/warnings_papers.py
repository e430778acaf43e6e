"""What leaves the page of a warning besides its channels: letters to the towns, its CAP files, a response proposed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.people import Action as Permission
from console.domain.responses import ResponseWish
from console.domain.warning_letters import LetterAsked, LetterRow
from console.domain.warning_rows import WarningRow
from console.errors import Refused
from ui.dialogs.warning_letter import WarningLetterDialog
from ui.dialogs.warning_notes import WarningNotesDialog
from ui.panels.acting_part import Verb
from ui.panels.settings_copies import ask_for_folder
from ui.warning_prints import WarningLetter
from ui.widgets.warning_foot import KEYS
from ui.widgets.warning_news import NOTES, START, proposed

if TYPE_CHECKING:
    from ui.panels.warnings_page import WarningPage


class WarningPapers:
    """Asked for on the page it stands on."""

    def __init__(self, page: WarningPage) -> None:
        self._page = page

    def verbs(self) -> dict[str, Verb]:
        foot, news = self._page.foot.buttons, self._page.news
        return {
            "warning_letters": (KEYS["letters"][0], foot["letters"], self.ask_letter, Permission.RELEASE_WARNING),
            "warning_cap": (KEYS["cap"][0], foot["cap"], self.ask_cap, Permission.EXPORT),
            "plan_start": (START, news.start, self.ask_response, Permission.RESPONSES),
            "warning_notes": (NOTES, news.notes, self.show_notes, None),
        }

    def why(self, widget: QWidget) -> str:
        """The code of what stands against it now; empty where nothing does, or it is no button of these."""
        look, news = self._page.look, self._page.news
        if widget is news.start and (look is None or proposed(look) is None):
            return "warning.why.no_suggestion"
        if widget is news.notes and (look is None or look.taken is None):
            return "warning.why.no_file"
        return ""

    # letters

    def ask_letter(self) -> None:
        """警示函, 约谈函: to whom and why; what was written before is printed again from here."""
        look, page = self._page.look, self._page
        if look is None:
            return
        ask, row = page.services, look.row
        page.ask_first(
            lambda: (ask.papers.addressees(row.id), ask.letters.rows(row.id)),
            lambda found: self._show_letter(row, *found),
        )

    def _show_letter(self, row: WarningRow, to: tuple[str, ...], before: list[LetterRow]) -> None:
        page, by = self._page, self._page.actor
        dialog = WarningLetterDialog(row.number, to, before, page.times, parent=page.window())

        def write(asked: LetterAsked) -> LetterRow:
            return page.services.letters.write(row.id, asked, seen=len(before), by=by)

        def written(letter: LetterRow) -> None:
            page.saved.emit(words.say("letter.told", number=letter.number))
            self._print(row.id, letter)

        def again(letter: LetterRow) -> None:
            dialog.reject()
            self._print(row.id, letter)

        dialog.print_asked.connect(again)
        page.put(dialog, f"letter {row.id}", write, written)

    def _print(self, warning_id: UUID, letter: LetterRow) -> None:
        self._page.print_asked.emit(WarningLetter(warning_id, letter.asked.kind, letter.number))

    # files

    def ask_cap(self) -> None:
        """Where to; then every released message of the chain as it went out, a file each."""
        folder = ask_for_folder(self._page, "")
        if folder:
            self.cap_to(Path(folder))

    def cap_to(self, folder: Path) -> None:
        look, page = self._page.look, self._page
        if look is None:
            return
        by, warning_id = page.actor, look.id
        page.beside(
            lambda: page.services.cap.export(warning_id, folder, by=by),
            lambda names: page.saved.emit(
                words.say("cap.told_out", count=len(names), folder=str(folder), names="、".join(names))
            ),
        )

    def show_notes(self) -> None:
        """What is to be known of the file this draft was made of."""
        look, page = self._page.look, self._page
        if look is not None and look.taken is not None:
            page.put(
                WarningNotesDialog(look.taken, page.times, parent=page.window()), "", lambda none: none,
                lambda _none: None,
            )  # fmt: skip

    # the response it speaks for

    def ask_response(self) -> None:
        """To the dialog that starts it, filled in; to the one that runs where only its level is too low."""
        look, page = self._page.look, self._page
        first = proposed(look) if look is not None else None
        if look is None or first is None:
            page.refused.emit(
                Refused("not_now", act=words.say("do.plan_start"), why=words.say("warning.why.no_suggestion"))
            )
        elif first.running_id is not None:
            page.item_asked.emit("plans", first.running_id)
        else:
            cause = f"{look.row.number} {look.row.title}"
            page.response_asked.emit(ResponseWish(first.plan_id, first.level, cause, look.row.incident_id))

"""What an officer does to the draft of a warning: typed, looked through while it is typed, saved, listened to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from shiboken6 import isValid

from console import words
from console.domain.phones import digits_of
from console.domain.warning import OPEN, State
from console.domain.warning_form import WarningForm
from console.domain.warning_rows import PersonRow
from console.errors import Refused, Unavailable
from ui.models.warning_rows import Checked, Look, WarningServices
from ui.panels.warnings_layout import WarningLayout

CHECK_MS = 400
"""The check follows the typing once it has rested so long."""


class Keeping:
    """What stands in the fields of a page at one moment; tried again after a refusal it is saved once.

    Refuses what a field says wrongly.
    """

    def __init__(self, page: WarningTyping) -> None:
        assert page.look is not None
        editor = page.editor
        self.about = page.look.id
        self.differs = editor.differs()
        self._page, self._by, self._service = page, page._seat.actor, page.services.warnings
        self._form, self._values, self._seen = editor.form(), editor.values(), editor.seen
        self._edited = False

    def work(self, then: Callable[[int], Any] | None) -> Any:
        """On the writing lane: save what differs, then do that with the version it has got."""
        if self.differs and not self._edited:
            self._seen = self._service.edit(self._form, seen=self._seen, by=self._by).version
            self._edited = True
        return then(self._seen) if then is not None else None

    def settle(self) -> None:
        """Whatever came of it: what was saved differs no longer."""
        look = self._page.look
        if self._edited and look is not None and look.id == self.about:
            self._page.editor.saved(self._values, self._seen)


class WarningTyping(WarningLayout):
    """``look`` is the warning as the store says it; the editor holds what stands on the screen."""

    _ask: WarningServices
    look: Look | None = None
    checked: Checked | None = None
    _brought = False
    _asked_check = 0

    @property
    def services(self) -> WarningServices:
        return self._ask

    def _follow_typing(self) -> None:
        self._check_soon = QTimer(self)
        self._check_soon.setSingleShot(True)
        self._check_soon.setInterval(CHECK_MS)
        self._check_soon.timeout.connect(self.check)

    def _say_typing(self) -> None:
        """What stands in the fields beside what the store says."""
        look = self.look
        if look is None:
            return
        editor = self.editor
        draft = look.row.state is State.DRAFT
        self.elsewhere.setVisible(draft and editor.differs() and editor.seen != look.row.version)
        self.hands.unsaved.setVisible(draft and editor.differs())
        conflicts = editor.conflicts() if draft else []
        self.standard.setVisible(draft)
        self.hands.brought.setVisible(draft and self._brought and editor.differs())
        self.ask_standard.setVisible(bool(conflicts))
        self.ask_standard.say("warning.standard_differs", fields="、".join(conflicts))
        self.said.setVisible(any(not word.isHidden() for word in (self.elsewhere, self.ask_standard)))

    def _note_brought(self) -> None:
        self._brought = True
        self._say_typing()

    def _take_standard(self) -> None:
        if self.look is not None and self.look.row.state is State.DRAFT:
            self.editor.take_standard()

    # checking

    def check(self) -> None:
        """F5, and whenever typing rests: what the form lacks as it stands on the screen, and whom it reaches."""
        if self.look is None:
            return
        if self.look.row.state not in OPEN:
            self._show_released(self.look.id)
            return
        try:
            form = self.editor.form()
        except Refused as refused:
            self.checks.rest.show_text(words.sentence(refused))
            return
        self._asked_check += 1
        asked, about = self._asked_check, self.look.id
        service = self._ask.warnings

        def found(answer: Checked) -> None:
            if isValid(self) and asked == self._asked_check and self.look is not None and self.look.id == about:
                self._show_checked(form, answer)

        def failed(error: Exception) -> None:
            if isValid(self) and isinstance(error, Refused | Unavailable):
                self.checks.rest.show_text(words.sentence(error))
            elif isValid(self):
                self.failed.emit(error)

        def look() -> Checked:
            return Checked(tuple(service.check(form)), *service.reach(form), devices=service.devices(form),
                           covered=service.covered(form.drawn))  # fmt: skip

        self._jobs.read(look, found, failed)

    def _show_released(self, about: UUID) -> None:
        """Whom it was for, as the contact book had them at the release."""

        def found(people: list[PersonRow]) -> None:
            if isValid(self) and self.look is not None and self.look.id == about:
                numbers = len({digits_of(one.phone) for one in people if one.phone})
                self.editor.texts.show_people(numbers)
                self.area_card.caption.say("warning.reach", people=len(people), numbers=numbers)

        self._jobs.read(lambda: self._ask.sends.people(about), found, self.failed.emit)

    def _show_checked(self, form: WarningForm, checked: Checked) -> None:
        self.checked = checked
        self.checks.show_found(checked.found)
        self.editor.texts.show_people(checked.numbers)
        self.editor.channels.prepare(form, checked.numbers, checked.devices)
        self.editor.drawn.show_covered(form.drawn, checked.covered)
        self.area_card.caption.say("warning.reach", people=checked.people, numbers=checked.numbers)

    def _typed(self) -> None:
        if self.look is not None and self.look.row.state is State.DRAFT:
            self._check_soon.start()
            self._say_typing()
            self.head.show_look(
                self.look, self.editor.facts.signal.value() or "", self.editor.facts.level.value() or ""
            )  # fmt: skip

    # saving

    def keep(self) -> None:
        """Ctrl+S: the draft as it stands."""
        self.keep_and(None, lambda _row: self.saved.emit(words.say("warning.told_saved")))

    def keep_and(self, then: Any, done: Any) -> None:
        """Save what differs, then do that with the version it has got; all on the writing lane, in one go."""
        keeping = self.keeping()
        if keeping is None:
            return

        def finished(row: Any) -> None:
            keeping.settle()
            done(row)

        def failed(error: Exception) -> None:
            keeping.settle()
            self.not_done(keeping.about, error)

        if not keeping.differs and then is None:
            self.saved.emit(words.say("warning.told_same"))
        else:
            self.save_once(lambda: keeping.work(then), finished, failed)

    def keeping(self) -> Keeping | None:
        """The draft as it stands now, to be saved; None where a field cannot stand, which is said."""
        if self.look is None:
            return None
        try:
            return Keeping(self)
        except Refused as refused:
            self.refused.emit(refused)
            self.editor.go_to(str(refused.facts.get("field", "")))
            return None

    def require_written(self, warning_id: UUID, number: str) -> None:
        """Refuses warning_elsewhere where that draft is not what is written here now: a window of another incident led
        the page on, or somebody handed it in."""
        look = self.look
        if look is None or look.id != warning_id or look.row.state is not State.DRAFT:
            raise Refused("warning_elsewhere", number=number)

    def not_done(self, warning_id: UUID, error: Exception) -> None:
        """The words stay. Changed elsewhere: look again, the next save is about what stands there then."""
        if isinstance(error, Refused) and self.look is not None and self.look.id == warning_id:
            if error.code == "changed_meanwhile":
                self._take_newest(warning_id)
            elif error.facts.get("field"):
                self.editor.go_to(str(error.facts["field"]))
        self.reload_now()

    def _take_newest(self, warning_id: UUID) -> None:
        """The officer was told: the next save is about what stands there now."""

        def found(row: Any) -> None:
            if isValid(self) and self.look is not None and self.look.id == warning_id:
                self.editor.seen = row.version
                self._say_typing()

        self._jobs.read(lambda: self._ask.warnings.one(warning_id), found, self.refused.emit)

    # listening

    def ask_listen(self) -> None:
        """Alt+L: the spoken text is heard here, to its end."""
        look, text = self.look, self.editor.texts.voice.text()
        if look is None or not text.strip():
            self.refused.emit(Refused("words_missing", field="voice"))
            return
        device = next((row for row in look.book.devices if row.form.driver == "speaker"), None)
        if device is None:
            self.saved.emit(words.say("warning.no_speaker"))
            return
        device_id = device.id
        self.saved.emit(words.say("warning.listening"))

        def heard(_spoken: Any) -> None:
            if isValid(self) and self.look is not None and self.look.id == look.id:
                self.editor.texts.say_heard(text)
                self.saved.emit(words.say("warning.heard"))

        self._jobs.run(lambda: self._ask.listen(device_id, text), heard, self.refused.emit)

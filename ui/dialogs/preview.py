"""Ctrl+P: the pages of a form as they will lie on paper, then to a printer or into a PDF. Keyboard first.

Layout, pictures, files and printing run on workers; the dialog may be closed while they do. What was begun ends by
itself and is still told.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from console import words
from console.errors import Refused, Unavailable
from ui import actions, hiding, theme
from ui.actions import Action
from ui.dialogs.saving import ask_target
from ui.printing.copies import Count, uncounted, with_mark
from ui.printing.form import Form
from ui.printing.laid import Laid
from ui.printing.layout import lay_out
from ui.printing.output import page_image, to_pdf, to_printer
from ui.widgets.keycap import KeyButton
from ui.widgets.page_view import Asked, PageView
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)

_WITH_COPY = {"preview.printed": "preview.printed_copy", "preview.saved": "preview.saved_copy"}

AskPath = Callable[[QWidget, str], Path | None]
AskPrinter = Callable[[QWidget], QPrinter | None]


class OwnForm(Protocol):
    """The county's own .docx of this print, and what is wrong with its file (empty: nothing)."""

    @property
    def name(self) -> str: ...
    @property
    def trouble(self) -> str: ...
    @property
    def write(self) -> Callable[[Form, Path], None]: ...


class Jobs(Protocol):
    """Runs work on a free worker and brings answer or trouble to the GUI thread."""

    def run(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]) -> Any: ...


class PrintPreview(Painted, Spoken, QDialog):
    """``printed`` carries the file or the printer's name, ``refused`` the trouble, which the dialog also says itself.

    ``ended`` comes when the dialog is closed and nothing it began runs any more. ``count`` makes and counts copies;
    looking at pages counts nothing. ``ask_path`` and ``ask_printer`` ask the officer (None: thought better of it);
    ``printers`` names those there are.
    """

    printed = Signal(str)
    refused = Signal(object)
    ended = Signal()

    def __init__(
        self,
        form: Form,
        jobs: Jobs,
        *,
        count: Count = uncounted,
        own_form: Callable[[], OwnForm | None] = lambda: None,
        ask_path: AskPath | None = None,
        ask_own: AskPath | None = None,
        ask_printer: AskPrinter | None = None,
        printers: Callable[[], list[str]] = QPrinterInfo.availablePrinterNames,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._form, self._jobs, self._count = form, jobs, count
        self._laid: Laid | None = None
        self._running = 0
        self._making = self._closed = False
        self._own: OwnForm | None = None
        self._drawing: Asked | None = None
        self._next: Asked | None = None
        self._turn = 0
        self._ask_path, self._ask_printer = ask_path or _ask_path, ask_printer or _ask_printer
        self._ask_own = ask_own or _ask_own
        self._has_printer = bool(printers())
        self._zoom = 0.0
        self.sheet = PageView()
        self.sheet.wanted.connect(self._draw)
        hiding.current().changed.connect(self._draw_anew)
        self.page, self.zoom = Word("preview.laying_out", role="strong"), Word(role="secondary")
        self.note = Word()
        self._make_buttons()
        self._lay_out()
        self._bind()
        self._show_ends()
        self.retranslate()
        self.restyle()
        self._say_printer()
        self.area.setFocus()
        self._run(lambda: _laid_out(form), self._show_laid, self._trouble)
        self._run(own_form, self._show_own, self._trouble)

    @property
    def pages(self) -> int:
        """How many there are; 0 until they are laid out."""
        return len(self._laid.pages) if self._laid else 0

    def go_to(self, index: int) -> None:
        """Show page ``index`` (from 0), or the nearest there is, from its top."""
        if not self.pages:
            return
        self.sheet.show_page(max(0, min(self.pages - 1, index)))
        self.page.say("preview.page", page=self.sheet.index + 1, pages=self.pages)
        self.area.verticalScrollBar().setValue(0)
        self._show_ends()

    def next_page(self) -> None:
        self.go_to(self.sheet.index + 1)

    def previous_page(self) -> None:
        self.go_to(self.sheet.index - 1)

    def fit_width(self) -> None:
        """As wide as the window, now and when it changes."""
        self._zoom = 0.0
        self._show_zoom()

    def larger(self) -> None:
        self._step(+1)

    def smaller(self) -> None:
        self._step(-1)

    def print_out(self) -> None:
        """To a printer the officer chooses; without one the sentence says what else can be done."""
        if not self._has_printer:
            self._say_printer()
            return
        printer = self._ask_printer(self) if self._may_make() else None
        if printer is not None:
            self._make("preview.printed", printer.printerName(), "paper", lambda laid: to_printer(laid, printer))

    def save_pdf(self) -> None:
        """Into a file the officer names."""
        name = f"{self._form.title} {self._form.number}".strip() + ".pdf"
        path = self._ask_path(self, name) if self._may_make() else None
        if path is not None:
            self._make("preview.saved", str(path), "file", lambda laid: to_pdf(laid, path))

    def save_own(self) -> None:
        """The county's own form, filled in, as a file for Word or WPS."""
        own = self._own
        if own is None or not own.usable:
            return
        name = f"{self._form.title} {self._form.number}".strip() + ".docx"
        path = self._ask_own(self, name) if self._may_make() else None
        if path is not None:
            self._make("preview.saved", str(path), "file", lambda laid: own.write(laid.form, path))

    def done(self, result: int) -> None:
        """Closing waits for nothing: what was begun ends by itself."""
        super().done(result)
        self._closed = True
        self._end()

    def retranslate(self) -> None:
        self.setWindowTitle(words.say("preview.title"))
        self.sheet.setAccessibleName(words.say("preview.pages"))
        actions.retranslate(self._actions, self._bound)

    def restyle(self) -> None:
        using = theme.current()
        edge = using.px(12)
        self.layout().setContentsMargins(edge, edge, edge, edge)
        self.layout().setSpacing(using.px(8))
        self.setMinimumSize(using.px(640), using.px(480))
        super().restyle()

    # work on workers

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        self._running += 1

        def answer(then: Callable[[Any], None]) -> Callable[[Any], None]:
            def told(result: Any) -> None:
                if isValid(self):
                    self._running -= 1
                    then(result)
                    self._end()

            return told

        self._jobs.run(work, answer(done), answer(failed))

    def _end(self) -> None:
        if self._closed and not self._running:
            self.ended.emit()

    def _show_laid(self, laid: Laid) -> None:
        self._laid = laid
        self.sheet.show_pages(len(laid.pages), landscape=laid.form.landscape)
        self._show_zoom()
        self.go_to(self.sheet.index)

    def _show_own(self, own: OwnForm | None) -> None:
        """A form of the county whose file is gone is told; the built-in one is what is shown here anyway."""
        self._own = own
        self.own_button.setVisible(own is not None and own.usable)
        if own is not None and own.built_in:
            self.own_button.say("preview.word")
        if own is not None and own.trouble:
            self._say("caution")
            self.note.say("unavailable.own_form", name=own.name)

    def _draw(self, index: int, dpi: float) -> None:
        """One picture at a time; of those asked for meanwhile only the last is still wanted."""
        if self._drawing is not None:
            self._next = (index, dpi) if (index, dpi) != self._drawing else None
            return
        laid = self._laid
        if laid is None or self._closed:
            return
        self._drawing, self._turn = (index, dpi), hiding.current().turns
        self._run(lambda: page_image(laid.own(), index, dpi, hiding.seen), self._drawn, self._not_drawn)

    def _draw_anew(self) -> None:
        """Numbers are hidden or shown from now on, on the screen only."""
        self.sheet.show_pages(self.pages)

    def _drawn(self, image: Any) -> None:
        assert self._drawing is not None
        asked, self._drawing = self._drawing, None
        wanted, self._next = self._next, None
        if self._turn != hiding.current().turns:
            self._draw(*(wanted or asked))  # meanwhile other words are to be hidden
            return
        self.sheet.show_image(asked, image)
        if wanted is not None:
            self._draw(*wanted)

    def _not_drawn(self, error: Exception) -> None:
        self._drawing = self._next = None
        self._trouble(error)

    def _may_make(self) -> bool:
        """One paper after the other, and none before there are pages."""
        if self._making:
            self._say("")
            self.note.say("preview.working")
        return self._laid is not None and not self._making

    def _make(self, said: str, where: str, target: str, work: Callable[[Laid], object]) -> None:
        laid = self._laid
        assert laid is not None
        self._making = True
        self._say("")
        self.note.say("preview.working")
        self._run(
            lambda: self._count(laid.own(), target, work), lambda mark: self._made(said, where, mark), self._not_made
        )

    def _made(self, said: str, where: str, mark: str) -> None:
        self._making = False
        self._say("")
        self.note.say(_WITH_COPY[said] if mark else said, path=where, printer=where, copy=mark)
        self.printed.emit(where)

    def _not_made(self, error: Exception) -> None:
        self._making = False
        self._trouble(error)

    def _trouble(self, error: Exception) -> None:
        self._say("error")
        known = isinstance(error, Refused | Unavailable)
        self.note.show_text(words.sentence(error) if known else words.say("asking.failed"))
        self.refused.emit(error)

    def _say(self, role: str) -> None:
        self.note.setProperty("role", role)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)

    def _say_printer(self) -> None:
        if not self._has_printer:
            self._say("caution")
            self.note.say("unavailable.no_printer")

    def _step(self, steps: int) -> None:
        now = self.sheet.zoom
        others = [zoom for zoom in ZOOMS if (zoom > now + 0.01 if steps > 0 else zoom < now - 0.01)]
        if others:
            self._zoom = min(others) if steps > 0 else max(others)
            self._show_zoom()

    def _show_zoom(self) -> None:
        room = self.area.viewport().width() - self.sheet.margin * 2
        self.sheet.show_zoom(self._zoom or max(0.2, room / self.sheet.across))
        self.zoom.say("preview.zoom", percent=round(self.sheet.zoom * 100))

    def _show_ends(self) -> None:
        self.back.setEnabled(self.sheet.index > 0)
        self.on.setEnabled(self.sheet.index < self.pages - 1)

    def _make_buttons(self) -> None:
        main = "" if self._has_printer else "primary"
        self.back = KeyButton("preview.previous", "PgUp", small=True)
        self.on = KeyButton("preview.next", "PgDown", small=True)
        self.less = KeyButton("preview.smaller", actions.key_of("smaller"), small=True)
        self.more = KeyButton("preview.larger", actions.key_of("larger"), small=True)
        self.fit = KeyButton("preview.fit", "Ctrl+0", small=True)
        self.close_button = KeyButton("button.close", actions.key_of("back"))
        self.pdf = KeyButton("button.pdf", actions.key_of("save"), kind=main)
        self.own_button = KeyButton("preview.own_form", actions.key_of("own_form"))
        self.own_button.hide()
        self.print_button = KeyButton("button.print", actions.key_of("print"), kind="primary" if not main else "")
        self.print_button.setEnabled(self._has_printer)

    def _bind(self) -> None:
        self._actions = (
            Action("print", self.print_out),
            Action("save_pdf", self.save_pdf, key=actions.key_of("save")),
            Action("own_form", self.save_own),
            Action("larger", self.larger),
            Action("smaller", self.smaller),
            Action("fit_width", self.fit_width, key="Ctrl+0"),
            Action("previous_page", self.previous_page, key="PgUp"),
            Action("next_page", self.next_page, key="PgDown"),
            Action("first_page", lambda: self.go_to(0), key="Home"),
            Action("last_page", lambda: self.go_to(self.pages - 1), key="End"),
        )
        self._bound = actions.bind(self, self._actions)
        for button, act in (
            (self.back, self.previous_page), (self.on, self.next_page), (self.less, self.smaller),
            (self.more, self.larger), (self.fit, self.fit_width), (self.close_button, self.reject),
            (self.own_button, self.save_own), (self.pdf, self.save_pdf), (self.print_button, self.print_out),
        ):  # fmt: skip
            button.clicked.connect(lambda checked=False, act=act: act())  # noqa: ARG005

    def _lay_out(self) -> None:
        self.area = _Table()
        self.area.setWidget(self.sheet)
        self.area.resized.connect(self._show_zoom)
        self.note.setWordWrap(True)
        whole = QVBoxLayout(self)
        whole.addLayout(_row(self.page, self.back, self.on, None, self.zoom, self.less, self.more, self.fit))
        whole.addWidget(self.area, 1)
        below = _row(self.close_button, self.own_button, self.pdf, self.print_button)
        below.insertWidget(0, self.note, 1)
        whole.addLayout(below)


class _Table(QScrollArea):
    """What the page lies on; says when it has another size."""

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # a bar that comes and goes would change the width the page is fitted to
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


def _row(*parts: QWidget | None) -> QHBoxLayout:
    """Widgets side by side; None is the room between."""
    row = QHBoxLayout()
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row


def _laid_out(form: Form) -> Laid:
    """On a worker. A counted form says in its footer that it is a preview: a picture of it is no copy."""
    laid = lay_out(form)
    return with_mark(laid, words.say_in(words.PRINTED, "sheet.preview")) if form.counted else laid


def _ask_path(parent: QWidget, name: str) -> Path | None:
    return ask_target(parent, words.say("preview.save_as"), name, "PDF (*.pdf)")


def _ask_own(parent: QWidget, name: str) -> Path | None:
    return ask_target(parent, words.say("preview.save_own"), name, "Word (*.docx)")


def _ask_printer(parent: QWidget) -> QPrinter | None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    return printer if QPrintDialog(printer, parent).exec() == QDialog.DialogCode.Accepted else None

"""Ctrl+P: the pages of a form as they will lie on paper, then to a printer or into a PDF. Keyboard first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console import words
from console.errors import Unavailable
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.saving import ask_target
from ui.printing.form import Form
from ui.printing.layout import Laid, lay_out
from ui.printing.output import page_image, to_pdf, to_printer
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word

DPI = 96
"""Of a page at 100 %."""

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_PAPER = 210 / 25.4 * DPI

AskPath = Callable[[QWidget, str], Path | None]
AskPrinter = Callable[[QWidget], QPrinter | None]


class PrintPreview(Painted, Spoken, QDialog):
    """``printed`` carries the file or the printer's name, ``refused`` the trouble, which the dialog also says itself.

    ``ask_path`` and ``ask_printer`` ask the officer (None: thought better of it); ``printers`` names those there are.
    Raises Unavailable("font") where Chinese cannot be drawn.
    """

    printed = Signal(str)
    refused = Signal(object)

    def __init__(
        self,
        form: Form,
        *,
        ask_path: AskPath | None = None,
        ask_printer: AskPrinter | None = None,
        printers: Callable[[], list[str]] = QPrinterInfo.availablePrinterNames,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._laid = lay_out(form)
        self._ask_path, self._ask_printer = ask_path or _ask_path, ask_printer or _ask_printer
        self._has_printer = bool(printers())
        self._zoom = 0.0
        self.sheet = _Sheet(self._laid)
        self.page, self.zoom = Word(role="strong"), Word(role="secondary")
        self.note = Word()
        self._make_buttons()
        self._lay_out()
        self._bind()
        self.go_to(0)
        self.retranslate()
        self.restyle()
        self._say_printer()
        self.area.setFocus()

    @property
    def pages(self) -> int:
        return len(self._laid.pages)

    def go_to(self, index: int) -> None:
        """Show page ``index`` (from 0), or the nearest there is, from its top."""
        self.sheet.show_page(max(0, min(self.pages - 1, index)))
        self.page.say("preview.page", page=self.sheet.index + 1, pages=self.pages)
        self.area.verticalScrollBar().setValue(0)
        self.back.setEnabled(self.sheet.index > 0)
        self.on.setEnabled(self.sheet.index < self.pages - 1)

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
        printer = self._ask_printer(self)
        if printer is not None:
            self._put("preview.printed", printer.printerName(), lambda: to_printer(self._laid, printer))

    def save_pdf(self) -> None:
        """Into a file the officer names."""
        form = self._laid.form
        path = self._ask_path(self, f"{form.title} {form.number}".strip() + ".pdf")
        if path is not None:
            self._put("preview.saved", str(path), lambda: to_pdf(self._laid, path))

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

    def _put(self, said: str, where: str, work: Callable[[], int]) -> None:
        try:
            work()
        except Unavailable as trouble:
            self._say("error")
            self.note.show_text(words.sentence(trouble))
            self.refused.emit(trouble)
            return
        self._say("")
        self.note.say(said, path=where, printer=where)
        self.printed.emit(where)

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
        self.sheet.show_zoom(self._zoom or max(0.2, room / _PAPER))
        self.zoom.say("preview.zoom", percent=round(self.sheet.zoom * 100))

    def _make_buttons(self) -> None:
        main = "" if self._has_printer else "primary"
        self.back = KeyButton("preview.previous", "PgUp", small=True)
        self.on = KeyButton("preview.next", "PgDown", small=True)
        self.less = KeyButton("preview.smaller", actions.key_of("smaller"), small=True)
        self.more = KeyButton("preview.larger", actions.key_of("larger"), small=True)
        self.fit = KeyButton("preview.fit", "Ctrl+0", small=True)
        self.close_button = KeyButton("button.close", actions.key_of("back"))
        self.pdf = KeyButton("button.pdf", actions.key_of("save"), kind=main)
        self.print_button = KeyButton("button.print", actions.key_of("print"), kind="primary" if not main else "")
        self.print_button.setEnabled(self._has_printer)

    def _bind(self) -> None:
        self._actions = (
            Action("print", self.print_out),
            Action("save_pdf", self.save_pdf, key=actions.key_of("save")),
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
            (self.pdf, self.save_pdf), (self.print_button, self.print_out),
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
        below = _row(self.close_button, self.pdf, self.print_button)
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


class _Sheet(Painted, QWidget):
    """One page at a size; drawn anew only when page, size or the screen's ratio changes."""

    def __init__(self, laid: Laid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._laid = laid
        self._drawn: tuple[tuple[int, float, float], QImage] | None = None
        self.index, self.zoom = 0, 1.0

    @property
    def margin(self) -> int:
        return theme.current().px(12)

    def show_page(self, index: int) -> None:
        self.index = index
        self.update()

    def show_zoom(self, zoom: float) -> None:
        self.zoom = zoom
        self.resize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        paper = QSize(round(_PAPER * self.zoom), round(297 / 25.4 * DPI * self.zoom))
        return paper + QSize(self.margin * 2, self.margin * 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        paper = QRectF(self.rect()).adjusted(self.margin, self.margin, -self.margin, -self.margin)
        painter = QPainter(self)
        painter.drawImage(paper, self._image())
        painter.setPen(theme.current().colour("border"))
        painter.drawRect(paper)

    def _image(self) -> QImage:
        asked = (self.index, self.zoom, self.devicePixelRatioF())
        if self._drawn is None or self._drawn[0] != asked:
            self._drawn = (asked, page_image(self._laid, self.index, DPI * self.zoom * asked[2]))
        return self._drawn[1]


def _row(*parts: QWidget | None) -> QHBoxLayout:
    """Widgets side by side; None is the room between."""
    row = QHBoxLayout()
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row


def _ask_path(parent: QWidget, name: str) -> Path | None:
    return ask_target(parent, words.say("preview.save_as"), name, "PDF (*.pdf)")


def _ask_printer(parent: QWidget) -> QPrinter | None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    return printer if QPrintDialog(printer, parent).exec() == QDialog.DialogCode.Accepted else None

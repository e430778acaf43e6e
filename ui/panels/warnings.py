"""预警: the list of all, and one of them whole, from the draft to what every channel did."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.changes import Topic
from console.domain.realm import Realm
from ui import theme
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.models.warning_rows import WarningServices
from ui.panels.pages import PagesPanel
from ui.panels.warnings_list import WarningsList
from ui.panels.warnings_page import WarningPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.painted import Painted
from ui.widgets.spoken import Word

_TOKEN = {Realm.EXERCISE: "exercise", Realm.SAMPLE: "sample"}
_FRAME = 4


class WarningsPanel(Painted, PagesPanel):
    """``open_item`` shows a warning. Practice has a frame of its own colour and says so in words.

    ``item_asked`` leads to the outbox, ``print_asked`` carries what is wanted on paper,
    ``callout_asked`` whose people are to be called by name (``CallWish``), ``response_asked`` a ``ResponseWish``.
    """

    id: ClassVar[str] = "warnings"
    topics = frozenset({Topic.WARNINGS, Topic.DELIVERIES, Topic.LISTS})

    item_asked = Signal(str, object)
    print_asked = Signal(object)
    callout_asked = Signal(object)
    response_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: WarningServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        self._ask = services
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        given: tuple[Any, ...] = (jobs, seat, times, services, book)
        self.list, self.page = WarningsList(*given), WarningPage(*given)
        for page in (self.list, self.page):
            self.add_page(page, scrolls=False)
            page.item_asked.connect(self.item_asked)
            page.print_asked.connect(self.print_asked)
        self.strip = Word("warning.practice", role="caution")
        self.strip.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.strip)
        self._column.addWidget(self.stack, 1)
        self.strip.setVisible(services.realm is not Realm.LIVE)  # not before it has its place: it would be a window
        self.page.callout_asked.connect(self.callout_asked)
        self.page.response_asked.connect(self.response_asked)
        self.list.opened.connect(self.open_item)
        self.page.other_asked.connect(self.open_item)
        self.page.left.connect(self.show_list)
        self.restyle()

    def open_item(self, warning_id: UUID, *, follow: bool = False) -> None:  # noqa: ARG002
        """That warning whole; the keyboard goes to where it goes on."""
        self.page.open(warning_id)
        self.stack.setCurrentWidget(self.page)
        self.page.reload_now()

    def show_list(self) -> None:
        self.stack.setCurrentWidget(self.list)
        self.list.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        if self.list.stale:
            self.list.reload()

    def first_focus(self) -> QWidget:
        return self.current_page().first_focus() or self

    def called_again(self) -> None:
        self.show_list()

    def leave(self) -> bool:
        return all([self.list.leave(), self.page.leave()])

    def restyle(self) -> None:
        using = theme.current()
        edge = using.px(_FRAME) if self._ask.realm is not Realm.LIVE else 0
        gap = using.px(12) - edge
        self._column.setContentsMargins(edge + gap, edge + (0 if edge else gap), edge + gap, edge + gap)
        self._column.setSpacing(using.px(4))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        token = _TOKEN.get(self._ask.realm)
        if token is None:
            return
        using, painter = theme.current(), QPainter(self)
        edge = using.px(_FRAME)
        colour = using.colour(token)
        for box in (
            (0, 0, self.width(), edge), (0, self.height() - edge, self.width(), edge), (0, 0, edge, self.height()),
            (self.width() - edge, 0, edge, self.height()),
        ):  # fmt: skip
            painter.fillRect(*box, colour)

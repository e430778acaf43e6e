"""Heads of the month: each day with its number, its weekday and whether it is off; each line with its post."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from console import words
from console.domain.planning import DayKind
from ui import theme
from ui.models.draft_month import DayView, LaneView
from ui.theme import Theme
from ui.widgets.painted import elided, stroke, text_width

_BANDS = ("plan.head.day", "plan.head.weekday", "plan.head.attribute")
"""What the head of a day says, from the top."""

_LEAST, _MOST = 62, 100
"""How wide the head of a line may be."""

_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)


def band(using: Theme) -> int:
    """How high a line of the head is."""
    return using.px(18)


class DayHeads(QHeaderView):
    """The days; the one of the chosen cell is underlined."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(8)

    def sectionSizeFromContents(self, section: int) -> QSize:
        using, view = theme.current(), self._view(section)
        number = view.number if view else ""
        return QSize(text_width(using.font(bold=True), number), band(using) * len(_BANDS) + 2)

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:
        using, view = theme.current(), self._view(section)
        if view is None:
            return
        ground, ink = _dress(view)
        painter.save()
        painter.fillRect(box, using.colour(ground))
        painter.setPen(using.colour(ink))
        high = band(using)
        for at, said in enumerate((view.number, view.weekday, view.attribute)):
            painter.setFont(fitting(using, said, box.width() - 2, bold=at == 0))
            painter.drawText(QRect(box.left(), box.top() + 1 + at * high, box.width() - 1, high), _CENTRE, said)
        if view.swapped:
            painter.setPen(stroke(using.colour("text"), 1))
            painter.drawRect(QRect(box.left() + 2, box.top() + 2 + 2 * high, box.width() - 6, high - 3))
        painter.fillRect(box.right(), box.top(), 1, box.height(), using.colour("line"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, using.colour("border"))
        if section == self._table.currentIndex().column():
            painter.fillRect(box.left(), box.bottom() - 2, box.width() - 1, 3, using.colour("focus"))
        painter.restore()

    def _view(self, section: int) -> DayView | None:
        view: DayView | None = self.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.UserRole)
        return view


def _dress(view: DayView) -> tuple[str, str]:
    """Ground and ink: holidays dark, weekends grey."""
    if view.kind is DayKind.HOLIDAY:
        return "text", "field"
    return ("hatch", "text") if view.kind is DayKind.WEEKEND else ("head", "text")


def fitting(using: Theme, said: str, room: int, *, bold: bool = False) -> QFont:
    """The type for a head, smaller where a day has little room."""
    font = QFont(using.font(13 if bold else 12, bold=bold))
    while font.pixelSize() > 9 and text_width(font, said) > room:
        font.setPixelSize(font.pixelSize() - 1)
    return font


def in_two(font: QFont, said: str, room: int) -> list[str]:
    """A post in one line, else in two, broken between words or, where there are none, between characters."""
    if text_width(font, said) <= room:
        return [said]
    between = " " if " " in said else ""
    pieces = said.split(" ") if between else list(said)
    fits = [at for at in range(1, len(pieces)) if text_width(font, between.join(pieces[:at])) <= room]
    at = fits[-1] if fits else 1
    return [elided(font, between.join(part), room) for part in (pieces[:at], pieces[at:])]


class LaneHeads(QHeaderView):
    """The posts; the one of the chosen cell has a stroke beside it."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._table = table
        self.setSectionsClickable(False)

    def sectionSizeFromContents(self, section: int) -> QSize:  # noqa: ARG002
        using, longest = theme.current(), 0
        for view in map(self._view, range(self.count())):
            pieces = [view.post[:4]] if not view.post.isascii() else view.post.split()
            longest = max([longest, *(text_width(using.font(13, bold=True), piece) for piece in pieces)])
            longest = max(longest, text_width(using.font(12), view.below))
        wide = max(using.px(_LEAST), min(longest + using.px(12), using.px(_MOST)))
        return QSize(wide, using.px(54))

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:
        using, view = theme.current(), self._view(section)
        painter.save()
        painter.fillRect(box, using.colour("head"))
        pitch, inside = using.px(15), box.adjusted(using.px(6), 0, -using.px(4), 0)
        font = using.font(13, bold=True)
        said = [(line, font, "text") for line in in_two(font, view.post, inside.width())]
        said.append((elided(using.font(12), view.below, inside.width()), using.font(12), "text2"))
        top = box.top() + (box.height() - pitch * len(said)) // 2
        for at, (line, type_, ink) in enumerate(said):
            painter.setFont(type_)
            painter.setPen(using.colour(ink))
            painter.drawText(QRect(inside.left(), top + at * pitch, inside.width(), pitch), _LEFT, line)
        painter.fillRect(box.right(), box.top(), 1, box.height(), using.colour("border"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, using.colour("line"))
        if section == self._table.currentIndex().row():
            painter.fillRect(box.right() - 2, box.top(), 3, box.height() - 1, using.colour("focus"))
        painter.restore()

    def _view(self, section: int) -> LaneView:
        view: LaneView = self.model().headerData(section, Qt.Orientation.Vertical, Qt.ItemDataRole.UserRole)
        return view


class Corner(QWidget):
    """Where both heads meet: what the lines of a day's head are."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), using.colour("head"))
        painter.setPen(using.colour("text2"))
        high, room = band(using), self.width() - using.px(12)
        for at, code in enumerate(_BANDS):
            said = words.say(code)
            painter.setFont(fitting(using, said, room))
            painter.drawText(QRect(using.px(6), 1 + at * high, room, high), int(Qt.AlignmentFlag.AlignVCenter), said)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), using.colour("border"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, using.colour("border"))

"""The month grid: a cell is chosen with the arrows and filled with Enter; gaps are a word on hatching, not a colour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QBrush, QFont, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from console.domain.roster import ShiftPlan
from ui import theme
from ui.models.roster_month import DAY, FIRST_POST, SHIFT, CellState, CellView, MonthModel
from ui.theme import Theme
from ui.widgets.painted import Painted, elided, stroke
from ui.widgets.sharing import shared
from ui.widgets.spoken import Spoken
from ui.widgets.table import quieten

_DAY_WIDTH, _SHIFT_WIDTH, _POST_WIDTH = 176, 64, 60


class RosterGrid(Painted, Spoken, QTableView):
    """``opened`` (Enter, double click) carries shift and post, ``chosen`` follows the officer."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month = MonthModel(self)
        self.setModel(self.month)
        self.setItemDelegate(_CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        quieten(self)
        self.activated.connect(self._open)
        self.selectionModel().currentChanged.connect(lambda now, _before: self.chosen.emit(self.month.cell(now)))
        self.restyle()

    def show_plans(self, plans: Sequence[ShiftPlan], now: datetime, today: date) -> None:
        """Show these shifts; the chosen cell stays chosen where its post still stands there."""
        held = self.month.cell(self.currentIndex())
        if self.month.show_plans(plans, now, today):
            self._share_width()
            if held is not None:
                self.choose(held[0].slot.key, held[1])

    def choose(self, key: tuple[date, str], post: str) -> bool:
        """Choose that cell; False when it is not shown."""
        index = self.month.index_of(key, post)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)
        return index.isValid()

    def choose_running(self) -> bool:
        """Choose the first post of the shift that runs now, a third down; False where another month is shown."""
        row = self.month.running_row()
        if row is None:
            return False
        plan = self.month.plans[row]
        above = max(0, row - self.viewport().height() // (3 * self.verticalHeader().defaultSectionSize()))
        self.scrollTo(self.month.index(above, DAY), QAbstractItemView.ScrollHint.PositionAtTop)
        return self.choose(plan.slot.key, next(post for post in self.month.posts if post in plan.posts))

    def cell(self) -> tuple[ShiftPlan, str] | None:
        """Shift and post of the chosen cell."""
        return self.month.cell(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home goes to the first post: the day itself cannot be filled."""
        if event.key() == Qt.Key.Key_Home and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.setCurrentIndex(self.month.index(self.currentIndex().row(), FIRST_POST))
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.month.retranslate()
        self._share_width()

    def restyle(self) -> None:
        using = theme.current()
        self.verticalHeader().setDefaultSectionSize(using.compact_row)
        self.horizontalHeader().setFixedHeight(using.px(34))
        self._share_width()
        super().restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Day and shift get theirs, the posts share the rest; narrower than their names one scrolls."""
        using, posts = theme.current(), len(self.month.posts)
        several = self.month.several_shifts()
        self.setColumnHidden(SHIFT, not several)
        self.setColumnWidth(DAY, using.px(_DAY_WIDTH))
        self.setColumnWidth(SHIFT, using.px(_SHIFT_WIDTH))
        room = self.viewport().width() - using.px(_DAY_WIDTH) - (using.px(_SHIFT_WIDTH) if several else 0)
        head, least = self.horizontalHeader(), using.px(_POST_WIDTH)
        needs = [max(least, head.sectionSizeHint(FIRST_POST + at)) for at in range(posts)]
        for at, size in enumerate(shared(room, needs)):
            self.setColumnWidth(FIRST_POST + at, size)

    def _open(self, index: QModelIndex) -> None:
        cell = self.month.cell(index)
        if cell is not None:
            self.opened.emit(cell)


class _CellDelegate(QStyledItemDelegate):
    """Ground by weekend and running shift, hatching under a gap, a ring around the chosen cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        using, box = theme.current(), QRect(option.rect)
        view: CellView = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, using.colour("sel" if chosen else _ground(view)))
        if view.state is CellState.GAP and not chosen:
            painter.fillRect(box, QBrush(using.colour("redline"), Qt.BrushStyle.BDiagPattern))
            self._word_ground(painter, using, box, index)
        painter.setFont(_font(using, view))
        painter.setPen(using.colour("seltext" if chosen else _ink(view)))
        inside = box.adjusted(using.px(6), 0, -using.px(4), 0)
        said = elided(painter.font(), str(index.data()), inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), said)
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, using.colour("line"))
        painter.fillRect(box.right(), box.top(), 1, box.height(), using.colour("line"))
        if chosen:
            painter.setPen(stroke(using.colour("focussel"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _word_ground(self, painter: QPainter, using: Theme, box: QRect, index: QModelIndex) -> None:
        """The word of a gap stands on plain ground, so that the hatching does not run through it."""
        width = painter.fontMetrics().horizontalAdvance(str(index.data())) + using.px(14)
        painter.fillRect(QRect(box.left(), box.top() + 2, width, box.height() - 4), using.colour("redtint"))


def _ground(view: CellView) -> str:
    if view.running:
        return "bluetint"
    if view.state is CellState.NO_POST:
        return "hatch"
    return "zebra" if view.weekend or view.state is CellState.HEAD else "field"


def _ink(view: CellView) -> str:
    if view.state is CellState.GAP:
        return "redtext"
    return "text2" if view.state is CellState.HEAD and not (view.running or view.today) else "text"


def _font(using: Theme, view: CellView) -> QFont:
    heavy = view.state is CellState.GAP or (view.state is CellState.HEAD and (view.weekend or view.running))
    return using.font(bold=heavy)

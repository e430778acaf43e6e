"""The tree of stores: each with how many kinds of goods it has and what is wrong in it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console import words
from console.domain.stock_overview import StoreMark
from console.domain.stores import Kept, WarehouseForm
from ui import theme
from ui.models.tree import RowTreeModel
from ui.widgets.painted import elided, text_width
from ui.widgets.stock_cells import Tag, paint_tags, tag_width
from ui.widgets.tree import RowTree

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class StoreRow:
    """A store as a line of the tree."""

    kept: Kept[WarehouseForm]
    mark: StoreMark
    path: tuple[str, ...] = ()

    @property
    def id(self) -> UUID:
        return self.kept.id

    @property
    def parent_id(self) -> UUID | None:
        return self.kept.form.parent_id

    @property
    def name(self) -> str:
        return self.kept.form.name


def tag_of(mark: StoreMark) -> Tag | None:
    """The most pressing thing about a store; None where nobody set it a quota and nothing ends."""
    if mark.below:
        return Tag(words.say("stores.mark.below", count=mark.below), "red", filled=True)
    if mark.expired:
        return Tag(words.say("stores.mark.expired", count=mark.expired), "red")
    if mark.expiring:
        return Tag(words.say("stores.mark.expiring", count=mark.expiring), "orange")
    return Tag(words.say("stores.mark.enough"), "plain") if mark.quotas else None


class StoreTreeModel(RowTreeModel[StoreRow]):
    """Stores under one line that means all of them."""

    def tip(self, row: StoreRow) -> str:
        mark, form = row.mark, row.kept.form
        told = words.say(
            "stores.mark.tip", items=mark.items, below=mark.below, expired=mark.expired, expiring=mark.expiring
        )
        return f"{form.code} {form.name}\n{told}"


class StoreTree(RowTree):
    """``chosen`` carries the store's id, None for all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(StoreTreeModel("stores.all"), "stores.tree", parent)
        self.setItemDelegate(_StoreCell(self))

    def retranslate(self) -> None:
        super().retranslate()
        self.viewport().update()


class _StoreCell(QStyledItemDelegate):
    """The name, then how many kinds of goods, then its tag at the right edge."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = ""
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        using = theme.current()
        inside = QRectF(option.rect).adjusted(using.px(4), 0, -using.px(4), 0)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        tree: StoreTree = self.parent()  # type: ignore[assignment]
        row = tree.tree_model.row(tree.tree_model.key_at(index))
        painter.save()
        painter.setPen(using.colour("seltext" if chosen else "text"))
        right = inside.right() if row is None else _paint_mark(painter, inside, row.mark, chosen)
        painter.setFont(using.font(bold=row is None))
        room = inside.adjusted(0, 0, right - inside.right() - using.px(6), 0)
        painter.setPen(using.colour("seltext" if chosen else "text"))
        text = elided(painter.font(), str(index.data()), room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme.current().compact_row)


def _paint_mark(painter: QPainter, inside: QRectF, mark: StoreMark, chosen: bool) -> float:
    """Where the mark begins."""
    using, tag = theme.current(), tag_of(mark)
    left = inside.right()
    if tag is not None:
        left -= tag_width(tag, using)
        paint_tags(painter, QRectF(left, inside.top(), inside.right() - left, inside.height()), [tag], using)
        left -= using.px(6)
    font, text = using.font(12), str(mark.items)
    wide = text_width(font, text)
    painter.setFont(font)
    painter.setPen(using.colour("seltext" if chosen else "text3"))
    where = QRectF(left - wide - 2, inside.top(), wide + 2, inside.height())
    painter.drawText(where, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), text)
    return where.left()

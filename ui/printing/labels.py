"""Labels of lots, three across and eight down an A4 sheet (70 × 37 mm): goods, number, dates, QR and bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from console.domain.realm import WATERMARK
from console.domain.stock_paper import Label
from ui.printing.codes import paint_bars, paint_qr
from ui.printing.fonts import MM, Role, Type, printing_type
from ui.printing.form import Form
from ui.printing.ink import INK
from ui.printing.laid import Laid
from ui.printing.parts import Print, footer, zh

ACROSS, DOWN = 3, 8
LABEL = (70 * MM, 37.125 * MM)
EDGE, QR, BAR = 3 * MM, 17 * MM, 8 * MM


@dataclass(frozen=True, slots=True)
class LabelLaid(Laid):
    """Sheets of labels: where each stands follows from its place in ``labels``."""

    labels: tuple[Label, ...] = ()

    def on_page(self, index: int) -> Sequence[tuple[QRectF, Label]]:
        """The labels of a page with the boxes they stand in, in layout units from the paper's corner."""
        each = ACROSS * DOWN
        return [
            (QRectF(at % ACROSS * LABEL[0], at // ACROSS * LABEL[1], *LABEL), label)
            for at, label in enumerate(self.labels[index * each : (index + 1) * each])
        ]


def label_form(labels: Sequence[Label], about: Print) -> Form:
    """Sheets of labels for adhesive paper without margins."""
    return Form(
        title=zh("print.stock.label.sheet"), number="", subtitle=(), blocks=(), footer=footer(about, "", ""),
        watermark=WATERMARK[about.realm], labels=tuple(labels),
    )  # fmt: skip


def lay_out_labels(labels: Sequence[Label], about: Print, type_: Type | None = None) -> LabelLaid:
    return lay_out_label_sheets(label_form(labels, about), type_)


def lay_out_label_sheets(form: Form, type_: Type | None = None) -> LabelLaid:
    """Where each label of the form stands."""
    pages = -(-len(form.labels) // (ACROSS * DOWN))
    return LabelLaid(form, type_ or printing_type(), ((),) * pages, labels=form.labels)


def paint_labels(painter: QPainter, laid: LabelLaid, index: int) -> None:
    """Paint a sheet; the painter's origin is the paper's corner, its unit the layout's."""
    for box, label in laid.on_page(index):
        _paint(painter, laid.type, box.adjusted(EDGE, EDGE, -EDGE, -EDGE), label, laid.form.watermark)


def _paint(painter: QPainter, type_: Type, inside: QRectF, label: Label, realm: str) -> None:
    words = QRectF(inside.left(), inside.top(), inside.width() - QR, inside.height() - BAR)
    painter.setPen(INK)
    top = words.top()
    for text, role, most in _lines(label, realm):
        painter.setFont(type_.fonts[role])
        for line in type_.lines(text, role, words.width())[:most]:
            if top + type_.pitch(role) > words.bottom():
                return _codes(painter, inside, label)
            painter.drawText(QRectF(words.left(), top, words.width(), type_.pitch(role)), 0, line)
            top += type_.pitch(role)
    return _codes(painter, inside, label)


def _codes(painter: QPainter, inside: QRectF, label: Label) -> None:
    paint_qr(painter, label.code, QRectF(inside.right() - QR, inside.top(), QR, QR))
    paint_bars(painter, label.code, QRectF(inside.left(), inside.bottom() - BAR + 1 * MM, inside.width(), BAR - 1 * MM))


def _lines(label: Label, realm: str) -> list[tuple[str, Role, int]]:
    """Text, role and the most lines of each part; the realm's word first where it is not the live one."""
    name = f"{label.item_name}　{label.spec}" if label.spec else label.item_name
    told = [(f"【{realm}】{name}" if realm else name, Role.STRONG, 2)]
    told.append((zh("print.stock.label.lot", lot=label.lot), Role.SMALL, 2))
    if label.expires_on is not None:
        told.append((zh("print.stock.label.expires", day=label.expires_on.isoformat()), Role.SMALL, 1))
    place = "　".join(
        filter(None, (label.store, zh("print.stock.label.shelf", shelf=label.shelf) if label.shelf else ""))
    )
    return [*told, (place, Role.SMALL, 1)]

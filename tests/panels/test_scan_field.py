"""A field that a scanner types into: printed labels read back, bursts, counts, refusals that keep what was typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from threading import Event
from typing import Any

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.scanned import Found, Wanted
from console.domain.stock_document import NewLine
from tests.kit.input_method import commit
from tests.kit.stock import Yard, came_in, yard
from ui import prints
from ui.printing.layout import lay_out
from ui.printing.output import page_image
from ui.seat import Seat
from ui.stock_prints import LabelSheet
from ui.widgets.scan_field import ScanField

KEY = Qt.Key
PATIENCE = 30_000


class Ticks:
    """A clock that goes on by so much with every look at it."""

    def __init__(self, step: float) -> None:
        self.at, self.step = 0.0, step

    def __call__(self) -> float:
        self.at += self.step
        return self.at


@pytest.fixture
def goods(desk: Desk, seat: Seat) -> Yard:
    """Water of three lots in the county's store, one of them over; a pump in the town's."""
    by = seat.actor
    made = yard(desk, by)
    came_in(
        desk, by, made.county,
        NewLine(made.water, Decimal(40), lot_code="L-1", expires_on=date(2032, 1, 1)),
        NewLine(made.water, Decimal(8), lot_code="L-2", expires_on=date(2033, 1, 1)),
        NewLine(made.water, Decimal(5), lot_code="旧批", expires_on=date(2030, 1, 1)),
    )  # fmt: skip
    came_in(desk, by, made.town, NewLine(made.pump, Decimal(2), lot_code="P-1"))
    return made


@pytest.fixture
def field(qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs, goods: Yard):
    def make(wanted: Wanted | None = None, find: Any = None, **more: Any) -> ScanField:
        asked = wanted or Wanted()
        made = ScanField(jobs, find or desk.stock_scans.find, wanted=lambda: asked, **more)
        qtbot.addWidget(made)
        made.show()
        made.setFocus()
        made.got = []  # type: ignore[attr-defined]
        made.found.connect(made.got.append)  # type: ignore[attr-defined]
        return made

    return make


def burst(field: ScanField, *codes: str) -> None:
    """What a scanner types, one code after the other without waiting."""
    for code in codes:
        QTest.keyClicks(field.line, code)
        QTest.keyClick(field.line, KEY.Key_Return)


def settled(qtbot: QtBot, field: ScanField) -> list[str]:
    qtbot.waitUntil(lambda: not field.busy, timeout=PATIENCE)
    return [one.lot_code for one in field.got]  # type: ignore[attr-defined]


def decoded(image: QImage) -> list[str]:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(grey.constBits()).cast("B", (grey.height(), grey.bytesPerLine()))
    return [one.text for one in zxingcpp.read_barcodes(pixels)]


def test_printed_labels_are_read_back_and_scanned_in_a_burst(qtbot: QtBot, field, desk: Desk, goods: Yard) -> None:
    """Every label printed (QR and bars), decoded, typed as keys; none is lost though the store answers later."""
    codes = decoded(page_image(lay_out(prints.form_of(desk, LabelSheet())), 0, 203))
    assert len(codes) == 8 and any(code.startswith("~") for code in codes), "a lot with a Chinese number has its id"
    shown = field(counts=True, now=Ticks(0.001))
    burst(shown, *codes)
    assert sorted(settled(qtbot, shown)) == sorted(["L-1", "L-2", "旧批", "P-1"] * 2)
    assert shown.line.text() == "" and shown.left == []


def test_two_scans_are_two_counts_where_that_is_wanted(qtbot: QtBot, field) -> None:
    counting = field(counts=True, now=Ticks(0.001))
    burst(counting, "W02*L-1", "W02*L-1", "W02*L-2", "W02*L-1")
    assert settled(qtbot, counting) == ["L-1", "L-1", "L-2", "L-1"] and "第 3 次" in counting.note.text()
    single, again = field(now=Ticks(1.0)), []
    single.again.connect(again.append)
    burst(single, "W02*L-1")
    settled(qtbot, single)
    assert single.note.text() == "查到 饮用水 批号 L-1，可用 40 瓶。"
    burst(single, "w02*l-1")  # Caps Lock turns the letters over
    assert settled(qtbot, single) == ["L-1"] and [one.lot_code for one in again] == ["L-1"]
    single.forget()
    burst(single, "L-1")
    assert settled(qtbot, single) == ["L-1", "L-1"]


def test_what_may_not_stand_here_is_said_and_never_lost(
    qtbot: QtBot, field, desk: Desk, seat: Seat, goods: Yard
) -> None:
    """Unknown, over its date, elsewhere, not on the paper, a paper's own number, goods without a lot."""
    paper = came_in(desk, seat.actor, goods.county, NewLine(goods.diesel, Decimal(2), lot_code="L-1"))
    issue = Wanted(goods.county, "县库", frozenset({goods.water, goods.pump}), expired=False)
    shown = field(issue, now=Ticks(0.001))
    for code, said in (
        ("W02*旧批", "已于 2030-01-01 过期"), ("NOPE", "查不到“NOPE”"), ("W01*P-1", "不在县库，在岩坦镇库"),
        ("W03*L-1", "不在这张单据里"), (paper.row.number, "是单据号"), ("W02", "要指明批号"),
    ):  # fmt: skip
        commit(shown.line, code)  # as an input method hands it over, its Chinese too
        QTest.keyClick(shown.line, KEY.Key_Return)
        assert settled(qtbot, shown) == []
        assert said in shown.note.text(), code
        assert shown.line.text() == code == shown.line.selectedText(), "it can be mended, or written over"
    assert "L-1" in shown.left_note.text() and shown.left == [
        "W02*旧批",
        "NOPE",
        "W01*P-1",
        "W03*L-1",
        paper.row.number,
    ]
    burst(shown, "L-1")  # several goods have that number, one of them is on this paper
    assert settled(qtbot, shown) == ["L-1"]
    words.set_language("en")
    assert "is not known" in shown.left_note.text()
    words.set_language("zh")
    QTest.keyClick(shown.line, KEY.Key_Escape)
    assert shown.left == [] and not shown.left_note.isVisible()


def test_characters_that_arrive_while_one_is_looked_up_are_the_next_codes(qtbot: QtBot, field, desk: Desk) -> None:
    """A slow store, a scanner that goes on, a code that is refused meanwhile: all three codes are still there."""
    go, find = Event(), desk.stock_scans.find

    def slowly(text: str, wanted: Wanted) -> Found:
        assert go.wait(30)
        return find(text, wanted)

    shown = field(find=slowly, counts=True)
    burst(shown, "BAD-1", "W02*L-2")
    QTest.keyClicks(shown.line, "W01*P")
    go.set()
    assert settled(qtbot, shown) == ["L-2"]
    assert shown.line.text() == "W01*P" and shown.left == ["BAD-1"], "nobody writes into a line that is being written"
    QTest.keyClicks(shown.line, "-1")
    QTest.keyClick(shown.line, KEY.Key_Return)
    assert settled(qtbot, shown) == ["L-2", "P-1"] and shown.left == ["BAD-1"]


def test_a_label_never_hands_up_the_dialog_it_is_scanned_into(qtbot: QtBot, field) -> None:
    """A scanner may send Enter twice; the dialog's own button is not pressed by it."""
    shown, dialog = field(counts=True), QDialog()
    qtbot.addWidget(dialog)
    yes = QPushButton("保存")
    yes.setDefault(True)
    yes.clicked.connect(dialog.accept)
    column = QVBoxLayout(dialog)
    column.addWidget(shown)
    column.addWidget(yes)
    dialog.show()
    burst(shown, "W02*L-1", "")
    assert settled(qtbot, shown) == ["L-1"] and dialog.isVisible()

"""Papers of the stores: every sheet says everything, codes are read back by a decoder nobody here wrote."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import zxingcpp
from PySide6.QtGui import QImage

from console.bootstrap import Desk
from console.domain.people import Actor
from console.domain.scanning import read as scanned
from console.domain.stock import DocumentKind
from console.domain.stock_document import NewDocument, NewLine
from console.domain.stock_paper import Label
from tests.services.test_stock_documents import Stores, sent, stores, took_in
from ui import prints
from ui.printing.labels import lay_out_labels
from ui.printing.output import page_image, to_pdf
from ui.stock_prints import CountSheet, StockSlip, labels_of

pytestmark = pytest.mark.usefixtures("qapp")
made_up = stores

THERMAL = 203
"""Dots an inch of the label printers offices have."""


def codes(image: QImage) -> list[tuple[str, str]]:
    """Format and text of every code on an image, as the decoder reads them."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(grey.constBits()).cast("B", (grey.height(), grey.bytesPerLine()))
    found = zxingcpp.read_barcodes(pixels)
    return sorted((str(one.format), one.text) for one in found)


def test_a_transfer_has_four_sheets_that_say_all(
    desk: Desk, by: Actor, stores: Stores, read: Any, tmp_path: Path
) -> None:
    took_in(
        desk, by, stores.county,
        NewLine(stores.water, Decimal(5), lot_code="早", expires_on=date(2031, 1, 1)),
        NewLine(stores.water, Decimal(9), lot_code="晚", expires_on=date(2032, 1, 1)),
        NewLine(stores.pump, Decimal(3)),
    )  # fmt: skip
    order = sent(desk, by, stores, NewLine(stores.water, Decimal(7)), NewLine(stores.pump, Decimal(2)))
    form = prints.form_of(desk, StockSlip(order.row.id))
    assert to_pdf(form, tmp_path / "a.pdf") == 4
    pages = read(tmp_path / "a.pdf")
    for page, sheet in zip(pages, ("存根", "仓库", "运输", "接收"), strict=True):
        missing = [
            one
            for one in (
                order.row.number,
                sheet,
                "县库",
                "岩坦镇库",
                "早2031-01-01",
                "晚2032-01-01",
                "林例十",
                "第1页，共1页",
            )
            if one not in page
        ]
        assert missing == []


def test_the_number_of_a_paper_is_read_by_a_scanner(desk: Desk, by: Actor, stores: Stores) -> None:
    took_in(desk, by, stores.county, NewLine(stores.pump, Decimal(3)))
    order = sent(desk, by, stores, NewLine(stores.pump, Decimal(2)))
    from ui.printing.layout import lay_out

    laid = lay_out(prints.form_of(desk, StockSlip(order.row.id)))
    for page in range(4):
        assert codes(page_image(laid, page, 150)) == [("QR Code", order.row.number)]


@pytest.mark.parametrize("kind", [DocumentKind.RECEIPT, DocumentKind.DONATION, DocumentKind.REQUISITION])
def test_what_came_in_is_summed_where_it_has_prices(
    desk: Desk, by: Actor, stores: Stores, kind: DocumentKind, read: Any, tmp_path: Path
) -> None:
    rows = (
        NewLine(stores.pump, Decimal(3), price=Decimal("1200.5")),
        NewLine(stores.water, Decimal(2), price=Decimal(30)),
    )
    made = desk.stock_documents.draft(NewDocument(kind, rows, to_store=stores.county, other_side="示例公司"), by=by)
    to_pdf(prints.form_of(desk, StockSlip(made.row.id)), tmp_path / "a.pdf")
    text = "".join(read(tmp_path / "a.pdf"))
    assert [one for one in ("示例公司", "3601.50", "60.00", "3661.50", "草稿") if one not in text] == []


def test_a_sheet_to_count_on_leaves_room_and_a_blind_one_tells_nothing(
    desk: Desk, by: Actor, stores: Stores, read: Any, tmp_path: Path
) -> None:
    came = took_in(desk, by, stores.county, NewLine(stores.pump, Decimal(37), lot_code="P-37号"))
    assert came.lines[0].lot_code == "P-37号"
    for blind in (False, True):
        to_pdf(prints.form_of(desk, CountSheet(stores.county, blind)), tmp_path / "a.pdf")
        (page,) = read(tmp_path / "a.pdf")
        assert "排水泵" in page and "P-37号" in page and ("可用37签名" in page) is not blind


def test_labels_are_read_back_at_the_resolution_of_label_printers(desk: Desk, by: Actor, stores: Stores) -> None:
    took_in(
        desk, by, stores.county,
        NewLine(stores.pump, Decimal(3), lot_code="QSB-2029-06"), NewLine(stores.water, Decimal(3), lot_code="二批"),
    )  # fmt: skip
    laid = labels_of(desk, prints._about(desk, desk.clock.now()))
    labels = desk.stock_papers.labels()
    found = codes(page_image(laid, 0, THERMAL))
    assert sorted(text for _format, text in found) == sorted([label.code for label in labels] * 2)
    assert {kind for kind, _text in found} == {"QR Code", "Code 128"}
    by_code = {scanned(label.code).lot or scanned(label.code).lot_id for label in labels}
    assert by_code == {"QSB-2029-06", next(label.lot_id.hex[:12] for label in labels if label.lot == "二批")}


def test_twenty_five_labels_take_two_sheets(desk: Desk) -> None:
    one = Label("W1", "编织袋", "55×95", "条", uuid4(), "L1", None, "县库")
    laid = lay_out_labels([one] * 25, prints._about(desk, desk.clock.now()))
    assert len(laid.pages) == 2 and len(laid.on_page(1)) == 1

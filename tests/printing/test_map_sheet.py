"""The map on paper: A4 lying, black or white alone, found again by its words, the same part of the county as seen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from console.domain.map_marks import MarkKind
from console.domain.realm import Realm
from tests.kit.maps import mark, outlines, spread
from ui import prints, theme
from ui.dialogs.preview import PrintPreview
from ui.jobs import Jobs
from ui.map_prints import MapSheet
from ui.printing.fonts import MM
from ui.printing.layout import lay_out
from ui.printing.map_sheet import BOX, PAGE, MapLaid
from ui.printing.output import page_image, pdf_bytes, to_pdf
from ui.printing.paint import RESOLUTION
from ui.widgets.map_paint import Ring, Shown
from ui.widgets.map_scene import Frame, Scene

DPI = 150


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def sheet() -> MapSheet:
    marks = [
        mark(MarkKind.INCIDENT, 0, 28.27, 120.70, "例溪镇内涝"), mark(MarkKind.TEAM, 1, 28.33, 120.80, "例队一"),
        mark(MarkKind.SHELTER, 3, 28.35, 120.55, "例避灾点", busy=True),
    ]  # fmt: skip
    box = Scene(outlines(), marks).extent()
    frame = Frame(box.center().x(), box.center().y(), 10.0, 900.0, 560.0)
    return MapSheet(outlines(), marks, frame, Shown(chosen=marks[0].key, origin=marks[0].key, rings=(Ring(30, 9.0),)))


def dark(image: QImage, box: QRectF | None = None) -> np.ndarray:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    ink = 255 - rows[:, : image.width()].astype(int)
    if box is None:
        return ink
    left, top, right, bottom = (round(side * DPI / RESOLUTION) for side in box.getCoords())
    return ink[top:bottom, left:right]


def test_the_page_lies_on_its_side(desk, sheet: MapSheet) -> None:
    laid = lay_out(prints.form_of(desk, sheet))
    assert isinstance(laid, MapLaid) and len(laid.pages) == 1 and laid.form.landscape
    image = page_image(laid, 0, DPI)
    assert (image.width(), image.height()) == (round(297 / 25.4 * DPI), round(210 / 25.4 * DPI))


def test_the_pdf_is_one_lying_page_that_is_found_by_its_words(desk, sheet: MapSheet, tmp_path) -> None:
    from pypdf import PdfReader

    path = tmp_path / "map.pdf"
    assert to_pdf(prints.form_of(desk, sheet), path) == 1
    (page,) = PdfReader(path).pages
    assert float(page.mediabox.width) > float(page.mediabox.height)
    text = "".join(page.extract_text().split())
    for said in ("一张图", "例溪镇内涝", "例队一", "例避灾点", "例东街道", "30分钟", "公里", "截至"):
        assert said in text, said


def test_nothing_private_and_nothing_but_black_is_meant(desk, sheet: MapSheet) -> None:
    image = page_image(lay_out(prints.form_of(desk, sheet)), 0, 300)
    ink = dark(image)
    middling = ((ink > 60) & (ink < 195)).sum() / (ink > 60).sum()
    assert middling < 0.35, "edges are smoothed on a screen's picture, areas never grey"
    filled = dark(image).max()
    assert filled == 255


def test_the_paper_shows_what_the_screen_shows(desk, sheet: MapSheet) -> None:
    """The chosen incident stands in the middle of the box, everything seen lies in it."""
    whole = page_image(lay_out(prints.form_of(desk, sheet)), 0, DPI)
    assert dark(whole, BOX.adjusted(40, 40, -40, -40)).sum() > 0
    outside = dark(whole)
    edge = round(10 * MM * DPI / RESOLUTION)
    assert outside[:, :edge].sum() == 0 and outside[:, -edge:].sum() == 0
    moved = MapSheet(
        sheet.outlines, sheet.marks, Frame(sheet.frame.x + 8, sheet.frame.y, 10.0, 900.0, 560.0), sheet.shown
    )
    other = page_image(lay_out(prints.form_of(desk, moved)), 0, DPI)
    assert (dark(whole, BOX) != dark(other, BOX)).any()


def test_filled_and_hollow_are_told_apart_without_colour(desk, sheet: MapSheet) -> None:
    def ink(busy: bool) -> int:
        marks = [mark(MarkKind.STORE, 1, 28.27, 120.70, "例库", busy=busy)]
        made = MapSheet((), marks, Frame(0.0, 0.0, 10.0, 900.0, 560.0), Shown())
        middle = QRectF(BOX.center().x() - 3 * MM, BOX.center().y() - 3 * MM, 6 * MM, 6 * MM)
        return int(dark(page_image(lay_out(prints.form_of(desk, made)), 0, DPI), middle).sum())

    assert ink(True) > ink(False) * 1.5


def test_the_realm_lies_across_it(desk, sheet: MapSheet) -> None:
    form = prints.form_of(desk, sheet)
    assert desk.realm is Realm.SAMPLE and form.watermark and not form.counted


def test_five_thousand_marks_are_one_page_of_reasonable_size(desk, sheet: MapSheet) -> None:
    many = MapSheet(sheet.outlines, spread(5000), sheet.frame, Shown())
    laid = lay_out(prints.form_of(desk, many))
    assert len(laid.pages) == 1 and len(pdf_bytes(laid)) < 3_000_000
    assert PAGE == (297 * MM, 210 * MM)


def test_the_preview_shows_a_lying_paper(desk, sheet: MapSheet, qtbot, qapp, jobs) -> None:
    theme.apply(qapp, "light")
    preview = PrintPreview(prints.form_of(desk, sheet), jobs, printers=list)
    qtbot.addWidget(preview)
    preview.show()
    qtbot.waitUntil(lambda: preview.pages == 1 and preview.sheet.ready)
    size = preview.sheet.sizeHint()
    assert size.width() > size.height() and preview.sheet.landscape
    with qtbot.waitSignal(preview.ended):
        preview.close()

"""Every print as an old 300 dpi printer puts it on paper: black or white, nothing between, and nothing gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from PySide6.QtGui import QImage

from console.domain.reports import ReportKind
from ui import prints
from ui.printing.fonts import MM, POINT
from ui.printing.layout import FOOT, PAD, PAGE, SIDE, TOP, lay_out
from ui.printing.output import page_image
from ui.printing.paint import FRAME, LINE, RESOLUTION

DPI = 300
SCALE = DPI / RESOLUTION
MONTH = prints.Month(date(2030, 8, 1))
THRESHOLD = 128
"""Darker is ink: what a driver without half-tones makes of grey."""


@pytest.fixture
def forms(desk, by, clock, handed_over, take_in):
    """One of each print, with words in it."""
    item = take_in(by, kind="document", source_number="样应急〔2030〕12号", urgency="urgent")
    clock.advance(days=1)
    report = desk.reports.compose(ReportKind.DAILY, date(2030, 8, 12), by=by)
    issued = desk.reports.issue(report.id, seen=report.version, by=by)
    made = [
        prints.form_of(desk, what)
        for what in (handed_over, item, prints.THIS_SHIFT, issued, prints.Register(()), MONTH)
    ]
    return [*made, *prints.blank_forms(desk)]


def ink(image: QImage) -> np.ndarray:
    """Darkness from 0 to 255, a row of the picture each."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return 255 - rows[:, : grey.width()].astype(int)


def pages(form):
    laid = lay_out(form)
    for index, page in enumerate(laid.pages):
        dark = ink(page_image(laid, index, DPI))
        yield laid, page, dark, dark >= THRESHOLD


def at(length: float) -> int:
    return round(length * SCALE)


def test_a_thin_line_is_two_dots_wide_at_least():
    assert LINE * SCALE >= 2 and FRAME * SCALE >= 4 and LINE == 0.5 * POINT


@pytest.mark.long
def test_no_text_and_no_line_of_any_print_is_lost_in_black_and_white(forms):
    for form in forms:
        for laid, page, dark, black in pages(form):
            for band in page:
                for number, cell in enumerate(band.cells):
                    if not any(line.strip() for line in cell.lines):
                        continue
                    left, right = SIDE + band.edges[number] + PAD, SIDE + band.edges[number + 1] - PAD
                    top, bottom = TOP + band.top + band.pad, TOP + band.top + band.height - band.pad
                    part = slice(at(top), at(bottom)), slice(at(left), at(right))
                    grey, kept = dark[part].sum() / 255, black[part].sum()
                    assert kept > 0.8 * grey > 0, (form.title, cell.lines)
            assert laid.pages


def test_every_rule_of_every_table_is_unbroken_and_two_dots_wide(forms):
    for form in forms:
        for _laid, page, _dark, black in pages(form):
            for band in page:
                if not band.ruled:
                    continue
                y = at(TOP + band.top + band.height)
                left, right = at(SIDE) + 2, at(SIDE + band.edges[-1]) - 2
                near = black[y - 3 : y + 4, left:right]
                assert near.any(axis=0).all(), (form.title, band)
                assert np.median(near.sum(axis=0)) >= 2
                for edge in band.edges[1:-1]:
                    x, top = at(SIDE + edge), at(TOP + band.top) + 3
                    column = black[top : y - 3, x - 3 : x + 4]
                    assert column.any(axis=1).all(), (form.title, edge)


def test_the_watermark_hides_no_letter(forms):
    """The dashes add little ink, and none of the text's is missing: with and without it the text is the same."""
    for form in forms:
        assert form.watermark == "示例"
        laid = lay_out(form)
        bare = replace(laid, form=replace(form, watermark=""))
        for index in range(len(laid.pages)):
            marked = ink(page_image(laid, index, DPI)) >= THRESHOLD
            plain = ink(page_image(bare, index, DPI)) >= THRESHOLD
            body = slice(0, at(PAGE[1] - FOOT))
            lost = plain[body] & ~marked[body]
            added = marked[body] & ~plain[body]
            assert not lost.any() and 0 < added.sum() < 0.02 * added.size


def test_room_for_a_seal_is_blank_but_for_the_watermark(forms):
    (handover, *_others) = forms
    laid = lay_out(replace(handover, watermark=""))
    for index, page in enumerate(laid.pages):
        for band in page:
            room = band.height - band.count * band.pitch - 2 * band.pad
            if room < 20 * MM:
                continue
            black = ink(page_image(laid, index, DPI)) >= THRESHOLD
            bottom = TOP + band.top + band.height
            for number in range(len(band.cells)):
                left, right = SIDE + band.edges[number] + PAD, SIDE + band.edges[number + 1] - PAD
                assert not black[at(bottom - 20 * MM) : at(bottom) - 4, at(left) : at(right)].any()
            return
    raise AssertionError("no signature box was laid out")

"""Pages on a PDF, a printer, a picture: the same text, real fonts, black ink, and a disk that may refuse."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import unicodedata
from dataclasses import replace

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QRawFont
from PySide6.QtPrintSupport import QPrinter

import resources
from console.errors import Unavailable
from ui.printing.fonts import Role, printing_type
from ui.printing.form import Column, Footer, Form, Prose, Row, Section
from ui.printing.layout import lay_out
from ui.printing.output import CREATOR, page_image, page_images, pdf_bytes, to_pdf, to_printer

FOOTER = Footer("示例JJ2030-0001", "摘要 4f2a", "打印时间 2030-08-13 08:00:00 +08:00", "副本 1")


def form(text="人民水利:第 1 页", rows=3, watermark=""):
    table = Section(
        "一、未办结接报",
        "",
        (Column("编号", 2), Column("内容", 8)),
        tuple(Row((f"JB{at}", text)) for at in range(rows)),
    )
    return Form("交接班单", "示例JJ2030-0001", (), (table, Prose("二、注意事项", text)), FOOTER, watermark=watermark)


def test_the_pdf_names_itself_and_embeds_its_fonts(tmp_path):
    pages = to_pdf(form(rows=200), tmp_path / "a.pdf")

    reader = PdfReader(tmp_path / "a.pdf")
    assert len(reader.pages) == pages > 3
    assert reader.metadata.title == "交接班单 示例JJ2030-0001" and reader.metadata.creator == CREATOR
    assert [round(side) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


SPECIAL = "人一二工大小方水火土门页——…“引”·①Ⅲ㎡ 䶮㛃𬭩é fi ffl JB2030 2030JB"


def test_every_character_is_found_again(tmp_path, read):
    to_pdf(form(SPECIAL), tmp_path / "a.pdf")

    text = "".join(read(tmp_path / "a.pdf"))
    assert text.count("".join(SPECIAL.split())) == 4
    assert not [char for char in text if "\u2e80" <= char <= "\u2fdf" or char == "\ufffd"]


def test_what_steers_writing_is_shown_and_steers_nothing(tmp_path, read):
    to_pdf(form("甲\u202e乙丙\u2066丁"), tmp_path / "a.pdf")

    assert "甲[U+202E]乙丙[U+2066]丁" in "".join(read(tmp_path / "a.pdf"))


def test_twenty_thousand_characters_are_all_printed(tmp_path, read):
    text = "".join(f"{at:05d}号值班记录" for at in range(1820))[:20_000]
    blocks = form().blocks[:1]

    to_pdf(replace(form(), blocks=(Section("一", "", (Column("内容"),), (Row((text,)),)), *blocks)), tmp_path / "a.pdf")

    pages = read(tmp_path / "a.pdf")
    whole = "".join(re.sub(r"第\d+页，共\d+页.*$", "", page).removeprefix("内容") for page in pages)
    assert text in whole


def test_the_page_number_and_the_count_are_right(tmp_path, read):
    pages = to_pdf(form(rows=150), tmp_path / "a.pdf")

    for at, text in enumerate(read(tmp_path / "a.pdf"), start=1):
        assert f"第{at}页，共{pages}页" in text and "示例JJ2030-0001" in text and "副本1" in text


def test_all_ink_is_black(tmp_path):
    to_pdf(form(watermark="演练"), tmp_path / "a.pdf")

    (page,) = PdfReader(tmp_path / "a.pdf").pages
    content = page.get_contents().get_data().decode("latin-1")
    colours = set(re.findall(r"^(\S+ \S+ \S+) (?:scn|SCN)$", content, re.M))
    assert colours == {"0 0 0"}
    widths = {round(float(width)) for width in re.findall(r"^(\S+) w\b", content, re.M)}
    assert widths <= {1, 10, 20} and {10, 20} <= widths


def test_the_watermark_is_seen_and_hides_nothing():
    plain, marked = (page_image(lay_out(form(rows=20, watermark=mark)), 0, 60) for mark in ("", "演练"))

    before, after = bytes(plain.constBits()), bytes(marked.constBits())
    footer = plain.bytesPerLine() * round(plain.height() * 0.9)
    darker = sum(b < a for a, b in zip(before[:footer], after[:footer], strict=True))
    assert 0.002 * footer < darker < 0.06 * footer
    assert not any(b > a for a, b in zip(before[:footer], after[:footer], strict=True))


def test_the_watermark_is_also_a_word(tmp_path, read):
    to_pdf(form(watermark="演练"), tmp_path / "a.pdf")

    assert "【演练】交接班单" in "".join(read(tmp_path / "a.pdf"))


def test_screen_and_paper_have_the_same_pages(tmp_path):
    laid = lay_out(form(rows=120))

    assert len(page_images(laid, 40)) == len(laid.pages) == to_pdf(laid, tmp_path / "a.pdf")
    image = page_image(laid, 0, 100)
    assert (image.width(), image.height()) == (827, 1169)
    assert min(bytes(image.constBits())) == 0 and max(bytes(image.constBits())) == 255


def test_a_printer_gets_the_same_pages(tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "p.pdf"))

    pages = to_printer(form(rows=120), printer)

    read = [unicodedata.normalize("NFKC", page.extract_text()) for page in PdfReader(tmp_path / "p.pdf").pages]
    assert len(read) == pages > 2 and "JB119" in read[-1]


def test_only_the_pages_asked_for_are_printed(tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "p.pdf"))
    printer.setFromTo(2, 2)

    to_printer(form(rows=120), printer)

    (page,) = PdfReader(tmp_path / "p.pdf").pages
    assert "2" in re.search(r"(\d+)\s*\S，共", unicodedata.normalize("NFKC", page.extract_text()).replace(",", "，"))[1]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_said(tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "p.pdf"))

    with pytest.raises(Unavailable) as told:
        to_printer(form(), printer)
    assert told.value.what == "printer"


def test_a_folder_that_is_not_there_refuses(tmp_path):
    with pytest.raises(Unavailable) as told:
        to_pdf(form(), tmp_path / "nowhere" / "a.pdf")
    assert told.value.what == "cannot_write_file"


def test_a_full_disk_leaves_the_old_file_as_it_was(tmp_path):
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(Unavailable):
            to_pdf(form(), target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert target.read_bytes() == b"old" and list(tmp_path.iterdir()) == [target]


def test_the_same_form_gives_the_same_text(tmp_path, read):
    to_pdf(form(SPECIAL, rows=90), tmp_path / "a.pdf")
    to_pdf(form(SPECIAL, rows=90), tmp_path / "b.pdf")

    assert read(tmp_path / "a.pdf") == read(tmp_path / "b.pdf")


def test_no_chinese_word_of_the_catalogue_is_tofu():
    type_ = printing_type()
    source = resources.path("translations/zh/LC_MESSAGES/console.po").read_text("utf-8")
    chinese = sorted({char for char in source if "\u4e00" <= char <= "\u9fff"})

    assert len(chinese) > 500
    for role in (Role.BODY, Role.STRONG):
        raw = QRawFont.fromFont(type_.fonts[role])
        assert [char for char in chinese if not raw.supportsCharacter(ord(char))] == []


def test_nothing_shrinks_below_nine_points():
    sizes = [font.pixelSize() / 20 for font in printing_type().fonts.values()]

    assert min(sizes) == 9 and printing_type().fonts[Role.TABLE].pixelSize() / 20 == 10.5


NO_CJK = """
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
from console.errors import Unavailable
from ui.printing.fonts import printing_type
try:
    print(printing_type().families)
except Unavailable as told:
    print("told", told.what)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fontconfig")
def test_without_a_chinese_font_nothing_is_printed_at_all(tmp_path):
    (tmp_path / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    environment = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "QT_QPA_PLATFORM": "offscreen"}

    done = subprocess.run([sys.executable, "-c", NO_CJK], env=environment, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "told font"


def test_a_file_not_built_as_expected_is_left_alone():
    from ui.printing.pdf_text import Drawn, corrected

    assert corrected(b"%PDF-1.4 something else", Drawn(printing_type())) == b"%PDF-1.4 something else"
    assert pdf_bytes(lay_out(form())).count(b"%%EOF") == 2

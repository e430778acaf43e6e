"""The preview: pages turned by key, zoom, and what it says when there is no printer or no disk."""

from __future__ import annotations

import re
import threading

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from console import words
from console.errors import Unavailable
from ui import prints, theme
from ui.dialogs import preview
from ui.dialogs.preview import PrintPreview
from ui.jobs import Jobs
from ui.printing.copies import Counting
from ui.printing.form import Column, Footer, Form, Row, Section
from ui.printing.layout import lay_out
from ui.printing.output import pdf_bytes


def form(rows=120, **more):
    table = Section(
        "一、未办结接报", "", (Column("编号"), Column("内容", 8)), tuple(Row((f"JB{at}", "值班")) for at in range(rows))
    )
    return Form("交接班单", "JJ2030-0001", (), (table,), Footer("JJ2030-0001", "", "打印时间", "副本 1"), **more)


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def opened(qtbot, qapp, jobs):
    theme.apply(qapp, "light")

    def open_it(rows=120, printers=(), kind="", **more):
        dialog = PrintPreview(form(rows, kind=kind), jobs, printers=lambda: list(printers), **more)
        qtbot.addWidget(dialog)
        dialog.resize(900, 700)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        qtbot.waitUntil(lambda: dialog.sheet.ready)
        return dialog

    return open_it


def test_pages_are_turned_by_key_and_stop_at_the_ends(opened, qtbot):
    dialog = opened()
    assert dialog.pages >= 3 and dialog.page.text() == f"第 1 页，共 {dialog.pages} 页"

    qtbot.keyClick(dialog.area, Qt.Key.Key_PageDown)
    assert dialog.sheet.index == 1
    qtbot.keyClick(dialog, Qt.Key.Key_End)
    qtbot.keyClick(dialog, Qt.Key.Key_PageDown)
    assert dialog.sheet.index == dialog.pages - 1 and not dialog.on.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Home)
    qtbot.keyClick(dialog, Qt.Key.Key_PageUp)
    assert dialog.sheet.index == 0 and not dialog.back.isEnabled()


def test_each_page_is_another_picture(opened, qtbot):
    dialog = opened()

    first = dialog.sheet.grab().toImage()
    dialog.next_page()
    qtbot.waitUntil(lambda: dialog.sheet.ready)

    assert dialog.sheet.grab().toImage() != first


def test_it_fits_the_width_until_the_officer_zooms(opened, qtbot):
    dialog = opened()
    fitted = dialog.sheet.width()
    assert fitted <= dialog.area.viewport().width()

    dialog.resize(1100, 700)
    assert dialog.sheet.width() > fitted
    qtbot.keyClick(dialog, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    wide = dialog.sheet.width()
    dialog.resize(900, 700)
    assert dialog.sheet.width() == wide and dialog.zoom.text().endswith("%")
    qtbot.keyClick(dialog, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert dialog.sheet.width() == fitted


def test_without_a_printer_it_says_so_and_offers_the_pdf(opened, qtbot, tmp_path):
    dialog = opened(ask_path=lambda _parent, name: tmp_path / name)

    assert dialog.note.text() == "没有安装打印机，请存为 PDF。" and not dialog.print_button.isEnabled()
    with qtbot.waitSignal(dialog.printed) as told:
        qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    target = tmp_path / "交接班单 JJ2030-0001.pdf"
    assert told.args == [str(target)] and str(target) in dialog.note.text()
    assert len(PdfReader(target).pages) == dialog.pages


def test_a_printer_gets_the_pages(opened, qtbot, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    dialog = opened(printers=["样例打印机"], ask_printer=lambda _parent: printer)

    with qtbot.waitSignal(dialog.printed):
        qtbot.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    assert len(PdfReader(tmp_path / "paper.pdf").pages) == dialog.pages


def test_trouble_is_a_sentence_and_the_dialog_stays(opened, qtbot, tmp_path):
    dialog = opened(ask_path=lambda _parent, name: tmp_path / "nowhere" / name)

    with qtbot.waitSignal(dialog.refused) as told:
        dialog.save_pdf()

    assert dialog.note.text() == words.sentence(told.args[0]) and dialog.isVisible()


def test_a_change_of_mind_does_nothing(opened, qtbot):
    dialog = opened(ask_path=lambda _parent, _name: None, printers=["样例打印机"], ask_printer=lambda _parent: None)

    with qtbot.assertNotEmitted(dialog.printed), qtbot.assertNotEmitted(dialog.refused):
        dialog.save_pdf()
        dialog.print_out()


def test_escape_closes(opened, qtbot):
    dialog = opened()

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()


def test_the_words_follow_the_language_and_the_page_stays_chinese(opened, qapp):
    from ui.widgets.spoken import follow_language

    dialog = opened()
    before = dialog.sheet.grab().toImage()
    leave = follow_language(qapp)
    words.set_language("en")
    try:
        assert dialog.windowTitle() == "Print preview" and dialog.page.text().startswith("Page 1 of")
        assert dialog.sheet.grab().toImage() == before
    finally:
        words.set_language("zh")
        leave()


def test_nothing_is_laid_out_drawn_saved_or_printed_on_the_gui_thread(opened, qtbot, tmp_path, monkeypatch):
    where: dict[str, set[int]] = {}

    def watched(name):
        real = getattr(preview, name)

        def run(*given, **more):
            where.setdefault(name, set()).add(threading.get_ident())
            return real(*given, **more)

        monkeypatch.setattr(preview, name, run)

    for name in ("lay_out", "page_image", "to_pdf", "to_printer"):
        watched(name)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    dialog = opened(printers=["样例打印机"], ask_printer=lambda _p: printer, ask_path=lambda _p, name: tmp_path / name)

    with qtbot.waitSignal(dialog.printed):
        dialog.save_pdf()
    with qtbot.waitSignal(dialog.printed):
        dialog.print_out()

    assert set(where) == {"lay_out", "page_image", "to_pdf", "to_printer"}
    assert all(threading.get_ident() not in threads for threads in where.values())


def without_chance(data: bytes) -> bytes:
    """A PDF without the moment it was made and the id made from it."""
    return re.sub(
        rb"/CreationDate\s*\([^)]*\)|xmp:\w+Date=\"[^\"]*\"|/ID\s*\[[^]]*\]|uuid:[-0-9a-f]+|D:\d+[-+Z0-9']*", b"", data
    )


def test_the_file_of_a_worker_is_the_file_of_this_thread(opened, qtbot, tmp_path):
    dialog = opened(ask_path=lambda _p, name: tmp_path / name)
    with qtbot.waitSignal(dialog.printed) as told:
        dialog.save_pdf()
    saved = (tmp_path / "交接班单 JJ2030-0001.pdf").read_bytes()

    here = pdf_bytes(lay_out(form()))

    assert told.args and len(here) > 1000 and without_chance(saved) == without_chance(here)


def test_closing_while_a_file_is_written_loses_neither_file_nor_word(opened, qtbot, tmp_path, monkeypatch):
    may_write, ends = threading.Event(), []
    real = preview.to_pdf
    monkeypatch.setattr(preview, "to_pdf", lambda *given: may_write.wait(20) and real(*given))
    dialog = opened(ask_path=lambda _p, name: tmp_path / name)
    dialog.ended.connect(lambda: ends.append(True))

    dialog.save_pdf()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and not ends
    with qtbot.waitSignals([dialog.printed, dialog.ended]):
        may_write.set()

    assert (tmp_path / "交接班单 JJ2030-0001.pdf").exists()


def test_one_paper_after_the_other(opened, qtbot, tmp_path, monkeypatch):
    may_write, asked = threading.Event(), []
    real = preview.to_pdf
    monkeypatch.setattr(preview, "to_pdf", lambda *given: may_write.wait(20) and real(*given))
    dialog = opened(ask_path=lambda _p, name: asked.append(name) or tmp_path / name)

    dialog.save_pdf()
    dialog.save_pdf()
    assert len(asked) == 1 and dialog.note.text() == words.say("preview.working")
    with qtbot.waitSignal(dialog.printed):
        may_write.set()


def text_of(path):
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_copies_say_the_number_that_is_recorded(opened, qtbot, desk, by, tmp_path):
    targets = iter(["a.pdf", "b.pdf"])
    dialog = opened(
        rows=3, kind="handover", count=Counting(desk.print_copies, by), ask_path=lambda _p, _n: tmp_path / next(targets)
    )
    assert desk.print_copies.of("handover", "JJ2030-0001") == []  # looking counts nothing

    for _ in range(2):
        with qtbot.waitSignal(dialog.printed):
            dialog.save_pdf()

    assert "正本" in text_of(tmp_path / "a.pdf") and "副本2" in text_of(tmp_path / "b.pdf")
    assert "副本 2" in dialog.note.text()
    assert [copy.ordinal for copy in desk.print_copies.of("handover", "JJ2030-0001")] == [1, 2]


def test_a_file_that_could_not_be_written_is_not_counted(opened, qtbot, desk, by, tmp_path):
    targets = iter([tmp_path / "nowhere" / "a.pdf", tmp_path / "b.pdf"])
    dialog = opened(
        rows=3, kind="handover", count=Counting(desk.print_copies, by), ask_path=lambda _p, _n: next(targets)
    )
    with qtbot.waitSignal(dialog.refused):
        dialog.save_pdf()
    assert desk.print_copies.of("handover", "JJ2030-0001") == []

    with qtbot.waitSignal(dialog.printed):
        dialog.save_pdf()

    assert "正本" in text_of(tmp_path / "b.pdf")


def test_without_a_chinese_font_it_is_a_sentence(opened, qtbot, monkeypatch, jobs):
    def no_font(_form):
        raise Unavailable("font")

    monkeypatch.setattr(preview, "lay_out", no_font)
    dialog = PrintPreview(form(), jobs, printers=list)
    qtbot.addWidget(dialog)

    with qtbot.waitSignal(dialog.refused):
        dialog.show()

    assert dialog.note.text() == words.sentence(Unavailable("font")) and dialog.pages == 0


def test_the_window_opens_it_and_it_goes_when_it_is_closed(qtbot, qapp, desk, by, jobs):
    from PySide6.QtWidgets import QWidget
    from shiboken6 import isValid

    window = QWidget()
    qtbot.addWidget(window)
    dialog = prints.preview(desk, form(3), jobs, by, window, lambda _where: None, lambda _error: None, [])
    qtbot.waitUntil(lambda: dialog.sheet.ready)

    dialog.reject()

    qtbot.waitUntil(lambda: not isValid(dialog))


def test_the_countys_own_form_is_offered_and_its_file_is_a_counted_copy(opened, qtbot, desk, by, tmp_path):
    written = []

    def write(marked, path):
        written.append(marked.footer.copy)
        path.write_bytes(b"docx")

    own = prints.OwnForm("交接.docx", "", write)
    dialog = opened(
        rows=3, kind="handover", count=Counting(desk.print_copies, by), own_form=lambda: own,
        ask_own=lambda _p, name: tmp_path / name,
    )  # fmt: skip
    qtbot.waitUntil(dialog.own_button.isVisible)

    with qtbot.waitSignal(dialog.printed):
        dialog.save_own()

    assert written == ["正本"] and (tmp_path / "交接班单 JJ2030-0001.docx").exists()
    assert [copy.target for copy in desk.print_copies.of("handover", "JJ2030-0001")] == ["file"]


def test_an_own_form_whose_file_is_gone_is_said_and_the_built_in_one_is_shown(opened, qtbot):
    own = prints.OwnForm("交接.docx", "missing", lambda _form, _path: None)
    dialog = opened(rows=3, own_form=lambda: own, printers=["样例打印机"])

    qtbot.waitUntil(lambda: "交接.docx" in dialog.note.text())

    assert not dialog.own_button.isVisible() and dialog.pages == 1 and dialog.pdf.isEnabled()

"""The preview: pages turned by key, zoom, and what it says when there is no printer or no disk."""

from __future__ import annotations

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from console import words
from ui import theme
from ui.dialogs.preview import PrintPreview
from ui.printing.form import Column, Footer, Form, Row, Section


def form(rows=120):
    table = Section(
        "一、未办结接报", "", (Column("编号"), Column("内容", 8)), tuple(Row((f"JB{at}", "值班")) for at in range(rows))
    )
    return Form("交接班单", "JJ2030-0001", (), (table,), Footer("JJ2030-0001", "", "打印时间", "副本 1"))


@pytest.fixture
def opened(qtbot, qapp, tmp_path):
    theme.apply(qapp, "light")

    def open_it(rows=120, printers=(), **more):
        dialog = PrintPreview(form(rows), printers=lambda: list(printers), **more)
        qtbot.addWidget(dialog)
        dialog.resize(900, 700)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
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


def test_each_page_is_another_picture(opened):
    dialog = opened()

    first = dialog.sheet.grab().toImage()
    dialog.next_page()

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

"""What the print and copy keys of 交办 and 报送 hand over is the paper they name; without a choice they say so."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from docx import Document
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from console import words
from console.domain.consultation import Attendant
from console.domain.orders import NewInstruction, NewOrder, StepKind, Way
from console.domain.roll_call import CalledUnit
from console.services.consultations import Held
from console.services.orders import Step
from tests.kit import upward as upward_kit
from tests.kit.upward import CTRL, SHIFT, approved, draft, press
from tests.panels import test_orders as kit
from ui import prints
from ui.order_prints import Reminder
from ui.printing.output import to_pdf

make, incident, opened, watch = kit.make, upward_kit.incident, upward_kit.opened, upward_kit.watch
Key = Qt.Key
TITLES = ("任务交办单（派单）暨反馈单", "领导批示办理单", "点名记录", "会商纪要")
"""What each part of 交办 prints."""


@pytest.fixture
def filled(desk, seat, clock):
    """One record in each part of 交办."""
    by = seat.actor
    due = clock.now() + timedelta(hours=2)
    order = desk.orders.give([NewOrder("县住建局", "核查工地塔吊", due, person="周例五")], by=by)[0]
    word = desk.instructions.record(
        NewInstruction(uuid4(), "林例十", "县长", clock.now(), Way.PHONE, "全力搜救"), by=by
    )
    called = desk.roll_calls.begin("每日点名", "phone", [CalledUnit("样溪镇")], by=by)
    held = desk.consultations.record(Held("雨情会商", clock.now(), "林例十", (Attendant("县气象局"),)), by=by)
    return order, word, called, held


def paper(desk, item, folder):
    """The words of the paper as its PDF has them."""
    to_pdf(prints.form_of(desk, item), folder / "a.pdf")
    return "".join("".join(page.extract_text().split()) for page in PdfReader(folder / "a.pdf").pages)


def heard_from(panel):
    asked, refused = [], []
    panel.print_asked.connect(asked.append)
    panel.refused.connect(refused.append)
    return asked, refused


@pytest.mark.parametrize("at", range(4))
def test_each_part_of_the_orders_prints_what_is_chosen(make, filled, desk, qtbot, tmp_path, at):
    panel = make()
    asked, _refused = heard_from(panel)
    panel.show_part(at)
    page = panel.pages[at]
    qtbot.waitUntil(page.print_button.isEnabled, timeout=10_000)
    press(qtbot, page.table, Key.Key_P, CTRL)
    page.print_button.click()
    assert [row.id for row in asked] == [filled[at].id] * 2
    text = paper(desk, asked[0], tmp_path)
    assert TITLES[at] in text and filled[at].number in text


def test_a_reminder_is_printed_while_the_task_is_open(make, filled, desk, seat, qtbot, tmp_path):
    panel = make()
    asked, refused = heard_from(panel)
    page = panel.tasks
    qtbot.waitUntil(page.reminder.isVisible, timeout=10_000)
    press(qtbot, page.table, Key.Key_P, CTRL | SHIFT)
    assert isinstance(asked[0], Reminder) and "催办单" in paper(desk, asked[0], tmp_path)
    for kind in (StepKind.RECEIVED, StepKind.CLAIMED, StepKind.VERIFIED):
        row = desk.orders.one(filled[0].id)
        desk.orders.take_down(row.id, Step(kind, "周例五", "已核查"), seen=row.version, by=seat.actor)
    qtbot.waitUntil(lambda: page.chosen() is None, timeout=10_000)
    panel.open_item(filled[0].id, follow=True)
    qtbot.waitUntil(lambda: page.chosen() is not None and page.chosen().state != "open", timeout=10_000)
    assert page.reminder.isHidden()
    press(qtbot, page.table, Key.Key_P, CTRL | SHIFT)
    assert len(asked) == 1 and [error.code for error in refused] == ["nothing_to_remind"]


@pytest.mark.parametrize("at", range(4))
def test_with_nothing_chosen_the_key_says_so(make, desk, qtbot, at):
    panel = make()
    asked, refused = heard_from(panel)
    panel.show_part(at)
    page = panel.pages[at]
    assert not page.print_button.isEnabled()
    press(qtbot, page.empty.button, Key.Key_P, CTRL)
    assert not asked and [error.code for error in refused] == ["nothing_to_print"]
    assert words.say("refused.nothing_to_print") != words.say_in("en", "refused.nothing_to_print")


def loaded(qtbot, panel):
    qtbot.waitUntil(lambda: panel.reports.look is not None, timeout=10_000)
    return panel.reports


def test_a_report_goes_to_pdf_and_word_from_what_the_key_hands_over(opened, desk, incident, watch, qtbot, tmp_path):
    row = approved(desk, watch, draft(desk, watch, incident))
    panel = opened()
    asked, _refused = heard_from(panel)
    page = loaded(qtbot, panel)
    press(qtbot, page.list.table, Key.Key_P, CTRL)
    assert "".join(row.title.split()) in paper(desk, asked[0], tmp_path)
    form = prints.form_of(desk, asked[0])
    prints.own_form(desk, form).write(form, tmp_path / "a.docx")
    assert row.title in [one.text for one in Document(tmp_path / "a.docx").paragraphs]


def test_words_that_are_not_saved_are_not_left_out_of_a_print_unsaid(opened, desk, incident, watch, qtbot, tmp_path):
    draft(desk, watch, incident)
    panel = opened()
    asked, refused = heard_from(panel)
    page = loaded(qtbot, panel)
    page.editor.body.setFocus()
    page.editor.body.insertPlainText("刚刚核实：一人获救。")
    press(qtbot, page.editor.body, Key.Key_P, CTRL)
    assert not asked and [error.code for error in refused] == ["save_before_print"]
    with qtbot.waitSignal(page.presented, timeout=10_000):
        press(qtbot, page.editor.body, Key.Key_S, CTRL)
    press(qtbot, page.editor.body, Key.Key_P, CTRL)
    assert "刚刚核实：一人获救。" in paper(desk, asked[0], tmp_path)


def test_what_is_copied_has_the_words_and_marks_of_the_screen(opened, desk, incident, watch, qtbot):
    draft(desk, watch, incident)
    panel = opened()
    page = loaded(qtbot, panel)
    page.editor.body.setFocus()
    page.editor.body.insertPlainText("刚刚核实：一人获救。")
    page.editor.urgency.show_code("urgent")
    page.editor.marking.show_code("internal")
    with qtbot.waitSignal(page.saved, timeout=10_000) as said:
        press(qtbot, page.editor.body, Key.Key_C, CTRL | SHIFT)
    text = QGuiApplication.clipboard().text()
    marks = [words.say_in("zh", f"report.mark.{code}") for code in ("internal", "urgent")]
    assert "　".join(marks) in text and "刚刚核实：一人获救。" in text and said.args == [words.say("copy.done")]


def test_without_a_report_copying_and_printing_say_so(opened, desk, watch, qtbot):
    panel = opened()
    asked, refused = heard_from(panel)
    for key, held in ((Key.Key_P, CTRL), (Key.Key_C, CTRL | SHIFT)):
        press(qtbot, panel.reports.list.new, key, held)
    assert not asked and [error.code for error in refused] == ["nothing_to_print", "nothing_chosen"]

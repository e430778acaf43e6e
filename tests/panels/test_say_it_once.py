"""Said once: what an item says stands in the line that is sent about it, and whom it may go to is offered."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.inbound import Intake
from console.domain.outbound import NOTHING, Outgoing, Subject, SubjectKind
from tests.kit.input_method import commit
from tests.kit.typist import ALT, CTRL, Typist
from tests.kit.window import open_window, opened, store, typist
from ui.panels.outbound import OutboundPanel

__all__ = ["open_window", "opened", "store", "typist"]
Key = Qt.Key


class Hit:
    """As the contacts answer."""

    def __init__(self, name: str, organisation: str, number: str) -> None:
        self.id, self.name, self.organisation, self.post = UUID(int=len(name)), name, organisation, "值班员"
        self.numbers = (number,)


class Contacts:
    def find(self, text: str, limit: int = 8) -> list[Hit]:  # noqa: ARG002
        return [Hit("林例二", "样例镇政府", "0577-0000-0002")] if text in ("yl", "样例") else []


@pytest.fixture
def panel(app_theme, desk, jobs, seat, times, qtbot):
    made = OutboundPanel(
        jobs, seat, times, outbound=desk.outbound, drafts=desk.drafts, realm=desk.realm, people=Contacts()
    )
    made.resize(1302, 658)
    with qtbot.waitSignal(made.presented):
        made.show()
    yield made
    made.leave()
    made.hide()
    made.deleteLater()


def test_one_key_on_an_item_brings_its_words_into_the_line_that_is_sent(typist: Typist) -> None:
    typist.press(Key.Key_F2)
    typist.until(lambda: typist.panel() is not None and typist.panel().form.summary.hasFocus(), "the form")
    typist.press(Key.Key_S, ALT)
    refused = words.say("refused.register_first")
    typist.until(lambda: typist.app.window.messages.message.text() == refused, "what is wanted first")
    typist.write("样例桥塌方")
    typist.press(Key.Key_S, CTRL)
    typist.until(lambda: typist.panel().item.shown is not None, "registered")
    intake = typist.panel()
    typist.press(Key.Key_S, ALT)
    typist.until(lambda: typist.panel().id == "outbound", "the register")
    form = typist.panel().form
    typist.until(lambda: "情况：样例桥塌方" in form.words.text(), "its words")
    assert form.words.text().startswith("【示例】接报 ") and form.to_org.hasFocus()
    assert form.subject.number == intake.item.shown.row.number


def test_words_that_were_offered_go_with_their_record_and_typed_ones_stay(panel, desk, seat, qtbot):
    first, second = (
        desk.intake.register(Intake(uuid4(), text, desk.clock.now()), by=seat.actor) for text in ("甲", "乙")
    )
    one, other = (Subject(SubjectKind.INBOUND, row.id, row.number) for row in (first, second))
    panel.start_new(one)
    panel.offer_words(one, "甲的情况")
    assert panel.form.words.text() == "甲的情况"
    panel.form.to_org.setFocus()
    commit(panel.form.to_org, "样例镇")
    panel.start_new(other)
    assert panel.form.words.text() == "", "no words of one record under the number of another"
    panel.offer_words(one, "甲的情况")
    assert panel.form.words.text() == ""
    panel.offer_words(other, "乙的情况")
    assert (panel.form.words.text(), panel.form.to_org.text()) == ("乙的情况", "样例镇")
    panel.form.words.setFocus()
    commit(panel.form.words, "，请核实")
    typed = panel.form.words.text()
    panel.start_new(one)
    panel.offer_words(one, "甲的情况")
    assert panel.form.words.text() == typed, "what an officer typed stays"


def test_words_nobody_typed_are_no_draft(panel, desk, seat, qtbot):
    row = desk.intake.register(Intake(uuid4(), "甲", desk.clock.now()), by=seat.actor)
    about = Subject(SubjectKind.INBOUND, row.id, row.number)
    panel.start_new(about)
    panel.offer_words(about, "甲的情况")
    panel.leave()
    panel.form.to_org.setFocus()
    commit(panel.form.to_org, "样例镇")
    panel.leave()
    qtbot.waitUntil(lambda: len(desk.drafts.open("outbound")) == 1, timeout=10_000)
    assert desk.drafts.open("outbound")[0].content["offered"] is True
    panel.start_new(NOTHING)


def test_whom_something_went_to_lately_is_offered_with_person_number_and_channel(panel, desk, seat, qtbot):
    for name in ("周例五", "吴例六"):
        sent = Outgoing(uuid4(), "请核实", "fax", desk.clock.now(), "例一水库管理所", name, "0577-0000-0007")
        desk.outbound.record(sent, by=seat.actor)
    with qtbot.waitSignal(panel.presented, timeout=10_000):
        panel.reload()
    panel.form.to_org.setFocus()
    commit(panel.form.to_org, "水库")
    qtbot.keyClick(panel.form.to_org, Key.Key_Down)
    qtbot.keyClick(panel.form.to_org, Key.Key_Return)
    values = panel.form.values()
    assert (values["to_org"], values["to_name"], values["to_phone"], values["channel"]) == (
        "例一水库管理所", "吴例六", "0577-0000-0007", "fax",
    )  # fmt: skip


def test_a_unit_is_found_in_the_contacts_as_it_is_typed(panel, qtbot):
    panel.form.to_org.setFocus()
    qtbot.keyClicks(panel.form.to_org, "yl")
    qtbot.waitUntil(panel.form.to_org.list.isVisible, timeout=10_000)
    assert panel.form.to_org.text() == "yl", "nothing is filled in before it is chosen"
    qtbot.keyClick(panel.form.to_org, Key.Key_Down)
    qtbot.keyClick(panel.form.to_org, Key.Key_Return)
    values = panel.form.values()
    assert (values["to_org"], values["to_name"], values["to_phone"]) == ("样例镇政府", "林例二", "0577-0000-0002")


def test_an_answer_for_other_words_is_not_offered(panel):
    panel.form.to_org.setFocus()
    commit(panel.form.to_org, "样")
    panel.form.offer_units("样例", Contacts().find("样例"))
    assert not panel.form.to_org.list.isVisible() or panel.form.to_org.list.model().rowCount() == 0 or all(
        "林例二" not in str(panel.form.to_org.list.model().index(at, 0).data())
        for at in range(panel.form.to_org.list.model().rowCount())
    )  # fmt: skip

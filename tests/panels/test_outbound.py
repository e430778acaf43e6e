"""发出登记 by keyboard: record, receipt, failure, search, drafts; nothing typed is lost or moved."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.outbound import OutboundState, Outgoing, Subject, SubjectKind
from console.domain.people import Role
from tests.kit.input_method import commit
from ui import theme
from ui.jobs import Jobs
from ui.panels.outbound import OutboundPanel
from ui.prints import Register
from ui.seat import Seat
from ui.text import Times

Opened = Callable[..., OutboundPanel]
CTRL, KEY = Qt.KeyboardModifier.ControlModifier, Qt.Key


@dataclass(frozen=True)
class Hit:
    """As the contacts answer."""

    id: UUID
    name: str
    organisation: str
    post: str
    numbers: tuple[str, ...]


class Contacts:
    """One person, found by name or initials: the other side of the agreed question."""

    def find(self, text: str, limit: int = 8) -> list[Hit]:  # noqa: ARG002
        there = Hit(UUID(int=7), "林例二", "县府办总值班室（示例）", "值班员", ("0577-0000-0002", "100-0000-0002"))
        return [there] if text in ("林", "lle", "林例二") else []


@pytest.fixture
def opened(app_theme: QApplication, desk: Desk, jobs: Jobs, seat: Seat, times: Times, qtbot: QtBot) -> Iterator[Opened]:
    made: list[OutboundPanel] = []

    def open_it(width: int = 1302, height: int = 658) -> OutboundPanel:
        panel = OutboundPanel(
            jobs, seat, times, outbound=desk.outbound, drafts=desk.drafts, realm=desk.realm, people=Contacts()
        )
        made.append(panel)
        panel.resize(width, height)
        with qtbot.waitSignal(panel.presented):
            panel.show()
        return panel

    yield open_it
    for panel in made:
        panel.leave()
        panel.hide()
        panel.deleteLater()


@pytest.fixture
def sent(desk: Desk, seat: Seat) -> Callable[..., object]:
    def send(
        text: str = "样例河超警", to: str = "县府办总值班室（示例）", name: str = "林例二", **more: object
    ) -> object:
        return desk.outbound.record(
            Outgoing(uuid4(), text, "phone", desk.clock.now(), to, name, **more),
            by=seat.actor,  # type: ignore[arg-type]
        )

    return send


def test_one_line_is_recorded_by_keys_alone_and_the_form_is_ready_for_the_next(
    opened: Opened, desk: Desk, qtbot: QtBot
) -> None:
    panel = opened()
    panel.form.to_org.setFocus()
    keys = 0
    commit(panel.form.to_org, "样例镇政府")
    qtbot.keyClick(panel.form.to_org, KEY.Key_Escape)
    for where in (panel.form.to_org, panel.form.to_name, panel.form.to_phone, panel.form.sent_at):
        assert where.hasFocus()
        qtbot.keyClick(where, KEY.Key_Return)
        keys += 1
    assert panel.form.words.hasFocus()
    commit(panel.form.words, "请立即转移样例村12")
    with qtbot.waitSignal(panel.saved) as said:
        qtbot.keyClick(panel.form.words, KEY.Key_Return, CTRL)
    row = desk.outbound.rows()[0]
    assert (row.to_org, row.text, row.channel, row.state) == (
        "样例镇政府", "请立即转移样例村12", "phone", OutboundState.SENT,
    )  # fmt: skip
    assert said.args[0] == words.say("outbound.recorded", number=row.number)
    assert panel.form.is_empty() and panel.form.to_org.hasFocus()
    with qtbot.waitSignal(panel.presented):
        panel.reload()
    assert [each.text for each in panel.model.rows()] == ["请立即转移样例村12"]
    assert keys + 2 <= 12


def test_a_usual_recipient_brings_person_number_and_channel(
    opened: Opened, desk: Desk, qtbot: QtBot, by: object
) -> None:
    row = desk.lists.rows("recipients")[0]
    values = {**row.values, "person": "周例五", "phone": "0577-0000-0005", "channel": "fax"}
    desk.lists.change("recipients", row.code, values, seen=row.version, by=by)  # type: ignore[arg-type]
    panel = opened()
    panel.form.to_org.setFocus()
    commit(panel.form.to_org, row.get("name")[:3])
    qtbot.keyClick(panel.form.to_org, KEY.Key_Down)
    qtbot.keyClick(panel.form.to_org, KEY.Key_Return)
    assert panel.form.values() | {"text": "", "sent_at": ""} == {
        "channel": "fax", "to_org": row.get("name"), "to_name": "周例五", "to_phone": "0577-0000-0005",
        "sent_at": "", "text": "",
    }  # fmt: skip


def test_the_contacts_offer_a_person_by_initials_and_fill_what_is_empty(opened: Opened, qtbot: QtBot) -> None:
    panel = opened()
    panel.form.to_name.setFocus()
    qtbot.keyClicks(panel.form.to_name, "lle")
    qtbot.waitUntil(panel.form.to_name.list.isVisible)
    assert panel.form.to_name.text() == "lle", "nobody is filled in before he is chosen"
    qtbot.keyClick(panel.form.to_name, KEY.Key_Down)
    qtbot.keyClick(panel.form.to_name, KEY.Key_Return)
    values = panel.form.values()
    assert (values["to_org"], values["to_name"], values["to_phone"]) == (
        "县府办总值班室（示例）", "林例二", "0577-0000-0002",
    )  # fmt: skip


def test_a_refused_line_keeps_every_word_and_says_which_field(opened: Opened, desk: Desk, qtbot: QtBot) -> None:
    panel = opened()
    panel.form.words.setFocus()
    commit(panel.form.words, "没有写给谁")
    with qtbot.waitSignal(panel.refused):
        qtbot.keyClick(panel.form.words, KEY.Key_Return, CTRL)
    assert panel.form.words.text() == "没有写给谁"
    assert panel.form._fields["to_org"].note.text() == words.say("refused.recipient_missing")
    panel.form.to_org.setText("样例镇")
    panel.form.sent_at.setText("25:70")
    with qtbot.waitSignal(panel.refused):
        panel.entry.record()
    assert not panel.form._fields["sent_at"].note.isHidden()
    panel.form.sent_at.setText("07:40")
    with qtbot.waitSignal(panel.saved):
        panel.entry.record()
    assert panel._times.clock(desk.outbound.rows()[0].sent_at) == "07:40"


def test_words_typed_while_it_is_being_recorded_are_kept(opened: Opened, desk: Desk, qtbot: QtBot) -> None:
    panel = opened()
    panel.form.fill({"to_org": "样例镇", "text": "第一条"})
    panel.form.words.setFocus()
    with qtbot.waitSignal(panel.saved):
        panel.entry.record()
        panel.form.words.moveCursor(panel.form.words.textCursor().MoveOperation.End)
        commit(panel.form.words, "，补一句")
    assert panel.form.words.text() == "第一条，补一句"
    assert [row.text for row in desk.outbound.rows()] == ["第一条"]


def test_receipt_is_one_key_and_enter_and_failure_asks_why(
    opened: Opened, desk: Desk, qtbot: QtBot, sent: Callable[..., object]
) -> None:
    sent("第一条")
    sent("第二条")
    panel = opened()
    newest, oldest = panel.model.rows()
    panel.table.choose(oldest.id)
    panel.table.setFocus()
    qtbot.keyClick(panel.table, KEY.Key_R, CTRL)
    assert panel.bars.receipt.name.hasFocus() and panel.bars.receipt.name.text() == "林例二"
    with qtbot.waitSignal(panel.saved):
        qtbot.keyClick(panel.bars.receipt.name, KEY.Key_Return)
    assert desk.outbound.one(oldest.id).state is OutboundState.RECEIVED
    assert panel.table.hasFocus()
    panel.table.choose(newest.id)
    qtbot.keyClick(panel.table, KEY.Key_R, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert panel.bars.failed_bar.reason.hasFocus()
    with qtbot.waitSignal(panel.refused):
        qtbot.keyClick(panel.bars.failed_bar.reason, KEY.Key_Return)
    assert panel.bars.currentWidget() is panel.bars.failed_bar, "no reason, no failure"
    commit(panel.bars.failed_bar.reason, "占线")
    with qtbot.waitSignal(panel.saved):
        qtbot.keyClick(panel.bars.failed_bar.reason, KEY.Key_Return)
    assert desk.outbound.one(newest.id).receipt_note == "占线"
    assert desk.outbound.waiting() == []


def test_a_nameless_receipt_is_refused_and_escape_changes_nothing(
    opened: Opened, desk: Desk, qtbot: QtBot, sent: Callable[..., object]
) -> None:
    sent(name="")
    panel = opened()
    panel.table.choose(panel.model.rows()[0].id)
    panel.table.setFocus()
    qtbot.keyClick(panel.table, KEY.Key_R, CTRL)
    with qtbot.waitSignal(panel.refused) as refused:
        qtbot.keyClick(panel.bars.receipt.name, KEY.Key_Return)
    assert refused.args[0].code == "receipt_name_missing"
    qtbot.keyClick(panel.bars.receipt.name, KEY.Key_Escape)
    assert panel.bars.currentWidget() is panel.bars.bar
    assert desk.outbound.count_waiting() == 1


def test_news_while_typing_moves_neither_cursor_nor_selection(
    opened: Opened, desk: Desk, jobs: Jobs, qtbot: QtBot, sent: Callable[..., object]
) -> None:
    sent("第一条")
    panel = opened()
    panel.table.choose(panel.model.rows()[0].id)
    panel.form.words.setFocus()
    commit(panel.form.words, "正在写")
    panel.form.words.place_cursor(1, 1)
    chosen = panel.table.chosen_key()
    for at in range(5):
        sent(f"另一条 {at}")
        with qtbot.waitSignal(panel.presented):
            panel.reload()
        qtbot.keyClicks(panel.form.words, "x")
    assert panel.form.words.text() == "正xxxxx在写"
    assert panel.form.words.hasFocus()
    assert panel.table.chosen_key() == chosen


def test_half_a_line_survives_the_end_of_the_program(opened: Opened, desk: Desk, qtbot: QtBot) -> None:
    panel = opened()
    panel.start_new(Subject(SubjectKind.TASK, UUID(int=3), "示例RW2030-0003"))
    commit(panel.form.to_org, "样例镇")
    commit(panel.form.words, "写了一半")
    panel.leave()
    qtbot.waitUntil(lambda: len(desk.drafts.open("outbound")) == 1)
    again = opened()
    assert again.form.values()["text"] == "写了一半"
    assert again.form.subject.number == "示例RW2030-0003"
    with qtbot.waitSignal(again.saved):
        again.entry.record()
    assert desk.outbound.rows()[0].subject_number == "示例RW2030-0003"
    qtbot.waitUntil(lambda: desk.drafts.open("outbound") == ())


def test_what_the_list_shows_is_what_is_printed(opened: Opened, sent: Callable[..., object], qtbot: QtBot) -> None:
    first = sent("样例河超警")
    sent("样例村断电")
    panel = opened()
    heard: list[Register] = []
    panel.print_asked.connect(heard.append)

    qtbot.keyClick(panel.table, KEY.Key_P, CTRL)
    panel.search.setText("超警")
    with qtbot.waitSignal(panel.presented):
        panel.search.search_now()
    panel.print_button.click()

    assert [len(asked.rows) for asked in heard] == [2, 1] and heard[1].rows[0].id == first.id  # type: ignore[attr-defined]
    assert "查找" not in heard[0].span and heard[1].span.endswith("查找“超警”")
    assert heard[0].span.startswith("发出时间 2030-08-12 08:00 至 ")


def test_waiting_ones_and_words_narrow_the_list_and_its_export(
    opened: Opened, desk: Desk, seat: Seat, qtbot: QtBot, sent: Callable[..., object], tmp_path: Path
) -> None:
    done = sent("已经收到的")
    desk.outbound.receipt(done.id, "林例二", seen=done.version, by=seat.actor)  # type: ignore[attr-defined]
    sent("在等的 甲")
    sent("在等的 乙")
    panel = opened()
    assert panel.card.caption.text() == words.say("outbound.waiting", count=2)
    with qtbot.waitSignal(panel.presented):
        panel.part.choose("waiting")
        panel.part.picked.emit("waiting")
    assert len(panel.model.rows()) == 2
    with qtbot.waitSignal(panel.presented):
        panel.search.setText("甲")
        panel.search.search_now()
    assert [row.text for row in panel.model.rows()] == ["在等的 甲"]
    with qtbot.waitSignal(panel.saved):
        panel.export_to(tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[6] for row in csv.reader(file)][1:] == ["在等的 甲"]


def test_the_chosen_line_is_copied_out_as_text(opened: Opened, qtbot: QtBot, sent: Callable[..., object]) -> None:
    sent("样例河超警")
    panel = opened()
    panel.table.choose(panel.model.rows()[0].id)
    panel.table.setFocus()
    words.set_language("en")
    with qtbot.waitSignal(panel.saved):
        qtbot.keyClick(panel.table, KEY.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "【示例】发出 示例FC2030-0001",
        "2030年8月12日 08:00 由 陈例一 以电话发给 县府办总值班室（示例） 林例二：",
        "样例河超警",
        "回执：待回执",
    ]


def test_whoever_only_looks_on_sees_and_cannot_record(
    opened: Opened, desk: Desk, seat: Seat, qtbot: QtBot, by: object
) -> None:
    viewer = desk.accounts.add("郑例八", Role.VIEWER, "panels of 2030", by=by)  # type: ignore[arg-type]
    panel = opened()
    seat.sit(viewer.actor)
    assert not panel.form.save.isEnabled() and panel.form.save.toolTip()


@pytest.mark.parametrize(("language", "size"), [("zh", 14), ("en", 20)])
@pytest.mark.long
def test_nothing_is_clipped_and_the_language_is_read_anew(
    opened: Opened, qapp: QApplication, qtbot: QtBot, sent: Callable[..., object], language: str, size: int
) -> None:
    sent("样例河超警")
    panel = opened(1302 if language == "zh" else 1274, 658)
    theme.apply(qapp, "light", size)
    try:
        words.set_language(language)
        panel.table.choose(panel.model.rows()[0].id)
        qtbot.wait(20)
        assert _clipped(panel) == []
        assert panel.form.title.text() == words.say("outbound.new")
        assert panel.part.itemText(1) == words.say("outbound.part.waiting")
    finally:
        theme.apply(qapp, "light")


def _clipped(panel: QWidget) -> list[str]:
    parts = [part for kind in (QLabel, QPushButton) for part in panel.findChildren(kind)]
    return [
        f"{part.text()} {part.width()} < {part.sizeHint().width()}"
        for part in parts
        if part.isVisible()
        and part.text()
        and not getattr(part, "wordWrap", bool)()
        and part.width() < part.sizeHint().width()
    ]


def test_a_receipt_that_is_late_neither_takes_the_cursor_nor_a_second_wish(
    opened: Opened, desk: Desk, jobs: Jobs, qtbot: QtBot, sent: Callable[..., object]
) -> None:
    sent("第一条")
    panel = opened()
    panel.table.choose(panel.model.rows()[0].id)
    panel.bars.ask_receipt()
    busy, refused = Event(), []
    panel.refused.connect(refused.append)
    jobs.write(busy.wait, lambda _: None, lambda _: None)
    for _ in range(3):
        qtbot.keyClick(panel.bars.receipt.name, KEY.Key_Return)
    assert panel.bars.receipt.name.hasFocus(), "the keyboard is somewhere while the store is busy"
    panel.form.words.setFocus()
    qtbot.keyClicks(panel.form.words, "next")
    with qtbot.waitSignal(panel.saved):
        busy.set()
    qtbot.keyClicks(panel.window().focusWidget(), " one")
    assert panel.form.words.text() == "next one" and panel.form.words.hasFocus()
    assert refused == []


def test_a_question_stays_with_its_line_and_keeps_its_words(
    opened: Opened, desk: Desk, qtbot: QtBot, sent: Callable[..., object]
) -> None:
    sent("第一条")
    sent("第二条")
    panel = opened()
    newest, oldest = panel.model.rows()
    panel.table.choose(oldest.id)
    panel.bars.ask_failed()
    commit(panel.bars.failed_bar.reason, "占线")
    qtbot.keyClick(panel.bars.failed_bar.reason, KEY.Key_Escape)
    panel.table.choose(newest.id)
    panel.bars.ask_failed()
    assert panel.bars.failed_bar.reason.text() == "", "another line, other words"
    panel.table.choose(oldest.id)
    panel.bars.ask_failed()
    assert panel.bars.failed_bar.reason.text() == "占线"
    panel.table.choose(newest.id)
    with qtbot.waitSignal(panel.saved):
        qtbot.keyClick(panel.bars.failed_bar.reason, KEY.Key_Return)
    assert desk.outbound.one(oldest.id).receipt_note == "占线", "it was asked about that one"
    assert desk.outbound.one(newest.id).state is OutboundState.SENT


@pytest.mark.parametrize(("language", "size"), [("zh", 14), ("en", 20)])
def test_large_type_puts_the_form_above_the_register_and_the_window_does_not_grow(
    opened: Opened, qapp: QApplication, qtbot: QtBot, language: str, size: int
) -> None:
    panel = opened()
    panel.resize(1230, 600)
    words.set_language(language)
    theme.apply(qapp, "light", size)
    qtbot.waitUntil(lambda: (panel.form.width() > 800) == (size == 20))
    assert panel.minimumSizeHint().width() < 400
    for part in (panel.card, panel.form, panel.bars):
        at = part.mapTo(panel, part.rect().topRight())
        assert at.x() <= panel.width() and part.width() >= part.minimumSizeHint().width()
    theme.apply(qapp, "light", 14)


def test_a_unit_that_is_typed_stays_what_was_typed(opened: Opened, qtbot: QtBot) -> None:
    """应急管理局 is not 市应急管理局指挥中心: Enter goes on, an offer is taken only after an arrow key."""
    panel = opened()
    panel.form.to_org.setFocus()
    commit(panel.form.to_org, "应急管理局")
    qtbot.waitUntil(panel.form.to_org.list.isVisible)
    qtbot.keyClick(panel.form.to_org, KEY.Key_Return)
    assert panel.form.values()["to_org"] == "应急管理局" and panel.form.to_name.hasFocus()
    assert not panel.form.to_org.list.isVisible()

"""单据 by keyboard alone: a transfer from its draft to its receipt, a count, what comes back; all ends in the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.needs import NeedKind, NewNeed
from console.domain.people import Role
from console.domain.responses import Approved, Way
from console.domain.stock import DocumentKind, DocumentState, Goods
from console.domain.stock_document import Document, NewDocument, NewLine, Step
from tests.kit import geometry
from tests.kit import stock as kit
from tests.kit.input_method import commit
from tests.kit.stock import Yard
from tests.kit.store_parts import part
from ui import theme
from ui.models.stock_document_rows import Mark, stages
from ui.panels.stores_documents import DocumentsPart
from ui.seat import Seat
from ui.stock_prints import StockSlip
from ui.text import Times

from .conftest import PASSWORD

__all__ = ["part"]

Key, Alt, Ctrl = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@dataclass
class Room:
    """The part on a small county."""

    part: DocumentsPart
    yard: Yard
    desk: Desk
    qtbot: QtBot
    said: list[str]
    refused: list[Exception]

    def press(self, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier, where: QWidget | None = None) -> None:
        widget = where or self.part.table
        widget.window().activateWindow()
        self.qtbot.waitUntil(widget.window().isActiveWindow)
        self.qtbot.keyClick(widget, key, modifier)

    def dialog(self) -> Any:
        self.qtbot.waitUntil(lambda: self.part.asked.dialog is not None)
        return self.part.asked.dialog

    def closed(self) -> None:
        self.qtbot.waitUntil(lambda: self.part.asked.dialog is None)

    def shown(self, state: DocumentState) -> Document:
        self.qtbot.waitUntil(lambda: self.part.look is not None and self.part.look.row.state is state)
        assert self.part.look is not None
        return self.part.look.document


@pytest.fixture
def here(desk: Desk, seat: Seat) -> Yard:
    made = kit.yard(desk, seat.actor)
    kit.came_in(
        desk, seat.actor, made.county, NewLine(made.pump, Decimal(9), lot_code="B1"),
        NewLine(made.water, Decimal(96), lot_code="S1", expires_on=date(2030, 9, 1)),
        NewLine(made.water, Decimal(48), lot_code="S2", expires_on=date(2031, 9, 1)),
        NewLine(made.boat, Decimal(3), lot_code="T1"),
    )  # fmt: skip
    return made


@pytest.fixture
def room(here: Yard, part: Any, qtbot: QtBot, desk: Desk) -> Iterator[Room]:
    made = part(DocumentsPart)
    yield Room(made, here, desk, qtbot, made.heard, made.errors)
    words.set_language("zh")


def typed(room: Room, editor: QWidget, text: str) -> None:
    editor.setFocus()
    room.qtbot.keyClicks(editor, text)


def line(room: Room, dialog: Any, asked: str, amount: str) -> None:
    """Goods by what is typed, Enter, the amount, Enter."""
    typed(room, dialog.lines.item, asked)
    room.press(Key.Key_Return, where=dialog.lines.item)
    room.qtbot.waitUntil(lambda: dialog.lines.amount.hasFocus() and dialog.lines._known)
    room.qtbot.keyClicks(dialog.lines.amount, amount)
    room.press(Key.Key_Return, where=dialog.lines.amount)


def test_a_transfer_from_its_draft_to_its_receipt_by_keys(room: Room, desk: Desk) -> None:
    part, yard = room.part, room.yard
    part.begin(DocumentKind.TRANSFER, store=yard.county)
    dialog = room.dialog()
    dialog.to_store.choose(str(yard.town))
    line(room, dialog, "psb", "2.5")
    assert dialog.trouble.isVisible() and dialog.lines.count() == 0 and dialog.lines.amount.text() == "2.5"
    dialog.lines.amount.clear()
    room.qtbot.keyClicks(dialog.lines.amount, "20")
    room.press(Key.Key_Return, where=dialog.lines.amount)
    assert "9" in dialog.trouble.text() and dialog.lines.count() == 0
    dialog.lines.amount.clear()
    room.qtbot.keyClicks(dialog.lines.amount, "2")
    room.press(Key.Key_Return, where=dialog.lines.amount)
    assert dialog.lines.count() == 1 and dialog.lines.item.hasFocus()
    typed(room, dialog.lines.item, "W02")
    room.press(Key.Key_Return, where=dialog.lines.item)
    room.qtbot.waitUntil(lambda: dialog.lines.amount.hasFocus() and dialog.lines._known)
    dialog.lines.unit.choose("箱")
    room.qtbot.keyClicks(dialog.lines.amount, "2")
    room.press(Key.Key_Return, where=dialog.lines.amount)
    room.press(Key.Key_Return, Ctrl, dialog.lines.item)
    room.closed()
    made = room.shown(DocumentState.DRAFT)
    assert [(row.item_name, int(row.asked)) for row in made.lines] == [("排水泵", 2), ("饮用水", 48)]
    assert part.sheet.acts["approve"].isEnabled() and not part.sheet.acts["issue"].isEnabled()
    assert "草稿" in part.sheet.acts["issue"].toolTip() and part.sheet.acts["post"].isHidden()

    room.press(Key.Key_A, Alt)
    dialog = room.dialog()
    dialog.fields["name"].setText("林例十")
    room.press(Key.Key_Return, Ctrl, dialog)
    room.closed()
    assert desk.approvals.waiting("林例十")[0].subject_id == made.row.id
    room.qtbot.waitUntil(lambda: part.look is not None and part.look.waits is not None)

    room.press(Key.Key_O, Alt)
    dialog = room.dialog()
    assert dialog.approval.name.text() == "林例十"
    dialog.approval.way.choose(Way.PHONE)
    dialog.approval.words.setText("同意，快送")
    room.press(Key.Key_Return, Ctrl, dialog)
    room.closed()
    made = room.shown(DocumentState.APPROVED)
    room.qtbot.waitUntil(lambda: part.look.owed is not None)
    assert "欠补签" in part.sheet.facts.values["stock.fact.approved"].text()
    assert [mark for name, mark in stages(part.look) if name == "issue"] == [Mark.NOW]

    room.press(Key.Key_U, Alt)
    dialog = room.dialog()
    for code in ("B1", "B1", "W02*S1"):
        room.qtbot.keyClicks(dialog.scan.line, code)
        room.press(Key.Key_Return, where=dialog.scan.line)
        room.qtbot.waitUntil(lambda: not dialog.scan.busy)
    assert [row.values.get("taken") for row in dialog.entry.rows()] == ["2", "1"]
    room.press(Key.Key_Return, Ctrl, dialog.scan.line)
    assert dialog.trouble.isVisible() and dialog.reason.hasFocus()
    commit(dialog.reason, "其余明早再发")
    dialog.plate.setText("示A·00001")
    room.press(Key.Key_Return, Ctrl, dialog.reason)
    room.closed()
    made = room.shown(DocumentState.ISSUED)
    assert [int(row.issued) for row in made.lines] == [2, 1] and made.row.plate == "示A·00001"
    assert made.steps[-1].text == "其余明早再发"

    room.press(Key.Key_R, Alt)
    dialog = room.dialog()
    first = dialog.entry.fields["received"]
    room.qtbot.waitUntil(first.hasFocus)
    assert first.text() == "2"
    room.qtbot.keyClicks(first, "1")
    room.press(Key.Key_Return, where=first)
    room.press(Key.Key_Return, where=dialog.entry.fields["short"])
    room.qtbot.keyClicks(dialog.entry.fields["damaged"], "1")
    room.press(Key.Key_Return, where=dialog.entry.fields["damaged"])
    dialog.receiver.setText("王例二")
    room.press(Key.Key_Return, Ctrl, dialog.receiver)
    room.closed()
    made = room.shown(DocumentState.POSTED)
    assert [(int(row.received), int(row.damaged)) for row in made.lines] == [(1, 1), (1, 0)]
    printed: list[Any] = []
    part.print_asked.connect(printed.append)
    room.press(Key.Key_P, Ctrl)
    assert printed == [StockSlip(made.row.id)] and not room.refused and not desk.stock.check()


def test_a_draft_somebody_else_changed_says_so_and_keeps_what_is_typed(room: Room, desk: Desk, seat: Seat) -> None:
    yard = room.yard
    form = NewDocument(DocumentKind.ISSUE, (NewLine(yard.pump, Decimal(1)),), from_store=yard.county, text="甲")
    made = desk.stock_documents.draft(form, by=seat.actor)
    room.part.open_item(made.row.id)
    room.shown(DocumentState.DRAFT)
    room.press(Key.Key_E, Ctrl)
    dialog = room.dialog()
    dialog.text.setText("我写的")
    other = NewDocument(
        DocumentKind.ISSUE, (NewLine(yard.pump, Decimal(5)),), from_store=yard.county, text="乙", id=form.id
    )
    desk.stock_documents.change(made.row.id, other, seen=made.row.version, by=seat.actor)
    room.press(Key.Key_Return, Ctrl, dialog.text)
    room.qtbot.waitUntil(dialog.theirs.isVisible)
    assert "排水泵 5 台" in dialog.theirs.text() and dialog.text.text() == "我写的" and dialog.trouble.isVisible()
    room.press(Key.Key_Return, Ctrl, dialog.text)
    room.closed()
    now = desk.stock_documents.one(made.row.id)
    assert (now.row.text, int(now.lines[0].asked)) == ("我写的", 1)


def test_lines_are_a_draft_until_they_are_handed_up(room: Room, desk: Desk) -> None:
    """Esc keeps them; packs convert, what does not come out is refused; an expired lot stays."""
    yard = room.yard
    room.part.begin(DocumentKind.RECEIPT, store=yard.town)
    dialog = room.dialog()
    typed(room, dialog.lines.item, "yys")
    room.press(Key.Key_Return, where=dialog.lines.item)
    room.qtbot.waitUntil(dialog.lines.amount.hasFocus)
    dialog.lines.unit.choose("箱")
    room.qtbot.keyClicks(dialog.lines.amount, "0.3")
    room.press(Key.Key_Return, where=dialog.lines.amount)
    for editor, text in (
        (dialog.lines.lot_code, "S9"), (dialog.lines.expires, "2031-01-01"), (dialog.lines.price, "1.5"),
    ):  # fmt: skip
        room.qtbot.waitUntil(editor.hasFocus)
        room.qtbot.keyClicks(editor, text)
        room.press(Key.Key_Return, where=editor)
    room.press(Key.Key_Return, where=dialog.lines.shelf)
    assert dialog.trouble.isVisible() and dialog.lines.amount.hasFocus()
    dialog.lines.amount.setText("2")
    room.press(Key.Key_Return, where=dialog.lines.shelf)
    assert dialog.lines.count() == 1
    room.press(Key.Key_Escape, where=dialog.lines.item)
    room.closed()
    room.part.begin(DocumentKind.RECEIPT, store=yard.town)
    dialog = room.dialog()
    assert dialog.lines.count() == 1 and dialog.brought.isVisible()
    room.press(Key.Key_Return, Ctrl, dialog.lines.item)
    room.closed()
    (row,) = room.shown(DocumentState.DRAFT).lines
    assert (int(row.asked), row.lot_code, row.expires_on) == (48, "S9", date(2031, 1, 1))


def test_counted_beside_the_books_and_brought_back_from_a_scene(room: Room, desk: Desk, seat: Seat) -> None:
    yard, by = room.yard, seat.actor
    sent = NewDocument(
        DocumentKind.ISSUE, (NewLine(yard.pump, Decimal(2)), NewLine(yard.water, Decimal(24))), from_store=yard.county,
        incident=yard.incident,
    )  # fmt: skip
    out = kit.settled(desk, by, sent)
    room.part.begin(DocumentKind.COUNT, store=yard.county)
    dialog = room.dialog()
    room.qtbot.waitUntil(lambda: len(dialog.entry.rows()) == 4)
    for code in ("B1", "B1", "T1"):
        room.qtbot.keyClicks(dialog.scan.line, code)
        room.press(Key.Key_Return, where=dialog.scan.line)
        room.qtbot.waitUntil(lambda: not dialog.scan.busy)
    assert "已点 2 行，共 4 行，不符 2 行" in dialog.total.text()
    pump = next(row for row in dialog.entry.rows() if "B1" in row.name)
    dialog.entry.go_to(pump.key, "counted")
    room.qtbot.keyClicks(dialog.entry.fields["counted"], "6")
    room.press(Key.Key_Return, Ctrl, dialog.entry.fields["counted"])
    room.closed()
    made = room.shown(DocumentState.DRAFT)
    assert [(int(row.booked or 0), int(row.asked)) for row in made.lines] == [(7, 6), (3, 1)]

    room.part.open_item(out.row.id)
    room.qtbot.waitUntil(lambda: room.part.look is not None and room.part.look.row.id == out.row.id)
    assert room.part.sheet.acts["bring_back"].isEnabled()
    room.press(Key.Key_K, Alt)
    dialog = room.dialog()
    room.qtbot.waitUntil(lambda: len(dialog.entry.rows()) == 2)
    assert [dict(row.values) for row in dialog.entry.rows()] == [{"whole": "2"}, {"used": "24"}]
    dialog.entry.go_to(dialog.entry.rows()[0].key, "damaged")
    room.qtbot.keyClicks(dialog.entry.fields["damaged"], "1")
    room.press(Key.Key_Return, Ctrl, dialog.entry.fields["damaged"])
    assert dialog.trouble.isVisible()
    dialog.entry.start("whole")
    room.qtbot.keyClicks(dialog.entry.fields["whole"], "1")
    room.press(Key.Key_Return, Ctrl, dialog.entry.fields["whole"])
    room.closed()
    room.qtbot.waitUntil(lambda: room.part.look is not None and room.part.look.row.kind is DocumentKind.RETURN)
    made = room.shown(DocumentState.DRAFT)
    assert (made.row.kind, made.row.incident, made.row.to_store) == (DocumentKind.RETURN, yard.incident, yard.county)
    assert [(int(row.received), int(row.damaged), int(row.open)) for row in made.lines] == [(1, 1, 0), (0, 0, 24)]
    made = desk.stock_documents.approve(made.row.id, kit.LEADER, key=uuid4(), seen=made.row.version, by=by)
    room.shown(DocumentState.APPROVED)
    room.press(Key.Key_G, Alt)
    room.press(Key.Key_Return, Ctrl, room.dialog())
    room.closed()
    room.shown(DocumentState.POSTED)
    assert not desk.stock_scenes.out()


def test_turned_back_void_and_reversed_with_their_reasons(room: Room, desk: Desk, seat: Seat) -> None:
    yard, by, part = room.yard, seat.actor, room.part
    desk.accounts.add("林例十", Role.COMMANDER, PASSWORD, by=by)
    form = NewDocument(
        DocumentKind.TRANSFER, (NewLine(yard.boat, Decimal(2)),), from_store=yard.county, to_store=yard.town
    )
    road = kit.approved(desk, by, form)
    road = desk.stock_documents.issue(road.row.id, seen=road.row.version, by=by)
    part.open_item(road.row.id)
    room.shown(DocumentState.ISSUED)
    assert part.sheet.acts["void"].isEnabled() is False and "在途" in part.sheet.acts["void"].toolTip()
    room.press(Key.Key_B, Alt)
    dialog = room.dialog()
    room.press(Key.Key_Return, Ctrl, dialog)
    room.qtbot.waitUntil(dialog.trouble.isVisible)
    commit(dialog.fields["reason"], "塌方断路")
    room.press(Key.Key_Return, Ctrl, dialog)
    room.closed()
    room.shown(DocumentState.POSTED)
    assert not desk.expiry.roads() and "塌方断路" in desk.stock_documents.one(road.row.id).steps[-1].text

    opening = desk.stock_documents.rows(kinds=(DocumentKind.RECEIPT,))[0]
    part.open_item(opening.id)
    room.qtbot.waitUntil(lambda: part.look is not None and part.look.row.id == opening.id)
    room.press(Key.Key_X, Alt | Qt.KeyboardModifier.ShiftModifier)
    dialog = room.dialog()
    dialog.reason.setText("录错")
    dialog.approval.name.setText("林例十")
    dialog.approval.way.choose(Way.PASSWORD)
    dialog.approval.password.setText(PASSWORD)
    room.press(Key.Key_Return, Ctrl, dialog)
    room.closed()
    room.qtbot.waitUntil(lambda: part.look is not None and part.look.row.kind is DocumentKind.COUNTER)
    assert part.look is not None and part.look.row.counters == opening.id and desk.stock.on_hand() == []


def test_the_key_of_a_transfers_issue_lets_an_issue_go_out(room: Room, desk: Desk, seat: Seat) -> None:
    part = room.part
    form = NewDocument(DocumentKind.ISSUE, (NewLine(room.yard.pump, Decimal(2)),), from_store=room.yard.county,
                       receiver="王例二")  # fmt: skip
    given = kit.approved(desk, seat.actor, form)
    part.open_item(given.row.id)
    room.shown(DocumentState.APPROVED)
    assert part.sheet.acts["receive"].isHidden() and "不办这一步" in part.sheet.acts["receive"].toolTip()
    refused: list[Any] = []
    part.refused.connect(refused.append)
    room.press(Key.Key_R, Alt)
    assert part.asked.dialog is None and [words.sentence(one) for one in refused] == ["签收：“出库单”不办这一步。"]
    room.press(Key.Key_U, Alt)
    room.press(Key.Key_Return, Ctrl, room.dialog())
    room.closed()
    assert room.shown(DocumentState.POSTED).row.id == given.row.id


def test_the_list_is_filtered_and_stays_whole_in_both_languages(
    room: Room, desk: Desk, seat: Seat, clock: StoppedClock, viewer: Any, times: Times
) -> None:
    """Open ones first; every kind of document and every act fits at the largest type; who may not is told why."""
    yard, by, part = room.yard, seat.actor, room.part
    assert part.pages.currentWidget() is part.empty
    state = NewDocument(
        DocumentKind.STATE, (NewLine(yard.pump, Decimal(1), to_state=Goods.REPAIR),), from_store=yard.county,
        reason="repair", text="汛前保养发现叶轮破损，送厂检修",
    )  # fmt: skip
    made = desk.stock_documents.draft(state, by=by)
    desk.stock_documents.approve(
        made.row.id, Approved("林例十", Way.PHONE, "同意", clock.now()), key=uuid4(), seen=made.row.version, by=by
    )
    road = kit.approved(
        desk, by, NewDocument(DocumentKind.TRANSFER, (NewLine(yard.boat, Decimal(1)),), from_store=yard.county,
                              incident=yard.incident, destination="岩坦镇码头"),
    )  # fmt: skip
    road = desk.stock_documents.issue(road.row.id, (), Step(), plate="示A·00001", driver="陈例一",
                                      phone="100-0000-0001", seen=road.row.version, by=by)  # fmt: skip
    clock.advance(hours=8)
    room.qtbot.waitUntil(lambda: len(part.table.rows_model.rows()) == 2)
    part.reload_now()
    room.qtbot.waitUntil(lambda: any(one.since for one in part.table.rows_model.rows()))
    part.search.setText("冲锋舟")
    part.search.search_now()
    room.qtbot.waitUntil(lambda: [one.row.id for one in part.table.rows_model.rows()] == [road.row.id])
    part.search.empty()
    part.state.choose("all")
    part.kind.choose(DocumentKind.RECEIPT)
    part._filtered()
    room.qtbot.waitUntil(lambda: {one.row.kind for one in part.table.rows_model.rows()} == {DocumentKind.RECEIPT})
    part.kind.choose("all")
    part._filtered()
    room.qtbot.waitUntil(lambda: len(part.table.rows_model.rows()) == 3)
    for language, size in (("zh", 14), ("en", 20)):
        words.set_language(language)
        theme.apply(QApplication.instance(), "light", size)
        for document in (made, road):
            part.open_item(document.row.id)
            room.qtbot.waitUntil(lambda row=document.row: part.look is not None and part.look.row.id == row.id)
            room.qtbot.waitUntil(lambda: not geometry.faults(part))
    theme.apply(QApplication.instance(), "light", 14)
    words.set_language("zh")
    seat.sit(viewer)
    buttons: list[QPushButton] = [*part.sheet.acts.values(), part.new]
    assert not any(button.isEnabled() for button in buttons)
    assert "值班" in part.sheet.acts["receive"].toolTip() and not room.refused
    part.begin(DocumentKind.COUNT)
    assert [str(error.code) for error in room.refused] == ["not_permitted"] and part.asked.dialog is None


def test_what_is_known_stands_in_a_new_document(room: Room, desk: Desk, seat: Seat) -> None:
    """The kind is asked where it is not said; goods stand in the line, what a need wants in the whole document."""
    room.press(Key.Key_N, Ctrl, room.part)
    dialog = room.dialog()
    dialog.kind.choose(DocumentKind.WRITE_OFF)
    room.press(Key.Key_Return, Ctrl, dialog.kind)
    room.qtbot.waitUntil(lambda: type(room.part.asked.dialog).__name__ == "DocumentDialog")
    assert room.part.asked.dialog.kind is DocumentKind.WRITE_OFF
    room.press(Key.Key_Escape, where=room.part.asked.dialog)
    room.closed()
    room.part.begin(DocumentKind.STATE, store=room.yard.county, item=room.yard.pump)
    dialog = room.dialog()
    room.qtbot.waitUntil(lambda: dialog.lines._known)
    assert dialog.lines.item.text() == "排水泵" and dialog.lines.amount.hasFocus()
    room.qtbot.keyClicks(dialog.lines.amount, "1")
    room.press(Key.Key_Return, where=dialog.lines.amount)
    assert dialog.trouble.isVisible() and dialog.lines.count() == 0
    dialog.lines.to_state.choose(Goods.STOPPED)
    room.press(Key.Key_Return, where=dialog.lines.amount)
    assert dialog.lines.count() == 1
    room.press(Key.Key_Escape, where=dialog.lines.item)
    room.closed()
    asked = NewNeed(room.yard.incident, NeedKind.ITEM, Decimal(3), item=room.yard.boat, place="岩坦镇码头")
    desk.needs.record(asked, by=seat.actor)
    (need,) = desk.needs.rows()
    room.part.begin(DocumentKind.TRANSFER, store=room.yard.county, need=need)
    dialog = room.dialog()
    draft = dialog.answer().form
    assert (draft.incident, draft.need, draft.destination) == (room.yard.incident, need.id, "岩坦镇码头")
    assert [(row.item, int(row.asked), row.need) for row in draft.lines] == [(room.yard.boat, 3, need.id)]

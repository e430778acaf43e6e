"""单据 under odd hands: counts of one store, amounts as they are typed, what is hidden, what is chosen meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.stock import DocumentKind
from console.domain.stock_document import NewDocument, NewLine
from console.domain.stores import AgreementForm
from tests.kit import stock as kit
from tests.kit.input_method import commit
from tests.kit.stock import Yard
from tests.kit.store_parts import part
from tests.kit.upward import CTRL, KEY, press
from ui.dialogs.stock_goods import Offer, of_item
from ui.panels.stores_documents import DocumentsPart
from ui.seat import Seat
from ui.widgets.spoken import Word

__all__ = ["part"]


@pytest.fixture
def yard(desk: Desk, seat: Seat) -> Yard:
    """Pumps of one lot lie in two stores; water in one."""
    made, by = kit.yard(desk, seat.actor), seat.actor
    came = kit.came_in(desk, by, made.county, NewLine(made.pump, Decimal(9), lot_code="B1"),
                       NewLine(made.boat, Decimal(3), lot_code="T1"))  # fmt: skip
    lot = came.lines[0].lot or desk.stock.on_hand(store=made.county, item=made.pump)[0].lot
    kit.settled(desk, by, NewDocument(DocumentKind.TRANSFER, (NewLine(made.pump, Decimal(4), lot=lot),),
                                      from_store=made.county, to_store=made.town))  # fmt: skip
    return made


@pytest.fixture
def documents(yard: Yard, part: Any) -> Iterator[DocumentsPart]:
    yield part(DocumentsPart)
    words.set_language("zh")


def asked(qtbot: QtBot, page: DocumentsPart) -> Any:
    qtbot.waitUntil(lambda: page.asked.dialog is not None)
    return page.asked.dialog


def typed(dialog: Any, key: str) -> dict[str, str]:
    return {row.name: row.values.get(key, "") for row in dialog.entry.rows()}


def test_what_was_counted_in_a_store_is_never_counted_in_another(
    documents: DocumentsPart, yard: Yard, qtbot: QtBot
) -> None:
    documents.begin(DocumentKind.COUNT, store=yard.county)
    dialog = asked(qtbot, documents)
    qtbot.waitUntil(lambda: len(dialog.entry.rows()) == 2)
    (pumps,) = (row.key for row in dialog.entry.rows() if "排水泵" in row.name)
    dialog.entry.put(pumps, "counted", "5")
    dialog.store.choose(yard.town)
    dialog.hand_up()
    assert dialog.trouble.isVisible() and dialog.entry.rows() == (), "what lies there is not read yet"
    qtbot.waitUntil(lambda: len(dialog.entry.rows()) == 1)
    assert set(typed(dialog, "counted").values()) == {""}, "nobody counted here yet"
    dialog.entry.put(dialog.entry.rows()[0].key, "counted", "4")
    dialog.store.choose(yard.county)
    qtbot.waitUntil(lambda: len(dialog.entry.rows()) == 2)
    assert [text for text in typed(dialog, "counted").values() if text] == ["5"], "counted before the other store"


def test_amounts_of_an_input_method_are_counted_and_odd_ones_break_nothing(
    documents: DocumentsPart, yard: Yard, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    out = NewDocument(DocumentKind.TRANSFER, (NewLine(yard.pump, Decimal(2)),), from_store=yard.county,
                      to_store=yard.town)  # fmt: skip
    made = kit.approved(desk, seat.actor, out)
    documents.open_item(made.row.id)
    qtbot.waitUntil(lambda: documents.look is not None and documents.look.row.id == made.row.id)
    documents.acting.ask_issue()
    dialog = asked(qtbot, documents)
    field = dialog.entry.fields["taken"]
    whole = {}
    for said in ("２", "2.0", "②", "²", "1e3", "-1", "三"):
        field.setFocus()
        field.selectAll()
        commit(field, said)
        whole[said] = words.say("stock.issue.counted", whole=1, lines=1) == dialog.total.text()
    assert whole == {"２": True, "2.0": True, "②": True, "²": True, "1e3": False, "-1": False, "三": False}
    dialog.hand_up()
    assert dialog.trouble.isVisible() and field.text() == "三" and documents.asked.dialog is dialog


def test_other_goods_typed_over_a_line_are_not_the_goods_that_stood_there(
    documents: DocumentsPart, yard: Yard, qtbot: QtBot
) -> None:
    documents.begin(DocumentKind.ISSUE, store=yard.county)
    dialog = asked(qtbot, documents)
    editor = dialog.lines
    goods = dialog._ground.items
    for item, amount in ((yard.pump, "2"), (yard.boat, "1")):
        editor.take(Offer(goods[item]))
        qtbot.waitUntil(lambda: editor._known)
        editor.amount.setText(amount)
        press(qtbot, editor.amount, KEY.Key_Return)
    assert [line.name for line in editor._lines] == [of_item(goods[yard.pump]).name, of_item(goods[yard.boat]).name]
    editor.table.choose(0)
    editor.table.setFocus()
    press(qtbot, editor.table, KEY.Key_Return)
    editor.item.setFocus()
    editor.item.selectAll()
    qtbot.keyClicks(editor.item, "W02")
    editor.amount.setFocus()
    press(qtbot, editor.amount, KEY.Key_Return)
    assert dialog.trouble.isVisible(), "goods nobody chose are asked for"
    assert editor._lines[0].name == of_item(goods[yard.pump]).name and editor.item.text() == "W02"
    # the other line goes: what is typed here stays, and belongs to its own line still
    editor.table.choose(1)
    editor._drop()
    assert (editor.item.text(), [line.name for line in editor._lines]) == ("W02", [of_item(goods[yard.pump]).name])


def test_what_is_hidden_is_not_handed_up(
    documents: DocumentsPart, yard: Yard, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    agreement = AgreementForm("X01", "例超市", Decimal(100), "瓶", 60, item_id=yard.water)
    desk.stores.keep(agreement, by=seat.actor)
    documents.begin(DocumentKind.RECEIPT, store=yard.county)
    dialog = asked(qtbot, documents)
    dialog.reason.show_code("agreement")
    dialog.agreement.choose(str(agreement.id))
    assert dialog.answer().form.agreement == agreement.id
    dialog.reason.show_code("purchase")
    assert dialog.answer().form.agreement is None
    dialog.reject()
    documents.begin(DocumentKind.ISSUE, store=yard.county)
    dialog = asked(qtbot, documents)
    dialog.reason.show_code("loan")
    assert not dialog.due.isHidden()
    commit(dialog.due, "12-31")
    assert dialog.answer().form.due_at is not None
    commit(dialog.due, "后天晚上")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.trouble.isVisible() and dialog.due.hasFocus()
    dialog.reason.show_code("use")
    assert not dialog.due.isVisible()
    assert dialog.answer().form.due_at is None, "an issue that is no loan has no day to come back"


def test_a_key_pressed_before_the_next_document_is_read_is_not_about_the_one_before(
    documents: DocumentsPart, yard: Yard, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    made: list[UUID] = []
    for amount in (1, 2):
        form = NewDocument(DocumentKind.ISSUE, (NewLine(yard.pump, Decimal(amount)),), from_store=yard.county)
        made.append(desk.stock_documents.draft(form, by=seat.actor).row.id)
    documents.open_item(made[0])
    qtbot.waitUntil(lambda: documents.look is not None and documents.look.row.id == made[0])
    printed: list[Any] = []
    documents.print_asked.connect(printed.append)
    documents.open_item(made[1])
    documents.acting.ask_void()
    documents.ask_print()
    assert documents.asked.dialog is None and printed == [], "that one is not looked at any more"
    qtbot.waitUntil(lambda: documents.look is not None and documents.look.row.id == made[1])
    documents.acting.ask_void()
    number = desk.stock_documents.one(made[1]).row.number
    assert any(number in word.text() for word in asked(qtbot, documents).findChildren(Word))
    # one that is settled stands in no list of open ones: the keyboard in the list chooses no other in its place
    documents.asked.dialog.reject()
    (settled,) = [row.id for row in desk.stock_documents.rows(kinds=(DocumentKind.TRANSFER,))]
    documents.search.setFocus()
    documents.open_item(settled)
    with qtbot.waitSignal(documents.presented):
        documents.reload_now()
    documents.table.setFocus()
    with qtbot.waitSignal(documents.presented):
        documents.reload_now()
    assert documents.look is not None and documents.look.row.id == settled

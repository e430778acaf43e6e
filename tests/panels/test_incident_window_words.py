"""More words of leaders than a list holds: it says so, and the oldest nothing came of are found from the strip."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from PySide6.QtCore import Qt
from sqlalchemy import insert

from console.domain.orders import NewInstruction, Way
from console.services import instructions
from db.models.orders import Instruction
from tests.kit.typist import ALT

MORE = 3


def spoken(desk, by, clock):
    """As many words of leaders as fill a page, and some; the oldest of them is answered."""
    said = NewInstruction(uuid4(), "林例十", "", clock.now(), Way.PHONE, "全力搜救")
    first = desk.instructions.record(said, by=by)
    with desk.opened.store.writing(by=by) as tx:
        row = tx.session.get_one(Instruction, first.id)
        one = {column.name: getattr(row, column.name) for column in Instruction.__table__.columns}
        made = [
            one | {"id": uuid4(), "number": f"PS2029-{at:04d}", "said_at": clock.now() + timedelta(seconds=at)}
            for at in range(1, instructions.SHOWN + MORE)
        ]
        tx.connection.execute(insert(Instruction), made)
    return first


def test_the_oldest_words_nothing_came_of_are_a_key_away(typist, clock):
    desk = typist.app.shell.desk
    oldest = spoken(desk, typist.app.seat.actor, clock)
    typist.app.shell._go_to_item("orders", oldest.id)
    page = typist.panel().instructions
    typist.until(lambda: page.chosen() is not None and page.chosen().id == oldest.id, "the oldest words")
    assert page.search.text() == oldest.number
    page.search.empty()
    typist.until(page.more.isVisible, "there are others behind these")
    assert page.table.rows_model.rowCount() == instructions.SHOWN
    typist.press(Qt.Key.Key_PageDown, ALT)
    typist.until(lambda: page.table.rows_model.rowCount() == instructions.SHOWN + MORE, "all of them")

"""Documents of many lines: the store is not asked line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event

from console.bootstrap import Desk
from console.domain.log import ActKind
from console.domain.people import Actor, Role
from console.domain.stock import DocumentKind
from console.domain.stock_document import Arrived, Document, NewDocument, NewLine
from console.services import lines
from db import books
from db.models.stores import Item
from tests.kit.stock import LEADER, Yard, yard

FEW, MANY = 4, 80


@pytest.fixture
def by(desk: Desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor


@contextmanager
def asked() -> Iterator[list[str]]:
    """Statements sent while it lasts."""
    sent: list[str] = []

    def send(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", send)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", send)


def counted(sums: list[int], act: Callable[[], Document]) -> Document:
    with asked() as sent:
        made = act()
    sums.append(len(sent))
    return made


def a_day(desk: Desk, by: Actor, here: Yard, count: int) -> list[int]:
    """Statements of each act on a document of so many lines."""
    rows = [Item(id=uuid4(), code=f"X{count}-{at}", name=f"样例物资{at}", unit="件", version=1) for at in range(count)]
    with desk.opened.store.writing(by=by) as tx:
        tx.session.add_all(rows)
        lines.write(tx, books.AUDIT, ActKind.STOCK, "物资基础数据", at=desk.clock.now(), about=rows)
    service, sums = desk.stock_documents, list[int]()
    asks = tuple(NewLine(item.id, Decimal(2)) for item in rows)

    def yes(made: Document) -> Document:
        return service.approve(made.row.id, LEADER, key=uuid4(), seen=made.row.version, by=by)

    def posted(made: Document) -> Document:
        return service.post(made.row.id, seen=made.row.version, by=by)

    def issued(made: Document) -> Document:
        return service.issue(made.row.id, seen=made.row.version, by=by)

    def received(made: Document) -> Document:
        came = [Arrived(line.id, line.open) for line in made.lines]
        return service.receive(made.row.id, came, receiver="王例二", seen=made.row.version, by=by)

    def turned(made: Document) -> Document:
        return service.counter(made.row.id, "录错", LEADER, key=uuid4(), seen=made.row.version, by=by)

    for form, acts in (
        (NewDocument(DocumentKind.RECEIPT, asks, to_store=here.county), (yes, posted)),
        (
            NewDocument(DocumentKind.TRANSFER, asks, from_store=here.county, to_store=here.town),
            (yes, issued, received, turned),
        ),
    ):
        made = counted(sums, partial(service.draft, form, by=by))
        for act in acts:
            made = counted(sums, partial(act, made))
    return sums


def test_many_lines_ask_no_more_often_than_few(desk: Desk, by: Actor) -> None:
    here = yard(desk, by)
    a_day(desk, by, here, 1)  # what is asked once only
    few, many = a_day(desk, by, here, FEW), a_day(desk, by, here, MANY)
    assert len(few) == len(many) == 8
    assert all(more - less < 20 for less, more in zip(few, many, strict=True)), (few, many)
    assert not desk.stock.check()

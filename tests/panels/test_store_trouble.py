"""The store cannot be written under the open window: each act says so once, keeps the words, and works after repair."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from operator import attrgetter
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from console import words
from console.bootstrap import Desk
from console.domain.people import Actor
from console.errors import Unavailable
from db import sqlite
from tests.kit import bad_input
from tests.kit.acts import ACTS, Hands
from tests.kit.window import Opened, sign_in
from tests.kit.world import World

pytestmark = [pytest.mark.qt_log_ignore("propagateSizeHints"), pytest.mark.long]

MARK = "水位越过警戒线" * 80
"""Long enough to need a new page of the store."""

_TESTER = Actor.tool("tester")
MARKED = [name for name, act in ACTS.items() if act.marked]
Repair = Callable[[], object]


def _set(desk: Desk, pragma: str) -> None:
    with desk.opened.store.writing(by=_TESTER) as tx:
        tx.run(f"PRAGMA {pragma}")


def _full(desk: Desk) -> Repair:
    """No page more than there are."""
    with desk.opened.store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    _set(desk, f"max_page_count = {pages}")
    return lambda: _set(desk, "max_page_count = 1000000000")


def _read_only(desk: Desk) -> Repair:
    """As on a medium that refuses writes; the connection that met it is let go."""
    _set(desk, "query_only = ON")

    def repair() -> None:
        with suppress(Unavailable):
            _set(desk, "query_only = OFF")

    return repair


def _busy(desk: Desk) -> Repair:
    """Another process is writing and does not end."""
    other = sqlite.library().connect(desk.data.store)
    other.isolation_level = None
    other.execute("BEGIN IMMEDIATE")
    return other.close


TROUBLES = {"disk_full": _full, "disk_read_only": _read_only, "store_busy": _busy}


@pytest.fixture
def hands(opened: Opened, qtbot: Any, county_files: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    monkeypatch.setattr(sqlite, "BUSY_MS", 20)
    app = opened()
    sign_in(app, qtbot)
    World(app.shell.desk, app.jobs, app.seat, app.times, county_files)
    made = Hands(app)
    yield made
    made.close_dialogs()


def test_words_wait_while_the_store_cannot_be_written(hands: Hands) -> None:
    """Each act in one of the troubles, by turns; the quickest of them in all three."""
    troubles = [*TROUBLES, *itertools.islice(itertools.cycle(TROUBLES), len(MARKED) - 1)]
    acts = [MARKED[0]] * len(TROUBLES) + MARKED[1:]
    tried = [(name, trouble, _try(hands, name, trouble)) for name, trouble in zip(acts, troubles, strict=True)]
    assert [each for each in tried if each[2]] == []
    assert len(tried) > 15


def _try(hands: Hands, name: str, trouble: str) -> list[str]:
    """What is wrong with that act in that trouble."""
    act = ACTS[name]
    root = act.come(hands)
    for attribute, text in act.words:
        bad_input.commit(attrgetter(attribute)(root), text)
    editor = getattr(root, act.marked)
    mark = f"{trouble} {name} {MARK}"[: min(500, editor.limit)]
    bad_input.put(editor, "")
    bad_input.commit(editor, mark)
    hands.settle()
    before, found = _written(hands, mark), []
    repair = TROUBLES[trouble](hands.desk)
    try:
        act.press(hands, root)
        hands.settle()
    finally:
        repair()
    if trouble == "disk_full" and _written(hands, mark) == before + 1:
        return found  # there was room for it in the last page
    if _told(hands, root) != {words.say(f"unavailable.{trouble}", cause="")}:
        found.append(f"said {_told(hands, root)}")
    if bad_input.text_of(editor) != mark:
        found.append(f"words are gone: {bad_input.text_of(editor)[:20]!r}")
    if _written(hands, mark) != before:
        found.append("written in spite of it")
    act.press(hands, root)
    hands.settle()
    if _written(hands, mark) != before + 1:
        found.append(f"{_written(hands, mark) - before} rows after the repair")
    return found


def _written(hands: Hands, mark: str) -> int:
    """Lines of both books about it."""
    with hands.desk.opened.store.reading() as connection:
        counts = (
            connection.exec_driver_sql(f"SELECT count(*) FROM {book} WHERE instr(payload || text, ?)", (mark,))
            for book in ("log_entry", "audit_entry")
        )
        return sum(int(count.scalar_one()) for count in counts)


def _told(hands: Hands, root: Any) -> set[str]:
    """Sentences about trouble with the store that can be read now."""
    labels = [hands.app.window.messages.message, *root.findChildren(QLabel)]
    known = {words.say(f"unavailable.{trouble}", cause="") for trouble in TROUBLES}
    return {label.text() for label in labels if not label.isHidden()} & known

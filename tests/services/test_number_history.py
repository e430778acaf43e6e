"""Whatever is done to numbers, by hand, by files and by taking files back: the history says how they came to be."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.contact_book import NumberKind
from console.domain.people import Actor
from console.errors import Refused
from console.services.contact_people import NewNumber, NewPerson
from console.services.contact_units import Unit
from tests.conftest import MEMORY

BY = Actor.tool("tester")
NAMES = ("陈例一", "林例二", "张例三")
LINES = ("100-0000-0001", "+86 100 0000 0001", "100-0000-0002", "100-0000-0003", "100 0000 0004")


class Book:
    """Three people of one unit; each method is one act, ``a`` and ``b`` choose who and which."""

    def __init__(self, data: DataDir) -> None:
        self.desk = bootstrap.build(data, StoppedClock(datetime(2030, 8, 12, tzinfo=UTC)))
        self.people, self.folder = self.desk.contact_people, data.root
        unit = self.desk.contact_units.add(Unit("例县应急局（示例）"), by=BY)
        post = self.desk.contact_units.add_post(unit.id, "科长", by=BY)
        self.ids = []
        for at, name in enumerate(NAMES):
            number = NewNumber(NumberKind.MOBILE, f"100-0000-001{at}")
            self.ids.append(self.people.add(NewPerson(name), [number], by=BY))
            self.desk.contact_units.appoint(post.id, self.ids[-1], by=BY)
        self.first = [self.shown(key) for key in self.ids]
        self.runs: list = []

    def shown(self, key):
        return Counter(one.shown for one in self.people.card(key, to=BY).numbers)

    def number(self, a, b):
        numbers = self.people.card(self.ids[a % 3], to=BY).numbers
        return numbers[b % len(numbers)].id if numbers else None

    def add(self, a, b):
        self.people.add_number(self.ids[a % 3], NewNumber(NumberKind.MOBILE, LINES[b % 5]), by=BY)

    def change(self, a, b):
        if one := self.number(a, b):
            self.people.change_number(one, NewNumber(NumberKind.MOBILE, LINES[b % 5], label="工作"), by=BY)

    def end(self, a, b):
        if one := self.number(a, b):
            self.people.end_number(one, by=BY)

    def move(self, a, b):
        if one := self.number(a, b):
            self.people.move_number(one, self.ids[b % 3], by=BY)

    def take(self, a, b):
        rows = [f"{NAMES[(a + at) % 3]},例县应急局（示例）,{LINES[(b + at) % 5]}" for at in range(1 + a % 3)]
        file = self.folder / "改.csv"
        file.write_text("\n".join(("姓名,单位,手机", *rows)), encoding="utf-8")
        told = self.desk.contacts.import_file(file, by=BY)
        self.runs += [told.run_id] if told.run_id else []

    def undo(self, _a, b):
        if self.runs:
            self.desk.import_runs.undo(self.runs[-1 - b % len(self.runs)], by=BY)

    def hold(self):
        for key, first in zip(self.ids, self.first, strict=True):
            now = Counter(first)
            for one in reversed(self.people.history(key, to=BY)):
                assert not one.before or now[one.before], f"{one.before} was there before it went"
                now.subtract([one.before] if one.before else [])
                now.update([one.after] if one.after else [])
            assert +now == self.shown(key)
            assert [one.order for one in self.people.card(key, to=BY).numbers] == [*range(1, sum(now.values()) + 1)]


ACTS = ("add", "change", "end", "move", "take", "undo")


@pytest.mark.timeout(120)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=12))
def test_the_history_says_how_every_number_came_to_be(empty_store, acts):
    with TemporaryDirectory(dir=MEMORY if MEMORY.exists() else None) as folder:
        data = DataDir(Path(folder) / "store")
        shutil.copytree(empty_store.root, data.root)
        book = Book(data)
        try:
            for act, a, b in acts:
                try:
                    getattr(book, act)(a, b)
                except Refused as refused:
                    assert refused.code in {"number_there", "number_own", "import_changed_since", "import_undone"}
                book.hold()
            assert book.desk.log.verify().fault is None
        finally:
            book.desk.close()

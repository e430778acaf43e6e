"""Export of a part of the log: whole or not at all, as the tool writes it, with a line about who took it out."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from console.bootstrap import Desk
from console.domain.log import Extract, LogEntry, NewEntry
from console.domain.people import Actor, Role
from console.errors import Refused
from console.services import log_export
from console.tool.log_commands import row_of


@pytest.fixture
def book(desk: Desk, by: Actor) -> Desk:
    """1 200 lines, every fourth a call."""
    kinds = ("call_in", "note", "note", "patrol")
    desk.log.add_all([NewEntry(uuid4(), f"=例{at} 水位", kinds[at % 4]) for at in range(1200)], by=by)
    return desk


def test_rows_are_those_the_tool_writes(book: Desk, by: Actor, tmp_path: Path) -> None:
    target = tmp_path / "日志.json"
    told: list[tuple[int, int]] = []
    count = book.log_export.export(target, Extract(kind="call_in"), by=by, said=lambda *now: told.append(now))
    rows = json.loads(target.read_text("utf-8"))
    wanted = [row_of(entry, book) for entry in book.log.extract(Extract(kind="call_in"))]
    assert (count, rows) == (300, wanted)
    assert told == [(0, 300)]


def test_excel_holds_every_line_of_the_interval(book: Desk, by: Actor, tmp_path: Path) -> None:
    target = tmp_path / "log.xlsx"
    assert book.log_export.export(target, Extract(first=101, last=1150), by=by) == 1050
    with closing(load_workbook(target, read_only=True)) as workbook:
        numbers = [row[1] for row in workbook.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert numbers == list(range(101, 1151))


def test_a_stop_leaves_no_file_and_no_line(book: Desk, by: Actor, tmp_path: Path) -> None:
    asked = iter([False, True])
    audited = book.log.verify().audit.count
    with pytest.raises(Refused, match="export_stopped"):
        book.log_export.export(tmp_path / "log.csv", Extract(), by=by, stopped=lambda: next(asked))
    assert not any(path.suffix in (".csv", ".part") for path in tmp_path.iterdir())
    assert book.log.verify().audit.count == audited


def test_an_export_is_audited(book: Desk, by: Actor, tmp_path: Path) -> None:
    audited = book.log.verify().audit.count
    book.log_export.export(tmp_path / "log.csv", Extract(), by=by)
    checked = book.log.verify()
    assert (checked.audit.count, checked.fault) == (audited + 1, None)


def test_a_document_has_a_limit(book: Desk, by: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def write(path: Path, entries: list[LogEntry]) -> None:
        seen.append(len(entries))

    book.log_export.export(tmp_path / "a.pdf", Extract(last=1000), by=by, document=write)
    monkeypatch.setattr(log_export, "DOCUMENT_LINES", 1000)
    with pytest.raises(Refused, match="export_too_long"):
        book.log_export.export(tmp_path / "b.pdf", Extract(), by=by, document=write)
    assert seen == [1000]


def test_who_may_not_export_is_refused(book: Desk, tmp_path: Path) -> None:
    tool = Actor.tool("tester")
    book.accounts.add("陈例一", Role.ADMIN, "viewers of 2030", by=tool)
    viewer = book.accounts.add("林例二", Role.VIEWER, "viewers of 2030", by=tool).actor
    with pytest.raises(Refused, match="not_permitted"):
        book.log_export.export(tmp_path / "log.csv", Extract(), by=viewer)
    assert not (tmp_path / "log.csv").exists()

"""The tool about incidents, asked wrongly: one clear sentence, an exit code, never a trace back; stdout stays clean."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_report import ReportKind
from console.domain.orders import NewOrder
from console.domain.people import Actor, Role
from db import sqlite

ASKED = {
    "list": ("incident", "list"),
    "all": ("incident", "list", "--all", "--json"),
    "show": ("incident", "show", "0001"),
    "timeline": ("incident", "timeline", "0001"),
    "due": ("tasks", "due"),
    "text": ("report", "text", "1"),
    "pdf": ("report", "pdf", "1", "--out", "x.pdf"),
    "docx": ("report", "docx", "1", "--out", "x.docx"),
    "table": ("report", "table", "0001", "--out", "x.xlsx"),
}
NUMBERS = (
    "",
    " ",
    "%",
    "_",
    "0",
    "-1",
    "1e3",
    "９９",
    "99999999999999999999",
    "示例SJ2030-9999",
    "'; DROP TABLE incident",
    "\0",
)


def clean(done, code=1):
    assert done.returncode == code, done
    assert "Traceback" not in done.stderr and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("name", ASKED)
def test_without_a_store_it_says_so(ask, data, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "no store" in clean(ask(data, *ASKED[name]))
    assert not data.store.exists() and list(tmp_path.glob("x.*")) == []


@pytest.mark.parametrize("name", ["show", "timeline", "text", "pdf", "docx", "table"])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_there_is_none_of_is_one_sentence(ask, new_store, name, number, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = [number if word in ("0001", "1") else word for word in ASKED[name]]
    said = clean(ask(new_store, *words))
    assert "There is no such" in said and list(tmp_path.glob("x.*")) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("incident",),
        ("incident", "show"),
        ("incident", "burn"),
        ("incident", "list", "--bogus"),
        ("tasks",),
        ("report",),
    ],
)
def test_what_is_no_command_is_a_question_of_usage(ask, new_store, arguments):
    with pytest.raises(SystemExit) as ended:
        ask(new_store, *arguments)
    assert ended.value.code == 2


@pytest.fixture
def county(desk):
    by = desk.accounts.add("陈例一", Role.OFFICER, "tool incidents 2030", by=Actor.tool("tester")).actor
    at = desk.clock.now()
    for _ in range(2):
        item = desk.intake.register(Intake(uuid4(), "泄漏\n第二行", at), by=by).id
        made = desk.incidents.open(NewIncident(uuid4(), "泄漏", "储罐泄漏", "20101"), [item], by=by)
    desk.incident_reports.draft(made.id, ReportKind.FIRST, by=by)
    desk.orders.give([NewOrder("样例镇", "排查", at + timedelta(hours=1))], by=by)
    desk.clock.advance(hours=2)
    desk.intake.register(Intake(uuid4(), "两小时后", desk.clock.now()), by=by)
    return desk.data


def test_a_draft_has_no_number_and_is_not_written_by_one(ask, county, tmp_path):
    for number in ("1", "0", ""):
        clean(ask(county, "report", "docx", number, "--out", str(tmp_path / "x.docx")))


@pytest.mark.parametrize("out", ["nowhere/x.docx", "."])
def test_a_place_that_cannot_be_written_is_one_sentence(ask, county, tmp_path, out):
    clean(ask(county, "report", "table", "0001", "--out", str(tmp_path / out)))


def test_a_table_of_what_is_no_natural_disaster_is_refused_and_leaves_no_file(ask, county, tmp_path):
    target = tmp_path / "x.xlsx"
    clean(ask(county, "report", "table", "0001", "--out", str(target)))
    assert not target.exists()


def test_tasks_over_their_time_exit_with_one_and_lines_of_a_call_stay_one_line(ask, county):
    done = ask(county, "tasks", "due")
    assert (done.returncode, len(done.stdout.splitlines()), done.stderr) == (1, 1, "")
    shown = ask(county, "incident", "show", "0001").stdout.splitlines()
    assert sum("泄漏 第二行" in line for line in shown) == 1


def test_it_reads_while_another_writes(ask, county):
    """A seat that is in the middle of its writing keeps nobody from looking."""
    with closing(sqlite.library().connect(county.store, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE number_series SET last = last + 1")
        for name in ("list", "show", "timeline", "due"):
            done = ask(county, *ASKED[name])
            assert done.stdout and done.stderr == "", name
        writer.execute("ROLLBACK")

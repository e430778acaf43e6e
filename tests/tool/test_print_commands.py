"""The tool's PDFs, by a process of its own; and that nothing else loads Qt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from pypdf import PdfReader

from console import bootstrap
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine
from console.domain.log import NewEntry
from console.domain.people import Actor, Role
from console.domain.reports import ReportKind
from console.domain.roster import Named


def tool(data, *arguments, given=None, python=("-m", "console.tool")):
    command = [sys.executable, "-W", "error", *python, "--data", str(data.root), *arguments]
    environment = {key: value for key, value in os.environ.items() if key not in ("QT_QPA_PLATFORM", "DISPLAY")}
    return subprocess.run(
        command, input=given, capture_output=True, text=True, encoding="utf-8", check=False, env=environment
    )


def text_of(path):
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


@pytest.fixture
def store(new_store):
    return new_store


def test_the_newest_sheet_becomes_a_pdf_without_a_screen(store, tmp_path):
    desk = bootstrap.build(store, StoppedClock(datetime(2030, 8, 12, tzinfo=UTC)))
    officer = desk.accounts.add("陈例一", Role.ADMIN, "example-duty-1", by=Actor.tool("tester"))
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=officer.actor)
    desk.duty.start_hand_over(by=officer.actor)
    desk.close()
    target = tmp_path / "交接.pdf"

    done = tool(store, "--lang", "en", "handover", "pdf", "--out", str(target))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Wrote {target}, {len(PdfReader(target).pages)} pages.\n"
    text = text_of(target)
    assert text.startswith("交接班单") and "示例JJ2030-0001" in text and "【示例】" in text
    again = tool(store, "handover", "pdf", "示例JJ2030-0001", "--out", str(tmp_path / "b.pdf"))
    assert again.returncode == 0 and "示例JJ2030-0001" in text_of(tmp_path / "b.pdf")


def test_a_sheet_that_is_not_there_is_one_sentence(store, ask, tmp_path):
    done = ask(store, "handover", "pdf", "JJ1999-0001", "--out", str(tmp_path / "a.pdf"))

    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1 and not list(tmp_path.glob("*.pdf"))


@pytest.mark.long
def test_the_log_becomes_a_pdf_of_the_lines_asked_for(store, ask, tmp_path):
    answers = [json.loads(ask(store, "log", "add", "--text", f"第{at}条记录").stdout) for at in range(3)]

    done = tool(store, "log", "export", str(tmp_path / "log.pdf"), "--from", answers[1]["recorded_at"])

    text = text_of(tmp_path / "log.pdf")
    assert (done.returncode, done.stderr) == (0, "")
    assert text.startswith("值班日志") and "第1条记录" in text and "第2条记录" in text and "第0条记录" not in text


@pytest.mark.long
def test_a_log_without_lines_is_a_pdf_that_says_so(store, tmp_path):
    assert tool(store, "log", "export", str(tmp_path / "log.pdf")).returncode == 0
    assert "无记录" in text_of(tmp_path / "log.pdf")


def test_more_lines_than_paper_bears_are_refused(store, ask, tmp_path):
    desk = bootstrap.build(store, StoppedClock(datetime(2030, 8, 12, tzinfo=UTC)))
    for _ in range(5):
        desk.log.add_all([NewEntry(uuid4(), "值班记录") for _ in range(4001)], by=Actor.tool("tester"))
    desk.close()

    done = ask(store, "log", "export", str(tmp_path / "log.pdf"))

    assert done.returncode == 1 and "20000" in done.stderr and not list(tmp_path.glob("*.pdf"))


def test_a_disk_that_refuses_is_one_sentence(store, ask, tmp_path):
    done = ask(store, "log", "export", str(tmp_path / "nowhere" / "log.pdf"))

    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1


NO_QT = """
import sys
from console.tool import main
data = sys.argv[1:3]
for command in (["log", "add", "--text", "甲"], ["log", "search", "甲"], ["log", "verify"]):
    assert main([*data, *command]) == 0
assert not [name for name in sys.modules if name.startswith(("PySide6", "shiboken6", "ui."))], "Qt was loaded"
"""


def test_other_commands_load_no_qt(store):
    done = tool(store, python=("-c", NO_QT))

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.long
def test_each_pdf_of_a_sheet_is_a_copy_with_its_number(store, tmp_path):
    desk = bootstrap.build(store, StoppedClock(datetime(2030, 8, 12, tzinfo=UTC)))
    officer = desk.accounts.add("陈例一", Role.ADMIN, "example-duty-1", by=Actor.tool("tester"))
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=officer.actor)
    desk.duty.start_hand_over(by=officer.actor)
    desk.close()

    for name in ("a.pdf", "b.pdf"):
        assert tool(store, "handover", "pdf", "--out", str(tmp_path / name)).returncode == 0
    failed = tool(store, "handover", "pdf", "--out", str(tmp_path / "nowhere" / "c.pdf"))
    assert tool(store, "handover", "pdf", "--out", str(tmp_path / "d.pdf")).returncode == 0

    assert failed.returncode == 1
    assert "正本" in text_of(tmp_path / "a.pdf") and "副本2" in text_of(tmp_path / "b.pdf")
    assert "副本3" in text_of(tmp_path / "d.pdf")


@pytest.mark.long
def test_empty_forms_are_written_into_a_folder(store, tmp_path):
    done = tool(store, "print", "blank", "--out", str(tmp_path / "空表"))

    assert (done.returncode, done.stderr) == (0, "") and len(done.stdout.splitlines()) == 3
    texts = [text_of(path) for path in sorted((tmp_path / "空表").glob("*.pdf"))]
    assert len(texts) == 3 and all("补录编号" in text for text in texts)


@pytest.mark.long
def test_an_issued_report_becomes_a_pdf_and_a_draft_does_not(store, tmp_path):
    desk = bootstrap.build(store, StoppedClock(datetime(2030, 8, 13, tzinfo=UTC)))
    by = Actor.tool("tester")
    draft = desk.reports.compose(ReportKind.DAILY, date(2030, 8, 12), by=by)
    assert tool(store, "print", "report", "RB2030-0001", "--out", str(tmp_path / "a.pdf")).returncode == 1
    desk.reports.issue(draft.id, seen=draft.version, by=by)
    desk.close()

    done = tool(store, "print", "report", "示例RB2030-0001", "--out", str(tmp_path / "a.pdf"))

    assert (done.returncode, done.stderr) == (0, "")
    assert "〔2030〕第1期" in text_of(tmp_path / "a.pdf") and "正本" in text_of(tmp_path / "a.pdf")


@pytest.mark.long
def test_a_month_of_the_roster_becomes_a_counted_pdf(store, tmp_path):
    desk = bootstrap.build(store, StoppedClock(datetime(2030, 8, 13, tzinfo=UTC)))
    desk.roster.set_cell(date(2030, 8, 12), "whole", "主班", [Named("陈例一")], seen=(), by=Actor.tool("tester"))
    desk.close()

    made = [tool(store, "print", "roster", "--month", "2030-08", "--out", str(tmp_path / f"{at}.pdf")) for at in "ab"]
    wrong = tool(store, "print", "roster", "--month", "八月", "--out", str(tmp_path / "c.pdf"))

    assert [(done.returncode, done.stderr) for done in made] == [(0, "")] * 2 and wrong.returncode == 1
    assert "值班表" in text_of(tmp_path / "a.pdf") and "陈例一" in text_of(tmp_path / "a.pdf")
    assert "正本" in text_of(tmp_path / "a.pdf") and "副本2" in text_of(tmp_path / "b.pdf")

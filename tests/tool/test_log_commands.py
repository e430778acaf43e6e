"""The tool as a user runs it: a process, its lines, its exit codes."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from uuid import uuid4

import pytest
from openpyxl import load_workbook


def tool(data, *arguments, given=None):
    command = [sys.executable, "-W", "error", "-m", "console.tool", "--data", str(data.root), *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def store(data, ask):
    assert ask(data, "init").returncode == 0
    return data


def test_without_a_store_the_tool_says_so(data, ask):
    done = ask(data, "log", "add", "--text", "x")

    assert done.returncode == 1
    assert done.stderr == f"no store at {data.root}, run init\n"


def test_a_fresh_store_records_without_officer_or_shift(store, ask):
    done = tool(store, "log", "add", "--text", "山塘水位 3.2 m", "--kind", "call_in", "--at", "2020-08-12 22:15")

    (answer,) = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0 and answer["number"] == 1
    (row,) = map(json.loads, ask(store, "log", "search", "山塘", "--json").stdout.splitlines())
    assert row["occurred_at"].startswith("2020-08-12T22:15:00") and row["occurred_at"].endswith("+08:00")
    assert list(row) == ["id", "number", "occurred_at", "recorded_at", "kind", "text", "by", "corrects"]


def test_a_corrected_line_is_corrected_by_its_newest_correction_only(store, ask):
    lines = [{"text": "水位 3.2 m"}, {"text": "水位 2.3 m", "corrects": 1}, {"text": "水位 2.4 m", "corrects": 1}]
    done = ask(store, "--lang", "zh", "log", "add", given="\n".join(map(json.dumps, lines)))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [answer.get("number") for answer in answers] == [1, 2, None]
    assert "第 2 号" in answers[2]["error"]

    ahead = ask(store, "--lang", "zh", "log", "add", "--text", "x", "--corrects", "99")
    assert ahead.returncode == 1 and "99" in ahead.stderr


def test_lines_are_answered_one_by_one_and_a_bad_one_does_not_stop_the_rest(store, ask):
    given = str(uuid4())
    lines = [
        json.dumps({"text": "一", "id": given}),
        "kein json",
        json.dumps({"text": "二", "kind": "unheard"}),
        json.dumps({"text": "三", "id": given}),
        json.dumps({"text": "一", "id": given}),
        json.dumps({"text": "四"}),
    ]

    done = ask(store, "log", "add", given="\n".join(lines))

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1 and done.stderr == ""
    assert [answer.get("number") for answer in answers] == [1, None, None, None, 1, 2]
    assert answers[3].keys() == {"id", "error"} and answers[3]["id"] == given
    assert answers[4]["existing"] is True


def test_exports_hold_the_same_rows_and_no_formula(store, ask, tmp_path):
    ask(store, "log", "add", "--text", "=1+1")
    ask(store, "log", "add", "--text", '逗号,引号"和\n换行')

    for ending in ("json", "csv", "xlsx"):
        assert ask(store, "log", "export", str(tmp_path / f"o.{ending}")).returncode == 0

    rows = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert [row["text"] for row in rows] == ["=1+1", '逗号,引号"和\n换行']
    with (tmp_path / "o.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["text"] for row in csv.DictReader(file)] == ["'=1+1", '逗号,引号"和\n换行']
    sheet = load_workbook(tmp_path / "o.xlsx").active
    assert sheet["F2"].value == "=1+1" and sheet["F2"].data_type == "s"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["o.csv", "o.json", "o.xlsx"]


def test_verify_says_the_head_and_exits_by_it(store, ask):
    ask(store, "log", "add", "--text", "一")

    done = ask(store, "log", "verify")

    assert done.returncode == 0
    assert done.stdout.startswith("ok 1 entries head=")


def test_no_hit_is_no_error(store, ask):
    done = ask(store, "log", "search", "没有")

    assert (done.returncode, done.stdout) == (0, "")


def test_a_word_the_tool_does_not_know_is_usage(store):
    assert tool(store, "log", "frobnicate").returncode == 2


def test_nothing_of_qt_is_loaded_to_record(store):
    code = "import sys; from console.tool import main; main(sys.argv[1:]); sys.exit('PySide6' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, "--data", str(store.root), "log", "add", "--text", "x"], check=False
    )

    assert done.returncode == 0


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a thing of POSIX")
@pytest.mark.parametrize("after", [1, 40])
def test_kill_9_loses_no_acknowledged_entry(store, ask, after):
    command = [sys.executable, "-m", "console.tool", "--data", str(store.root), "log", "add"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        acknowledged = []
        for i in range(after):
            writer.stdin.write(json.dumps({"text": f"第 {i} 条"}).encode() + b"\n")
            writer.stdin.flush()
            acknowledged.append(json.loads(writer.stdout.readline())["id"])
        writer.stdin.write(b"".join(json.dumps({"text": "未确认"}).encode() + b"\n" for _ in range(200)))
        writer.stdin.flush()
        os.kill(writer.pid, signal.SIGKILL)

    rows = [json.loads(line) for line in ask(store, "log", "search", "第", "--json").stdout.splitlines()]
    assert {row["id"] for row in rows} >= set(acknowledged)
    assert ask(store, "log", "verify").returncode == 0

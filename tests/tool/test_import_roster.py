"""``import roster``: report, exits and options as ``import places`` has them."""

from __future__ import annotations

import json

import pytest
from openpyxl import Workbook


@pytest.fixture
def store(ask, data):
    assert ask(data, "init", "--exercise").returncode == 0
    return data


@pytest.fixture
def sheet(tmp_path):
    def write(*rows, name="值班 表.xlsx"):
        book = Workbook()
        for row in rows:
            book.active.append(list(row))
        book.save(tmp_path / name)
        return str(tmp_path / name)

    return write


GOOD = (("2030年8月",), ("日期", "带班领导", "主班"), ("1日", "林例十", "陈例一"), ("合计", "", ""))
BAD = (*GOOD, ("32日", "林例十", "邹例八"), ("2日", "周例九", "邹例八"))


def read(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_sheet_comes_in_once_and_the_books_agree(ask, store, sheet):
    first = ask(store, "import", "roster", sheet(*GOOD), "--json")
    again = ask(store, "import", "roster", sheet(*GOOD), "--json")

    assert (first.returncode, again.returncode) == (0, 0)
    *warned, counts = read(first)
    assert all(row["warning"] for row in warned)
    assert [(row["row"], row["column"]) for row in warned] == [(3, "B"), (3, "C"), (0, "")]
    assert counts == {
        "read": 2,
        "added": 2,
        "updated": 0,
        "unchanged": 0,
        "skipped": 1,
        "refused": 0,
        "months": ["2030-08"],
        "applied": True,
    }
    assert read(again)[-1]["unchanged"] == 2 and read(again)[-1]["added"] == 0
    assert ask(store, "log", "verify").returncode == 0


def test_one_bad_row_stops_everything_unless_asked_otherwise(ask, store, sheet):
    refused = ask(store, "import", "roster", sheet(*BAD), "--json")
    assert refused.returncode == 1 and read(refused)[-1]["applied"] is False
    assert [row["column"] + str(row["row"]) for row in read(refused) if row.get("warning") is False] == ["A5"]

    good = ask(store, "import", "roster", sheet(*BAD), "--json", "--good-rows-only")
    assert good.returncode == 1 and read(good)[-1]["added"] == 4 and read(good)[-1]["applied"] is True


def test_a_dry_run_changes_nothing_and_people_read_sentences(ask, store, sheet):
    ask(store, "import", "roster", sheet(*GOOD))
    other = sheet(("2030年8月",), ("日期", "主班"), ("1日", "邹例八"))
    dry = ask(store, "import", "roster", other, "--dry-run")

    assert dry.returncode == 0
    assert "2030-08-01 主班: 陈例一 → 邹例八" in dry.stdout
    assert "Read 1 post, 0 to add, 1 to change" in dry.stdout and "nothing was changed" in dry.stdout
    assert read(ask(store, "import", "roster", other, "--json"))[-1]["updated"] == 1


def test_the_month_can_be_given_and_nonsense_is_a_refusal(ask, store, sheet):
    rows = (("日期", "主班"), ("1", "陈例一"))
    assert ask(store, "import", "roster", sheet(*rows)).returncode == 1
    assert ask(store, "import", "roster", sheet(*rows), "--month", "2030-09").returncode == 0
    wrong = ask(store, "import", "roster", sheet(*rows), "--month", "09/2030")
    assert wrong.returncode == 1 and "09/2030" in wrong.stderr
    assert ask(store, "import", "roster", "nowhere.xlsx").returncode == 1

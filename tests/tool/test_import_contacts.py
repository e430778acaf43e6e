"""``import contacts``: options, report and exits as those of ``import places``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

GOLDEN = Path(__file__).parents[1] / "golden" / "contacts" / "contacts.xlsx"


@pytest.fixture
def store(data, ask):
    assert ask(data, "init", "--exercise").returncode == 0
    return data


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


GOOD = "编号,姓名,单位,手机\n001,陈例一,例县应急局（示例）,100-0000-0001\n,单例二,例山镇（示例）,100-0000-0102\n"


def test_an_import_twice_adds_once_and_verifies(store, ask, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(GOOD, encoding="utf-8")

    first = ask(store, "import", "contacts", str(file), "--json")
    again = ask(store, "import", "contacts", str(file), "--json")
    counts = {"updated": 0, "skipped": 0, "refused": 0, "warnings": 0, "applied": True}

    assert first.returncode == 0, first.stderr
    assert lines(first) == [{"read": 2, "added": 2, "unchanged": 0, **counts}]
    assert lines(again) == [{"read": 2, "added": 0, "unchanged": 2, **counts}]
    assert ask(store, "log", "verify").returncode == 0


def test_a_bad_row_changes_nothing_unless_good_rows_only(store, ask, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(GOOD + "003,曾例三,例县水利局（示例）,100-0000-00\n", encoding="gb18030")

    refused = ask(store, "import", "contacts", str(file), "--json")
    dry = ask(store, "import", "contacts", str(file), "--json", "--dry-run", "--good-rows-only")
    good = ask(store, "import", "contacts", str(file), "--json", "--good-rows-only")

    assert [done.returncode for done in (refused, dry, good)] == [1, 1, 1]
    assert [lines(done)[-1]["applied"] for done in (refused, dry, good)] == [False, False, True]
    found = lines(refused)[0]
    assert (found["row"], found["column"]) == (4, "mobile") and "100-0000" in found["problem"]


def test_the_report_is_said_in_both_languages(store, ask, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(GOOD + "003,,例县水利局（示例）,100-0000-0001\n", encoding="utf-8")

    zh = ask(store, "--lang", "zh", "import", "contacts", str(file)).stdout.splitlines()
    en = ask(store, "--lang", "en", "import", "contacts", str(file)).stdout.splitlines()

    assert zh == ["第 4 行 姓名：缺少姓名", "读 3 行，可新增 2，可更新 0，未变 0，跳过 0，未收 1，提醒 0；没有改动。"]
    assert en[0] == "Row 4, Name: The name is missing" and "nothing was changed" in en[1]


@pytest.mark.parametrize("name", ["missing.xlsx", "."])
def test_a_file_that_is_none_is_one_sentence(store, ask, tmp_path, name):
    done = ask(store, "import", "contacts", str(tmp_path / name))

    assert (done.returncode, done.stdout) == (1, "") and len(done.stderr.splitlines()) == 1


def test_the_list_of_a_county_is_taken_in_as_it_is_kept(store):
    command = [sys.executable, "-W", "error", "-m", "console.tool", "--data", str(store.root), "import", "contacts"]
    done = subprocess.run([*command, str(GOLDEN), "--json"], capture_output=True, encoding="utf-8", check=False)
    *found, counts = lines(done)

    assert done.returncode == 0, done.stdout
    assert counts == {
        "read": 33,
        "added": 25,
        "updated": 0,
        "unchanged": 0,
        "skipped": 8,
        "refused": 0,
        "warnings": 2,
        "applied": True,
    }
    assert sorted((one["sheet"], one["row"], one["column"]) for one in found) == [
        ("乡镇灾害信息员", 6, "mobile"),
        ("县级部门", 12, "office"),
    ]

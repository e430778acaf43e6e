"""``import places``: all or nothing, by code, again and again."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def store(data, ask):
    assert ask(data, "init", "--exercise").returncode == 0
    return data


TOWNS = (
    'code,name,areaCode,provinceCode,cityCode\n330399001,"样例镇",330399,33,3303\n330399002,"示岭镇",330399,33,3303\n'
)


def counts(done):
    return json.loads(done.stdout.splitlines()[-1])


def test_an_import_twice_adds_once_and_verifies(store, ask, tmp_path):
    file = tmp_path / "towns.csv"
    file.write_text(TOWNS, encoding="utf-8")

    first = ask(store, "import", "places", str(file), "--json")
    again = ask(store, "import", "places", str(file), "--json")

    assert first.returncode == 0, first.stderr
    assert counts(first) == {"read": 2, "added": 2, "updated": 0, "refused": 0, "applied": True}
    assert counts(again) == {"read": 2, "added": 0, "updated": 0, "refused": 0, "applied": True}
    assert ask(store, "log", "verify").returncode == 0


def test_a_bad_row_changes_nothing_unless_good_rows_only(store, ask, tmp_path):
    file = tmp_path / "towns.csv"
    file.write_text(TOWNS + "3303x,坏行,330399,33,3303\n", encoding="gb18030")

    refused = ask(store, "import", "places", str(file), "--json")
    dry = ask(store, "import", "places", str(file), "--json", "--dry-run", "--good-rows-only")
    good = ask(store, "import", "places", str(file), "--json", "--good-rows-only")

    assert refused.returncode == 1 and counts(refused)["applied"] is False
    assert json.loads(refused.stdout.splitlines()[0])["row"] == 4
    assert counts(dry)["applied"] is False
    assert good.returncode == 1 and counts(good) == {
        "read": 3, "added": 2, "updated": 0, "refused": 1, "applied": True,
    }  # fmt: skip


def test_an_officer_is_added_and_listed(store, ask):
    assert ask(store, "officer", "add", "陈例一", given="example-duty-1\n").returncode == 0
    done = ask(store, "officer", "add", "邹例八", "--as", "陈例一", "--password-stdin", given="wrong\nexample-duty-1\n")

    assert (done.returncode, done.stderr) == (1, "Name or password is wrong.\n")
    (row,) = map(json.loads, ask(store, "officer", "list", "--json").stdout.splitlines())
    assert row["name"] == "陈例一" and row["role"] == "admin"

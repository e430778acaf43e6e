"""``export contacts`` and ``imports``: written, changed, read with its differences, taken back."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def store(data, ask, tmp_path):
    assert ask(data, "init", "--exercise").returncode == 0
    file = tmp_path / "people.csv"
    file.write_text("编号,姓名,单位,手机\n001,陈例一,例县应急局（示例）,100-0000-0001\n", encoding="utf-8")
    assert ask(data, "import", "contacts", str(file)).returncode == 0
    return data


def test_a_file_goes_out_comes_in_changed_and_is_undone(store, ask, tmp_path):
    out = tmp_path / "out.csv"
    assert ask(store, "--lang", "zh", "export", "contacts", str(out)).stdout.strip() == "已导出通讯录 1 行。"
    out.write_text(out.read_text("utf-8-sig").replace("100-0000-0001", "100-0000-0002"), "utf-8")

    dry = ask(store, "--lang", "zh", "import", "contacts", str(out), "--dry-run")
    assert dry.stdout.splitlines()[0] == "第 2 行 陈例一，电话号码：100-0000-0001 → 100-0000-0002"
    assert ask(store, "import", "contacts", str(out)).returncode == 0
    newest, first = (json.loads(line) for line in ask(store, "imports", "--json").stdout.splitlines())
    assert (newest["file"], first["file"], newest["undone"]) == ("out.csv", "people.csv", False)

    assert ask(store, "imports", "--undo", newest["id"]).returncode == 0
    assert ask(store, "export", "contacts", str(out)).returncode == 0
    assert "100-0000-0001" in out.read_text("utf-8-sig")
    assert ask(store, "imports", "--undo", newest["id"]).returncode == 1
    assert ask(store, "log", "verify").returncode == 0


def test_numbers_go_out_hidden(store, ask, tmp_path):
    out = tmp_path / "out.csv"

    assert ask(store, "export", "contacts", str(out), "--mask").returncode == 0
    assert "100-****-0001" in out.read_text("utf-8-sig")
    assert ask(store, "imports", "--undo", "x").returncode == 1


def test_a_number_of_people_is_for_sample_data(data, ask):
    done = ask(data, "--lang", "zh", "init", "--contacts", "100")

    assert (done.returncode, done.stderr.strip()) == (1, "只有示例数据能指定人数。")

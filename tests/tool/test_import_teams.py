"""``import teams`` and ``import experts``: options, report and exits as those of ``import contacts``."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def store(data, ask):
    assert ask(data, "init", "--exercise").returncode == 0
    return data


GOOD = "队伍编号,队伍名称,类别,人数,经度,纬度\nD1,例溪镇突击队,基层,20,120.6,28.18\nD2,例岭镇森防队,森防队伍,30,,\n"


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_teams_come_in_once_differ_are_refused_and_are_taken_back(store, ask, tmp_path):
    file = tmp_path / "队伍.csv"
    file.write_text(GOOD, encoding="utf-8")
    counts = {"updated": 0, "skipped": 0, "refused": 0, "warnings": 0, "applied": True}
    first = ask(store, "import", "teams", str(file), "--json")
    assert first.returncode == 0 and lines(first) == [{"read": 2, "added": 2, "unchanged": 0, **counts}], first.stderr
    file.write_text(GOOD.replace(",20,", ",25,") + "D3,乙队,马戏,1,,\n", encoding="gb18030")
    told = ask(store, "import", "teams", str(file), "--json")
    problem, changed, summary = lines(told)
    assert told.returncode == 1 and (problem["row"], problem["column"], summary["applied"]) == (4, "kind", False)
    assert (changed["changed"], changed["before"], changed["after"]) == ("例溪镇突击队", "20", "25")
    good = ask(store, "import", "teams", str(file), "--good-rows-only")
    assert good.returncode == 1 and "例溪镇突击队, People: 20 → 25" in good.stdout
    assert "[" not in good.stdout
    newest = lines(ask(store, "imports", "--json"))[0]
    assert ask(store, "imports", "--undo", newest["id"]).returncode == 0
    out = ask(store, "export", "teams", str(tmp_path / "导出.xlsx"))
    assert out.returncode == 0 and "2" in out.stdout
    same = ask(store, "import", "teams", str(tmp_path / "导出.xlsx"), "--json", "--dry-run")
    assert same.returncode == 0 and lines(same)[-1]["unchanged"] == 2
    assert ask(store, "log", "verify").returncode == 0


def test_experts_alike_and_a_file_that_is_none(store, ask, tmp_path):
    file = tmp_path / "专家.csv"
    file.write_text("姓名,专业领域,手机\n陈例一,水文,100-0000-0001\n", encoding="utf-8")
    done = ask(store, "import", "experts", str(file), "--json")
    assert done.returncode == 0 and lines(done)[0]["added"] == 1
    file.write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert ask(store, "import", "experts", str(file)).returncode == 1
    assert ask(store, "import", "teams", str(tmp_path / "没有.xlsx")).returncode == 1

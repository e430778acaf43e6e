"""``import|export`` of lists: options, report, exits, empty tables and undo."""

from __future__ import annotations

import json

ROWS = {
    "staff": "姓名,可值岗位\n陈例一,主班\n",
    "groups": "分组,姓名\n甲组,陈例一\n",
}


def last(done):
    return json.loads(done.stdout.splitlines()[-1])


def test_each_list_goes_in_and_out_and_is_taken_back(data, ask, tmp_path):
    assert ask(data, "init", "--exercise").returncode == 0
    people = tmp_path / "people.csv"
    people.write_text("姓名,单位,手机\n陈例一,例县应急局（示例）,100-0000-0001\n", "utf-8")
    assert ask(data, "import", "contacts", str(people)).returncode == 0
    for key, text in ROWS.items():
        file, out = tmp_path / f"{key}.csv", tmp_path / f"{key}-out.csv"
        file.write_text(text, "utf-8")
        done = ask(data, "import", key, str(file), "--json")
        assert (done.returncode, last(done)["added"], last(done)["applied"]) == (0, 1, True), done
        assert ask(data, "export", key, str(out)).returncode == 0
        again = last(ask(data, "import", key, str(out), "--json"))
        assert (again["added"], again["updated"], again["refused"]) == (0, 0, 0) and again["unchanged"] > 0
    runs = [json.loads(line) for line in ask(data, "imports", "--json").stdout.splitlines()]
    assert {run["file"] for run in runs} == {"people.csv", *(f"{key}.csv" for key in ROWS)}
    (group,) = [run["id"] for run in runs if run["file"] == "groups.csv"]
    assert last(ask(data, "imports", "--undo", group, "--json")) == {"undone": 2}
    assert ask(data, "imports", "--undo", group).returncode == 1
    assert ask(data, "log", "verify").returncode == 0


def test_an_empty_table_is_filled_in_and_what_is_wrong_is_a_sentence(data, ask, tmp_path):
    assert ask(data, "init", "--exercise").returncode == 0
    empty = tmp_path / "空表.xlsx"
    assert (
        ask(data, "--lang", "zh", "export", "staff", str(empty), "--template").stdout.strip() == f"空表已存为 {empty}。"
    )
    looked = ask(data, "--lang", "zh", "import", "staff", str(empty), "--dry-run")
    assert looked.stdout.strip() == "读 1 行，可新增 0，可更新 0，未变 0，跳过 1，未收 0，提醒 0；没有改动。"
    bad = tmp_path / "坏.csv"
    bad.write_text("姓名,可值岗位\n没有人,扫地\n", "utf-8")
    told = ask(data, "--lang", "zh", "import", "staff", str(bad))
    assert told.returncode == 1 and told.stdout.splitlines()[0] == "第 2 行 姓名：通讯录里没有 没有人"
    lost = ask(data, "--lang", "zh", "import", "staff", str(tmp_path / "无.csv"))
    assert lost.returncode == 1 and lost.stderr.strip()

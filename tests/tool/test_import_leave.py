"""``import leave``: options, report and exits as those of the other imports."""

from __future__ import annotations

import json


def test_leave_goes_in_once_and_what_is_wrong_is_told(data, ask, tmp_path):
    assert ask(data, "init", "--exercise").returncode == 0
    people, leave = tmp_path / "people.csv", tmp_path / "leave.csv"
    people.write_text("姓名,单位,手机\n陈例一,例县应急局（示例）,100-0000-0001\n", "utf-8")
    leave.write_text(
        "姓名,假别,开始,结束\n陈例一,年假,2030-08-13,2030-08-14\n没有人,年假,2030-08-13,2030-08-14\n", "utf-8"
    )
    assert ask(data, "import", "contacts", str(people)).returncode == 0

    zh = ask(data, "--lang", "zh", "import", "leave", str(leave)).stdout.splitlines()
    good = ask(data, "import", "leave", str(leave), "--good-rows-only", "--json")
    again = ask(data, "import", "leave", str(leave), "--good-rows-only", "--json")

    assert zh == [
        "第 3 行 姓名：通讯录里没有 没有人",
        "读 2 行，可新增 1，可更新 0，未变 0，跳过 0，未收 1，提醒 0；没有改动。",
    ]
    last = [json.loads(done.stdout.splitlines()[-1]) for done in (good, again)]
    assert [(told["added"], told["unchanged"], told["applied"]) for told in last] == [(1, 0, True), (0, 1, True)]
    assert good.returncode == 1
    assert ask(data, "log", "verify").returncode == 0

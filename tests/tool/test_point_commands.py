"""The ledger by the tool: points listed, added, changed and dropped; sheets in and out, an import taken back."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from openpyxl import Workbook

from console import bootstrap
from console.config import DataDir
from console.domain.contact_book import NumberKind
from console.domain.realm import Realm
from console.domain.wire import DeviceForm
from console.services.contact_people import NewNumber, NewPerson
from db.models.places import Place
from tests.kit.dispatch import add

ACTOR = bootstrap.tool_actor()


@pytest.fixture
def exercise(tmp_path):
    """A receiver, 例溪镇 with 例一村 as 例山镇 has one, 陈例一 twice."""
    data = DataDir(tmp_path / "exercise")
    bootstrap.create(data, Realm.EXERCISE)
    desk = bootstrap.build(data)
    try:
        desk.devices.add(DeviceForm(uuid4(), "JB-01", "接收机", "surgard", "sim://surgard/JB-01"), by=ACTOR)
        towns = [Place(id=uuid4(), code=f"33032410{at}", name=name, level="town", version=1)
                 for at, name in enumerate(("例溪镇", "例山镇"))]  # fmt: skip
        add(desk, ACTOR, *towns)
        add(desk, ACTOR, *(Place(id=uuid4(), code=f"{town.code}201", name="例一村", level="village",
                                 parent_id=town.id, version=1) for town in towns))  # fmt: skip
        for number in ("001", "002"):
            phones = [NewNumber(NumberKind.MOBILE, f"100-0000-0{number}")]
            desk.contact_people.add(NewPerson("陈例一", number), phones, by=ACTOR)
    finally:
        desk.close()
    return data


def told(done):
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_points_are_added_changed_listed_and_dropped(exercise, ask):
    points = ("devices", "points", "JB-01")
    where = ("--in", "例溪镇例一村", "--place", "东门", "--person", "陈例一（002）", "--repeat", "5分钟")
    (made,) = told(ask(exercise, *points, "--add", "东门烟感", "--account", "1234", "--zone", "015", *where, "--json"))
    assert (made["name"], made["zone"], made["persons"], made["repeat_seconds"]) == (
        "东门烟感", "015", ["陈例一"], 300,
    )  # fmt: skip
    assert (made["place"].endswith("例一村"), made["place_text"]) == (True, "东门")
    told(ask(exercise, *points, "--add", "水位", "--account", "9", "--above", "１２．５", "--unit", "m", "--json"))
    (changed,) = told(ask(exercise, *points, "--change", "水位", "--above", "", "--below", "-3", "--name", "低水位",
                          "--json"))  # fmt: skip
    assert (changed["name"], changed["above"], changed["below"], changed["unit"]) == ("低水位", None, -3.0, "m")
    (same,) = told(ask(exercise, *points, "--change", changed["id"], "--in", "", "--json"))
    assert (same["name"], same["place"]) == ("低水位", "")
    assert [row["name"] for row in told(ask(exercise, *points, "--account", "1234", "--json"))] == ["东门烟感"]
    assert len(told(ask(exercise, *points, "--json"))) == 2
    assert ask(exercise, *points, "--drop", "低水位").returncode == 0
    assert [row["name"] for row in told(ask(exercise, *points, "--json"))] == ["东门烟感"]


WRONG = (
    (("--change", "没有的", "--unit", "m"), "没有这个点位。"),
    (("--add", "甲", "--in", "例一村"), "有 2 个地点叫“例一村”，请在前面写上乡镇，或写代码。"),
    (("--add", "甲", "--person", "陈例一"), "通讯录里有 2 个 陈例一，请写全。"),
    (("--add", "甲", "--person", "没有人"), "通讯录里没有 没有人。"),
    (("--add", "甲", "--plan", "无此预案"), "没有这个预案。"),
    (("--add", "甲", "--event-type", "外星"), "没有代码为 外星 的事件类型。"),
    (("--add", "甲", "--above", "3", "--below", "5"), "限值不对：上限须大于下限。"),
    (("--add", ""), "请填写名称。"),
)


def test_what_cannot_be_is_refused_in_words(exercise, ask):
    for wrong, said in WRONG:
        done = ask(exercise, "--lang", "zh", "devices", "points", "JB-01", *wrong)
        assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    with pytest.raises(SystemExit) as ended:
        ask(exercise, "--lang", "zh", "devices", "points", "JB-01", "--add", "甲", "--above", "三米")
    assert ended.value.code == 2
    assert ask(exercise, "devices", "points", "JB-01").stdout == ""


def test_a_device_is_changed_stopped_and_started(exercise, ask):
    change = ("devices", "change", "JB-01")
    done = ask(exercise, *change, "--name", "接收机二", "--option", "format=685", "--silent", "2分钟", "--in", "例溪镇")
    assert done.returncode == 0, done.stderr
    (row,) = told(ask(exercise, "devices", "list", "--json"))
    assert (row["name"], row["options"], row["place"].endswith("例溪镇")) == ("接收机二", {"format": "685"}, True)
    assert ask(exercise, *change, "--option", "format=").returncode == 0
    assert told(ask(exercise, "devices", "list", "--json"))[0]["options"] == {}
    assert ask(exercise, "devices", "stop", "JB-01", "--reason", "送修").returncode == 0
    assert told(ask(exercise, "devices", "list", "--json")) == []
    assert ask(exercise, "devices", "start", "JB-01").returncode == 0
    assert told(ask(exercise, "devices", "list", "--json"))[0]["active"]


def test_sheets_go_in_and_out_and_an_import_is_taken_back(exercise, ask, tmp_path):
    for key in ("points", "devices"):
        path = tmp_path / f"{key}.xlsx"
        assert ask(exercise, "export", key, str(path), "--template").returncode == 0 and path.exists()
    made = Workbook()
    rows = [
        ["主机编号", "账号", "防区", "名称", "乡镇", "位置"],
        ["JB-01", "1234", "015", "东门烟感", "例溪镇", "东门"],
        ["JB-02", "1234", "016", "西门烟感", "", ""],
    ]
    for row in rows:
        made.active.append(row)
    made.save(tmp_path / "点位.xlsx")
    looked = ask(exercise, "--lang", "zh", "import", "points", str(tmp_path / "点位.xlsx"), "--dry-run")
    assert (looked.returncode, "设备台账里没有“JB-02”" in looked.stdout) == (1, True)
    done = ask(exercise, "import", "points", str(tmp_path / "点位.xlsx"), "--good-rows-only", "--json")
    assert json.loads(done.stdout.splitlines()[-1])["added"] == 1
    out = tmp_path / "出.csv"
    assert ask(exercise, "export", "points", str(out)).returncode == 0 and "东门烟感" in out.read_text("utf-8-sig")
    again = ask(exercise, "import", "points", str(out), "--json")
    assert json.loads(again.stdout.splitlines()[-1])["unchanged"] == 1
    made.active.delete_cols(1)
    made.save(tmp_path / "无设备.xlsx")
    whose = ask(exercise, "import", "points", str(tmp_path / "无设备.xlsx"), "--device", "JB-01", "--dry-run", "--json")
    assert json.loads(whose.stdout.splitlines()[-1])["added"] == 1
    (run,) = told(ask(exercise, "imports", "--json"))
    assert ask(exercise, "imports", "--undo", run["id"]).returncode == 0
    assert ask(exercise, "devices", "points", "JB-01").stdout == ""

"""``import shelters`` and ``export shelters``: options, report and exits as those of ``import teams``."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from console import bootstrap
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.shelters import ShelterForm, Tier
from console.domain.spots import SpotSense
from console.errors import Refused
from console.services import sample, sample_shelters
from console.services.sample_spots import TOWNS

GOOD = (
    "场所编号,场所名称,级别,容量,经度,纬度,适用灾种,设施,安全检查日期,可视化\n"
    "B1,例溪镇避灾安置中心(示例),乡级,300,120.6,28.18,台风、洪水,供水、厕所,2030-05-01,是\n"
    ",样例村07文化礼堂(示例),村,60,,,,,,\n"
)


@pytest.fixture
def store(data, ask):
    assert ask(data, "init", "--exercise").returncode == 0
    return data


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_shelters_come_in_once_differ_are_refused_and_are_taken_back(store, ask, tmp_path):
    file = tmp_path / "避灾.csv"
    file.write_text(GOOD, encoding="utf-8")
    counts = {"updated": 0, "skipped": 0, "refused": 0, "warnings": 0, "applied": True}
    first = ask(store, "import", "shelters", str(file), "--json")
    assert first.returncode == 0 and lines(first) == [{"read": 2, "added": 2, "unchanged": 0, **counts}], first.stderr
    bad = GOOD.replace(",300,", ",280,") + "B3,乙,省级,10,,,,,,\nB4,丙,村级,10,28.2,120.6,,,,\n"
    file.write_text(bad, encoding="gb18030")
    told = ask(store, "import", "shelters", str(file), "--json")
    *problems, changed, summary = lines(told)
    assert told.returncode == 1 and not summary["applied"]
    assert [(one["row"], one["column"]) for one in problems] == [(4, "tier"), (5, "latitude")]
    assert (changed["changed"], changed["before"], changed["after"]) == ("例溪镇避灾安置中心(示例)", "300", "280")
    good = ask(store, "import", "shelters", str(file), "--good-rows-only")
    assert good.returncode == 1 and "Room for: 300 → 280" in good.stdout, good.stdout
    newest = lines(ask(store, "imports", "--json"))[0]
    assert ask(store, "imports", "--undo", newest["id"]).returncode == 0
    out = ask(store, "export", "shelters", str(tmp_path / "导出.xlsx"))
    assert out.returncode == 0 and "2" in out.stdout
    same = ask(store, "import", "shelters", str(tmp_path / "导出.xlsx"), "--json", "--dry-run")
    assert same.returncode == 0 and lines(same)[-1]["unchanged"] == 2
    file.write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert ask(store, "import", "shelters", str(file)).returncode == 1
    assert ask(store, "log", "verify").returncode == 0


def test_a_template_is_not_read_and_what_was_used_is_not_taken_back(desk, tmp_path):
    by = Actor.tool("tester")
    files = desk.shelter_files
    path = files.save_template(tmp_path / "模板.xlsx")
    assert "避灾安置场所" in load_workbook(path).sheetnames
    told = files.import_file(path, by=by)
    assert (told.read, told.skipped, told.run_id) == (0, 1, None)
    file = tmp_path / "甲.csv"
    file.write_text(GOOD, encoding="utf-8")
    done = files.import_file(file, by=by)
    centre, hall = desk.shelters.rows()
    assert (centre.form.code, hall.form.code, hall.form.tier) == ("B1", "BZ001", Tier.VILLAGE)
    assert (centre.form.suits, centre.form.facilities) == (("typhoon", "flood"), ("water", "toilet"))
    desk.shelters.open(hall.id, by=by)
    with pytest.raises(Refused) as trouble:
        desk.shelter_runs.undo(done.run_id, by=by)
    assert trouble.value.code == "import_changed_since"
    assert desk.shelters.keep(ShelterForm("丙", 5), by=by).form.code == "BZ002"


def test_the_sample_has_120_shelters_over_its_22_towns(county_store):
    county = bootstrap.build(county_store, StoppedClock(sample.starts_at()))
    rows = county.shelters.rows()
    assert len(rows) == sample_shelters.COUNT and len({(row.form.latitude, row.form.longitude) for row in rows}) == 120
    assert {county.shelters.spot(row.form.latitude, row.form.longitude) for row in rows} == {SpotSense.INSIDE}
    for town in TOWNS:
        assert sum(row.form.capacity >= 100 and row.name.startswith(town) for row in rows) >= 2
    assert {row.name: row.form.capacity for row in rows}["例溪镇避灾安置中心(示例)"] == 300
    assert len(county.shelters.checks_due()) == 4 and county.log.verify().fault is None
    assert sum(mark.kind == "shelter" for mark in county.maps.view().marks) == 120
    county.close()

"""Ten thousand places in one file, with every kind of bad row among them: all are named and nothing is changed."""

from __future__ import annotations

import json

import pytest

from console import bootstrap
from console.domain.realm import Realm

pytestmark = pytest.mark.long

BAD = {
    "{code},": "missing_name",
    ",无码村,330399001": "missing_code",
    "3303990015,短码村,330399001": "code_length",
    "33039900100x,字母村,330399001": "code_not_digits",
    "3.30399E+11,舍入村,330399001": "code_rounded",
    "{code},控\x01制村,330399001": "name_control",
    '{code},"' + "长" * 80 + '",330399001': "name_too_long",
    "{code},自指村,{code}": "parent_self",
    "{code},倒挂村,330399001002": "parent_not_above",
    "{code},无亲村,没有此镇": "parent_unknown",
    "{code},错父村,12x": "parent_code",
    "{code}": "too_few_columns",
}


@pytest.fixture
def file(tmp_path):
    rows = ["代码,名称,上级", "330399001,样例镇,330399"]
    rows += [f"330399001{number:03d},样例村{number},330399001" for number in range(1, 1000)]
    rows += [f"3303990{town:02d},镇{town},330399" for town in range(2, 11)]
    rows += [f"3303990{2 + n // 999:02d}{1 + n % 999:03d},村{n},3303990{2 + n // 999:02d}" for n in range(8_991)]
    bad = [line.format(code=f"330399900{number:03d}") for number, line in enumerate(BAD, start=1)]
    rows[5_000:5_000] = bad
    path = tmp_path / "一万行.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path, len(rows) - 1


def test_every_bad_row_is_reported_and_nothing_changed(ask, data, file):
    path, count = file
    bootstrap.create(data, Realm.EXERCISE)

    done = ask(data, "import", "places", str(path), "--json")

    *problems, told = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 1 and done.stderr == ""
    assert told["read"] == count and told["applied"] is False
    assert {row["row"] for row in problems} >= set(range(5_001, 5_001 + len(BAD)))
    assert told["refused"] == len({row["row"] for row in problems})
    desk = bootstrap.build(data)
    assert desk.places.everything() == [] and desk.log.verify().audit.count == 1
    desk.close()


def test_the_good_rows_come_in_alone_when_asked_and_verify(ask, data, file):
    path, count = file
    bootstrap.create(data, Realm.EXERCISE)

    done = ask(data, "import", "places", str(path), "--json", "--good-rows-only")

    told = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 1 and told["applied"] is True
    assert told["added"] + told["refused"] == count and told["added"] >= 9_990
    assert ask(data, "log", "verify").returncode == 0

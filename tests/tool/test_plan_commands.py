"""The tool lists, shows, imports and starts plans: never without a look, an approver and a plain yes."""

from __future__ import annotations

import json

import pytest

from console.domain.people import Actor
from console.services.plan_files import write_workbook
from tests.kit import plans as kit

PASSWORD = "口令口令口令88\n"


@pytest.fixture
def county(desk, tmp_path):
    """A plan, people for its posts and an officer; the tool reads it by the system's clock."""
    by = Actor.tool("tester")
    kit.people(desk, tmp_path, by)
    desk.plans.add(kit.plan(), by=by)
    kit.officer(desk, by)
    return desk.data


ACTIVATE = ("plan", "activate", "YA-01", "--level", "III", "--warning", "台风黄色预警（示例）")
WORD = ("--approver", kit.LEADER, "--words", "同意启动", "--as", "陈例一", "--password-stdin")


def test_plans_are_listed_and_counted(ask, county):
    said = ask(county, "plan", "list").stdout.splitlines()
    assert said == ["YA-01  防汛应急预案（示例）  Special  ⅡⅢⅣ  11 cards", "1 plan, 1 of them with structured steps."]
    row = json.loads(ask(county, "plan", "list", "--json").stdout)
    assert (row["code"], row["levels"], row["cards"]) == ("YA-01", ["II", "III", "IV"], 11)
    assert ask(county, "plan", "list", "--words", "森林", "--json").stdout == ""


def test_one_is_shown_with_its_cards_and_what_is_stale(ask, county):
    told = json.loads(ask(county, "plan", "show", "YA-01", "--json").stdout)
    assert [len(level["cards"]) for level in told["levels"]] == [5, 4, 2]
    assert "Quotas of stores: not checked." in told["stale"]
    plain = ask(county, "plan", "show", "YA-01").stdout
    assert "  B1  例县水利局（示例） 水旱灾害防御科  办理B1  Start +30" in plain
    missing = ask(county, "plan", "show", "YA-99")
    assert (missing.returncode, missing.stderr) == (1, "There is no such plan.\n")


def test_nothing_starts_without_yes(ask, county, desk):
    looked = ask(county, *ACTIVATE)
    assert looked.returncode == 1 and "level Ⅲ: 4 tasks, 0 of them reach nobody" in looked.stdout
    assert looked.stdout.count("解例九 100-0000-0316") == 4
    assert looked.stderr == "Not started. Look at it, then add --yes --approver.\n"
    assert desk.responses.rows(running_only=False) == []


def test_started_once_however_often_it_is_asked(ask, county, desk):
    first = ask(county, *ACTIVATE, "--yes", *WORD, given=PASSWORD)
    assert first.returncode == 0 and first.stdout.endswith("Response 示例XY2030-0001 runs with 4 tasks.\n")
    again = ask(county, *ACTIVATE, "--yes", *WORD, "--json", given=PASSWORD)
    assert json.loads(again.stdout.splitlines()[-1]) == {"response": "示例XY2030-0001", "level": "III", "tasks": 4}
    assert len(desk.orders.rows(open_only=False)) == 4


@pytest.mark.parametrize(
    ("options", "sentence"),
    [((), "name"), (("--approver", kit.LEADER), "not"), (WORD[:4], "not")],
)  # fmt: skip
def test_without_approver_or_officer_nothing_starts(ask, county, desk, options, sentence):
    told = ask(county, *ACTIVATE, "--yes", *options)
    assert told.returncode == 1 and sentence in told.stderr.lower()
    assert desk.responses.rows(running_only=False) == []


def test_a_workbook_is_imported_and_its_faults_are_said(ask, county, desk, tmp_path):
    file = tmp_path / "预案.xlsx"
    desk.plan_files.export(file, by=Actor.tool("tester"))
    same = ask(county, "import", "plans", str(file))
    assert (same.returncode, same.stdout) == (
        0, "15 rows read: 0 plans new, 0 changed, 1 as before; 0 rows refused.\n"
    )  # fmt: skip
    bad = tmp_path / "坏.csv"
    bad.write_text("预案编号,预案名称,类型\nYA-02,另一个（示例）,绝密\nYA-03,好的（示例）,专项\n", encoding="utf-8")
    told = ask(county, "import", "plans", str(bad))
    assert told.returncode == 1 and "row 2: There is no plan type “绝密”." in told.stdout
    assert len(desk.plans.rows()) == 1
    good = ask(county, "import", "plans", str(bad), "--good-rows-only", "--json")
    assert json.loads(good.stdout.splitlines()[-1])["added"] == 1 and len(desk.plans.rows()) == 2


def test_an_import_of_plans_stands_among_the_imports_and_is_taken_back(ask, county, desk, tmp_path):
    write_workbook(tmp_path / "预案.xlsx", [kit.plan("YA-02")])
    assert ask(county, "import", "plans", str(tmp_path / "预案.xlsx")).returncode == 0
    newest = json.loads(ask(county, "imports", "--json").stdout.splitlines()[0])
    assert (newest["file"], newest["taken"], newest["undone"]) == ("预案.xlsx", 1, False)
    assert ask(county, "imports", "--undo", newest["id"]).returncode == 0
    assert [row.code for row in desk.plans.rows()] == ["YA-01"]

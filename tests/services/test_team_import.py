"""Teams with certificates and experts by workbook: template, preview, differences by number, undone as a whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from console.bootstrap import Desk
from console.domain.assigning import NewAssignment
from console.domain.experts import Tier
from console.domain.people import Actor
from console.domain.team_table import HEADS
from console.domain.teams import Readiness
from console.errors import Refused
from console.services.team_sheets import said
from tests.kit.teams import commander, incident, team

TEAM_HEADS = ("备注", "队伍名称", "类别", "能力", "队伍编号", "人数", "联系电话", "经度", "纬度", "状态", "状态说明")
ONE = (
    "",
    "例溪镇突击队",
    "基层",
    "综合救援、水域救援",
    "D1",
    "20人",
    "１００－００００－０００１",
    120.6,
    28.18,
    "休整",
    "连续作战",
)
TWO = ("驻村", "例岭镇森防队", "森防队伍", "forest", "D2", 30, "", "", "", "", "")


@pytest.fixture
def by(desk: Desk) -> Actor:
    return commander(desk)


@pytest.fixture
def book(tmp_path: Path):
    def made(**sheets: list[tuple[object, ...]]) -> Path:
        made, path = Workbook(), tmp_path / "队伍.xlsx"
        made.remove(made.active)
        for name, rows in sheets.items():
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(row)
        made.save(path)
        return path

    return made


PAPERS = [
    ("证书名称", "持证人", "队伍", "到期日"),
    ("潜水证", "陈例一", "D1", "2030-09-01"),
    ("电工证", "", "例岭镇森防队", ""),
]


def test_heads_in_any_order_words_of_the_lists_and_certificates_of_their_own_sheet(desk, by, book):
    path = book(队伍=[("2030年队伍台账",), TEAM_HEADS, ONE, TWO], 证书=PAPERS)
    look = desk.team_files.import_teams(path, dry_run=True, by=by)
    assert (look.read, look.added, look.refused, look.applied) == (4, 4, 0, False) and desk.teams.rows() == []
    done = desk.team_files.import_teams(path, by=by)
    one, two = desk.teams.rows()
    assert done.applied and (one.code, one.kind, one.skills) == ("D1", "grassroots", ("rescue", "water"))
    assert (one.people, one.phone_a, one.longitude) == (20, "100-0000-0001", 120.6)
    assert (one.readiness, one.readiness_note) == (Readiness.RESTING, "连续作战")
    assert [(paper.kind, paper.expires_on) for paper in one.certificates] == [("潜水证", date(2030, 9, 1))]
    assert (two.remark, two.skills, [paper.kind for paper in two.certificates]) == ("驻村", ("forest",), ["电工证"])
    again = desk.team_files.import_teams(path, by=by)
    assert (again.unchanged, again.added, again.updated, again.run_id) == (4, 0, 0, None)
    assert desk.log.verify().fault is None


def test_differences_are_seen_before_they_are_applied_and_taken_back_as_a_whole(desk, by, book):
    desk.team_files.import_teams(book(队伍=[TEAM_HEADS, ONE, TWO], 证书=PAPERS), by=by)
    kept = desk.teams.rows()
    path = book(
        队伍=[("编号", "人数", "准备时间"), ("D1", 25, "10分钟")],
        证书=[PAPERS[0], ("潜水证", "陈例一", "D1", "2031-09-01")],
    )
    look = desk.team_files.import_teams(path, dry_run=True, by=by)
    told = {(one.number, diff.column, diff.before, diff.after) for one in look.changed for diff in one.differences}
    assert told == {
        ("D1", "people", "20", "25"), ("D1", "prepare_minutes", "0", "10"),
        ("D1", "expires_on", "2030-09-01", "2031-09-01"),
    }  # fmt: skip
    done = desk.team_files.import_teams(path, by=by)
    assert desk.teams.by_code("D1").people == 25 and desk.teams.by_code("D1").name == "例溪镇突击队"
    assert desk.team_runs.undo(done.run_id, by=by) == 2
    back = desk.teams.by_code("D1")
    assert (back.people, back.prepare_minutes, back.certificates[0].expires_on) == (20, 0, date(2030, 9, 1))
    assert [row.code for row in desk.teams.rows()] == [row.code for row in kept]
    assert desk.log.verify().fault is None


def test_an_import_is_not_taken_back_once_a_team_of_it_was_sent_or_changed(desk, by, book):
    done = desk.team_files.import_teams(book(队伍=[TEAM_HEADS, TWO]), by=by)
    (row,) = desk.teams.rows()
    desk.assignments.assign(NewAssignment(row.id, incident(desk, by).id), by=by)
    with pytest.raises(Refused, match="import_changed_since"):
        desk.team_runs.undo(done.run_id, by=by)
    assert desk.teams.rows()[0].active
    second = desk.team_files.import_teams(book(队伍=[TEAM_HEADS, ONE]), by=by)
    one = desk.teams.by_code("D1")
    desk.teams.tell(one.id, Readiness.READY, seen=one.version, by=by)
    with pytest.raises(Refused, match="import_changed_since"):
        desk.team_runs.undo(second.run_id, by=by)


def test_a_new_team_that_was_taken_back_is_not_kept_any_more(desk, by, book):
    done = desk.team_files.import_teams(book(队伍=[TEAM_HEADS, ONE, TWO], 证书=PAPERS), by=by)
    assert desk.team_runs.undo(done.run_id, by=by) == 4
    assert desk.teams.rows() == [] and [run.kind for run in desk.team_runs.newest()] == ["teams"]
    assert desk.import_runs.newest() == []
    again = desk.team_files.import_teams(book(队伍=[TEAM_HEADS, ONE]), by=by)
    assert again.updated == 1 and [row.code for row in desk.teams.rows()] == ["D1"]


BAD = [
    (("D3", "", "基层", "", "", "", "", ""), "refused.team_name_missing"),
    (("D3", "甲队", "马戏", "", "", "", "", ""), "refused.team_kind_unknown"),
    (("D3", "甲队", "基层", "杂耍", "", "", "", ""), "refused.skill_unknown"),
    (("D3", "甲队", "基层", "", "很多", "", "", ""), "teams.problem.people"),
    (("D3", "甲队", "基层", "", "-3", "", "", ""), "teams.problem.people"),
    (("D3", "甲队", "基层", "", 3.5, "", "", ""), "teams.problem.people"),
    (("D3", "甲队", "基层", "", "", 28.18, 120.6, ""), "refused.spot_swapped"),
    (("D3", "甲队", "基层", "", "", 120.6, "", ""), "refused.spot_half"),
    (("D3", "甲队", "基层", "", "", "东经", "", ""), "teams.problem.degrees"),
    (("D3", "甲队", "基层", "", "", "", "", "明年"), "teams.problem.day"),
    (("D3", "#N/A", "基层", "", "", "", "", ""), "teams.problem.cell_error"),
    (("D3", "甲\u202e队" + "长" * 100, "基层", "", "", "", "", ""), "refused.text_too_long"),
    (("D3", "甲队", "基层", "", 12345678, "", "", ""), "teams.problem.people"),
    (("D3", "甲队", "基层", "", "", "nan", "nan", ""), "teams.problem.degrees"),
]


@pytest.mark.parametrize(("row", "code"), BAD)
def test_a_row_that_means_nothing_is_told_by_its_column_and_nothing_is_changed(desk, by, book, row, code):
    heads = ("编号", "名称", "类别", "能力", "人数", "经度", "纬度", "保险到期")
    path = book(队伍=[heads, row, ("D4", "乙队", "社会力量", "", 5, 120.6, 28.2, "2030-12-31")])
    told = desk.team_files.import_teams(path, by=by)
    assert [found.code for found in told.problems] == [code] and not told.applied and desk.teams.rows() == []
    assert told.problems[0].row == 2 and said(told.problems[0], "zh") and "[" not in said(told.problems[0], "en")
    good = desk.team_files.import_teams(path, good_rows_only=True, by=by)
    assert good.applied and [one.code for one in desk.teams.rows()] == ["D4"]


def test_the_same_team_twice_and_papers_of_nobody_are_refused(desk, by, book):
    team(desk, by, "丙队", code="D9")
    heads = ("编号", "名称", "类别")
    rows = [("D1", "甲队", "基层"), ("D1", "乙队", "基层"), ("D2", "甲队", "基层"), ("D3", "丙队", "基层")]
    path = book(队伍=[heads, *rows], 证书=[*PAPERS[:2], PAPERS[1], ("电工证", "", "无此队", "")])
    told = desk.team_files.import_teams(path, by=by)
    assert sorted(found.code for found in told.problems) == [
        "refused.certificate_twice", "refused.no_such_team", "refused.team_name_taken", "refused.team_name_taken",
        "refused.team_twice",
    ]  # fmt: skip
    assert told.refused == 5 and not told.applied


def test_what_is_exported_comes_in_again_unchanged(desk, by, book, tmp_path):
    desk.team_files.import_teams(book(队伍=[TEAM_HEADS, ONE, TWO], 证书=PAPERS), by=by)
    target = tmp_path / "导出.xlsx"
    assert desk.team_files.export_teams(target, by=by) == 2
    told = desk.team_files.import_teams(target, by=by)
    assert (told.read, told.unchanged, told.refused) == (4, 4, 0)
    with pytest.raises(Refused, match="bad_export_ending"):
        desk.team_files.export_teams(tmp_path / "导出.doc", by=by)


@pytest.mark.parametrize("kind", ["teams", "experts"])
def test_the_template_has_every_head_and_its_example_is_not_read(desk, by, tmp_path, kind):
    path = desk.team_files.save_template(tmp_path / "模板.xlsx", kind)
    heads = [cell.value for cell in load_workbook(path).worksheets[0][1]]
    assert heads == [words[0] for words in HEADS[kind].values()]
    take = desk.team_files.import_teams if kind == "teams" else desk.team_files.import_experts
    told = take(path, by=by)
    assert (told.read, told.added, told.refused) == (0, 0, 0) and told.skipped > 0


def test_experts_come_in_and_go_out_alike(desk, by, book, tmp_path):
    heads = ("姓名", "专业领域", "单位", "手机", "事件类型", "可联系时间", "层级", "专家编号")
    rows = [
        ("陈例一", "水文", "例县水利局", "100-0000-0001", "101、地质灾害", "工作日 08:00-18:00", "市级", "Z1"),
        ("单例二", "滑坡", "", "100-0000-0002", "", "", "", ""),
        ("曾例三", "气象", "", "", "", "有空", "", ""),
    ]
    path = book(专家=[heads, *rows])
    told = desk.team_files.import_experts(path, by=by)
    assert [found.code for found in told.problems] == ["refused.hours_bad"] and not told.applied
    done = desk.team_files.import_experts(path, good_rows_only=True, by=by)
    two, one = sorted(desk.experts.rows(), key=lambda row: row.code != "ZJ001")
    assert (one.code, one.tier, one.event_types) == ("Z1", Tier.CITY, ("101", "104"))
    assert (two.code, two.tier) == ("ZJ001", Tier.COUNTY)
    assert desk.team_files.export_experts(tmp_path / "专家.xlsx", by=by) == 2
    assert desk.team_files.import_experts(tmp_path / "专家.xlsx", by=by).unchanged == 2
    assert desk.team_runs.undo(done.run_id, by=by) == 2 and desk.experts.rows() == []


def test_what_a_merged_cell_says_counts_for_every_row_it_spans(desk, by, tmp_path):
    made, path = Workbook(), tmp_path / "合并.xlsx"
    for row in (("驻地", "类别", "名称"), ("例溪镇", "基层", "甲队"), (None, None, "乙队"), (None, "社会力量", "丙队")):
        made.active.append(row)
    made.active.merge_cells("A2:A4")
    made.active.merge_cells("B2:B3")
    made.save(path)
    assert desk.team_files.import_teams(path, by=by).added == 3
    kept = {row.name: (row.base, row.kind) for row in desk.teams.rows()}
    assert kept == {
        "甲队": ("例溪镇", "grassroots"), "乙队": ("例溪镇", "grassroots"), "丙队": ("例溪镇", "social")
    }  # fmt: skip


def test_a_file_without_heads_is_refused(desk, by, book):
    with pytest.raises(Refused, match="teams_no_header"):
        desk.team_files.import_teams(book(表=[("甲", "乙"), (1, 2)]), by=by)

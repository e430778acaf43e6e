"""An import of plans is taken back as a whole, or it says why not; while it runs it can be stopped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console import words
from console.domain.importing import Progress
from console.domain.people import Role
from console.errors import Refused
from console.services.plan_files import write_workbook
from tests.kit import plans as kit


@pytest.fixture
def me(desk, by, tmp_path):
    kit.people(desk, tmp_path, by)
    return kit.officer(desk, by)


def brought(desk, by, folder, *plans, **more):
    write_workbook(folder / "预案.xlsx", plans)
    return desk.plan_files.import_file(folder / "预案.xlsx", by=by, **more)


def refusal(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return words.sentence(refused.value, language="zh")


def whole(desk, code="YA-01"):
    return desk.plans.text(desk.plans.by_code(code).id)


def plan(code="YA-01", **more):
    """The plan of the kit as it is read: the highest level first."""
    text = kit.plan(code, **more)
    return text if "levels" in more else replace(text, levels=text.levels[::-1])


def edition_2():
    """What stands otherwise in a newer edition: words, a card less, a card and a level more, another order."""
    fewer = kit.level("IV", cards=(kit.card("A2", action="改办A2"),), starts_when="新的条件")
    return plan(title="防汛应急预案（新版）", levels=(kit.level("I", cards=(kit.card("D1"),)), fewer))


def test_what_was_changed_reads_as_before(desk, by, me, tmp_path):
    desk.plans.add(plan(), by=by)
    before = whole(desk)
    told = brought(desk, by, tmp_path, edition_2(), retire_absent=True)
    assert told.applied and whole(desk) == edition_2()
    (run,) = desk.plan_runs.newest()
    assert (run.id, run.taken, run.mode, run.undone_at) == (told.run_id, 1, "all", None)
    assert desk.plan_runs.undo(run.id, by=by) == 1
    assert whole(desk) == before and desk.plan_runs.newest()[0].undone_by == by.name
    assert desk.plans.history(desk.plans.by_code("YA-01").id)[0].text.endswith("撤销导入 预案.xlsx")
    assert refusal(lambda: desk.plan_runs.undo(run.id, by=by)) == "这次导入已经撤销过。"
    assert kit.started(desk, me, "IV").cards == 2 and desk.log.verify().fault is None


def test_what_was_new_holds_no_longer_and_comes_back_when_it_is_brought_in_again(desk, by, me, tmp_path):
    told = brought(desk, by, tmp_path, plan(), plan("YA-02"))
    assert desk.plan_runs.undo(told.run_id, by=by) == 2 and desk.plans.rows() == []
    assert refusal(lambda: kit.started(desk, me, "IV")).startswith("预案《防汛应急预案（示例）》已停用")
    again = brought(desk, by, tmp_path, plan())
    assert [one.code for one in again.warned] == ["plan.problem.taken_back"]
    assert [row.code for row in desk.plans.rows()] == ["YA-01"] and whole(desk) == plan()
    assert kit.started(desk, me, "IV").running
    assert desk.log.verify().fault is None


def test_two_imports_are_taken_back_one_after_the_other(desk, by, me, tmp_path):
    first = brought(desk, by, tmp_path, plan())
    desk.clock.advance(minutes=1)
    second = brought(desk, by, tmp_path, edition_2(), retire_absent=True)
    said = "导入以后又有人改过：防汛应急预案（新版） 等 1 处，不能整批撤销。"
    assert refusal(lambda: desk.plan_runs.undo(first.run_id, by=by)) == said
    desk.plan_runs.undo(second.run_id, by=by)
    assert whole(desk) == plan()
    desk.plan_runs.undo(first.run_id, by=by)
    assert desk.plans.rows() == []


@pytest.mark.parametrize("raised", [False, True])
def test_what_was_started_from_it_since_stands_against_it(desk, by, me, tmp_path, raised):
    desk.plans.add(plan(), by=by)
    row = kit.started(desk, me, "IV") if raised else None
    desk.clock.advance(minutes=1)
    told = brought(desk, by, tmp_path, plan("YA-02"), plan(remark="新版"))
    desk.clock.advance(minutes=1)
    if row is None:
        row = kit.started(desk, me, "IV")
    else:
        seen = desk.responses.difference(row.id, "III")
        desk.responses.raise_to(row.id, "III", kit.APPROVED, digest=seen.digest, by=me)
    said = f"导入以后已按《防汛应急预案（示例）》启动或调整响应 {row.number}，不能撤销导入。"
    assert refusal(lambda: desk.plan_runs.undo(told.run_id, by=by)) == said
    assert whole(desk).remark == "新版" and len(desk.plans.rows()) == 2, "nothing was taken back"


def test_what_was_started_before_it_does_not_and_keeps_its_papers(desk, by, me, tmp_path):
    desk.plans.add(plan(), by=by)
    row = kit.started(desk, me, "IV")
    board = desk.responses.board(row.id)
    desk.clock.advance(minutes=1)
    told = brought(desk, by, tmp_path, edition_2(), retire_absent=True)
    desk.plan_runs.undo(told.run_id, by=by)
    assert whole(desk) == plan() and desk.responses.board(row.id) == board


@pytest.mark.parametrize("edit", ["card", "withdrawn", "title"])
def test_an_edit_since_stands_against_it(desk, by, me, tmp_path, edit):
    told = brought(desk, by, tmp_path, plan())
    row, text = desk.plans.by_code("YA-01"), plan()
    if edit == "withdrawn":
        desk.plans.retire(row.id, "已废止", seen=row.version, by=by)
    else:
        changed = replace(text, title="改过") if edit == "title" else replace(text, levels=edition_2().levels)
        desk.plans.change(row.id, changed, seen=row.version, by=by)
    assert "不能整批撤销" in refusal(lambda: desk.plan_runs.undo(told.run_id, by=by))


def test_runs_of_people_and_of_plans_are_kept_apart(desk, by, me, tmp_path):
    told = brought(desk, by, tmp_path, plan())
    assert {run.kind for run in desk.import_runs.newest()} == {"contacts"}
    (people,) = desk.import_runs.newest()
    with pytest.raises(Refused, match="no_such_import"):
        desk.plan_runs.undo(people.id, by=by)
    with pytest.raises(Refused, match="no_such_import"):
        desk.import_runs.undo(told.run_id, by=by)


def test_good_rows_only_is_noted_and_nothing_new_is_no_run(desk, by, me, tmp_path):
    bad = plan(levels=(kit.level("IV", cards=(kit.card("A1"), kit.card("B1", after="M9"))),))
    assert not brought(desk, by, tmp_path, bad).applied and desk.plan_runs.newest() == []
    told = brought(desk, by, tmp_path, bad, good_rows_only=True)
    (run,) = desk.plan_runs.newest()
    assert (run.id, run.mode, run.left_out) == (told.run_id, "good", 1)
    assert brought(desk, by, tmp_path, bad, good_rows_only=True).run_id is None


def test_progress_is_told_and_a_stop_changes_nothing(desk, by, me, tmp_path):
    told = []
    plans = [plan(f"YA-{at:02d}") for at in range(4)]
    brought(desk, by, tmp_path, *plans[:1], progress=Progress(lambda *step: told.append(step)))
    assert [part for part, *_ in told] == sorted((part for part, *_ in told), key=("read", "compare", "write").index)
    assert told[-1] == ("write", 1, 1) and ("read", 11, 11) in told
    for part in ("read", "write"):
        seen = []
        progress = Progress(lambda *step, into=seen: into.append(step[0]), lambda at=part, into=seen: at in into)
        said = refusal(lambda using=progress: brought(desk, by, tmp_path, *plans, progress=using))
        assert said == "导入已停止，没有改动。" and len(desk.plans.rows()) == 1
    assert len(desk.plan_runs.newest()) == 1


def test_who_may_not_edit_plans_takes_nothing_back(desk, by, me, tmp_path):
    told = brought(desk, by, tmp_path, plan())
    with pytest.raises(Refused):
        desk.plan_runs.undo(told.run_id, by=kit.officer(desk, by, "查例三", Role.VIEWER))
    assert len(desk.plans.rows()) == 1

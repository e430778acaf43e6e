"""Notices of responses, task cards and the plan for the wall: everything of the record, on the paper it needs."""

from __future__ import annotations

import pytest
from pypdf import PdfReader

from console.domain.forms import PLAN_PAPERS
from console.domain.people import Actor
from console.domain.responses import StepKind
from console.errors import Refused
from tests.kit import plans as kit
from ui import prints
from ui.plan_prints import Notice, PlanCards, ResponseCards, WallPlan
from ui.printing.form import Section
from ui.printing.layout import lay_out
from ui.printing.named import filling_of, spec_of
from ui.printing.outlines import outline
from ui.printing.output import to_pdf


@pytest.fixture
def by(desk) -> Actor:
    return kit.officer(desk, Actor.tool("tester"))


@pytest.fixture
def plan(desk):
    return desk.plans.add(kit.plan(), by=Actor.tool("tester"))


@pytest.fixture
def running(desk, by, plan, tmp_path):
    kit.people(desk, tmp_path, Actor.tool("tester"))
    return kit.started(desk, by)


def printed(desk, item, read, tmp_path):
    form = prints.form_of(desk, item)
    to_pdf(form, tmp_path / "a.pdf")
    return form, "".join(read(tmp_path / "a.pdf"))


def has(text: str, *wanted: str) -> None:
    missing = [one for one in wanted if "".join(one.split()) not in text]
    assert not missing, missing


def raised(desk, by, row):
    seen = desk.responses.difference(row.id, "II")
    return desk.responses.raise_to(row.id, "II", kit.APPROVED, digest=seen.digest, by=by)


def test_the_notice_of_a_start_names_the_cause_who_agreed_and_every_task(desk, running, read, tmp_path):
    form, text = printed(desk, Notice(running.id), read, tmp_path)
    has(
        text,
        "关于启动《防汛应急预案（示例）》Ⅲ级应急响应的通知",
        kit.WARNING.warning,
        f"经{kit.LEADER}批准",
        kit.OFFICE,
    )
    has(text, kit.OFFICE, "办理A1", "办理B2", "启动后30分钟内")
    assert form.kind == "response_start" and form.letter is not None and form.counted


def test_the_notice_of_a_raise_tells_new_kept_and_cancelled_tasks_apart(desk, by, running, read, tmp_path):
    raised(desk, by, running)
    form, text = printed(desk, Notice(running.id), read, tmp_path)
    assert form.kind == "response_change"
    new, kept, gone = (text.index(word) for word in ("新增任务", "继续执行的任务", "不再执行的任务"))
    assert new < text.index("办理C1") < kept < text.index("办理A2") < gone < text.index("办理A1")
    first = next(step for step in desk.responses.steps(running.id) if step.kind is StepKind.START)
    older, text = printed(desk, Notice(running.id, first.number), read, tmp_path)
    assert older.kind == "response_start" and older.number != form.number
    has(text, "办理A1")


def test_the_notice_of_an_end_says_what_was_checked(desk, by, running, read, tmp_path):
    desk.responses.end(running.id, kit.answered(desk, running), kit.APPROVED, "台风已远离", by=by)
    form, text = printed(desk, Notice(running.id), read, tmp_path)
    assert form.kind == "response_end"
    has(text, "关于终止《防汛应急预案（示例）》Ⅲ级应急响应的通知", "台风已远离", "人员返回：是")


def test_a_notice_is_printed_in_the_countys_own_words(desk, by, running, read, tmp_path):
    me = Actor.tool("tester")
    first = next(item for item in desk.lists.rows("notice_templates") if item.get("kind") == "start")
    own = {**first.values, "title": "例县启动{等级}级响应", "text": "{事由}，{批准人}已经批准。"}
    changed = desk.lists.change("notice_templates", first.code, own, seen=first.version, by=me)
    form, text = printed(desk, Notice(running.id), read, tmp_path)
    has(text, "例县启动Ⅲ级响应", f"{kit.WARNING.warning}，{kit.LEADER}已经批准。", kit.OFFICE)
    assert "办理A1" not in text and form.number == f"{running.number}-1"
    desk.lists.retire("notice_templates", first.code, seen=changed.version, by=me)
    with pytest.raises(Refused, match="notice_template_missing"):
        prints.form_of(desk, Notice(running.id))


def test_task_cards_of_a_response_name_the_person_and_the_time(desk, running, read, tmp_path):
    form, text = printed(desk, ResponseCards(running.id, kit.POST), read, tmp_path)
    has(text, kit.POST, "解例九", "100-0000-0316", "办理B1", running.number)
    table = next(block for block in form.blocks if isinstance(block, Section))
    assert len(table.rows) == len(kit.CODES["III"])


def test_task_cards_of_the_library_name_nobody(desk, plan, read, tmp_path):
    form, text = printed(desk, PlanCards(plan.id, "IV"), read, tmp_path)
    has(text, "Ⅳ级", "办理A1", "办理A2")
    assert not form.counted


@pytest.mark.parametrize(("large", "width"), [(False, 595), (True, 842)])
def test_the_plan_for_the_wall_is_one_page_of_the_paper_asked_for(desk, plan, tmp_path, large, width):
    form = prints.form_of(desk, WallPlan(plan.id, large=large))
    to_pdf(form, tmp_path / "wall.pdf")
    pages = PdfReader(tmp_path / "wall.pdf").pages
    assert (len(pages), round(float(pages[0].mediabox.width))) == (1, width)


def test_what_is_large_fills_the_larger_paper(desk, plan, tmp_path):
    ends = []
    for large in (False, True):
        to_pdf(prints.form_of(desk, WallPlan(plan.id, large=large)), tmp_path / "wall.pdf")
        places: list[float] = []
        page = PdfReader(tmp_path / "wall.pdf").pages[0]

        def note(_text, cm, tm, *_font, places=places):
            places.append(tm[4] * cm[0] + tm[5] * cm[2] + cm[4])

        page.extract_text(visitor_text=note)
        ends.append(max(places))
    assert ends[1] == pytest.approx(ends[0] * 2**0.5, rel=0.02)


def test_a_fuller_plan_gives_up_its_standards_before_it_gives_up_the_page(desk):
    cards = tuple(
        kit.card(f"N{at:02d}", standard="逐户核实并登记造册，做到不漏一户、不落一人，结果报指挥部") for at in range(30)
    )
    text = kit.plan("YA-02", levels=(kit.level("III", cards=cards),))
    form = prints.form_of(desk, WallPlan(desk.plans.add(text, by=Actor.tool("tester")).id))
    assert len(lay_out(form).pages) == 1
    tasks = form.blocks[-1]
    assert isinstance(tasks, Section)
    assert [column.title for column in tasks.columns] == ["任务", "岗位", "时限", "适用等级"]
    assert [row.cells[0] for row in tasks.rows] == [one.action for one in cards]


@pytest.mark.parametrize("kind", PLAN_PAPERS)
def test_every_name_a_print_has_is_known_to_the_countys_own_form(desk, by, running, kind):
    made = {
        "response_start": lambda: Notice(running.id),
        "response_change": lambda: Notice(raised(desk, by, running).id),
        "response_end": lambda: Notice(
            desk.responses.end(running.id, kit.answered(desk, running), kit.APPROVED, by=by).id
        ),
        "task_card": lambda: ResponseCards(running.id),
        "plan_wall": lambda: WallPlan(running.plan_id),
    }[kind]()
    form = prints.form_of(desk, made)
    known, filled = spec_of(outline(desk, kind)), filling_of(form)
    assert form.kind == kind
    assert set(filled.values) <= known.names
    assert all(set(names) <= known.columns[table] for table, names in filled.columns.items())


def test_the_countys_title_stands_over_its_task_cards(desk, plan):
    title = "例县应急任务卡"
    desk.settings.change("print.title.task_card", title, "本地", confirmed=True, by=Actor.tool("tester"))
    assert prints.form_of(desk, PlanCards(plan.id, "IV")).title == title
    assert prints.form_of(desk, WallPlan(plan.id)).title == "防汛应急预案（示例）"

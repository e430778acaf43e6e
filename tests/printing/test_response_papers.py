"""What happens to a plan after a response was started from it changes no word of any paper of the response."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.people import Actor
from console.domain.plans import Level, Milestone, PlanText
from console.domain.responses import Cause, ResponseRow, StepKind
from tests.kit import plans as kit
from ui import prints
from ui.plan_prints import Notice, ResponseCards
from ui.printing.form import Form
from ui.printing.output import to_pdf

ME = Actor.tool("tester")
NOON = datetime(2030, 8, 12, 4, 0, tzinfo=UTC)


def papers(desk: Desk, row: ResponseRow) -> dict[str, Any]:
    """Everything that is shown, told or printed of a response."""
    ask = desk.responses
    steps = [step for step in ask.steps(row.id) if step.kind is not StepKind.MILESTONE]
    wanted = [*(Notice(row.id, step.number) for step in steps), ResponseCards(row.id), ResponseCards(row.id, kit.POST)]
    return {
        "row": ask.one(row.id),
        "found": [one.id for one in ask.rows("防汛应急预案 YA-01", running_only=False)],
        "board": ask.board(row.id),
        "steps": ask.steps(row.id),
        "milestones": ask.milestones(row.id),
        "ending": ask.ending(row.id),
        "timeline": desk.incident_timeline.events(row.incident_id),
        "notices": [desk.response_notices.text(row.id, step.number) for step in steps],
        "tasks": [(task.title, task.text) for task in desk.orders.rows(source_id=row.id, open_only=False)],
        "prints": [prints.form_of(desk, item) for item in wanted],
    }


# edits of a plan, by what they do to its text

Edit = Callable[[PlanText], PlanText]


def levels(change: Callable[[Level], Level]) -> Edit:
    return lambda text: replace(text, levels=tuple(change(level) for level in text.levels))


def reworded(level: Level) -> Level:
    cards = tuple(replace(card, action=f"改办{card.code}", standard="新标准", due_minutes=77) for card in level.cards)
    return replace(level, cards=cards)


def led_anew(level: Level) -> Level:
    said = {
        "starts_when": "新的启动条件",
        "starter": "指挥长",
        "organisation": "新的指挥部",
        "ends_when": "新的终止条件",
    }
    return replace(level, **said, ending=("新的核对",))


def handed_on(level: Level) -> Level:
    return replace(
        level, cards=tuple(replace(card, unit="例县新局", post="新科", evidence="新") for card in level.cards)
    )


def without_milestones(level: Level) -> Level:
    return replace(level, milestones=(), cards=tuple(replace(card, after="start") for card in level.cards))


def renamed_milestone(level: Level) -> Level:
    return replace(level, milestones=(Milestone("M1", "另一个里程碑"), Milestone("M2", "再一个")))


EDITS: dict[str, Edit] = {
    "words": levels(reworded),
    "conditions": levels(led_anew),
    "posts": levels(handed_on),
    "order": levels(lambda level: replace(level, cards=level.cards[::-1])),
    "first card gone": levels(lambda level: replace(level, cards=level.cards[1:])),
    "cards gone": levels(lambda level: replace(level, cards=())),
    "new card": levels(lambda level: replace(level, cards=(kit.card("Z9"), *level.cards))),
    "no milestones": levels(without_milestones),
    "milestones": levels(renamed_milestone),
    "no levels": lambda text: replace(text, levels=()),
    "one level": lambda text: replace(text, levels=text.levels[:1]),
    "title": lambda text: replace(text, title="另一个预案", edition="新版", owner="新单位", review_on=date(2031, 1, 1)),
    "code": lambda text: replace(text, code="YA-99"),
}


class Room:
    """A response that went through every step, and the plan it came from."""

    def __init__(self, data: DataDir, folder: Path) -> None:
        self.folder, self.clock = folder, StoppedClock(NOON)
        self.desk = bootstrap.build(data, self.clock)
        self.ended, self.running = self.desk.responses.rows(running_only=False)[::-1]
        self.plan_id = self.ended.plan_id

    def edit(self, name: str) -> None:
        """The plan is changed at the desk."""
        row, text = self.desk.plans.row(self.plan_id), self.desk.plans.text(self.plan_id)
        made = EDITS[name](text)
        self.desk.plans.change(self.plan_id, made, seen=row.version, by=ME)

    def bring_in(self, name: str) -> None:
        """The plan comes in anew from a workbook that has it otherwise; what the workbook lacks no longer holds."""
        before = self.desk.plans.text(self.plan_id)
        made = replace(EDITS[name](before), code=before.code)
        if made.levels:
            from console.services.plan_files import write_workbook

            write_workbook(self.folder / "新.xlsx", [made])
            told = self.desk.plan_files.import_file(self.folder / "新.xlsx", retire_absent=True, by=ME)
            assert told.applied, told.problems

    def withdraw(self, _name: str) -> None:
        row = self.desk.plans.row(self.plan_id)
        act = self.desk.plans.retire if row.active else self.desk.plans.restore
        act(self.plan_id, *(["已废止"] if row.active else []), seen=row.version, by=ME)


def went_through(desk: Desk, by: Actor, cause: Cause, *, ends: bool) -> None:
    """Started, raised, a milestone reached, lowered and (where it shall) ended."""
    row = kit.started(desk, by, cause=cause)
    for level, act in (("II", desk.responses.raise_to), ("IV", desk.responses.lower_to)):
        seen = desk.responses.difference(row.id, level)
        act(row.id, level, kit.APPROVED, digest=seen.digest, by=by)
        if level == "II":
            desk.responses.reach(row.id, "M1", by=by)
    if ends:
        desk.responses.end(row.id, kit.answered(desk, row), kit.APPROVED, "台风远离", by=by)


@pytest.fixture(scope="module")
def stood(empty_store: DataDir, tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """A store in which one response ended and another one runs, each for an incident."""
    made = DataDir(tmp_path_factory.mktemp("papers") / "store")
    shutil.copytree(empty_store.root, made.root)
    desk = bootstrap.build(made, StoppedClock(datetime(2030, 8, 12, 0, 0, tzinfo=UTC)))
    kit.people(desk, made.root.parent, ME)
    desk.plans.add(kit.plan(owner="县防指办", edition="2030年版"), by=ME)
    by = kit.officer(desk, ME)
    for ends in (True, False):
        item = desk.intake.register(Intake(uuid4(), "例一街道积水", desk.clock.now()), by=by)
        incident = desk.incidents.open(NewIncident(uuid4(), "例一街道内涝", "多处积水", None), [item.id], by=by)
        went_through(desk, by, Cause(incident.id), ends=ends)
    desk.close()
    return made


@contextmanager
def room(stood: DataDir) -> Iterator[Room]:
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        data = DataDir(Path(folder) / "data")
        shutil.copytree(stood.root, data.root)
        made = Room(data, Path(folder))
        try:
            yield made
        finally:
            made.desk.close()


DONE = st.tuples(st.sampled_from(("edit", "edit", "bring_in", "withdraw")), st.sampled_from(sorted(EDITS)))


@settings(
    max_examples=8, derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(st.lists(DONE, min_size=1, max_size=5))
def test_whatever_is_done_to_the_plan_no_paper_of_its_responses_changes(stood, done):
    with room(stood) as made:
        before = [papers(made.desk, row) for row in (made.ended, made.running)]
        for act, name in done:
            getattr(made, act)(name)
        after = [papers(made.desk, row) for row in (made.ended, made.running)]
        for was, now in zip(before, after, strict=True):
            assert [name for name in was if was[name] != now[name]] == []


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_is_one_and_changes_no_paper(stood, name):
    """Each edit above alone: it is in the plan afterwards, and in no paper."""
    with room(stood) as made:
        before, text = papers(made.desk, made.ended), made.desk.plans.text(made.plan_id)
        made.edit(name)
        assert made.desk.plans.text(made.plan_id) != text
        after = papers(made.desk, made.ended)
        assert [one for one in before if before[one] != after[one]] == []


def words_of(form: Form, folder: Path) -> list[str]:
    to_pdf(form, folder / "a.pdf")
    return [page.extract_text() for page in PdfReader(folder / "a.pdf").pages]


def test_the_sheets_themselves_stay_as_they_were(stood):
    with room(stood) as made:
        before = [words_of(form, made.folder) for form in papers(made.desk, made.ended)["prints"]]
        for name in ("words", "title", "posts", "no levels"):
            made.edit(name)
        made.withdraw("")
        assert [words_of(form, made.folder) for form in papers(made.desk, made.ended)["prints"]] == before
        assert all("".join(pages).strip() for pages in before)


def test_the_next_change_of_level_reads_the_plan_as_it_is_then(stood):
    """What was read stays as it is; what is read from now on is the new text."""
    with room(stood) as made:
        made.edit("words")
        made.edit("conditions")
        row = made.running
        old = made.desk.response_notices.text(row.id)
        by = next(one.actor for one in made.desk.accounts.list() if one.name == "陈例一")
        seen = made.desk.responses.difference(row.id, "III")
        assert {field[0] for field in next(one for one in seen.kept if one.code == "A1").differs} == {
            "action", "standard", "due_minutes",
        }  # fmt: skip
        made.desk.responses.raise_to(row.id, "III", kit.APPROVED, digest=seen.digest, by=by)
        assert made.desk.responses.ending(row.id) == ("新的核对",)
        assert "改办B1" in made.desk.response_notices.text(row.id).body
        number = made.desk.responses.steps(row.id)[-2].number
        assert made.desk.response_notices.text(row.id, number) == old

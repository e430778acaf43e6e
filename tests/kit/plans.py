"""A plan as tests start it: two people for each post, three levels that share some of their cards."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from console.bootstrap import Desk
from console.domain.people import Actor, Role
from console.domain.plans import Card, Level, Milestone, PlanText
from console.domain.responses import Approved, Cause, EndItem, ResponseRow

OFFICE = "例县水利局（示例）"
POST = "水旱灾害防御科"
LEADER = "吴例十三"
WARNING = Cause(warning="台风黄色预警（示例）")
APPROVED = Approved(LEADER, words="同意启动")

CODES = {"IV": ("A1", "A2"), "III": ("A1", "A2", "B1", "B2"), "II": ("A2", "B1", "C1", "C2", "C3")}
"""Cards of each level."""


def card(code: str, **more: object) -> Card:
    return Card(**{"code": code, "post": POST, "unit": OFFICE, "action": f"办理{code}", "due_minutes": 30, **more})  # type: ignore[arg-type]


def level(name: str, **more: object) -> Level:
    values: dict[str, object] = {
        "level": name, "starts_when": "预计48小时内受影响", "starter": "副指挥长", "ending": ("人员返回", "队伍归队"),
        "milestones": (Milestone("M1", "人员转移到位"),),
        "cards": tuple(card(code) for code in CODES.get(name, ("A1",))),
    }  # fmt: skip
    return Level(**{**values, **more})  # type: ignore[arg-type]


def plan(code: str = "YA-01", **more: object) -> PlanText:
    levels = tuple(level(name) for name in CODES)
    return PlanText(**{"code": code, "title": "防汛应急预案（示例）", "kind": "special", "levels": levels, **more})  # type: ignore[arg-type]


def people(desk: Desk, folder: Path, by: Actor, rows: tuple[str, ...] = ()) -> None:
    """A at the post with a number, B too; ``rows`` are further lines of the file."""
    file = folder / "人员.csv"
    heads = "姓名,单位,职务,A/B岗,手机"
    both = (f"解例九,{OFFICE},{POST},A,100-0000-0316", f"区例一,{OFFICE},{POST},B,100-0000-0317")
    file.write_text("\n".join((heads, *both, *rows)), encoding="utf-8")
    told = desk.contacts.import_file(file, by=by)
    assert told.applied, told.problems


def officer(desk: Desk, by: Actor, name: str = "陈例一", role: Role = Role.OFFICER) -> Actor:
    return desk.accounts.add(name, role, "口令口令口令88", by=by).actor


def started(desk: Desk, by: Actor, level: str = "III", code: str = "YA-01", cause: Cause = WARNING) -> ResponseRow:
    plan_id = desk.plans.by_code(code).id
    seen = desk.responses.preview(plan_id, level, cause)
    return desk.responses.start(uuid4(), plan_id, level, cause, APPROVED, digest=seen.digest, by=by)


def answered(desk: Desk, row: ResponseRow) -> list[EndItem]:
    return [EndItem(item, done=True) for item in desk.responses.ending(row.id)]

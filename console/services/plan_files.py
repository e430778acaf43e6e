"""A workbook of plans: the template, what stands in the library, and reading one that somebody filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from console import words
from console.domain.importing import SILENT, Progress
from console.domain.plan_heads import EXAMPLE, HEADS, SHEETS, milestones_text, text_of
from console.domain.plan_table import Finding, Reading, read_sheet
from console.domain.plans import START, Card, Level, Milestone, PlanText, shown
from console.errors import Refused
from console.services.workbooks import read_book

_EXAMPLE = PlanText(
    EXAMPLE, "县防汛防台抗旱应急预案（填写示例，不导入）", "special", owner="县防指办（示例）", edition="2030年版",
    levels=(
        Level(
            "IV", "预计未来48小时内可能受台风影响", "副指挥长", "台风影响结束", "防指办牵头",
            (Milestone("M1", "人员转移到位"),), ("转移人员已返回", "队伍已归队", "物资已归库", "避灾点已关闭"),
            (Card("A01", "水旱灾害防御科", "加密监测水库水位", 30, START, "县水利局（示例）", "每小时一报", "水位表"),),
        ),
    ),
)  # fmt: skip


def said(finding: Finding, language: str | None = None) -> str:
    """A finding as a sentence, in the language in use unless one is named."""
    language = language or words.language()
    kind, _, code = finding.code.partition(".")
    if kind == "refused":
        return words.sentence(Refused(code, **finding.facts), language=language)
    text, about = words.say_in(language, finding.code, **finding.facts), finding.facts.get("about")
    return f"{about}{'：' if language == 'zh' else ': '}{text}" if about else text


def read_plans(path: Path, progress: Progress = SILENT) -> Reading:
    """Rows and findings of that file; refuses what is too big, damaged or of another kind, and plans_no_header."""
    progress.step("read", 0, 0)
    book = read_book(path)
    found = Reading(digest=book.digest)
    for sheet in book.sheets:
        read_sheet(found, sheet.name, sheet.rows, sheet.merged, progress)
    if not found.tables:
        raise Refused("plans_no_header", name=path.name)
    return found


def write_workbook(path: Path, plans: Iterable[PlanText]) -> int:
    """The three sheets of the template with these plans in them; without any, with a row that shows how."""
    from openpyxl import Workbook

    texts = list(plans)
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for table, rows in _tables(texts or [_EXAMPLE]).items():
        _sheet(book.create_sheet(SHEETS[table]), [heads[0] for heads in HEADS[table].values()], rows)
    book.save(path)
    return len(texts)


def _tables(plans: Sequence[PlanText]) -> dict[str, list[list[str]]]:
    levels = [(plan, level) for plan in plans for level in plan.levels]
    return {
        "plans": [[_plan_cell(plan, name) for name in HEADS["plans"]] for plan in plans],
        "levels": [[_level_cell(plan, level, name) for name in HEADS["levels"]] for plan, level in levels],
        "cards": [
            [_card_cell(plan, level, card, name) for name in HEADS["cards"]]
            for plan, level in levels
            for card in level.cards
        ],
    }


def _plan_cell(plan: PlanText, name: str) -> str:
    if name in ("kind", "tier"):
        return words.say_in("zh", f"plan.{name}.{getattr(plan, name)}")
    return text_of(getattr(plan, name))


def _level_cell(plan: PlanText, level: Level, name: str) -> str:
    if name == "milestones":
        return milestones_text(level.milestones)
    if name == "ending":
        return "\n".join(level.ending)
    return plan.code if name == "code" else shown(level.level) if name == "level" else str(getattr(level, name))


def _card_cell(plan: PlanText, level: Level, card: Card, name: str) -> str:
    if name == "after":
        return "启动" if card.after == START else card.after
    if name in ("code", "level"):
        return _level_cell(plan, level, name)
    return text_of(getattr(card, "code" if name == "card" else name))


def _sheet(sheet: Any, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.append(list(heads))
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value, cell.number_format = value, "@"
            cell.data_type = "s"  # whatever it begins with, it is text and no formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(1, column)
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center")
        sheet.column_dimensions[get_column_letter(column)].width = max(12, 2 * len(head))
    sheet.freeze_panes = "A2"

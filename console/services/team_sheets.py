"""Workbooks of teams, experts and shelters as files: reading one, the template, what is kept in its form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from console import words
from console.domain.experts import ExpertRow
from console.domain.importing import SILENT, Progress
from console.domain.team_table import EXAMPLE, HEADS, SHEETS, Finding, Reading, read_sheet
from console.domain.teams import CertificateRow, TeamRow
from console.errors import Refused
from console.services.place_said import Said
from console.services.team_writing import Known
from console.services.workbooks import read_book

_EXAMPLES: dict[str, dict[str, str]] = {
    "teams": {
        "code": EXAMPLE, "name": "例溪镇突击队（填写示例，不导入）", "kind": "基层队伍", "skills": "综合救援、水域救援",
        "event_types": "101、102", "head_a": "陈例一", "phone_a": "100-0000-0001", "people": "20",
        "equipment": "冲锋舟 2，水泵 2", "base": "例溪镇人民政府", "place": "例溪镇", "longitude": "120.6",
        "latitude": "28.18", "prepare_minutes": "5", "readiness": "待命", "registered": "是",
        "insurance_until": "2030-12-31", "last_drill_on": "2030-06-01",
    },
    "certificates": {
        "team": EXAMPLE, "kind": "社会救援员", "holder": "陈例一", "number": "示例001", "expires_on": "2030-12-31",
    },
    "experts": {
        "code": EXAMPLE, "name": "陈例一（填写示例，不导入）", "field": "水文水资源", "event_types": "101、102",
        "unit": "例县水利局（示例）", "title": "高级工程师", "phone": "100-0000-0001", "tier": "县级",
        "hours": "工作日 08:00-18:00",
    },
    "shelters": {
        "code": EXAMPLE, "name": "例溪镇避灾安置中心（填写示例，不导入）", "tier": "乡级", "capacity": "300",
        "place": "例溪镇", "address": "例溪镇兴例路 1 号", "longitude": "120.6", "latitude": "28.18", "area_m2": "900",
        "managed_by": "例溪镇人民政府", "manager_a": "陈例一", "phone_a": "0577-0000-0001", "manager_b": "王例二",
        "phone_b": "0577-0000-0002", "structure": "框架", "built_in": "2015", "checked_on": "2030-05-01",
        "suits": "台风、洪水", "facilities": "供水、厕所、床铺被褥", "camera": "是",
    },
}  # fmt: skip


def said(finding: Finding, language: str | None = None) -> str:
    """A finding as a sentence, in the language in use unless one is named."""
    language = language or words.language()
    kind, _, code = finding.code.partition(".")
    if kind == "refused":
        return words.sentence(Refused(code, **finding.facts), language=language)
    return words.say_in(language, finding.code, **finding.facts)


def read_tables(
    path: Path, wanted: Sequence[str], progress: Progress = SILENT, missing: str = "teams_no_header"
) -> Reading:
    """Rows and findings of that file; refuses what is too big, damaged or of another kind, without heads."""
    progress.step("read", 0, 1)
    book = read_book(path)
    found = Reading(digest=book.digest)
    for sheet in progress.over("read", book.sheets, len(book.sheets)):
        read_sheet(found, sheet.name, sheet.rows, sheet.merged, wanted)
    if not found.tables:
        raise Refused(missing, name=path.name)
    return found


def write_tables(path: Path, tables: Mapping[str, Sequence[Mapping[str, str]]], *, example: bool = False) -> int:
    """The sheets of the template with these rows (fields to texts) in them, or with a row that shows how."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for table, rows in tables.items():
        filled = [_EXAMPLES[table]] if example else rows
        cells = [[row.get(name, "") for name in HEADS[table]] for row in filled]
        _sheet(book.create_sheet(SHEETS[table]), [heads[0] for heads in HEADS[table].values()], cells)
    book.save(path)
    return sum(map(len, tables.values()))


def team_cells(team: TeamRow, lists: Known, places: Said) -> dict[str, str]:
    """A team as the template has it: words of the lists, not their codes."""
    return {
        "code": team.code, "name": team.name, "kind": lists.kinds.get(team.kind, team.kind),
        "skills": "、".join(lists.skills.get(code, code) for code in team.skills),
        "event_types": "、".join(team.event_types), "head_a": team.head_a, "phone_a": team.phone_a,
        "head_b": team.head_b, "phone_b": team.phone_b, "call_sign": team.call_sign, "people": str(team.people),
        "people_ready": _shown(team.people_ready), "equipment": team.equipment, "base": team.base,
        "place": places.of(team.place_id), "longitude": _shown(team.longitude), "latitude": _shown(team.latitude),
        "prepare_minutes": str(team.prepare_minutes),
        "readiness": words.say_in("zh", f"team.readiness.{team.readiness.value}"),
        "readiness_note": team.readiness_note, "registered": "是" if team.registered else "否",
        "insurance_until": _shown(team.insurance_until), "last_drill_on": _shown(team.last_drill_on),
        "agreement": team.agreement, "remark": team.remark,
    }  # fmt: skip


def certificate_cells(team: TeamRow, paper: CertificateRow) -> dict[str, str]:
    return {
        "team": team.code, "kind": paper.kind, "holder": paper.holder, "number": paper.number,
        "expires_on": _shown(paper.expires_on),
    }  # fmt: skip


def expert_cells(expert: ExpertRow) -> dict[str, str]:
    """An expert as the template has it."""
    return {
        "code": expert.code, "name": expert.name, "field": expert.field,
        "event_types": "、".join(expert.event_types), "unit": expert.unit, "title": expert.title,
        "phone": expert.phone, "phone_b": expert.phone_b, "address": expert.address,
        "longitude": _shown(expert.longitude), "latitude": _shown(expert.latitude),
        "tier": words.say_in("zh", f"expert.tier.{expert.tier.value}"), "hours": expert.hours, "remark": expert.remark,
    }  # fmt: skip


def _shown(value: float | date | None) -> str:
    return "" if value is None else str(value)


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
        of_column = sheet.column_dimensions[get_column_letter(column)]
        of_column.width, of_column.number_format = max(12, 2 * len(head)), "@"
    sheet.freeze_panes = "A2"

"""Reads a file of people, xlsx or CSV, into rows and findings; the store is not touched. Also makes the template."""

from __future__ import annotations

from pathlib import Path

from console.domain.contact_heads import EXAMPLE
from console.domain.contact_table import Finding, Reading, read_sheet
from console.domain.importing import SILENT, Progress
from console.services.workbooks import Book, read_book

TEMPLATE = (
    ("人员编号", "001"),
    ("姓名", "陈例一"),
    ("单位", "例县应急管理局（示例）/应急指挥中心"),
    ("职务", "值班室主班"),
    ("A/B岗", "A"),
    ("手机", "100-0000-0001"),
    ("办公电话", "0577-0000-0001转801"),
    ("短号", "660001"),
    ("卫星电话", ""),
    ("呼号", ""),
    ("备注", EXAMPLE),
)
"""Heads of the template with the cells of its example row."""


def read_contacts(path: Path, progress: Progress = SILENT) -> Reading:
    """The rows and findings of that file; refuses what is too big, damaged or of another kind."""
    progress.step("read", 0, 1)
    book = read_book(path)
    found = Reading(digest=book.digest)
    for sheet in progress.over("read", book.sheets, len(book.sheets)):
        read_sheet(found, sheet.name, sheet.rows, sheet.merged)
    found.findings += told_of_book(book)
    if not found.tables:
        empty = not any(sheet.rows for sheet in book.sheets)
        found.findings.append(Finding("", 1, "row", f"contact.problem.{'empty_file' if empty else 'no_header'}"))
        found.refused += 1
    elif not found.read:
        found.findings.append(Finding("", 1, "row", "contact.problem.no_rows"))
        found.refused += 1
    return found


def told_of_book(book: Book) -> list[Finding]:
    """Formulas and links are told once: nothing is calculated anew, no other file is opened."""
    told = (("formulas", book.formulas), ("links", book.links))
    return [
        Finding("", 1, "row", f"contact.warning.{what}", {"count": count}, warning=True)
        for what, count in told
        if count
    ]

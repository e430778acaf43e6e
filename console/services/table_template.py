"""A workbook to fill in: heads, and one row that shows how."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from console.errors import Unavailable


def write_template(path: Path, title: str, columns: Sequence[tuple[str, str]]) -> Path:
    """Heads with the cells of the example row, all as text; ``Unavailable`` when it cannot be written."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append([head for head, _ in columns])
    sheet.append([example for _, example in columns])
    for column, (head, example) in enumerate(columns, 1):
        cell = sheet.cell(1, column)
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center")
        of_column = sheet.column_dimensions[get_column_letter(column)]
        of_column.width = max(10, 2 * max(len(head), len(example)))
        # as text: a number would lose the zero of its area code, a day would be read as a number
        of_column.number_format = sheet.cell(2, column).number_format = "@"
    sheet.freeze_panes = "A2"
    try:
        book.save(path)
    except OSError as broken:
        raise Unavailable("file", broken, path=str(path)) from broken
    return path

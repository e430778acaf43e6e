"""A report as a form: the page it is set as, and its fields by name for the county's own .docx."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.realm import WATERMARK
from console.domain.report_page import ReportPage
from console.services.report_papers import KIND, named_values
from ui.printing.form import Block, Form, Pair, Pairs, Prose
from ui.printing.parts import Print, footer, zh


def small_lines(form: Form) -> tuple[str, str]:
    """What stands under the number of every page: what tells one copy from the next."""
    told, page = form.footer, form.letter
    marks = "".join(f"【{word}】" for word in page.warnings) if page else ""
    first, second = (marks + told.number, told.copy), (told.digest, told.printed_at)
    return "　".join(part for part in first if part), "　".join(part for part in second if part)


def letter_form(page: ReportPage, *, zone: ZoneInfo, printed_at: datetime) -> Form:
    """The report as it is printed; a draft has no number and is not counted."""
    values = named_values(page)
    body = values.pop(zh("report.field.body"))
    blocks: tuple[Block, ...] = (
        Pairs("", tuple(Pair(name, value) for name, value in values.items())),
        Prose(zh("report.field.body"), body),
    )
    about = Print(zone, page.realm, printed_at)
    return Form(
        title=page.title,
        number=page.number,
        subtitle=(),
        blocks=blocks,
        footer=footer(about, page.number, page.digest),
        watermark=WATERMARK[page.realm] or page.standing,
        kind=KIND,
        closing=(page.issuer, page.date_line),
        letter=page,
    )

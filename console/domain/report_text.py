"""A report as plain text, for pasting into another platform or a chat."""

from __future__ import annotations

from console.domain.report_page import ReportPage


def plain_text(page: ReportPage) -> str:
    """Marks, number, title, receivers, body as written, issuer and day; nothing that has no value leaves a trace.

    Drafts, samples and exercises say so in the first line, wherever the text is pasted.
    """
    warning = "".join(f"【{word}】" for word in page.warnings)
    marks = "　".join(page.marks)
    head = [part for part in (warning, marks, page.number, page.title) if part]
    to = [f"报送：{'，'.join(page.to)}"] if page.to else []
    copies = [f"抄送：{'，'.join(page.copies_to)}"] if page.copies_to else []
    end = [part for part in (page.issuer, page.date_line if page.day else "") if part]
    blocks = ["\n".join(head), "\n".join(to), page.body.strip(), "\n".join(end), "\n".join(copies)]
    return "\n\n".join(block for block in blocks if block)

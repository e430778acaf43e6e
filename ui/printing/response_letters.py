"""响应启动, 调整, 终止通知: what was decided about a response, set as a document (GB/T 9704-2012)."""

from __future__ import annotations

from dataclasses import replace

from console.domain.realm import Realm
from console.domain.report_page import ReportPage
from console.domain.response_notice import NoticeText
from console.domain.responses import StepKind
from ui.printing.form import Form
from ui.printing.letter_form import letter_form
from ui.printing.parts import Print, content_digest, zh

KINDS = {
    StepKind.START: "response_start", StepKind.RAISE: "response_change", StepKind.LOWER: "response_change",
    StepKind.END: "response_end",
}  # fmt: skip
"""The code of the print of each step that is announced."""


def response_letter(told: NoticeText, about: Print) -> Form:
    """The notice in the county's words; it goes to every unit that has a task, or to all where none is named."""
    issuer = told.issuer or about.site
    page = ReportPage(
        mark=issuer, number=told.number, label="", title=told.title, to=told.to or (zh("notice.everybody"),),
        copies_to=(), body=told.body, issuer=issuer, signer="", day=told.at.astimezone(about.zone).date(), urgency="",
        marking="", standing="", realm=about.realm,
        digest=content_digest(f"{told.number} {told.title} {told.body}", ()),
    )  # fmt: skip
    return replace(letter_form(page, zone=about.zone, printed_at=about.printed_at), kind=KINDS[told.kind])


def empty_letter(kind: str, about: Print) -> Form:
    """Every field and no words, for whoever makes the county's form."""
    page = ReportPage(
        mark="", number="-", label="", title=zh(f"forms.kind.{kind}"), to=(), copies_to=(), body="", issuer="",
        signer="", day=None, urgency="", marking="", standing="", realm=Realm(about.realm), digest="",
    )  # fmt: skip
    return replace(letter_form(page, zone=about.zone, printed_at=about.printed_at), kind=kind)

"""Reports as documents: what stands on their pages, as text for another platform and as a counted .docx."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.clock import Clock
from console.domain.forms import Filling
from console.domain.incident_report import ReportRow, ReportState
from console.domain.people import Actor
from console.domain.realm import Realm
from console.domain.report_page import ReportPage, mark_of
from console.domain.report_text import plain_text
from console.services.exporting import write_beside
from console.services.forms import FormsService
from console.services.print_copies import FILE, PrintCopies
from console.services.settings import current
from db.queries import incident_reports as query
from db.store import Store

KIND = "report"
"""The code of this print: for the count of copies and for the county's own form."""

_STANDING = {ReportState.DRAFT: "draft", ReportState.WAITING: "draft", ReportState.VOID: "void"}
_DIGEST = 16


@dataclass(frozen=True, slots=True)
class Paper:
    """What was made: the mark of the copy (empty for a draft), the county's form it was made with, or its trouble."""

    copy: str
    own_form: str = ""
    trouble: str = ""


class ReportPapers:
    """Use cases of a report's files. Nothing of a report is changed here; each file of an approved one is counted."""

    def __init__(
        self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo], forms: FormsService,
        copies: PrintCopies,
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone
        self._forms = forms
        self._copies = copies

    def page(self, report_id: UUID) -> ReportPage:
        """Everything the report says on paper now; refuses no_such_report."""
        with self._store.reading() as connection:
            row = query.one(connection, report_id)
            return self._page(connection, row)

    def empty(self) -> ReportPage:
        """A page with every field and no words, for whoever makes the county's form."""
        return ReportPage(
            mark="", number="-", label="", title=words.say_in("zh", f"forms.kind.{KIND}"), to=(), copies_to=(),
            body="", issuer="", signer="", day=None, urgency="", marking="", standing="", realm=self._realm, digest="",
        )  # fmt: skip

    def text(self, report_id: UUID) -> str:
        """The report as plain text, for pasting."""
        return plain_text(self.page(report_id))

    def write_docx(self, report_id: UUID, target: Path, *, by: Actor) -> Paper:
        """The report as .docx, in the county's form where there is a sound one, else in the layout of GB/T 9704-2012.

        Raises Unavailable("cannot_write_file"); then the copy does not count.
        """
        page = self.page(report_id)
        own = self._forms.rows().get(KIND)
        trouble = own.trouble if own is not None else ""
        name = own.name if own is not None and not trouble else ""
        if not page.number:
            self._write(page, "", target, own=bool(name))
            return Paper("", name, trouble)
        ordinal = self._copies.reserve(KIND, page.number, FILE, by=by)
        copy = copy_word(ordinal)
        try:
            self._write(page, copy, target, own=bool(name))
        except Exception:
            # whatever broke: a copy that did not come to be is not counted
            self._copies.failed(KIND, page.number, ordinal, begun=False, by=by)
            raise
        return Paper(copy, name, trouble)

    def _write(self, page: ReportPage, copy: str, target: Path, *, own: bool) -> None:
        at = self._clock.now().astimezone(self._zone())
        if own:
            self._forms.write(KIND, filling(page, at, copy), target)
            return
        write_built_in(page, foot(page, at, copy), at, target)

    def _page(self, connection: Connection, row: ReportRow) -> ReportPage:
        at = row.approved_at or self._clock.now()
        receivers = [one for one in query.recipients(connection, row.id) if not one.dropped]
        issuer = current(connection, "print.issuer", at) or current(connection, "site.name", at)
        return ReportPage(
            mark=mark_of(row.number, current(connection, "report.style", at), self._realm) or _word("heading"),
            number=row.number,
            label=row.label,
            title=row.title,
            to=tuple(one.organisation for one in receivers if one.part == "to"),
            copies_to=tuple(one.organisation for one in receivers if one.part == "copy"),
            body=row.body,
            issuer=issuer,
            signer=row.approved_by,
            day=row.approved_at.astimezone(self._zone()).date() if row.approved_at else None,
            urgency=_word(f"mark.{row.urgency}") if row.urgency else "",
            marking=_word(f"mark.{row.marking}") if row.marking else "",
            standing=_word(f"standing.{_STANDING[row.state]}") if row.state in _STANDING else "",
            realm=self._realm,
            digest=row.digest.hex() if row.digest else "",
        )


def write_built_in(page: ReportPage, small: Sequence[str], at: datetime, target: Path) -> None:
    """The .docx in the layout of the standard, whatever form the county has; ``small`` stands under every page."""
    from console.services.report_docx import made

    data = made(page, small, at)
    write_beside(target, (), lambda beside, _rows: beside.write_bytes(data))


def copy_word(ordinal: int) -> str:
    """正本, then 副本 2, 副本 3 …"""
    return words.say_in("zh", "sheet.original") if ordinal == 1 else words.say_in("zh", "sheet.copy", number=ordinal)


def named_values(page: ReportPage) -> dict[str, str]:
    """The report's fields under the names a county's form uses, but for title, number and what every print has."""
    values = {
        "heading": page.mark, "label": page.label, "urgency": page.urgency, "marking": page.marking,
        "standing": "".join(f"【{word}】" for word in page.warnings), "to": "，".join(page.to),
        "copies_to": "，".join(page.copies_to), "signer": page.signer, "body": page.body,
    }  # fmt: skip
    return {_word(f"field.{name}"): value for name, value in values.items()}


def filling(page: ReportPage, at: datetime, copy: str) -> Filling:
    """The values of a county's form; the same names as the built-in print has."""
    common = {
        "title": page.title, "number": page.number, "head": "", "digest": digest_line(page), "copy": copy,
        "printed_at": printed_line(at), "issuer": page.issuer, "day": page.date_line,
    }  # fmt: skip
    values = {words.say_in("zh", f"form.field.{name}"): value for name, value in common.items()}
    return Filling({**values, **named_values(page)}, {}, {}, "".join(page.warnings), "　".join(foot(page, at, copy)))


def foot(page: ReportPage, at: datetime, copy: str) -> tuple[str, str]:
    """The small lines under every page: what tells one copy from the next."""
    marks = "".join(f"【{word}】" for word in page.warnings)
    lines = (marks + page.number, copy), (digest_line(page), printed_line(at))
    first, second = ("　".join(part for part in line if part) for line in lines)
    return first, second


def digest_line(page: ReportPage) -> str:
    """The beginning of the content's digest in groups of four; empty for a draft."""
    short = page.digest[:_DIGEST]
    grouped = " ".join(short[at : at + 4] for at in range(0, len(short), 4))
    return words.say_in("zh", "sheet.digest", digest=grouped) if short else ""


def printed_line(at: datetime) -> str:
    """When it was printed, with the offset of the station's clock."""
    offset = f"{at:%z}"
    return words.say_in("zh", "sheet.printed_at", at=f"{at:%Y-%m-%d %H:%M:%S} {offset[:3]}:{offset[3:5]}")


def _word(code: str) -> str:
    return words.say_in("zh", f"report.{code}")

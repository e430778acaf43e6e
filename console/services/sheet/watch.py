"""Sections 1 and 2: the watch in numbers with its emergencies, and what is in force."""

from __future__ import annotations

from sqlalchemy import func, select

from console.domain.plans import shown
from console.domain.responses import ResponseRow
from console.services import notices, turns
from console.services.emergencies import sheet_rows
from console.services.sheet import warnings
from console.services.sheet.part import CutOff, Row, item, section, zh
from console.services.standing_in import post_word
from db.chain import instant
from db.models.books import LogLine
from db.queries import responses

_RESPONSES = 50
"""Most responses of a sheet: more never run at once."""


def basic(cut: CutOff) -> Row:
    """1: how many lines of which kind, who stood in when, emergency take-overs of this watch or to be confirmed."""
    shift, head = cut.shift, cut.head
    kinds = cut.connection.execute(
        select(LogLine.kind, func.count())
        .where(LogLine.number.between(shift.first_number, head))
        .group_by(LogLine.kind)
        .order_by(LogLine.kind)
    )
    counted = "，".join(f"{zh(f'log.kind.{kind}')} {count}" for kind, count in kinds) or zh("sheet.no_lines")
    caption = zh("sheet.lines", first=shift.first_number, last=head, count=max(0, head - shift.first_number + 1))
    rows = [item("basic", [counted]), *_stood(cut), *sheet_rows(cut.connection, shift.id, cut.at)]
    return section(1, "basic", [("basic", 1)], rows, caption)


def _stood(cut: CutOff) -> list[Row]:
    return [
        item(f"stood:{post}", [zh("turn.of_post", post=post_word(post), said=turns.said(stood, cut.zone, cut.at))])
        for post, stood in turns.changed_posts(cut.shift, cut.at).items()
    ]


def in_force(cut: CutOff) -> Row:
    """2: warnings that hold, responses that run, and standing notices with their end."""
    rows = warnings.in_force(cut)
    rows += [_response(row) for row in responses.rows(cut.connection, cut.at, limit=_RESPONSES)]
    rows += [
        item(f"notice:{row.id}", [row.source or "–", row.text, instant(row.until_at)])
        for row in notices.running(cut.connection, cut.at)
    ]
    return section(2, "in_force", [("source", 3), ("in_force", 8), ("until", 4)], rows)


def _response(row: ResponseRow) -> Row:
    """A response that goes on under the next watch; it has no end anybody knows, its tasks have."""
    facts = {"number": row.number, "title": row.title, "level": shown(row.level), "cause": row.cause}
    text = zh("sheet.response_line", done=row.done, cards=row.cards, **facts)
    over = zh("sheet.response_over", over=row.over) if row.over else ""
    return item(f"response:{row.id}", [zh("sheet.response"), text + over, ""], notable=bool(row.over))

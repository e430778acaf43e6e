"""The text of 响应启动, 调整, 终止通知, composed from what was recorded about one step and the county's templates."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.incident_lists import NOTICE_KINDS
from console.domain.plans import Card, Level, shown
from console.domain.response_notice import NoticeText, composed, said_actions, said_cards
from console.domain.responses import ResponseRow, StepKind, StepRow
from console.errors import Refused
from console.services.lists import current_rows
from console.services.settings import current
from db.queries import approvals, incidents
from db.queries import responses as query
from db.store import Store


class ResponseNotices:
    """Reads only. What was new, kept or cancelled is what the approval of the step says, whatever the plan says now."""

    def __init__(self, store: Store, now: Callable[[], datetime], zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._now = now
        self._zone = zone

    def text(self, response_id: UUID, step: int | None = None) -> NoticeText:
        """The notice of a step by its number, of the newest announced one where none is named.

        Refuses no_such_response, no_such_notice, and notice_template_missing where the county retired its text.
        """
        with self._store.reading() as connection:
            row = query.one(connection, response_id, self._now())
            steps = [one for one in query.steps(connection, response_id) if one.kind.value in NOTICE_KINDS]
            at = len(steps) if step is None else next((n for n, one in enumerate(steps, 1) if one.number == step), 0)
            if not at:
                raise Refused("no_such_notice")
            return self._text(connection, row, steps, at)

    def _text(self, connection: Connection, row: ResponseRow, steps: Sequence[StepRow], at: int) -> NoticeText:
        step, before = steps[at - 1], steps[at - 2].level if at > 1 else ""
        approved = approvals.of(connection, row.id)[at - 1].preview.split("\n")[1:]
        read = query.levels_read(connection, row.id)
        level, *earlier = [read[number] for number in sorted(read, reverse=True) if number <= step.number]
        issuer = current(connection, "print.issuer", self._now()) or current(connection, "site.name", self._now())
        values = {
            "预案": row.title, "编号": row.number, "等级": shown(step.level), "原等级": shown(before),
            "事由": _cause(connection, row), "批准人": step.approved_by, "时间": self._said(step.at),
            "启动时间": self._said(row.started_at), "启动条件": level.starts_when, "组织指挥": level.organisation,
            "原因": step.text if step.kind is StepKind.END else "", "签发单位": issuer,
            **_groups(step.kind, level, earlier[0] if earlier else None, approved),
        }  # fmt: skip
        title, body = self._template(connection, step.kind)
        to = tuple(dict.fromkeys(card.unit for card in level.cards if card.unit))
        return NoticeText(
            step.kind, f"{row.number}-{at}", composed(title, values), composed(body, values), to, issuer, step.at,
            step.approved_by,
        )  # fmt: skip

    def _template(self, connection: Connection, kind: StepKind) -> tuple[str, str]:
        """The first row of the list for that kind of step."""
        for item in current_rows(connection, "notice_templates"):
            if item.active and item.get("kind") == kind.value:
                return item.get("title"), item.get("text")
        raise Refused("notice_template_missing")

    def _said(self, at: datetime) -> str:
        local = at.astimezone(self._zone())
        return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def _cause(connection: Connection, row: ResponseRow) -> str:
    """The incident by its title, or the words of the warning."""
    return incidents.one(connection, row.incident_id).title if row.incident_id is not None else row.cause


def _groups(kind: StepKind, level: Level, earlier: Level | None, approved: Sequence[str]) -> dict[str, str]:
    """Cards by what the step did with them, as it was approved."""
    names = {one.code: one.name for one in level.milestones}
    if kind is StepKind.START:
        return {"任务": said_cards(_named(level.cards, approved, ""), names)}
    if kind is StepKind.END:
        return {"核对": "\n".join(f"{at}. {line}" for at, line in enumerate(approved, 1))}
    return {
        "新增": said_cards(_named(level.cards, approved, "新增 "), names),
        "保留": said_actions(_named(level.cards, approved, "保留 ")),
        "取消": said_actions(_named(earlier.cards if earlier else (), approved, "取消 ")),
    }


def _named(cards: Sequence[Card], approved: Sequence[str], beginning: str) -> list[Card]:
    """Cards that lines with that beginning name, in the order of the lines; one code may begin another."""
    longest: Collection[Card] = sorted(cards, key=lambda card: -len(card.code))
    made = []
    for line in approved:
        if line.startswith(beginning):
            rest = line[len(beginning) :]
            made += [card for card in longest if rest.startswith(f"{card.code} ")][:1]
    return made

"""响应启动, 调整, 终止通知: what they are composed from. The texts are the county's (list ``notice_templates``)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain.plans import START, Card
from console.domain.responses import StepKind
from console.errors import Refused

FIELDS = (
    "预案", "编号", "等级", "原等级", "事由", "批准人", "时间", "启动时间", "启动条件", "组织指挥", "任务", "新增",
    "保留", "取消", "核对", "原因", "签发单位",
)  # fmt: skip
"""Names a template may use in braces. What has no value leaves no line where it stands alone."""

_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice as it goes out. ``to`` are the units its cards name, each once, in the order of the plan."""

    kind: StepKind
    number: str
    title: str
    body: str
    to: tuple[str, ...]
    issuer: str
    at: datetime
    approved_by: str


def require_notice(text: str) -> None:
    """Refuse a template that names a field there is none of; refuses template_field_unknown, template_brace."""
    for name in _FIELD.findall(text):
        if name not in FIELDS:
            raise Refused("template_field_unknown", field=name[:40])
    if "{" in _FIELD.sub("", text) or "}" in _FIELD.sub("", text):
        raise Refused("template_brace")


def composed(template: str, values: Mapping[str, str]) -> str:
    """The text of a template; a line whose fields are all empty is left out, with the heading right above it."""
    require_notice(template)
    made: list[str] = []
    for line in template.split("\n"):
        names = _FIELD.findall(line)
        if names and not any(values.get(name) for name in names):
            if made and _HEADING.match(made[-1]):
                made.pop()
            continue
        made.append(_FIELD.sub(lambda found: values.get(found[1], ""), line))
    return _numbered(made)


_HEADING = re.compile(r"[一二三四五六七八九十]、")
_NUMERALS = "一二三四五六七八九十"


def _numbered(lines: Sequence[str]) -> str:
    """Headings count on without a gap where one fell away."""
    made, at = [], 0
    for line in lines:
        if _HEADING.match(line) and at < len(_NUMERALS):
            made.append(f"{_NUMERALS[at]}、{line[2:]}")
            at += 1
        else:
            made.append(line)
    return "\n".join(made)


def said_cards(cards: Sequence[Card], names: Mapping[str, str]) -> str:
    """A line for each card: unit and post, action, by when. No person and no number: notices go to many."""
    return "\n".join(f"{at}. {_whose(card)}：{card.action.strip().rstrip('。')}{_due(card, names)}。"
                     for at, card in enumerate(cards, 1))  # fmt: skip


def said_actions(cards: Sequence[Card]) -> str:
    """The same without a time limit: tasks that go on as they were given, or end."""
    return "\n".join(f"{at}. {_whose(card)}：{card.action.strip().rstrip('。')}。" for at, card in enumerate(cards, 1))


def _whose(card: Card) -> str:
    return f"{card.unit}{card.post}"


def _due(card: Card, names: Mapping[str, str]) -> str:
    since = "启动" if card.after == START else names.get(card.after, card.after)
    hours, rest = divmod(card.due_minutes, 60)
    said = f"{hours}小时" if hours and not rest else f"{card.due_minutes}分钟"
    return f"（{since}后{said}内）"

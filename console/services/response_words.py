"""What is shown before an act on a response and what books say about it; Chinese, as records are."""

from __future__ import annotations

from collections.abc import Sequence

from console.domain.plans import shown
from console.domain.responses import Approved, Assignment, Difference, Preview, Way


def line_of(one: Assignment) -> str:
    """A card and whom it goes to, in one line: what an approval is about."""
    card, told = one.card, one.told
    who = " ".join(part for part in (card.unit, card.post, told.person, told.phone) if part)
    start = "启动" if card.after == "start" else card.after
    return f"{card.code} {who}：{card.action}（{start}后 {card.due_minutes} 分钟）"


def of_preview(found: Preview) -> list[str]:
    """Lines that a start is decided on; times of day are not in them, so that a minute changes nothing."""
    head = f"启动《{found.title}》{shown(found.level)}级应急响应：{found.cause}"
    return [head, *(line_of(one) for one in found.assignments)]


def of_difference(title: str, found: Difference) -> list[str]:
    """Lines that a change of level is decided on."""
    head = f"《{title}》应急响应由{shown(found.before)}级调整为{shown(found.after)}级"
    new = [f"新增 {line_of(one)}" for one in found.new]
    kept = [f"保留 {one.code} {one.action}" for one in found.kept]
    return [head, *new, *kept, *(f"取消 {one.code} {one.action}" for one in found.cancelled)]


def approval(approved: Approved, recorded_by: str) -> str:
    """批准 吴例十三（电话，陈例一 记录）"""
    how = f"（电话，{recorded_by} 记录）" if approved.way is Way.PHONE else ""
    return f"批准 {approved.name}{how}"


def gaps(assignments: Sequence[Assignment]) -> str:
    """Cards that reach nobody for certain, to stand in the book: 未落实到人 2 项（B03、B07）."""
    codes = [one.card.code for one in assignments if one.told.gap is not None]
    return f"，未落实到人 {len(codes)} 项（{'、'.join(codes)}）" if codes else ""

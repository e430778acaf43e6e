"""The list of past hand-over sheets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from console.domain.duty import SheetState
from console.domain.roster import LEADER
from console.domain.sheets import PastSheet
from db.models.duty import Sheet, ShiftPost, Signature


def past(connection: Connection, limit: int, before: datetime | None = None) -> list[PastSheet]:
    """Accepted sheets, the newest first; ``before`` is the cut-off of the last one already shown."""
    out, into = aliased(Signature), aliased(Signature)
    leader = select(func.min(ShiftPost.name)).where(ShiftPost.shift_id == Sheet.shift_id, ShiftPost.post == LEADER)
    wanted = (
        select(
            Sheet.number, Sheet.cut_off_at, into.at, out.name.label("outgoing"), out.absent,
            into.name.label("incoming"), leader.scalar_subquery().label("leader"),
        )
        .join_from(Sheet, out, (out.sheet_id == Sheet.id) & (out.part == "outgoing"))
        .join(into, (into.sheet_id == Sheet.id) & (into.part == "incoming"))
        .where(Sheet.state == SheetState.ACCEPTED.value)
        .order_by(Sheet.cut_off_number.desc())
        .limit(limit)
    )  # fmt: skip
    if before is not None:
        wanted = wanted.where(Sheet.cut_off_at < before)
    return [
        PastSheet(row.number, row.cut_off_at, row.at, row.absent or row.outgoing, row.incoming, row.leader or "")
        for row in connection.execute(wanted)
    ]

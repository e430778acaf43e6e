"""Seats of their own that telephone at one calling: each takes whoever is next, one of them is killed with a row in
hand. ``python -m tests.kit.callout_processes ROOT CALLING NAME [hold]`` is one seat."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from uuid import UUID, uuid4

from console.bootstrap import Desk
from console.config import DataDir
from console.domain.callout import Outcome, RowState
from console.domain.callout_rows import CallRow
from console.errors import Refused
from tests.kit.warning_processes import county_of, opened


def telephone(root: str, calling: str, name: str, hold: str = "") -> int:
    """Until nobody waits any more; with ``hold`` it dies with its first row in hand. Prints how many it reached."""
    desk = opened(DataDir(Path(root)))
    by, reached = county_of(desk).actor("甲例"), 0
    while waiting := _free(desk, calling, name):
        try:
            row = desk.callouts.claim(waiting[0].id, name, by=by)
            if hold:
                os.kill(os.getpid(), signal.SIGKILL)
            desk.callouts.record(row.id, Outcome.ANSWERED, by=by, act_id=uuid4(), caller=name, seen=row.version)
            reached += 1
        except Refused as refused:  # another seat was quicker
            if refused.code not in {"row_claimed", "row_settled", "changed_meanwhile"}:
                raise
    desk.close()
    sys.stdout.write(str(reached))
    return 0


def _free(desk: Desk, calling: str, name: str) -> list[CallRow]:
    """Who waits and is in nobody else's hand."""
    rows = desk.callouts.calls(UUID(calling))
    return [one for one in rows if one.progress.state is RowState.WAITING and one.claimed_by in ("", name)]


if __name__ == "__main__":
    sys.exit(telephone(*sys.argv[1:]))

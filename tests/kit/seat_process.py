"""A seat as a process of its own: opens the store, says that it is ready, and acts when it is told to.

``python -m tests.kit.seat_process DATA ACT LEVEL``; the plan of the kit, its warning. Says what it got, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.errors import Refused
from console.services.responses import ResponsesService
from tests.kit import plans as kit

NOW = datetime(2030, 8, 12, 0, 0, tzinfo=UTC)


def main() -> None:
    data, act, level = sys.argv[1:]
    desk = bootstrap.build(DataDir(Path(data)), StoppedClock(NOW))
    by = next(row.actor for row in desk.accounts.list() if row.name == "陈例一")
    ask = desk.responses
    if act == "die":
        ResponsesService._give = lambda *_args, **_more: os._exit(9)  # type: ignore[method-assign]
    if act in ("start", "die"):
        plan = desk.plans.by_code("YA-01")
        seen = ask.preview(plan.id, level, kit.WARNING).digest

        def press() -> object:
            return ask.start(uuid4(), plan.id, level, kit.WARNING, kit.APPROVED, digest=seen, by=by)
    else:
        row = ask.rows()[0]
        digest = ask.difference(row.id, level).digest

        def press() -> object:
            return ask.raise_to(row.id, level, kit.APPROVED, digest=digest, by=by)

    print("ready", flush=True)
    sys.stdin.readline()
    try:
        press()
        print(json.dumps({"id": str(ask.rows()[0].id), "level": ask.rows()[0].level}), flush=True)
    except Refused as refused:
        print(json.dumps({"refused": refused.code}), flush=True)
    desk.close()


if __name__ == "__main__":
    main()

"""Plays the rows, leaves the results, and reads every outcome back before it is called good."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from console import logs
from console.services import sample
from console.tool.demo import hands
from console.tool.demo.facts import Counted, count
from console.tool.demo.hands import DidNotHappen
from console.tool.demo.pace import pace
from console.tool.demo.reading import Reader
from console.tool.demo.remote import Remote
from console.tool.demo.rows import days_of_their_own, rows
from console.tool.demo.rows.row import Row
from console.tool.demo.stage import Stage
from ui import prints
from ui.hooks import Hooks
from ui.printing.output import to_pdf

log = logging.getLogger(__name__)

FOLLOWED_MS = 350
"""Rest before each act when somebody watches."""

Between = Callable[[Path], None]


def play(out: Path, language: str, between: Between | None = None, *, shown: bool = False) -> dict[str, Any]:
    """The summary. ``between`` is called with the data directory after playing and before reading back."""
    stage, drill, own = Stage(out, language), rows(), days_of_their_own()
    played = drill + own
    stage.build()
    logs.start(stage.data)
    hooks = Hooks()
    remote = _remote() if shown else None
    hands.typed.clear()
    try:
        why = {row.number: _play(stage, row) for row in drill}
        typed = count(hands.typed)
        _leave_prints(stage)
        why |= {row.number: _play(stage, row) for row in own}
    finally:
        stage.close()
        if remote is not None:
            remote.close()
        hooks.remove()
        logs.stop()
    if between is not None:
        between(stage.data.root)
    reader = Reader(stage.data.root)
    _leave_files(reader, out)
    results = [_result(reader, row, why[row.number]) for row in played]
    counts = {"counts": _counts(results), "facts": _facts(typed)}
    return {"lang": language, "rows": results, **counts, "officers": _officers()}


def _remote() -> Remote:
    """Pause, step and take-over for whoever watches."""
    pace.between_ms = FOLLOWED_MS
    remote = Remote(pace)
    remote.show()
    return remote


def _play(stage: Stage, row: Row) -> str:
    """Empty when the row was played to its end, else why it was not; the next row is tried all the same."""
    pace.begin(f"{row.number} {row.title}")
    try:
        row.play(stage, row)
    except DidNotHappen as missing:
        log.exception("row %s", row.number)
        stage.put_away()
        return f"did not happen: {missing}"
    except Exception as error:
        # one broken row must not hide what the others do; it is told as failed and the exit code says so
        log.exception("row %s", row.number)
        stage.put_away()
        return f"{type(error).__name__}: {error}"
    return ""


def _result(reader: Reader, row: Row, why_not: str) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    if not why_not:
        try:
            seen = row.read(reader, row)
        except Exception as error:
            # what cannot be read back was not shown
            log.exception("reading row %s", row.number)
            seen = {"error": f"{type(error).__name__}: {error}"}
    return {
        "row": row.number,
        "title": row.title,
        "played": not why_not,
        "why_not": why_not or None,
        "expected": row.expected,
        "seen": seen,
        "ok": not why_not and bool(seen) and seen == row.expected,
    }


def _leave_prints(stage: Stage) -> None:
    """The newest sheet and the shift's log, by the same path as the window's preview prints them."""
    if stage.app is None or stage.app.shell is None:
        return
    desk = stage.desk
    sheet = desk.duty.sheet()
    if sheet is not None:
        to_pdf(prints.form_of(desk, sheet), stage.out / "handover.pdf")
    to_pdf(prints.form_of(desk, prints.THIS_SHIFT), stage.out / "log.pdf")


def _leave_files(reader: Reader, out: Path) -> None:
    _, verified = reader.tool("log", "verify")
    (out / "verify.txt").write_text(verified, encoding="utf-8")
    reader.tool("log", "export", str(out / "log.json"))


def _counts(results: list[dict[str, Any]]) -> dict[str, int]:
    played = sum(result["played"] for result in results)
    good = sum(result["ok"] for result in results)
    return {"rows": len(results), "played": played, "ok": good, "failed": len(results) - good}


def _facts(typed: Counted) -> dict[str, Any]:
    """What was told by typing over the drill, by kind, and what of it was typed again."""
    return {"typed": typed.total, "by_kind": typed.facts, "twice": [asdict(one) for one in typed.twice]}


def _officers() -> list[dict[str, str]]:
    return [{"name": o.name, "role": o.role.value, "password": o.password} for o in sample.officers()]

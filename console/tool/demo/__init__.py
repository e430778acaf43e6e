"""``demo``: plays a watch of the sample county in the real window and reads its outcomes back by another way."""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from console import words
from console.config import DataDir
from console.errors import Refused
from console.tool.commands import command

MARK = "summary.json"


def register(commands: Any) -> None:
    """Add the command of this package."""
    demo = command(commands, "demo")
    demo.add_argument("--out", required=True, metavar="DIR")
    demo.add_argument("--lang", choices=words.LANGUAGES, default=argparse.SUPPRESS)
    demo.add_argument("--show", action="store_true")
    demo.set_defaults(run=run)


def run(_data: DataDir, options: argparse.Namespace) -> int:
    """Play into ``--out``; 0 only when every played row came out as expected."""
    out = Path(options.out).absolute()
    claim(out)
    if not options.show:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return perform(out, words.language(), shown=options.show)


def perform(out: Path, language: str, between: Callable[[Path], None] | None = None, *, shown: bool = False) -> int:
    """Play, write the summary and tell it; ``between`` is what a test does to the store before it is read back.

    ``shown``: somebody watches, so acts are slow enough to follow, and a remote control stands beside the window.
    """
    from console.tool.demo.play import play

    begun = time.perf_counter()
    summary = play(out, language, between, shown=shown)
    summary["seconds"] = round(time.perf_counter() - begun, 1)
    (out / MARK).write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for row in summary["rows"]:
        code = "demo.row" if str(row["row"])[0].isdigit() else "demo.day"
        print(words.say(code, row=row["row"], title=row["title"], state=words.say(_state(row))))
    facts = summary["facts"]
    print(words.say("demo.facts", facts=facts["typed"], twice=len(facts["twice"])))
    print(words.say("demo.where", path=str(out), seconds=summary["seconds"]))
    counts = summary["counts"]
    return 0 if counts["failed"] == 0 and counts["played"] else 1


def claim(out: Path) -> None:
    """An empty directory, or one an earlier demonstration left, which is cleared; nobody else's files are touched."""
    if out.exists() and not out.is_dir():
        raise Refused("demo_not_a_directory", path=str(out))
    if out.exists() and any(out.iterdir()):
        if not (out / MARK).is_file() or not (out / "data").is_dir():
            raise Refused("demo_foreign_directory", path=str(out))
        _clear(out)
    out.mkdir(parents=True, exist_ok=True)


def _clear(out: Path) -> None:
    import shutil

    for name in ("data", "quiet", "qingming", "screens", "documents"):
        shutil.rmtree(out / name, ignore_errors=True)
    for pattern in ("handover*.pdf", "log.pdf", "blank-*.pdf", "log.json", "verify.txt", MARK):
        for path in out.glob(pattern):
            path.unlink()


def _state(row: dict[str, Any]) -> str:
    if not row["played"]:
        return "demo.not_played"
    return "demo.ok" if row["ok"] else "demo.failed"

"""``bench``: the program measures itself against the goals it was given; needs no store of its own."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from console import words
from console.config import DataDir
from console.errors import Refused
from console.tool.bench import ground
from console.tool.bench.figures import Figure

Measure = Callable[[Path, int], list[Figure]]


def register(commands: Any) -> None:
    """Add the commands of this package."""
    bench = commands.add_parser("bench")
    bench.add_argument("--entries", type=_count, default=1_000_000, metavar="N")
    bench.add_argument("--only", metavar="G1,G5")
    bench.add_argument("--json", action="store_true")
    bench.add_argument("--keep", metavar="DIR")
    bench.set_defaults(run=run_bench)


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(text)
    return value


def measures() -> dict[str, Measure]:
    """The goals that can be measured, by name."""
    from console.tool.bench import searching, writing

    return {"G1": writing.g1, "G2": writing.g2, "G5": searching.g5, "G6": searching.g6}


def run_bench(_data: DataDir, options: argparse.Namespace) -> int:
    """Measure, print each figure as it is found; exit 1 when a goal is missed."""
    known = measures()
    chosen = [name.strip().upper() for name in options.only.split(",")] if options.only else list(known)
    for name in chosen:
        if name not in known:
            raise Refused("bench_no_goal", goal=name, known=", ".join(known))
    met = True
    with ground.folder(options.keep) as place:
        _say_ground(ground.facts(place), options)
        for name in chosen:
            for figure in known[name](place, options.entries):
                met = met and figure.met
                print(json.dumps(figure.as_dict()) if options.json else figure.line(), flush=True)
    return 0 if met else 1


def _say_ground(facts: dict[str, Any], options: argparse.Namespace) -> None:
    facts = {**facts, "entries": options.entries}
    if options.json:
        print(json.dumps({"ground": facts}), flush=True)
    else:
        print(words.say("bench.ground", facts="  ".join(f"{key}={value}" for key, value in facts.items())), flush=True)

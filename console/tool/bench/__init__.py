"""``bench``: the program measures itself against the goals it was given; needs no store of its own."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console import words
from console.config import DataDir
from console.errors import Refused
from console.tool.commands import command, positive

if TYPE_CHECKING:
    from console.tool.bench.figures import Figure

    Measure = Callable[[Path, int], list[Figure]]


def register(commands: Any) -> None:
    """Add the commands of this package."""
    bench = command(commands, "bench")
    bench.add_argument("--entries", type=positive, default=1_000_000, metavar="N")
    bench.add_argument("--only", metavar="G1,G5")
    bench.add_argument("--json", action="store_true")
    bench.add_argument("--keep", metavar="DIR")
    bench.set_defaults(run=run_bench)
    parts = bench.add_subparsers(dest="bench_command", metavar="PART")
    kill = command(parts, "kill", "bench_kill")
    kill.add_argument("--rounds", type=positive, default=100, metavar="N")
    kill.set_defaults(run=run_kill)
    writer = parts.add_parser("writer")
    writer.add_argument("kind", metavar="KIND")
    writer.set_defaults(run=run_writer)
    reader = parts.add_parser("reader")
    reader.set_defaults(run=run_reader)
    sender = parts.add_parser("wire-sender")
    sender.set_defaults(run=run_sender)
    flood = parts.add_parser("wire-flood")
    flood.set_defaults(run=run_flood)
    soak = command(parts, "soak", "bench_soak")
    soak.add_argument("--writers", type=positive, default=2, metavar="N")
    soak.add_argument("--seconds", type=float, default=120.0, metavar="S")
    soak.set_defaults(run=run_soak)
    for part in (kill, soak):
        part.add_argument("--json", action="store_true")
        part.add_argument("--keep", metavar="DIR")


def measures() -> dict[str, Measure]:
    """The goals that can be measured, by name."""
    from console.tool.bench import (
        alarms,
        dispatching,
        imports,
        kill,
        mapping,
        people,
        rosters,
        searching,
        stocks,
        volume,
        warnings,
        windows,
        wiring,
        writing,
    )

    return {
        **{"G1": writing.g1, "G2": writing.g2, "G4": kill.g4, "G5": searching.g5, "G6": searching.g6},
        **{"G8": windows.g8, "G9": windows.g9, "G11": windows.g11, "X1": volume.x1},
        **{"X2": rosters.x2, "X3": people.x3, "X4": imports.x4, "X5": dispatching.x5, "X6": stocks.x6},
        **{"X7": mapping.x7, "G10": wiring.g10, "G3": alarms.g3, "X8": alarms.x8, "X9": warnings.x9},
    }


def run_bench(_data: DataDir, options: argparse.Namespace) -> int:
    """Measure, print each figure as it is found; exit 1 when a goal is missed."""
    from console.tool.bench import ground

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


def run_kill(_data: DataDir, options: argparse.Namespace) -> int:
    """Kill writers while they write; exit 1 if anything acknowledged is missing, or anything else is wrong."""
    from console.tool.bench import ground, kill

    tally = kill.Tally()
    with ground.folder(options.keep) as place:
        for number, kind, acknowledged in kill.rounds(kill.prepared(place), options.rounds, tally):
            if not options.json:
                print(words.say("bench.round", number=number, kind=kind, acknowledged=acknowledged), flush=True)
    _say_tally(asdict(tally), tally.faults, options)
    return 1 if tally.faults else 0


def run_soak(_data: DataDir, options: argparse.Namespace) -> int:
    """Several processes on one store; exit 1 if anything was lost, late or wrong."""
    from console.tool.bench import ground, soak

    with ground.folder(options.keep) as place:
        run = soak.soak(place, options.seconds, options.writers)
    _say_tally(run.told(), run.faults, options)
    return 1 if run.faults else 0


def run_reader(data: DataDir, _options: argparse.Namespace) -> int:
    """A reader that follows a store until its input ends."""
    from console.tool.bench import soak

    soak.read(data)
    return 0


def run_sender(_data: DataDir, _options: argparse.Namespace) -> int:
    """Ports at line rate, for G10, until its input ends."""
    from console.tool.bench import wire_sender

    wire_sender.send()
    return 0


def run_flood(_data: DataDir, _options: argparse.Namespace) -> int:
    """Alarm receivers whose power comes back, for G10."""
    from console.tool.bench import wire_receivers

    wire_receivers.flood()
    return 0


def _say_tally(tally: dict[str, Any], faults: list[str], options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps(tally, ensure_ascii=False))
        return
    for key, value in tally.items():
        print(f"{key}: {value}")
    print(words.say("bench.nothing_wrong" if not faults else "bench.found_wrong", count=len(faults)))


def run_writer(data: DataDir, options: argparse.Namespace) -> int:
    """A writer to be killed: writes to the store until then."""
    from console.tool.bench import writers

    writers.run(data, options.kind)
    return 0


def _say_ground(facts: dict[str, Any], options: argparse.Namespace) -> None:
    facts = {**facts, "entries": options.entries}
    if options.json:
        print(json.dumps({"ground": facts}), flush=True)
    else:
        print(words.say("bench.ground", facts="  ".join(f"{key}={value}" for key, value in facts.items())), flush=True)

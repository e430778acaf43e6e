"""``replay``: a captured file into a practice store; damaged lines and the sum of it on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from console import words

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.signals import Stored
    from console.domain.wire import DeviceRow


def replay(
    desk: Desk, path: Path, row: DeviceRow | None, driver: str | None, options: Mapping[str, str], profile: str,
    told: Callable[[Stored], str],
) -> int:  # fmt: skip
    """One line per event once it is stored; 0 when every line of the file could be read, else 1.

    Damaged lines are named by their numbers on stderr as they are found, and in the end how much came of the file.
    """
    from console.desk.replaying import Replay
    from console.devices.capture_reading import read_whole

    capture = read_whole(path)
    playing = Replay(desk, capture, row, driver, options, profile)
    for number in capture.bad:
        _say(words.say("tool.replay.bad_line", line=number))
    if capture.bad_count > len(capture.bad):
        _say(words.say("tool.replay.bad_more", count=capture.bad_count - len(capture.bad)))
    if capture.lost:
        _say(words.say("tool.replay.lost", count=capture.lost))
    for stored in playing.at_once():
        print(told(stored), flush=True)
    sums = {"chunks": playing.heard, "stored": playing.stored, "bad": capture.bad_count}
    _say(words.say("tool.replay.done", name=capture.name, **sums))
    return 1 if capture.bad_count else 0


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)

"""The rows of the drill that are played, in the order of the drill."""

from __future__ import annotations

from console import words
from console.tool.demo.rows import calls, trouble, watch
from console.tool.demo.rows.row import Row


def rows() -> list[Row]:
    """The played rows, in the order of the drill."""
    return [
        Row(1, words.say("demo.title.first"), watch.play_first, watch.read_first),
        Row(26, words.say("demo.title.call"), calls.play_call, calls.read_call),
        Row(38, words.say("demo.title.kill"), trouble.play_kill, trouble.read_kill),
        Row(39, words.say("demo.title.handover"), watch.play_handover, watch.read_handover),
    ]

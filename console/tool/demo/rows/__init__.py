"""The rows of the drill that are played, in the order of the drill; days that have no row come last."""

from __future__ import annotations

from console import words
from console.tool.demo.rows import calls, days, trouble, watch
from console.tool.demo.rows.row import Row


def rows() -> list[Row]:
    """The played rows."""
    return [
        Row(1, words.say("demo.title.first"), watch.play_first, watch.read_first),
        Row(11, words.say("demo.title.tip_off"), calls.play_tip_off, calls.read_tip_off),
        Row(22, words.say("demo.title.network"), trouble.play_network, trouble.read_network),
        Row(26, words.say("demo.title.call"), calls.play_call, calls.read_call),
        Row(28, words.say("demo.title.second_call"), calls.play_second_call, calls.read_second_call),
        Row(38, words.say("demo.title.kill"), trouble.play_kill, trouble.read_kill),
        Row(39, words.say("demo.title.handover"), watch.play_handover, watch.read_handover),
        Row(40, words.say("demo.title.difference"), watch.play_difference, watch.read_difference),
    ]


def days_of_their_own() -> list[Row]:
    """Played after the prints of the drill are made: each closes its window and opens another store."""
    return [
        Row("quiet", words.say("demo.title.quiet"), days.play_quiet, days.read_quiet),
        Row("qingming", words.say("demo.title.qingming"), days.play_qingming, days.read_qingming),
    ]

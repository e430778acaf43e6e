"""Warnings of the afternoon and the night: two at once, a red one for three towns, both eased towards the morning."""

from __future__ import annotations

from console.domain.warning import State
from console.tool.demo.reading import Reader
from console.tool.demo.rows.found import micros
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.rows.warning_acts import (
    COUNTY,
    begin,
    ended_as,
    follow,
    holding,
    look_up,
    passes,
    pick,
    report,
    retype,
    seen,
    suggested,
    tick,
    walk,
)  # fmt: skip
from console.tool.demo.rows.warnings import RAIN, TYPHOON
from console.tool.demo.stage import Stage

# row 14: orange of the typhoon, yellow of the rain

MINUTE = 60_000_000
"""In microseconds, as the store has its times."""
ORANGE_UNTIL, RAIN_UNTIL = "09:45", "11:15"


def play_two(stage: Stage, row: Row) -> None:
    """One changes what holds, the other begins beside it; each has its own end."""
    stage.jump_to(15, 20)
    by = {"reviewer": stage.names[1], "signer": stage.names[2]}
    yellow = holding(stage, TYPHOON)
    page = follow(stage, yellow, "weather_orange")
    retype(page.editor.facts.expires, ORANGE_UNTIL)
    orange = walk(stage, page, **by)
    proposed = suggested(stage, orange)
    report(stage, page, {"platform": "省平台编号一五二四", "tv": "滚动播出开始"})
    passes(stage, page, State.ACTIVE)
    page = begin(stage)
    pick(page.editor.facts.signal, RAIN)
    pick(page.editor.facts.level, "weather_yellow")
    retype(page.editor.facts.expires, RAIN_UNTIL)
    look_up(page.editor.places.line, [COUNTY])
    tick(stage, page, ("platform", "chat"))
    rain = walk(stage, page, **by)
    report(stage, page, {"platform": "同上一并受理", "chat": "各群已读截图"})
    passes(stage, page, State.ACTIVE)
    row.notes |= {"yellow": yellow, "orange": orange, "rain": rain, "at": micros(stage.clock.now()), "says": proposed}
    who = [stage.names[0], stage.names[1], stage.names[2]]
    row.expected = {
        "orange": {
            "kind": "change", "level": "weather_orange", "hands": who, "told": {"tv": "done", "platform": "done"},
        },
        "rain": {
            "kind": "first", "level": "weather_yellow", "hands": who, "told": {"platform": "done", "chat": "done"},
        },
        "yellow_became": ("changed", orange), "both_held": True, "ends_apart_minutes": 90, "suggested": "II",
    }  # fmt: skip


def read_two(reader: Reader, row: Row) -> Found:
    """Both were in force at the same time and end at different ones."""
    notes = row.notes
    spans = reader.ask(
        "SELECT released_at, coalesce(ended_at, expires_at), expires_at FROM warning WHERE number IN (?, ?) "
        "ORDER BY number", notes["orange"], notes["rain"],
    )  # fmt: skip
    return {
        "orange": seen(reader, notes["orange"]), "rain": seen(reader, notes["rain"]),
        "yellow_became": ended_as(reader, notes["yellow"]),
        "both_held": all(begins <= notes["at"] < ends for begins, ends, _ in spans),
        "ends_apart_minutes": (spans[1][2] - spans[0][2]) // MINUTE, "suggested": notes["says"],
    }  # fmt: skip


# row 23: red for three towns

MOUNTAINS = ("例岭", "例塘", "例坑")
RED_UNTIL = "06:30"


def play_red(stage: Stage, row: Row) -> None:
    """三小时一百毫米: beside the yellow one of the county; its people are called by name in the next row."""
    stage.jump_to(21, 30)
    page = begin(stage)
    pick(page.editor.facts.signal, RAIN)
    pick(page.editor.facts.level, "weather_red")
    retype(page.editor.facts.expires, RED_UNTIL)
    look_up(page.editor.places.line, MOUNTAINS)
    tick(stage, page, ("radio", "gong"))
    stage.clock.advance(minutes=3)
    number = walk(stage, page, reviewer=stage.names[1], signer=stage.names[2])
    report(stage, page, {"radio": "电台插播录音", "gong": "各村敲锣照片"})
    passes(stage, page, State.ACTIVE)
    row.notes["number"] = number
    row.expected = {
        "kind": "first", "level": "weather_red", "hands": [stage.names[0], stage.names[1], stage.names[2]],
        "told": {"radio": "done", "gong": "done"}, "towns": ["例岭镇", "例塘乡", "例坑乡"], "within_ten": True,
        "yellow_still_held": True, "standard": True,
    }  # fmt: skip


def read_red(reader: Reader, row: Row) -> Found:
    """From the first word to the release, as the rule of red ones has it; the yellow one held on."""
    number = row.notes["number"]
    drafted, released = reader.ask("SELECT drafted_at, released_at FROM warning WHERE number = ?", number)[0]
    towns = reader.ask(
        "SELECT p.name FROM warning w, json_each(w.form, '$.places') one "
        "JOIN place p ON replace(p.id, '-', '') = replace(one.value, '-', '') WHERE w.number = ? ORDER BY one.key",
        number,
    )
    held = reader.one(
        "SELECT count(*) FROM warning WHERE signal = '02' AND level = 'weather_yellow' AND released_at < ? "
        "AND coalesce(ended_at, expires_at) > ?", released, released,
    )  # fmt: skip
    _, cap = reader.tool("warn", "cap", number)
    return {
        **seen(reader, number), "towns": [name for (name,) in towns],
        "within_ten": 0 <= released - drafted <= 10 * MINUTE, "yellow_still_held": held == 1,
        "standard": "100毫米" in cap,
    }  # fmt: skip


# row 35: the typhoon moves off

EASED_UNTIL = "10:20"


def play_eased(stage: Stage, row: Row) -> None:
    """Two changes downwards by the channels each used; the response is nobody's but the leader's to lower."""
    stage.jump_to(4, 30)
    by = {"reviewer": stage.names[1], "signer": stage.names[2]}
    red, orange = holding(stage, RAIN, level="weather_red"), holding(stage, TYPHOON)
    page = follow(stage, red, "weather_orange")
    retype(page.editor.facts.expires, EASED_UNTIL)
    rain = walk(stage, page, **by)
    report(stage, page, {"radio": "早间节目口播", "gong": "村里逐户告知"})
    passes(stage, page, State.ACTIVE)
    page = follow(stage, orange, "weather_yellow")
    typhoon = walk(stage, page, **by)
    proposed = suggested(stage, typhoon)
    report(stage, page, {"platform": "编号零四三八", "tv": "字幕已改"})
    passes(stage, page, State.ACTIVE)
    row.notes |= {"red": red, "orange": orange, "rain": rain, "typhoon": typhoon, "says": proposed}
    row.notes["at"] = micros(stage.clock.now())
    who = [stage.names[0], stage.names[1], stage.names[2]]
    row.expected = {
        "rain": {"kind": "change", "level": "weather_orange", "hands": who, "told": {"radio": "done", "gong": "done"}},
        "typhoon": {
            "kind": "change", "level": "weather_yellow", "hands": who, "told": {"tv": "done", "platform": "done"},
        },
        "red_became": ("changed", rain), "orange_became": ("changed", typhoon), "suggested": "III",
        "response_stays": "II",
    }  # fmt: skip


def read_eased(reader: Reader, row: Row) -> Found:
    """What each became; of the response no step but the leader's of the afternoon until then."""
    notes = row.notes
    level = reader.one(
        "SELECT level FROM response_step WHERE recorded_at <= ? AND level <> '' ORDER BY recorded_at DESC, number DESC",
        notes["at"],
    )
    return {
        "rain": seen(reader, notes["rain"]), "typhoon": seen(reader, notes["typhoon"]),
        "red_became": ended_as(reader, notes["red"]), "orange_became": ended_as(reader, notes["orange"]),
        "suggested": notes["says"], "response_stays": level,
    }  # fmt: skip

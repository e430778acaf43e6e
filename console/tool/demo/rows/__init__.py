"""The rows of the drill that are played, in the order of the drill; days that have no row come last."""

from __future__ import annotations

from console import words
from console.tool.demo.rows import (
    by_name,
    call_out,
    calls,
    consultation,
    days,
    goods,
    incident,
    leaders,
    response,
    roll_call,
    shelters,
    stock_take,
    teams,
    trouble,
    upward,
    warning_night,
    warning_towns,
    warnings,
    watch,
    wire,
)  # fmt: skip
from console.tool.demo.rows.row import Row


def rows() -> list[Row]:
    """The played rows."""
    return [
        Row(0, words.say("demo.title.level_iv"), response.play_start, response.read_start),
        Row("0.1", words.say("demo.title.blue"), warnings.play_blue, warnings.read_blue),
        Row(1, words.say("demo.title.first"), watch.play_first, watch.read_first),
        Row(2, words.say("demo.title.warning"), warnings.play_warning, warnings.read_warning),
        Row(3, words.say("demo.title.leader"), warnings.play_leader, warnings.read_leader),
        Row(4, words.say("demo.title.level_iii"), response.play_raised, response.read_raised),
        Row(5, words.say("demo.title.pumps_asked"), goods.play_asked, goods.read_asked),
        Row(6, words.say("demo.title.pumps_sent"), goods.play_sent, goods.read_sent),
        Row(7, words.say("demo.title.roll_call"), roll_call.play_roll_call, roll_call.read_roll_call),
        Row(8, words.say("demo.title.rain"), wire.play_rain, wire.read_rain),
        Row(9, words.say("demo.title.repeats"), wire.play_repeats, wire.read_repeats),
        Row(10, words.say("demo.title.broken"), wire.play_broken, wire.read_broken),
        Row("6.1", words.say("demo.title.pumps_received"), goods.play_received, goods.read_received),
        Row(11, words.say("demo.title.tip_off"), calls.play_tip_off, calls.read_tip_off),
        Row(12, words.say("demo.title.consultation"), consultation.play_consultation, consultation.read_consultation),
        Row(13, words.say("demo.title.risk_note"), consultation.play_note, consultation.read_note),
        Row(14, words.say("demo.title.two_warnings"), warning_night.play_two, warning_night.read_two),
        Row(15, words.say("demo.title.level_ii"), response.play_highest, response.read_highest),
        Row(16, words.say("demo.title.eight_towns"), warning_towns.play_towns, warning_towns.read_towns),
        Row(17, words.say("demo.title.silent_terminal"), warning_towns.play_silent, warning_towns.read_silent),
        Row(18, words.say("demo.title.shelter"), shelters.play_opened, shelters.read_opened),
        Row(19, words.say("demo.title.overdue"), consultation.play_overdue, consultation.read_overdue),
        Row(20, words.say("demo.title.brought_away"), shelters.play_brought_away, shelters.read_brought_away),
        Row(21, words.say("demo.title.water"), shelters.play_water, shelters.read_water),
        Row(22, words.say("demo.title.network"), trouble.play_network, trouble.read_network),
        Row("22.1", words.say("demo.title.mains"), wire.play_mains, wire.read_mains),
        Row(23, words.say("demo.title.red_rain"), warning_night.play_red, warning_night.read_red),
        Row(24, words.say("demo.title.by_name"), by_name.play_by_name, by_name.read_by_name),
        Row("24.1", words.say("demo.title.call_out"), call_out.play_call_out, call_out.read_call_out),
        Row(25, words.say("demo.title.river"), wire.play_river, wire.read_river),
        Row(26, words.say("demo.title.call"), calls.play_call, calls.read_call),
        Row(27, words.say("demo.title.incident"), incident.play_incident, incident.read_incident),
        Row(28, words.say("demo.title.second_call"), calls.play_second_call, calls.read_second_call),
        Row("27.1", words.say("demo.title.team_sent"), teams.play_team, teams.read_team),
        Row(29, words.say("demo.title.first_report"), upward.play_first, upward.read_first),
        Row(30, words.say("demo.title.hourly"), leaders.play_hourly, leaders.read_hourly),
        Row(31, words.say("demo.title.follow_up"), upward.play_follow_up, upward.read_follow_up),
        Row(32, words.say("demo.title.team_arrived"), teams.play_arrived, teams.read_arrived),
        Row(33, words.say("demo.title.amplifier"), wire.play_amplifier, wire.read_amplifier),
        Row(34, words.say("demo.title.found_alive"), upward.play_found, upward.read_found),
        Row(35, words.say("demo.title.eased"), warning_night.play_eased, warning_night.read_eased),
        Row(36, words.say("demo.title.relief"), leaders.play_relief, leaders.read_relief),
        Row(37, words.say("demo.title.lowered"), leaders.play_lowered, leaders.read_lowered),
        Row(38, words.say("demo.title.kill"), trouble.play_kill, trouble.read_kill),
        Row(39, words.say("demo.title.handover"), watch.play_handover, watch.read_handover),
        Row(40, words.say("demo.title.difference"), watch.play_difference, watch.read_difference),
        Row("40.1", words.say("demo.title.stock_take"), stock_take.play_counted, stock_take.read_counted),
        Row(41, words.say("demo.title.ended"), response.play_end, response.read_end),
    ]


def days_of_their_own() -> list[Row]:
    """Played after the prints of the drill are made: each closes its window and opens another store."""
    return [
        Row("quiet", words.say("demo.title.quiet"), days.play_quiet, days.read_quiet),
        Row("qingming", words.say("demo.title.qingming"), days.play_qingming, days.read_qingming),
    ]

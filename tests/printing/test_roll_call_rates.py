"""Rates of a roll call: a quality nobody judged is not one of nought, on the screen and on paper."""

from __future__ import annotations

import pytest

from console.domain.people import Actor, Role
from console.domain.roll_call import CalledUnit, Outcome, Quality
from console.services.roll_calls import Call
from ui import prints
from ui.models.roll_call_rows import rates_text
from ui.printing.output import to_pdf


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "roll call 2030", by=Actor.tool("tester")).actor


def on_paper(desk, row, read, tmp_path) -> str:
    to_pdf(prints.form_of(desk, desk.roll_calls.one(row.id)), tmp_path / "a.pdf")
    return "".join("".join(read(tmp_path / "a.pdf")).split())


def test_what_nobody_recorded_is_no_rate_of_nought(desk, by, read, tmp_path):
    row = desk.roll_calls.begin("早点名", "phone", [CalledUnit("样溪镇"), CalledUnit("界坑乡")], by=by)
    for unit in ("样溪镇", "界坑乡"):
        desk.roll_calls.call(row.id, Call(unit, Outcome.ANSWERED), by=by)

    told = on_paper(desk, row, read, tmp_path)
    assert "应答率2/2（100%）" in told and "质量达标率未记录" in told and "与值班表相符未记录" in told
    said = rates_text(desk.roll_calls.rates(row.id))
    assert (said["answered"], said["good"]) == ("2/2 (100%)", "未记录")


def test_a_rate_says_of_how_many_nobody_recorded_it(desk, by, read, tmp_path):
    row = desk.roll_calls.begin("早点名", "phone", [CalledUnit("样溪镇"), CalledUnit("界坑乡")], by=by)
    desk.roll_calls.call(row.id, Call("样溪镇", Outcome.ANSWERED, quality=Quality.BROKEN), by=by)
    desk.roll_calls.call(row.id, Call("界坑乡", Outcome.ANSWERED), by=by)

    assert "质量达标率0/2（0%），未记1" in on_paper(desk, row, read, tmp_path)


def test_a_round_nobody_answered_has_rates_of_nought(desk, by, read, tmp_path):
    row = desk.roll_calls.begin("早点名", "phone", [CalledUnit("样溪镇")], by=by)
    desk.roll_calls.call(row.id, Call("样溪镇", Outcome.NO_ANSWER), by=by)

    assert "质量达标率0/1（0%）" in on_paper(desk, row, read, tmp_path)

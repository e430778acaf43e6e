"""``propose`` tells what would be sent and why, in words and as JSON; it orders nothing."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from console.domain.needs import NeedKind, NewNeed
from console.domain.stock_document import NewLine
from tests.kit.dispatch import by, ground, team

__all__ = ["by", "ground"]


@pytest.fixture
def county(desk, by, ground):
    """A team for two needs of teams, more water than is asked for, half of it kept; the tool asks on another day."""
    ground.add_teams(desk, by, team("D1", 8), team("D2", 30))
    ground.took_in(desk, by, ground.county, NewLine(ground.water, Decimal(30), lot_code="甲"))
    ground.quota(desk, by, ground.county, ground.water, 15)
    desk.needs.record(NewNeed(ground.incident, NeedKind.SKILL, Decimal(1), skill="drainage"), by=by)
    desk.needs.record(NewNeed(ground.incident, NeedKind.ITEM, Decimal(20), item=ground.water), by=by)
    ground.another(desk, by)
    return desk.data


def test_a_proposal_as_json_has_figures_and_reasons(ask, county, desk):
    done = ask(county, "propose", "--incident", "0001", "--json")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    (sent,) = told["teams"]
    assert (sent["team"], sent["minutes"], sent["travel"], sent["prepare"]) == ("D1", 28, 18, 10)
    assert (sent["next"], sent["next_more"], sent["phones"][0]) == ("队伍D2", 50, "陈例一 100-0000-0001")
    assert any("Next is 队伍D2, 50 min more" in reason for reason in sent["reasons"])
    (goods,) = told["goods"]
    assert (goods["store"], goods["quantity"], goods["left"], goods["minimum"]) == ("K01", 15, 15, 15)
    assert goods["lots"] == [{"lot": "甲", "quantity": 15, "expires_on": None}]
    (short,) = told["short"]
    assert (short["amount"], short["why"]) == (5, ["reserve"]) and told["proven"] is True
    assert desk.assignments.running() == [] and desk.dispatching.rows() == [], "nothing is ordered"


def test_in_words_each_line_has_its_reasons_below(ask, county):
    done = ask(county, "propose", "--incident", "0001", "--weather", "storm")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Teams: 1. Goods: 1. Needs that stay short: 1.")
    assert any(line.startswith("队伍D1 → ") and "49 min" in line for line in lines), "slower in a storm"
    assert sum(not line.startswith("  ") for line in lines) == 4


def test_all_open_incidents_together(ask, county):
    assert json.loads(ask(county, "propose", "--all", "--json").stdout)["teams"][0]["team"] == "D1"


def test_where_nothing_is_needed_it_says_so(ask, county):
    done = ask(county, "propose", "--incident", "0002")
    assert (done.returncode, done.stdout) == (1, "") and "still needed" in done.stderr
    assert "no such incident" in ask(county, "propose", "--incident", "9999").stderr
    with pytest.raises(SystemExit) as ended:
        ask(county, "propose")
    assert ended.value.code == 2

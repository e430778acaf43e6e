"""An Alpha sign: shows what it can, is believed by nobody, and is never sent what it cannot show."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from console.devices.drivers import alpha as driver
from console.devices.session import Setting
from console.devices.simulated import alpha as simulated
from console.devices.simulator import Play
from console.domain.clock import StoppedClock
from console.domain.delivery import Order, SendState, Verb
from console.errors import Refused

CLOCK = StoppedClock(datetime(2026, 11, 22, 5, 45, tzinfo=UTC))
ZONE = ZoneInfo("Asia/Shanghai")


def session(**options: str) -> driver.AlphaSession:
    return driver.make(Setting(CLOCK, ZONE, options))


def order(verb: Verb, text: str = "", target: str = "", **facts: object) -> Order:
    return Order(uuid4(), verb, target, text, facts)


def test_a_sign_shows_a_text_and_takes_it_away_and_nobody_says_confirmed():
    talk, sign = session(), simulated.make(Play(CLOCK, ZONE, Random(1)))
    asked = order(Verb.SHOW, "EVACUATE\n NOW")
    heard = talk.ask(asked, 0.0)
    ((key, receipt),) = heard.receipts
    assert (key, receipt.state, receipt.code) == (asked.id, SendState.UNCONFIRMED, "commanded")
    assert sign.feed(heard.write, 0.0) == b"" and sign.state()["shown"] == "EVACUATE NOW"
    assert talk.ask(asked, 1.0) == driver.NOTHING
    sign.feed(talk.ask(order(Verb.STOP), 2.0).write, 2.0)
    assert (sign.state()["shown"], sign.state()["damaged"]) == ("", 0)


def test_a_text_goes_to_the_sign_it_is_for():
    one, other = (simulated.make(Play(CLOCK, ZONE, Random(1), {"address": at})) for at in ("01", "02"))
    said = session(address="02").ask(order(Verb.SHOW, "CLOSED", pattern="flash"), 0.0).write
    said += session().ask(order(Verb.SHOW, "OPEN", target="01"), 0.0).write
    for sign in (one, other):
        sign.feed(said, 0.0)
    assert [(sign.state()["shown"], sign.state()["mode"]) for sign in (one, other)] == [("OPEN", "b"), ("CLOSED", "c")]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (order(Verb.SHOW, "紧急撤离"), "cannot_show"),
        (order(Verb.SHOW, "a" * 126), "too_long"),
        (order(Verb.SHOW, " \n"), "no_text"),
        (order(Verb.SHOW, "x", target="lobby"), "no_such_zone"),
        (order(Verb.SOUND), "not_possible"),
    ],
)
def test_what_a_sign_cannot_show_is_refused_before_a_byte(asked, code):
    heard = session().ask(asked, 0.0)

    assert heard.write == b""
    assert [(r.state, r.code, r.began) for _, r in heard.receipts] == [(SendState.FAILED, code, False)]


def test_a_silent_test_tells_nothing_about_a_sign():
    heard = session().ask(order(Verb.PROBE), 0.0)
    assert heard.write == b"" and heard.receipts[0][1].code == "cannot_be_known"
    with pytest.raises(Refused):
        session(address="lobby")

"""A warning from the release to what its devices truly did: real lines, real processes, and kills in between."""

from __future__ import annotations

import signal
import time

import pytest
from argon2 import profiles

from console.services import accounts
from tests.kit import warning_torture as torture
from tests.kit.links import waited
from tests.kit.warning_program import Program
from tests.kit.warning_street import street

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a thing of POSIX")
MODEMS = 2


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch):
    monkeypatch.setattr(accounts, "COST", profiles.CHEAPEST)


def test_killed_again_and_again_nothing_is_heard_twice_and_nothing_said_that_was_not_so(tmp_path):
    """The same with a hundred kills and 2 000 numbers: ``python -m tests.kit.warning_torture``."""
    met = torture.torture(3, 40, 7, tmp_path, forked=True, lag=0.02, modems=MODEMS, sirens=3, broadcasts=1, signs=1)
    assert met["wrong"] == [] and met["doubles"] == met["lies"] == 0
    assert met["kills with work left"] >= 2 and met["texts that went"] >= 40 - met["kills"] * MODEMS
    assert not any(name.endswith(("failed", "cancelled", "sending", "queued")) for name in met["states"])


def test_a_run_of_texts_is_paused_and_stopped_within_one_message_and_its_figures_are_true(tmp_path):
    """Pausing lets what was handed over end; stopping takes back the rest; what is counted is what the modems sent."""
    with street(modems=MODEMS, sirens=1, broadcasts=1, signs=1, lag=0.03) as made:
        data = torture.prepared(tmp_path, made, 60)
        program = Program(data, forked=True)
        assert program.ask("release") == {"state": "releasing"}
        waited(lambda: made.texts().total() >= 6)
        before = program.ask("pause")["sms"]
        assert made.texts().total() <= _done(before) + MODEMS, "each modem has one under way at most"
        quiet = program.ask("quiet")["sms"]
        sent = made.texts().total()
        assert sent == _done(quiet) <= _done(before) + MODEMS and quiet["sending"] == 0
        time.sleep(0.3)  # ten texts' time: nothing more goes
        assert made.texts().total() == sent and program.ask("counts")["sms"]["queued"] == quiet["queued"] == 60 - sent
        others = {name: one["state"] for name, one in program.ask("counts").items()}
        assert (others["cap"], others["led"], others["siren"]) == ("done", "done", "doing"), "no other channel waits"
        program.ask("go_on")
        waited(lambda: made.texts().total() >= sent + 4)
        program.ask("stop")
        ended = program.ask("quiet")["sms"]
        assert made.texts().total() == _done(ended) and ended["cancelled"] == 60 - _done(ended) > 0
        assert ended["failed"] == ended["unknown"] == ended["queued"] == 0
        assert program.ask("all_of_it")["broadcast"]["confirmed"] == 1, "without a zone it speaks everywhere"
        made.quiet()
        assert program.end() == 0
        found = torture.judged(data, made, tmp_path)
    assert found.wrong == [], found.wrong


def _done(counts) -> int:
    return counts["sent"] + counts["confirmed"] + counts["unconfirmed"]

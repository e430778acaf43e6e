"""Whatever is looked for, or named as a folder: an answer or a Refused, never a bug."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from console.bootstrap import Desk
from console.domain import elements
from console.domain.inbound import Intake
from console.domain.pasting import sender_of, text_of_html, tidy
from console.domain.people import Actor
from console.domain.proposals import place_in, time_in
from console.errors import Refused, Unavailable
from console.services import copies_there
from tests.kit.nasty import VALUES

LONE = "水\ud800位"
"""Half a character, as the window cannot hand it over and another program can."""

ASKED: dict[str, Callable[[Desk, str], Any]] = {
    "log": lambda desk, text: desk.log.search(text, limit=5),
    "contacts": lambda desk, text: desk.contacts.find(text),
    "records": lambda desk, text: desk.finding.by_number(text),
    "outbound": lambda desk, text: desk.outbound.rows(text),
    "former call": lambda desk, text: desk.intake.former_call(text, desk.clock.now()),
    "hints": lambda _, text: elements.missing(text, {}),
    "proposed time": lambda desk, text: time_in(text, desk.clock.now()),
    "proposed place": lambda _, text: place_in(text, []),
    "sender": lambda _, text: sender_of(text),
    "pasted page": lambda _, text: text_of_html(text),
    "pasted text": lambda _, text: tidy(text),
    "account": lambda desk, text: desk.accounts.sign_in(text, text),
    "copies": lambda _, text: copies_there.offered(Path(text)),
    "copy": lambda _, text: copies_there.find(Path(text)),
}


@pytest.mark.parametrize("name", ASKED)
def test_no_question_is_a_bug(desk: Desk, by: Actor, name: str) -> None:
    desk.intake.register(Intake(uuid4(), "例二镇停电", desk.clock.now(), caller_phone="100-0000-0001"), by=by)
    wrong = []
    for what, value in {**VALUES, "lone surrogate": LONE, "empty": ""}.items():
        try:
            ASKED[name](desk, value)
        except (Refused, Unavailable):
            pass
        except Exception as bug:
            wrong.append(f"{what}: {bug!r}")
    assert wrong == []

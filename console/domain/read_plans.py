"""What a response reads of a plan: a level and its cards as they stood when it was started or its level was changed.

It is kept with the response, so that a plan that is changed, brought in anew or withdrawn later changes no paper of it.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from console.domain.plans import Card, Level, Milestone


def level_text(level: Level) -> str:
    """The level with its milestones, checklist and cards, as JSON."""
    return _json(asdict(level))


def level_read(text: str) -> Level:
    """The level of that text."""
    values = json.loads(text)
    milestones = tuple(Milestone(**one) for one in values.pop("milestones"))
    cards = tuple(Card(**one) for one in values.pop("cards"))
    return Level(**{**values, "ending": tuple(values["ending"])}, milestones=milestones, cards=cards)


def card_text(card: Card) -> str:
    """One card as JSON."""
    return _json(asdict(card))


def card_read(text: str) -> Card:
    """The card of that text."""
    return Card(**json.loads(text))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

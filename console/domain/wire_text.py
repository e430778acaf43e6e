"""Texts from a wire are data, never trusted: made fit to be stored, shown and printed, never refused."""

from __future__ import annotations

import re
from dataclasses import replace
from math import isfinite
from typing import Any

from console.domain.signals import Signal

LONGEST = 2_000
"""Characters of what a device wrote that are kept as text; its bytes are kept whole."""

_NEVER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_BETWEEN = "\N{MIDDLE DOT}"
_BEFORE, _AFTER = f"{_BETWEEN} ", f" {_BETWEEN}"
_LONGEST = {
    **{"account": 40, "code": 40, "zone": 60, "sender": 60, "unit": 20, "damaged": 40},
    **dict.fromkeys(("words", "words_en", "text"), LONGEST),
}

_NAME, _FACT = 60, 500
"""Characters of a fact's name and of what it says."""
_SHORTEST = min(_LONGEST.values())


def plain(text: str, limit: int = LONGEST) -> str:
    """Without control characters, halves of characters and signs that turn the order of what follows, cut where it is
    longer than anything a person reads."""
    return _NEVER.sub("\N{REPLACEMENT CHARACTER}", text[:limit]) if text else ""


def _line(text: str, limit: int) -> str:
    """On one line: a device must not write what looks like a line of its own in the log."""
    return " ".join(plain(text, limit).split())


def with_text(words: str, text: str) -> str:
    """What happened and what was written, on one line: the text of a message, the name of a caller."""
    written = " ".join(text.split())
    return words if not written or written in words else f"{words}：{written}"


def cleaned(signal: Signal) -> Signal:
    """The signal with texts and value as they can be stored; the bytes stay as they came."""
    if _is_clean(signal):
        return signal
    texts: dict[str, Any] = {name: _line(getattr(signal, name), limit) for name, limit in _LONGEST.items()}
    texts["text"] = plain(signal.text)
    value = signal.value if signal.value is not None and isfinite(signal.value) else None
    return replace(signal, **texts, value=value, facts=_facts(signal.facts))


def _is_clean(signal: Signal) -> bool:
    """Whether nothing has to be done: asked for each of a burst."""
    texts = (
        signal.account, signal.code, signal.zone, signal.sender, signal.unit, signal.damaged, signal.words,
        signal.words_en, signal.text,
    )  # fmt: skip
    facts = signal.facts
    if signal.value is not None or (facts and not _are_short(facts)):
        return False
    every = _BETWEEN.join(("", *texts, *facts, *facts.values(), "") if facts else ("", *texts, ""))
    # one that is printed but has such a blank within is only looked at once more
    if not every.isprintable() or "  " in every or _AFTER in every or _BEFORE in every:
        return False
    short = max(map(len, texts)) <= _SHORTEST
    return short or all(len(text) <= limit for text, limit in zip(texts, _LONGEST.values(), strict=True))


def _are_short(facts: object) -> bool:
    """Whether they are nothing but texts with names, none of them to be cut."""
    if type(facts) is not dict or set(map(type, (*facts, *facts.values()))) != {str}:
        return False
    return max(map(len, facts)) <= _NAME and max(map(len, facts.values())) <= _FACT


def _facts(facts: object) -> dict[str, object]:
    """What JSON can hold of them; a driver's slip must not cost an alarm."""
    items = facts.items() if hasattr(facts, "items") else ()
    return {plain(str(name), _NAME): _fact(value) for name, value in items}


def _fact(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < _EXACT else str(value)
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, list | tuple):
        return [_fact(one) for one in value]
    return _facts(value) if isinstance(value, dict) else plain(str(value), _FACT)


_EXACT = 1 << 53
"""Whole numbers from here on JSON readers round."""

"""Codes that are this program's own words for what a panel or an input says: told in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from console import words


def code_word(code: str) -> str:
    """火警 for ``fire``; empty for a receiver's own code (``110``, ``BA``), which stands for itself in any language."""
    return _known(words.say(f"alarm.code.{code}")) if code.isidentifier() else ""


@lru_cache(256)
def code_in_line(code: str) -> str:
    """As a line of the log names it: the word, and the code by which ledger and tool know it."""
    word = _known(words.say_in(words.PRINTED, f"alarm.code.{code}")) if code.isidentifier() else ""
    return f"{word} {code}" if word else code


def _known(said: str) -> str:
    return "" if said.startswith("[") else said

"""Every word a person reads: one gettext catalogue of codes, switchable while everything is open."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import resources
from console.catalogue import Catalogue
from console.errors import Refused, Unavailable

log = logging.getLogger(__name__)

LANGUAGES = ("zh", "en")
PRINTED = "zh"
"""Prints are always Chinese, whatever the screen speaks."""

_FACT_WORDS = {
    "action": "action",
    "role": "role",
    "realm": "realm",
    "kind": "log.kind",
    "level": "place.level",
    "key": "setting",
}
"""Facts of an error that are ids with words of their own."""

_FACTS_OF = {
    "act_not_now": {"act": "warning.act", "state": "warning.state"},
    "approval_ended": {"state": "approval.state"},
    "assignment_state": {"state": "team.state"},
    "bad_profile": {"why": "profile.bad"},
    "bad_decision": {"state": "delivery.state"},
    "channel_cannot": {"verb": "delivery.verb"},
    "delivery_state": {"state": "delivery.state"},
    "document_state": {"state": "stock.state"},
    "figure_bad": {"figure": "incident.figure"},
    "follow_not_now": {"state": "warning.state"},
    "grade_of_no_event": {"kind": "incident.kind"},
    "incident_unsettled": {"left": "incidents.left"},
    "no_such_report_step": {"before": "report.state", "after": "report.state"},
    "no_such_step": {"before": "incident.state", "after": "incident.state"},
    "no_such_task_step": {"stage": "order.stage", "step": "order.step"},
    "plan_field_long": {"field": "plan.field"},
    "plan_field_missing": {"field": "plan.field"},
    "relocation_state": {"state": "relocation.state"},
    "report_not_draft": {"state": "report.state"},
    "name_of_many": {"field": "stores.field"},
    "shelter_choice_bad": {"field": "shelters.column"},
    "shelter_field_missing": {"field": "shelters.column"},
    "shelter_number_bad": {"field": "shelters.column"},
    "shelter_points_nowhere": {"field": "shelters.column"},
    "shelter_state": {"state": "shelters.state"},
    "training_not_said": {"driver": "driver"},
    "store_choice_bad": {"field": "stores.field"},
    "store_field_long": {"field": "stores.field"},
    "store_field_missing": {"field": "stores.field"},
    "store_named_nowhere": {"field": "stores.field"},
    "store_number_bad": {"field": "stores.field"},
    "store_points_nowhere": {"field": "stores.field"},
    "store_unneeded": {"kind": "stock.document"},
    "team_blocked": {"when": "list.engage_rules.when"},
    "team_warned": {"when": "list.engage_rules.when"},
    "warning_problems": {"problem": "warning.problem", "field": "warning.field"},
}
"""The same where the fact of one error is an id of another group than usual."""

LONGEST_FACT = 120
"""Characters of what was typed that a sentence about trouble quotes: five megabytes may have been pasted."""

_TROUBLE = ("refused.", "unavailable.")

_ONE_OR_MORE = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")
"""``{count:duty|duties}``: the first where the fact is 1, else the second; the figure itself is a field of its own."""

Callback = Callable[[], None]

_listeners: list[Callback] = []


class _Choice:
    """The language in use, in one place."""

    language = "zh"


_SPOKEN: ContextVar[str] = ContextVar("spoken", default="")
"""The language of what this thread puts into words now; empty: that of the screens."""


class _Missing:
    """Stands in for a fact nobody gave: shows its name in braces whatever the format asks of it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __format__(self, spec: str) -> str:
        return f"{{{self._name}}}"

    def __str__(self) -> str:
        return f"{{{self._name}}}"

    __repr__ = __str__

    def __getattr__(self, name: str) -> _Missing:
        return self

    def __getitem__(self, name: object) -> _Missing:
        return self


class _Facts(dict[str, Any]):
    def __missing__(self, name: str) -> _Missing:
        return _Missing(name)


def language() -> str:
    """The language screens speak now."""
    return _Choice.language


def set_language(name: str) -> None:
    """Switch all words; those who asked by ``on_change`` are told when it is another language than before."""
    if name not in LANGUAGES:
        raise ValueError(f"no such language: {name!r}")
    if name == _Choice.language:
        return
    _Choice.language = name
    for told in tuple(_listeners):
        try:
            told()
        except Exception:
            # one broken screen must not leave the others in the old language
            log.exception("a listener of the language failed")


def on_change(callback: Callback) -> Callback:
    """Call back after each switch until the returned function is called."""
    _listeners.append(callback)

    def leave() -> None:
        if callback in _listeners:
            _listeners.remove(callback)

    return leave


def say(code: str, /, **facts: Any) -> str:
    """The words of that code in the language in use."""
    return say_in(_SPOKEN.get() or _Choice.language, code, **facts)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Whatever this thread says meanwhile is said in that language: sentences of the screen, on paper."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def say_in(language: str, code: str, /, **facts: Any) -> str:
    """The words of that code in a named language; ``[code]`` where the catalogue has none."""
    text = _lookup(language, code)
    if text is None:
        log.debug("no words for %s in %s", code, language)
        return f"[{code}]"
    if "{" not in text and "}" not in text:
        return text
    if code.startswith(_TROUBLE):
        facts = {name: _short(value) for name, value in facts.items()}
    text = _one_or_more(text, facts)
    try:
        return text.format_map(_Facts(facts))
    except (ValueError, TypeError, AttributeError, KeyError, IndexError):
        # a fact of another type than the sentence expects: half a sentence is better than none
        log.debug("facts %r do not fit %s", facts, code)
        return text


def has(code: str) -> bool:
    """Whether the language in use has words for that code."""
    return _lookup(_Choice.language, code) is not None


def sentence(error: Refused | Unavailable, *, language: str | None = None) -> str:
    """What a person reads about trouble the program knows; ids among the facts are put into words."""
    language = language or _Choice.language
    groups = _FACT_WORDS | (_FACTS_OF.get(error.code, {}) if isinstance(error, Refused) else {})
    facts = {name: _fact_words(language, groups.get(name), value) for name, value in error.facts.items()}
    if {"list", "field"} <= facts.keys():
        facts["field"] = say_in(language, f"list.{facts['list']}.{facts['field']}")
    for name, said in facts.items():
        if said is not error.facts[name] and "{" in str(said):  # words of a fact that have facts of their own
            facts[name] = str(said).format_map(_Facts(facts))
    if isinstance(error, Refused):
        return say_in(language, f"refused.{error.code}", **facts)
    facts.setdefault("cause", "" if error.cause is None else str(error.cause))
    return say_in(language, f"unavailable.{error.what}", **facts)


def _one_or_more(text: str, facts: Mapping[str, Any]) -> str:
    """A sentence with the word that goes with each count."""
    if "|" not in text:
        return text
    return _ONE_OR_MORE.sub(lambda found: found[2] if str(facts.get(found[1])) == "1" else found[3], text)


def _short(fact: Any) -> Any:
    """A text so long that nobody reads it, by its beginning and its end."""
    if not isinstance(fact, str) or len(fact) <= LONGEST_FACT:
        return fact
    return f"{fact[: LONGEST_FACT - 30]}…{fact[-29:]}"


def _fact_words(language: str, group: str | None, value: Any) -> Any:
    if group is None or not isinstance(value, str):
        return value
    found = _lookup(language, f"{group}.{value}")
    return value if found is None else found


def _lookup(language: str, code: str) -> str | None:
    found = _catalogue(language).find(code)
    return None if found == code else found


@cache
def _catalogue(language: str) -> Catalogue:
    return Catalogue(resources.path(f"translations/{language}/LC_MESSAGES/console.mo").read_bytes())

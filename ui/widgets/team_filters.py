"""What the list of teams is narrowed by: words, state, kind, skill, event type, readiness, town."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.teams import Readiness, TeamFilter
from ui import theme
from ui.models.team_rows import Names, Sieve, TeamLine
from ui.widgets.choice import Choice
from ui.widgets.intake_bar import Lines
from ui.widgets.search import SearchBox

ANY = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed by; what is empty does not narrow."""

    words: str = ""
    kind: str = ANY
    skill: str = ANY
    type: str = ANY
    readiness: str = ANY
    town: str = ANY
    sieve: Sieve = Sieve.ALL

    def asked(self) -> TeamFilter:
        """What the service narrows by itself."""
        ready = frozenset({Readiness(self.readiness)} if self.readiness else ())
        return TeamFilter(
            self.kind, self.skill, self.type, ready, asked=self.words, retired=self.sieve is Sieve.RETIRED
        )

    def let_through(self, line: TeamLine) -> bool:
        return line.let_through(self.sieve) and self.town in (ANY, line.row.place_name or ANY)


class TeamFilters(Lines):
    """``narrowed`` carries the ``Wanted``, after the officer's choice only."""

    narrowed = Signal(object)

    def __init__(self, names: Callable[[], Names], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted = Wanted()
        self._quiet = False
        self.search = SearchBox("teams.find")
        self.kind = Choice((ANY,), lambda code: names().kind(code) if code else _any("kind"))
        self.skill = Choice((ANY,), lambda code: names().skill(code) if code else _any("skill"))
        self.type = Choice((ANY,), lambda code: names().type(code) if code else _any("type"))
        self.town = Choice((ANY,), lambda name: name or _any("town"))
        self.readiness = Choice(
            (ANY, *(one.value for one in Readiness)),
            lambda one: words.say(f"team.readiness.{one}") if one else _any("readiness"),
        )
        self.sieve = Choice(list(Sieve), lambda sieve: words.say(f"teams.sieve.{sieve.value}"))
        for choice in (self.skill, self.type):
            choice.narrow(10)
        self.flow.addWidget(self.search)
        for name in ("sieve", "kind", "skill", "type", "readiness", "town"):
            choice = getattr(self, name)
            choice.call(f"teams.filter.{name}")
            choice.picked.connect(partial(self._narrow, name))
            self.flow.addWidget(choice)
        self.search.searched.connect(partial(self._narrow, "words"))
        self.restyle()

    def offer(self, names: Names, types: Sequence[str], towns: Sequence[str]) -> None:
        """What there is to choose from; a box keeps what was chosen in it."""
        for choice, values in (
            (self.kind, [item.code for item in names.kinds if item.active]),
            (self.skill, [item.code for item in names.skills if item.active]), (self.type, types), (self.town, towns),
        ):  # fmt: skip
            chosen = choice.value()
            if choice.values() != [ANY, *values]:
                choice.offer([ANY, *values])
            if choice.value() != chosen:
                choice.choose(chosen)  # the list is narrowed by it still

    def widen(self, sieve: Sieve = Sieve.ALL) -> None:
        """Everything is wanted again; nobody is told."""
        self._quiet = True
        self.search.empty()
        self._quiet = False
        for choice in (self.kind, self.skill, self.type, self.readiness, self.town):
            choice.choose(ANY)
        self.sieve.choose(sieve)
        self.wanted = Wanted(sieve=sieve)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "search"):
            using = theme.current()
            self.setContentsMargins(using.px(12), using.px(8), using.px(12), using.px(4))
            self.search.setFixedWidth(using.px(180))

    def _narrow(self, name: str, value: object) -> None:
        if self._quiet:
            return
        self.wanted = replace(self.wanted, **{name: value})  # type: ignore[arg-type]
        self.narrowed.emit(self.wanted)


def _any(what: str) -> str:
    return words.say(f"teams.any_{what}")

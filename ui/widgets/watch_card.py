"""The watch at a glance: who stands it, who leads and where leaders are, who comes next, what is over or missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.duty import ShiftRow, Turn
from console.domain.roster import LEADER, OnDuty, WhereaboutsRow
from console.domain.roster_findings import Finding
from ui import theme
from ui.text import Times, span
from ui.text import post as post_word
from ui.widgets.card import Card
from ui.widgets.roster_posts import PostList
from ui.widgets.roster_words import finding_word, names, where_word
from ui.widgets.spoken import Spoken, Word

_SHOWN = 2
"""Findings said in full; the others are counted."""


class WatchCard(Spoken, Card):
    """``show_watch`` with what the roster and the watch say now; nothing is asked from here.

    ``tick`` brings the time over to the moment without asking anybody.
    """

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("watch.card", parent=parent)
        self._times = times
        self._standing: ShiftRow | None = None
        self._planned: OnDuty | None = None
        self._next: OnDuty | None = None
        self._where: tuple[WhereaboutsRow, ...] = ()
        self._findings: tuple[Finding, ...] = ()
        self.standing = Word(role="strong")
        self.over = Word(role="error")
        self.posts = PostList()
        self.stands_in = Word(role="caution")
        self.leads = Word(role="error")
        self.differs = Word(role="caution")
        self.where = Word(role="secondary")
        self.next = Word(role="secondary")
        self.gaps = Word(role="caution")
        self._lines = (
            self.standing, self.over, self.posts, self.stands_in, self.leads, self.differs, self.where, self.next,
            self.gaps,
        )  # fmt: skip
        for line in self._lines:
            if isinstance(line, Word):
                line.setWordWrap(True)
            self.body.addWidget(line)
        self.body.addStretch(1)
        self.retranslate()

    def show_watch(
        self,
        on_duty: OnDuty | None,
        standing_shift: ShiftRow | None,
        next_shift: OnDuty | None,
        whereabouts: Sequence[WhereaboutsRow],
        findings: Sequence[Finding],
    ) -> None:
        """What the roster plans, who stands the watch, who comes next, and what the roster's findings are."""
        self._planned, self._standing, self._next = on_duty, standing_shift, next_shift
        self._where, self._findings = tuple(whereabouts), tuple(findings)
        self.retranslate()

    def restyle(self) -> None:
        """Denser than other cards: the side of the board must fit the smallest screen."""
        super().restyle()
        self.body.setContentsMargins(*(theme.current().px(edge) for edge in (12, 6, 12, 6)))
        self.body.setSpacing(theme.current().px(4))

    def tick(self, now: datetime) -> None:
        """The time over grows with the clock."""
        shift = self._standing
        late = shift is not None and now >= shift.planned_to
        self.over.setVisible(late)
        if shift is not None and late:
            self.over.say("watch.over_time", time=span(now - shift.planned_to))

    def retranslate(self) -> None:
        if not hasattr(self, "gaps"):
            return
        self._say_standing()
        self._say_standing_in()
        self._say_leader()
        self._say_difference()
        self._say_where()
        self._say_next()
        self._say_findings()
        self.tick(self._times.now())

    def _say_standing(self) -> None:
        shift = self._standing
        if shift is None:
            self.standing.say("watch.nobody")
        else:
            self.standing.say("watch.standing", name=shift.owner, until=self._times.near(shift.planned_to))
        self.posts.show_posts(shift.posts if shift else self._planned.posts if self._planned else ())

    def _say_standing_in(self) -> None:
        """Who stands in now, who will, and who is back: the officer is told when it begins, whoever noted it."""
        shift, now = self._standing, self._times.now()
        said = [_turn_word(turn, shift, now, self._times) for turn in shift.turns] if shift else []
        self.stands_in.show_text("\n".join(filter(None, said)))
        self.stands_in.setVisible(any(said))

    def _say_leader(self) -> None:
        """A leader is a line of the posts; only that nobody leads needs a sentence."""
        posts = self._standing.posts if self._standing else self._planned.posts if self._planned else ()
        self.leads.setVisible(not any(line.post == LEADER and line.name for line in posts))
        self.leads.say("watch.leads_nobody")

    def _say_difference(self) -> None:
        """Whoever stands the watch and is not on the roster for it, is said; the roster is not changed by it."""
        planned = {line for line in self._planned.posts if line.name} if self._planned else set()
        standing = {(line.post, line.name) for line in self._standing.posts} if self._standing else set()
        other = [line for line in planned if (line.post, line.name) not in standing]
        shown = bool(self._standing and other and self._planned and not self._is_over())
        self.differs.setVisible(shown)
        if shown and self._planned:
            ordered = [line for line in self._planned.posts if line in other]
            self.differs.show_text(words.say("watch.other_planned", names=names(ordered)))

    def _is_over(self) -> bool:
        return self._standing is not None and self._times.now() >= self._standing.planned_to

    def _say_where(self) -> None:
        self.where.setVisible(bool(self._where))
        self.where.show_text("\n".join(where_word(row, self._times) for row in self._where))

    def _say_next(self) -> None:
        self.next.setVisible(self._next is not None)
        if self._next is not None:
            at = self._times.near(self._next.starts_at)
            self.next.show_text(words.say("watch.next_at", at=at, names=names(self._next.posts)))

    def _say_findings(self) -> None:
        serious = [row for row in self._findings if row.serious]
        self.gaps.setVisible(bool(serious))
        said = [f"{self._times.near(row.starts_at)} {finding_word(row)}" for row in serious[:_SHOWN]]
        self.gaps.show_text("\n".join([words.say("watch.gaps", count=len(serious)), *said]))


def _turn_word(turn: Turn, shift: ShiftRow, now: datetime, times: Times) -> str:
    """A turn that is not as the watch was planned, unless it is over; empty otherwise."""
    over = turn.until_at is not None and turn.until_at <= now
    facts = {"post": post_word(turn.line.post), "name": turn.line.name, "at": times.near(turn.from_at)}
    if over or (not turn.instead_of and not shift.taken_at < turn.from_at <= now):
        return ""
    if not turn.instead_of:
        return words.say("watch.stands_again", **facts)
    code = "watch.stands_in" if turn.from_at <= now else "watch.stands_in_later"
    return words.say(code, **facts, absent=turn.instead_of, reason=turn.reason)

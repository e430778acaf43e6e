"""What of a warning wants somebody now, each with the button of the act beside it: it ends soon, nobody lifted it, a
response is proposed, the file it was made of has notes."""

from __future__ import annotations

from datetime import datetime

from console import words
from console.domain.warning import HOLDS, OPEN, OUT, State
from console.domain.warning_rows import Suggestion
from ui.models.warning_rows import Look
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.response_level import level_text
from ui.widgets.spoken import Word
from ui.widgets.warning_foot import KEYS

START, NOTES = "Shift+F3", "Alt+Shift+N"


class WarningNews(Lines):
    """Not seen while nothing of it is so. ``change`` and ``lift`` are the foot's acts once more."""

    def __init__(self) -> None:
        super().__init__()
        self.end, self.response, self.file = Word(role="error"), Word(role="caution"), Word(role="secondary")
        self.change = KeyButton("do.warning_change", KEYS["change"][0], small=True)
        self.lift = KeyButton("do.warning_lift", KEYS["lift"][0], small=True)
        self.start = KeyButton("do.plan_start", START, small=True)
        self.notes = KeyButton("do.warning_notes", NOTES, small=True)
        for part in (self.end, self.change, self.lift, self.response, self.start, self.file, self.notes):
            self.flow.addWidget(part)
        self.hide()

    def show_look(self, look: Look, now: datetime) -> None:
        """Asked again as time goes on."""
        ending = self._say_end(look, now)
        first = proposed(look)
        if first is not None:
            self._say_response(look, first)
        notes = look.taken is not None and look.row.state in OPEN
        if notes and look.taken is not None:
            self.file.say("warning.news.file", name=look.taken.name, count=len(look.taken.notes))
        for part, shown in (
            (self.end, ending), (self.lift, ending), (self.change, ending and look.row.state in OUT),
            (self.response, first is not None), (self.start, first is not None), (self.file, notes),
            (self.notes, notes),
        ):  # fmt: skip
            part.setVisible(shown)
        self.setVisible(ending or first is not None or notes)

    def _say_end(self, look: Look, now: datetime) -> bool:
        """Whether its end wants somebody."""
        row = look.row
        if row.kind not in HOLDS or row.expires_at is None or look.follower is not None:
            return False
        left = row.expires_at - now
        if row.state is State.EXPIRED or (row.state in OUT and left.total_seconds() <= 0):
            self.end.say("warning.news.forgotten")
            return True
        if row.state in OUT and left <= look.ahead:
            self.end.say("warning.news.expires", minutes=max(1, round(left.total_seconds() / 60)))
            return True
        return False

    def _say_response(self, look: Look, first: Suggestion) -> None:
        code = "warning.news.raise" if first.running else "warning.news.response"
        others = len(look.suggests) - 1
        more = words.say("warning.news.more", count=others) if others else ""
        self.response.say(
            code, level=level_text(first.level), plan=first.plan_title, running=first.running,
            now=level_text(first.running_level) if first.running else "", more=more,
        )  # fmt: skip


def proposed(look: Look) -> Suggestion | None:
    """The response level that is proposed first; None where none is, or all of them run."""
    return look.suggests[0] if look.suggests else None

"""Taking over: who stands which post, signed by who has proved to be the incoming officer where there is a sheet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from console.domain.duty import PostLine, SheetRow
from ui.dialogs.asking import Asking
from ui.models.handover import Crew
from ui.widgets.digest import Digest
from ui.widgets.posts import PostsForm


@dataclass(frozen=True, slots=True)
class TakingOver:
    """The posts as typed."""

    posts: tuple[PostLine, ...]


class TakeOverDialog(Asking):
    """Without ``sheet`` an empty station is taken over by whoever is signed in.

    With one it is signed by ``by``, who has proved it already: nobody gives a password twice for one hand-over.
    """

    def __init__(self, crew: Crew, *, by: str, sheet: SheetRow | None = None, parent: QWidget | None = None) -> None:
        super().__init__("takeover.title", "takeover.yes", parent=parent)
        if sheet is None:
            self.say_sentence("takeover.empty", name=by)
        else:
            self.say_sentence("sign.sheet", role="title", number=sheet.number)
            self.body.addWidget(Digest(sheet.digest))
            self.say_sentence("sign.what.incoming")
            self.say_sentence("takeover.signs", role="strong", name=by)
            self._say_unanswered(sheet)
        self.posts = PostsForm(crew.posts, crew.known, crew.names)
        self.body.addWidget(self.posts)
        self._signs = sheet is not None
        self.set_fields(self.posts.fields())
        self.inputs = self.posts.inputs()

    def answer(self) -> TakingOver:
        return TakingOver(self.posts.posts())

    def first(self) -> QWidget:
        """What signs, where the plan names leader and main post already; else the first post to fill."""
        return self.yes if self._signs and self.posts.manned() else self.posts.first_empty()

    def _say_unanswered(self, sheet: SheetRow) -> None:
        """Signing need not wait for an answer, but nobody signs without seeing that there is none."""
        count = sum(not difference["answer"] for difference in sheet.differences)
        if count:
            self.say_sentence("missing.answers", role="caution", count=count)

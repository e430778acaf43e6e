"""Taking over: who stands which post, and the incoming officer's signature where there is a sheet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget

from console.domain.duty import PostLine, SheetRow
from ui.dialogs.asking import Asking
from ui.models.handover import Crew
from ui.widgets.digest import Digest
from ui.widgets.posts import PostsForm
from ui.widgets.proof import Proof


@dataclass(frozen=True, slots=True)
class TakingOver:
    """The posts as typed; name and password are empty where nobody has to sign."""

    posts: tuple[PostLine, ...]
    name: str = ""
    password: str = ""


class TakeOverDialog(Asking):
    """Without ``sheet`` an empty station is taken over by whoever is signed in."""

    def __init__(self, crew: Crew, *, by: str, sheet: SheetRow | None = None, parent: QWidget | None = None) -> None:
        super().__init__("takeover.title", "takeover.yes", parent=parent)
        if sheet is None:
            self.say_sentence("takeover.empty", name=by)
        else:
            self.say_sentence("sign.sheet", role="title", number=sheet.number)
            self.body.addWidget(Digest(sheet.digest))
            self.say_sentence("sign.what.incoming")
            self._say_unanswered(sheet)
        self.posts = PostsForm(crew.posts, crew.known, crew.names)
        self.body.addWidget(self.posts)
        self.proof = None if sheet is None else Proof("sign.name.incoming", fixed=by)
        if self.proof:
            self.body.addWidget(self.proof)
        self.set_fields([*self.posts.fields(), *(self.proof.fields() if self.proof else ())])
        self.inputs = self.posts.inputs()

    def answer(self) -> TakingOver:
        name, password = self.proof.given() if self.proof else ("", "")
        return TakingOver(self.posts.posts(), name, password)

    def first(self) -> QLineEdit:
        """The password where the plan names leader and main post already; else the first post to fill."""
        return self.proof.password if self.proof and self.posts.manned() else self.posts.first_empty()

    def _say_unanswered(self, sheet: SheetRow) -> None:
        """Signing need not wait for an answer, but nobody signs without seeing that there is none."""
        count = sum(not difference["answer"] for difference in sheet.differences)
        if count:
            self.say_sentence("missing.answers", role="caution", count=count)

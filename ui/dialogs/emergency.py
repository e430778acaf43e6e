"""Taking the watch without the other officer: a reason, the posts, and who takes it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget

from console.domain.duty import PostLine
from ui.dialogs.asking import Asking
from ui.models.handover import Crew
from ui.widgets.field import Field
from ui.widgets.posts import PostsForm
from ui.widgets.proof import Proof
from ui.widgets.typed import OneLine


@dataclass(frozen=True, slots=True)
class Emergency:
    """As typed; the service refuses what is missing."""

    posts: tuple[PostLine, ...]
    reason: str
    name: str
    password: str


class EmergencyDialog(Asking):
    """``owner`` is who stands the watch now; ``running`` says that a hand-over under way is given up by it."""

    def __init__(self, crew: Crew, *, owner: str, running: str = "", parent: QWidget | None = None) -> None:
        super().__init__("emergency.title", "emergency.yes", kind="danger", parent=parent)
        self.say_sentence("emergency.what", name=owner)
        if running:
            self.say_sentence("emergency.running", role="caution", number=running)
        self.reason = OneLine()
        self.body.addWidget(Field("emergency.reason", self.reason, required=True))
        self.posts = PostsForm(crew.posts, crew.known, crew.names)
        self.body.addWidget(self.posts)
        self.proof = Proof("sign.name.incoming", names=crew.names)
        self.proof.name.textChanged.connect(lambda typed: self.posts.stand(typed.strip()))
        self.body.addWidget(self.proof)
        self.set_fields([self.reason, *self.posts.fields(), *self.proof.fields()])
        # who signs comes first: his name is brought to the main post
        self.inputs = {**self.proof.inputs(), "reason": self.reason, **self.posts.inputs()}

    def answer(self) -> Emergency:
        return Emergency(self.posts.posts(), self.reason.text(), *self.proof.given())

    def first(self) -> QLineEdit:
        return self.reason

"""The posts of a unit: who holds them as A and B, what names them, and one act about one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.contact_book import LIMITS, PostLook, PostUse, Rank
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.models.table import Align, Column, RowTableModel
from ui.widgets.empty import Empty
from ui.widgets.field import Field
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable
from ui.widgets.typed import ShortText

NEW, RETIRE = "Alt+N", "Alt+X"
_TOLD = 8
"""More names than that are no sentence."""


class PostDo(StrEnum):
    NEW = "new"
    RENAME = "rename"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True)
class PostGiven:
    """What is to be done; ``look`` is the post as it was shown, None for a new one."""

    do: PostDo
    name: str
    look: PostLook | None = None


class PostsDialog(Asking):
    """Hands up a ``PostGiven``: the chosen post by another name, the same retired, or a new one by the name typed.

    What names the chosen post stands below the list before anything is done about it.
    """

    LEAST_WIDTH = 620

    def __init__(self, unit: str, posts: Sequence[PostLook], parent: QWidget | None = None) -> None:
        super().__init__("contacts.unit_posts_title", "contacts.post_rename", parent=parent)
        self._do = PostDo.RENAME
        self.say_sentence("contacts.number_of", role="strong", name=unit)
        self.table = RowTable(_model(), compact=True)
        self.table.call("contacts.posts_of_unit")
        self.table.show_rows(posts)
        self.none = Empty("contacts.posts_none")
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.none)
        self.table.setVisible(bool(posts))
        self.none.setVisible(not posts)
        self.uses = self.say_sentence("contacts.post_unnamed", role="secondary")
        self.name = ShortText(LIMITS["post"])
        self.body.addWidget(Field("contacts.post_name", self.name, required=True))
        self.row = Lines()
        self.new = KeyButton("contacts.post_new", NEW)
        self.retire = KeyButton("contacts.post_retire", RETIRE, kind="danger")
        for button, key, do in ((self.new, NEW, PostDo.NEW), (self.retire, RETIRE, PostDo.RETIRE)):
            self.row.flow.addWidget(button)
            button.clicked.connect(lambda _checked=False, do=do: self.take(do))
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(button.click)
        self.body.addWidget(self.row)
        self.inputs = {"name": self.name}
        self.set_fields([self.name])
        self.table.chosen.connect(lambda _row: self._say_uses())
        self.table.opened.connect(lambda _row: self._into_name())
        self.table.installEventFilter(self)
        self.name.installEventFilter(self)
        if posts:
            self.table.choose(posts[0].row.id)
        for button in (self.yes, self.retire):
            button.setEnabled(bool(posts))
        self.restyle()

    def first(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self.name

    def take(self, do: PostDo) -> None:
        self._do = do
        self.hand_up()
        self._do = PostDo.RENAME

    def answer(self) -> PostGiven:
        look = self.table.chosen_row()
        if self._do is not PostDo.NEW and look is None:
            raise Refused("post_not_chosen")
        if self._do is PostDo.RETIRE:
            return PostGiven(self._do, look.row.name, look)
        if not self.name.text().strip():
            raise Refused("post_missing", field="name")
        return PostGiven(self._do, self.name.text().strip(), look if self._do is PostDo.RENAME else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys go between the list and the name below it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            if watched is self.table and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._into_name()
                return True
            if watched is self.name and event.key() == Qt.Key.Key_Up and self.table.isVisible():
                self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "inputs") and self.inputs:
            self._say_uses()

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            using = theme.current()
            self.table.setMinimumHeight(using.px(34) + 5 * using.compact_row)

    def _into_name(self) -> None:
        """The name as it is, to be written on; words typed before stay."""
        look = self.table.chosen_row()
        if look is not None and not self.name.text():
            self.name.setText(look.row.name)
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.end(False)

    def _say_uses(self) -> None:
        look = self.table.chosen_row()
        uses: Sequence[PostUse] = look.uses if look is not None else ()
        if not uses:
            self.uses.say("contacts.post_unnamed")
            return
        named = words.say("list.join").join(
            words.say(f"contacts.post_use.{one.what}", name=one.name) for one in uses[:_TOLD]
        )
        self.uses.say("contacts.post_named", count=len(uses), names=named)


def _model() -> RowTableModel[PostLook]:
    return RowTableModel(
        [
            Column("contact.post", lambda look: look.row.name, stretch=True, strong=lambda _look: True),
            Column("contact.held_a", lambda look: _held(look, Rank.A), width=128),
            Column("contact.held_b", lambda look: _held(look, Rank.B), width=128),
            Column("contact.post_uses", lambda look: str(len(look.uses) or ""), align=Align.RIGHT, width=72),
        ],
        key=lambda look: look.row.id,
    )


def _held(look: PostLook, rank: Rank) -> str:
    return words.say("list.join").join(one.person for one in look.holders if one.rank is rank)

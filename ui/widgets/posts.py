"""Who stands which post of a shift: one line each with name and telephone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from console import words
from console.domain.duty import PostLine
from ui import theme
from ui.text import post
from ui.widgets.name_field import NameField
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import OneLine

LONGEST_PHONE = 40


class PostsForm(Painted, Spoken, QWidget):
    """``known`` are the people who may stand: a name taken from it brings its telephone along."""

    def __init__(
        self, posts: Sequence[PostLine], known: Mapping[str, str], names: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._posts = tuple(line.post for line in posts)
        self._known = dict(known)
        self._standing = ""
        self.names: list[NameField] = []
        self.phones: list[QLineEdit] = []
        self._labels: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for at, code in enumerate(("takeover.post", "takeover.name", "takeover.phone")):
            self._grid.addWidget(Word(code, role="secondary"), 0, at)
        for line in posts:
            self._add(line, [*known, *names])
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)
        self.retranslate()
        self.restyle()

    def posts(self) -> tuple[PostLine, ...]:
        """As typed; lines without a name included."""
        typed = zip(self._posts, self.names, self.phones, strict=True)
        return tuple(PostLine(code, name.text(), phone.text()) for code, name, phone in typed)

    def fields(self) -> list[QLineEdit]:
        """In the order of typing."""
        return [field for pair in zip(self.names, self.phones, strict=True) for field in pair]

    def inputs(self) -> dict[str, QWidget]:
        """Names and telephones by their posts, for whoever keeps what is typed."""
        lines = list(zip(self._posts, self.names, self.phones, strict=True))
        return {f"name.{post}": name for post, name, _ in lines} | {f"phone.{post}": phone for post, _, phone in lines}

    def first_empty(self) -> QLineEdit:
        """Where typing starts."""
        return next((field for field in self.names if not field.text()), self.names[0])

    def manned(self) -> bool:
        """Whether somebody is named for the main post, and for the leader's where there is one."""
        named = dict(zip(self._posts, (bool(field.text().strip()) for field in self.names), strict=True))
        main = next((post for post in self._posts if post != "leader"), "")
        return named.get(main, True) and named.get("leader", True)

    def stand(self, name: str) -> None:
        """Whoever takes the watch alone stands the main post, until somebody else is named for it."""
        at = next((at for at, post in enumerate(self._posts) if post != "leader"), None)
        if at is not None and self.names[at].text() in ("", self._standing):
            self._standing = name
            self.names[at].setText(name)
            self._bring_phone(name, self.phones[at])

    def retranslate(self) -> None:
        for code, label, name, phone in zip(self._posts, self._labels, self.names, self.phones, strict=True):
            label.setText(post(code))
            name.setAccessibleName(words.say("takeover.name_of", post=post(code)))
            phone.setAccessibleName(words.say("takeover.phone_of", post=post(code)))

    def restyle(self) -> None:
        self._grid.setHorizontalSpacing(theme.current().px(12))
        self._grid.setVerticalSpacing(theme.current().px(6))
        super().restyle()

    def _add(self, line: PostLine, names: Sequence[str]) -> None:
        at = len(self.names) + 1
        label, name, phone = QLabel(), NameField(names, line.name), OneLine(LONGEST_PHONE, line.phone)
        phone.numbers = True
        name.picked.connect(lambda picked, field=phone: self._bring_phone(picked, field))
        label.setTextFormat(Qt.TextFormat.PlainText)
        for column, part in enumerate((label, name, phone)):
            self._grid.addWidget(part, at, column)
        self._labels.append(label)
        self.names.append(name)
        self.phones.append(phone)

    def _bring_phone(self, name: str, field: QLineEdit) -> None:
        """Another person has another telephone; a number typed for somebody unknown stays."""
        if self._known.get(name):
            field.setText(self._known[name])

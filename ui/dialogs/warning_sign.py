"""Other eyes on a warning: whoever reviews, signs or sends it back reads it whole and proves with the password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from PySide6.QtWidgets import QWidget

from console.domain.warning import LIMITS
from console.domain.warning_rows import WarningRow
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.dialogs.typed_time import told_time
from ui.text import Times
from ui.widgets.digest import Digest
from ui.widgets.field import Field
from ui.widgets.name_field import NameField
from ui.widgets.proof import Proof
from ui.widgets.spoken import Word
from ui.widgets.typed import LongText, OneLine, ShortText

_TIME, _CANONICAL = 30, 100_000


class Eyes(StrEnum):
    """What somebody puts the name to: 审核, 退回, 签发, 补审, 补签."""

    ENDORSE = "endorse"
    RETURN = "return"
    SIGN = "sign"
    COUNTERSIGN = "countersign"
    SIGN_LATER = "sign_later"


@dataclass(frozen=True, slots=True)
class Proved:
    """Name and password of whoever reads it, the digest that was on the screen; ``reason`` of what is sent back."""

    name: str
    password: str = field(repr=False)
    digest: bytes
    reason: str = ""


class _Canonical(LongText):
    """The text that is signed, whole; it scrolls itself and is read only."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(_CANONICAL, parent)
        self.setReadOnly(True)
        self.show_text(text)
        self.setProperty("role", "mono")
        self.setMinimumHeight(theme.current().px(220))


def _say_differs(dialog: Asking, differs: Sequence[str]) -> Word | None:
    """与来文不同, place by place; nothing where it says the same."""
    if not differs:
        return None
    dialog.say_sentence("warning.sign.differs", role="strong", count=len(differs))
    told = Word(role="caution")
    told.show_text("\n".join(differs))
    told.setWordWrap(True)
    dialog.body.addWidget(told)
    return told


class WarningSignDialog(Asking):
    """Shows the canonical text whole. Hands up ``Proved``."""

    LEAST_WIDTH = 760

    def __init__(
        self, eyes: Eyes, row: WarningRow, *, names: Sequence[str] = (), fixed: str = "",
        differs: Sequence[str] = (), parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        kind = "danger" if eyes is Eyes.RETURN else "primary"
        super().__init__(f"warning.sign.{eyes.value}", f"warning.sign.{eyes.value}", kind=kind, parent=parent)
        self._digest = row.digest or b""
        self.number = self.say_sentence("warning.sign.number", role="title", number=row.number, title=row.title)
        paper = eyes is Eyes.SIGN_LATER and not fixed
        self.say_sentence("warning.sign.what.paper" if paper else f"warning.sign.what.{eyes.value}", role="secondary")
        self.differs = _say_differs(self, differs)
        self.text = _Canonical(row.canonical)
        self.text_field = Field("warning.sign.text", self.text)
        self.body.addWidget(self.text_field, 1)
        self.body.addWidget(Digest(self._digest))
        self.reason: ShortText | None = None
        if eyes is Eyes.RETURN:
            self.reason = ShortText(LIMITS["reason"])
            self.body.addWidget(Field("asking.reason", self.reason, required=True))
        self.proof = Proof("warning.sign.name", fixed=fixed, names=names)
        self.body.addWidget(self.proof)
        self.set_fields([*([self.reason] if self.reason is not None else []), *self.proof.fields()])
        self.inputs = {**({"reason": self.reason} if self.reason is not None else {}), **self.proof.inputs()}

    def answer(self) -> Proved:
        reason = self.reason.text().strip() if self.reason is not None else ""
        if self.reason is not None and not reason:
            raise Refused("reason_missing", field="reason")
        name, password = self.proof.given()
        return Proved(name, password, self._digest, reason)


@dataclass(frozen=True, slots=True)
class Phoned:
    """Who said so by telephone, when, in which words, over which text."""

    name: str
    at: datetime | None
    words: str
    digest: bytes
    second: tuple[str, str] | None = field(default=None, repr=False)
    """Name and password of another officer who heard it."""


class WarningPhoneDialog(Asking):
    """电话签发: heard by who sits here and written down; the signature is owed afterwards. Hands up ``Phoned``.

    ``seconds`` are those who may prove that they heard it, too; None where nobody needs to.
    """

    LEAST_WIDTH = 760

    def __init__(
        self, row: WarningRow, times: Times, *, names: Sequence[str] = (), seconds: Sequence[str] | None = None,
        differs: Sequence[str] = (), parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("warning.phone", "warning.phone.yes", parent=parent)
        self._times, self._digest = times, row.digest or b""
        self.say_sentence("warning.sign.number", role="title", number=row.number, title=row.title)
        self.say_sentence("warning.phone.what", role="secondary")
        self.differs = _say_differs(self, differs)
        self.text = _Canonical(row.canonical)
        self.body.addWidget(Field("warning.sign.text", self.text), 1)
        self.body.addWidget(Digest(self._digest))
        self.name, self.at, self.words = NameField(names), OneLine(_TIME), ShortText(LIMITS["words"])
        self.at_field = Field("warning.phone.at", self.at)
        self.at_field.say_note("warning.phone.at_note")
        for made in (
            Field("warning.phone.name", self.name, required=True), self.at_field,
            Field("warning.phone.words", self.words, required=True),
        ):  # fmt: skip
            self.body.addWidget(made)
        self.proof = Proof("warning.phone.second", names=seconds) if seconds is not None else None
        if self.proof is not None:
            self.say_sentence("warning.phone.second_what", role="secondary")
            self.body.addWidget(self.proof)
        also = self.proof.fields() if self.proof is not None else []
        self.set_fields([self.name, self.at, self.words, *also])
        self.inputs = {"name": self.name, "at": self.at, "words": self.words}
        self.inputs |= self.proof.inputs() if self.proof is not None else {}

    def answer(self) -> Phoned:
        if not self.name.text().strip():
            raise Refused("name_missing", field="name")
        if not self.words.text().strip():
            raise Refused("words_missing", field="words")
        at = told_time(self._times, self.at.text(), "at")
        second = self.proof.given() if self.proof is not None else None
        if second is not None and not all(second):
            raise Refused("second_missing", field="signs")
        return Phoned(self.name.text().strip(), at, self.words.text().strip(), self._digest, second)

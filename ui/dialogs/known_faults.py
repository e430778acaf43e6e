"""Begin again from a copy with known faults? The facts first; the safe answer has the keyboard."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.copies import Manifest
from console.domain.faults import Fault
from console.services import fault_words
from ui.copy_words import made_at
from ui.dialogs.asking import Asking
from ui.widgets.spoken import Word

_NAMED = 6
"""Faults told by name; the manifest has the others."""


class KnownFaultsDialog(Asking):
    """``good``: when the newest good copy beside it was made; empty where there is none. Hands up True."""

    def __init__(self, manifest: Manifest, *, good: str = "", parent: QWidget | None = None) -> None:
        super().__init__("known_faults.title", "known_faults.yes", kind="danger", parent=parent)
        self._faults = manifest.faults
        facts = {"site": manifest.site, "at": made_at(manifest), "number": manifest.duty[0]}
        self.say_sentence("known_faults.of", role="strong", **facts)
        self.say_sentence("known_faults.are", count=self._faults.count)
        self.named = Word()
        self.named.setWordWrap(True)
        self.body.addWidget(self.named)
        if good:
            self.say_sentence("known_faults.good", role="caution", at=good)
        self.say_sentence("known_faults.what", role="secondary")
        self.retranslate()

    def first(self) -> QWidget:
        return self.no

    def answer(self) -> bool:
        return True

    def retranslate(self) -> None:
        super().retranslate()
        told = [f"· {_said(fault)}" for fault in self._faults.named[:_NAMED]]
        more = self._faults.count - len(told)
        if more > 0:
            told.append(f"· {words.say('known_faults.more', count=more)}")
        self.named.show_text("\n".join(told))


def _said(fault: Fault) -> str:
    """Of an id or a digest its beginning: in one word of 64 letters no line can be broken."""
    return fault_words.sentence(replace(fault, at=fault_words.brief(fault.at)))

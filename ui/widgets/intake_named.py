"""Under the texts of a 接报: they name a caller whom the channel hides, and a text goes everywhere as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.domain.inbound import names_caller
from ui.widgets.field import Field
from ui.widgets.spoken import Word

TEXTS = ("summary", "measures", "needs")


class NamedCaller:
    """One quiet sentence under each text, there for as long as it holds; nothing is held up by it."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.words = {name: Word("intake.caller_in_text", role="caution") for name in TEXTS}
        for name, word in self.words.items():
            word.setWordWrap(True)
            word.hide()
            fields[name].layout().addWidget(word)

    def show(self, content: Mapping[str, Any], *, hides: bool) -> None:
        """``hides``: the channel that is chosen hides its callers."""
        caller = content["caller_name"], content["caller_phone"]
        for name, word in self.words.items():
            word.setVisible(hides and names_caller(content[name], *caller))

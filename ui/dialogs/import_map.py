"""A file of outlines before it takes the place of those on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.geojson import Finding
from ui.dialogs.importing import ImportDialog
from ui.models.table import Align, Column
from ui.widgets.spoken import Word

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Line:
    """What is told of a feature, by its place in the list."""

    at: int
    found: Finding


class ImportMapDialog(ImportDialog):
    """Shows an ``Imported`` of the map's files."""

    said_title = "map.import_title"
    counts = {  # noqa: RUF012 - never changed
        "read": "map.features", "added": "import.added", "updated": "import.updated", "unchanged": "map.unchanged",
        "retired": "map.retired", "refused": "import.refused",
    }  # fmt: skip

    def columns(self) -> Sequence[Column[Any]]:
        return (
            Column("map.feature", lambda line: str(line.found.number or ""), align=Align.RIGHT, width=70),
            Column("map.name", lambda line: line.found.name, width=120),
            Column("problem.text", lambda line: words.say(line.found.code, **line.found.facts), stretch=True),
        )

    def lines(self, result: Any) -> Sequence[Line]:
        return [Line(at, found) for at, found in enumerate((*result.problems, *result.warned))]

    def good_rows(self, result: Any) -> bool:
        return bool(result.kinds)

    def between(self) -> Sequence[QWidget]:
        self.matched, self.missing = Word(role="secondary"), Word(role="caution")
        for word in (self.matched, self.missing):
            word.setWordWrap(True)
        return self.matched, self.missing

    def show_result(self, result: Any) -> None:
        super().show_result(result)
        self.matched.say("map.import_matched", matched=result.matched, points=result.kept)
        names = "、".join(result.towns_missing[:_SHOWN])
        self.missing.setVisible(bool(names))
        self.missing.say("map.import_missing", count=len(result.towns_missing), names=names)

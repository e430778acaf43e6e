"""A file of rows before it is taken in: refused rows, what is odd about others, and what changes about whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.domain.contact_change import Difference
from console.domain.contact_table import Finding
from ui import actions
from ui.dialogs.importing import StoppableImport
from ui.models.table import Align, Column
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton

_COUNTS = ("read", "added", "updated", "unchanged", "skipped", "refused", "warnings")
ALL, REFUSED, WARNED, CHANGED, ADDED = "all", "refused", "warned", "changed", "added"
_INK = {WARNED: "orangetext", CHANGED: "link"}


class Line(NamedTuple):
    """What is told about a row: a fault, something odd, or a difference (``kind``); put into words when it is seen.

    Thousands are made at once.
    """

    at: int
    kind: str
    sheet: str
    row: int
    column: str
    told: Finding | tuple[str, Difference]
    columns: str = "contact.column"
    """How the codes of its columns begin."""

    @property
    def text(self) -> str:
        if isinstance(self.told, Finding):
            return _said(self.told)
        name, difference = self.told
        before, after = (part or words.say("none") for part in (difference.before, difference.after))
        return words.say("import.difference", name=name, before=before, after=after)


class ImportListDialog(StoppableImport):
    """Refused rows first, then warnings, then the differences; boxes show one kind or one column alone.

    ``title`` is the code of the sentence above, ``columns`` how the codes of columns begin. ``save_asked`` carries the
    lines shown.
    """

    save_asked = Signal(object)

    counts = {count: f"import.{count}" for count in _COUNTS}  # noqa: RUF012 - never changed
    least_width = 880

    def __init__(self, title: str, columns: str, name: str, parent: QWidget | None = None) -> None:
        self.said_title, self._columns = title, columns  # type: ignore[misc]
        self._many: Counter[str] = Counter()
        self.kinds = Choice([ALL], lambda kind: self._counted(kind, _kind_word(kind)))
        self.column = Choice([ALL], lambda column: self._counted(f"column {column}", _column_word(column, columns)))
        self.save = KeyButton("import.told.save", actions.key_of("export"), icon="export")
        self._field = QWidget()
        self._field.hide()
        super().__init__(name, parent)
        for choice in (self.kinds, self.column):
            choice.picked.connect(lambda _value: self._filter())
        self.save.clicked.connect(self.ask_save)
        QShortcut(QKeySequence(actions.key_of("export")), self).activated.connect(self.ask_save)

    def columns(self) -> Sequence[Column[Any]]:
        return (
            Column("problem.sheet", lambda line: line.sheet, width=120),
            Column("problem.row", lambda line: str(line.row), align=Align.RIGHT, width=60),
            Column("problem.column", lambda line: words.say(f"{line.columns}.{line.column}"), width=90),
            Column("problem.text", lambda line: line.text, stretch=True, ink=lambda line: _INK.get(line.kind)),
        )

    def between(self) -> Sequence[QWidget]:
        row = QHBoxLayout(self._field)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Field("import.shown", self.kinds), 1)
        row.addWidget(Field("import.shown_column", self.column), 1)
        row.addWidget(self.save, 0, Qt.AlignmentFlag.AlignBottom)
        return (self._field,)

    def lines(self, result: Any) -> Sequence[Line]:
        made: list[Line] = []
        for found in (*result.problems, *result.warned):
            kind = WARNED if found.warning else REFUSED
            made.append(Line(len(made), kind, found.sheet, found.row, found.column, found, self._columns))
        for one in result.changed:
            for difference in one.differences:
                told = (one.name, difference)
                made.append(Line(len(made), CHANGED, one.sheet, one.row, difference.column, told, self._columns))
        return made

    def good_rows(self, result: Any) -> bool:
        return bool(result.added + result.updated + result.unchanged)

    def show_result(self, result: Any) -> None:
        """What the import would do."""
        super().show_result(result)
        rows = self.table.rows_model.rows()
        kinds, columns = Counter(line.kind for line in rows), Counter(line.column for line in rows)
        self._many = kinds + Counter({f"column {column}": count for column, count in columns.items()})
        self._many[ALL] = self._many[f"column {ALL}"] = len(rows)
        self.kinds.offer([ALL, *(kind for kind in (REFUSED, WARNED, CHANGED, ADDED) if kind in kinds)])
        self.column.offer([ALL, *(column for column, _count in columns.most_common())])
        self._field.setVisible(bool(rows))
        if (self.kinds.value(), self.column.value()) != (ALL, ALL):
            self._filter()

    def ask_save(self) -> None:
        """What is shown goes to whoever filled the file in."""
        if self._field.isVisibleTo(self):
            self.save_asked.emit(self.table.rows_model.rows())

    def retranslate(self) -> None:
        super().retranslate()
        if self._result is not None:
            self._filter()

    def _filter(self) -> None:
        kind, column = self.kinds.value(), self.column.value()
        shown = (line for line in self.lines(self._result) if kind in (ALL, line.kind))
        self.table.show_rows([line for line in shown if column in (ALL, line.column)])

    def _counted(self, value: str, word: str) -> str:
        return words.say("import.shown_count", word=word, count=self._many[value]) if self._many else word


def _said(found: Finding) -> str:
    sentence = words.say(found.code, **found.facts)
    return words.say("import.warning", text=sentence) if found.warning else sentence


def told_rows(lines: Sequence[Line]) -> Iterator[dict[str, str | int]]:
    """The lines as rows of a table, the sentence of each put into words now."""
    for line in lines:
        yield {
            "sheet": line.sheet, "row": line.row, "column": _column_word(line.column, line.columns),
            "kind": _kind_word(line.kind), "said": line.text,
        }  # fmt: skip


def _column_word(column: str, columns: str) -> str:
    return words.say("import.shown.all" if column == ALL else f"{columns}.{column}")


def _kind_word(kind: str) -> str:
    return words.say(f"import.shown.{kind}")

"""One shelter: who is in it and how that came to be, who runs it, what is there."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.domain.shelters import CountRow, OpeningRow, ShelterRow
from console.services.shelter_words import listed
from ui import theme
from ui.models.shelter_rows import ShelterLine, checked, count_model, said, short_of, state_word, supplies, town_of
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.facts import Facts
from ui.widgets.scrolling import scrolling
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

FACTS = (
    "shelters.fact.people", "shelters.fact.supplies", "shelters.fact.differs", "shelters.fact.open",
    "shelters.column.manager_a", "shelters.column.manager_b", "shelters.column.address", "shelters.column.facilities",
    "shelters.column.suits", "shelters.fact.building", "shelters.column.warehouse", "shelters.column.remark",
)  # fmt: skip
_MOST = 8


class ShelterSheet(Card):
    """Facts of a shelter above the counts of its last opening."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("shelters.title", parent=parent)
        self.wrap_title()
        self._times = times
        self._counts_of: UUID | None = None
        self.warning = Word(role="error")
        self.warning.setWordWrap(True)
        self.facts = Facts(FACTS)
        self.counts_title = Word("shelters.counts", role="strong")
        self.counts = RowTable(count_model(times), compact=True)
        self.counts.call("shelters.counts")
        self.no_counts = Word("shelters.no_counts", role="secondary")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.warning, self.facts, self.counts_title, self.counts, self.no_counts):
            column.addWidget(part)
        column.addStretch(1)
        self.body.addWidget(scrolling(inside), 1)

    def knows_counts_of(self, shelter: UUID) -> bool:
        return self._counts_of == shelter

    def show_shelter(self, line: ShelterLine) -> None:
        row = line.row
        self.title.show_text(row.name)
        self.caption.show_text(f"{row.form.code}　{state_word(row)}")
        warned = [words.say("shelters.over", count=row.over)] if row.over else []
        warned += [short_of(line.low)] if line.low else []
        warned += [words.say("shelters.check_due", day=checked(line))] if line.due else []
        self.warning.show_text(words.say("list.join").join(warned))
        self.warning.setVisible(bool(warned))
        for name, text in _facts(line, self._times).items():
            self.facts.show_text(name, text)
            self.facts.show_line(name, bool(text))

    def show_counts(
        self, shelter: UUID | None, openings: Sequence[OpeningRow], counts: Sequence[CountRow]
    ) -> None:  # fmt: skip
        """Counts of the last opening, the newest first; ``shelter`` None: not read yet."""
        self._counts_of = shelter
        self.counts.show_rows(counts)
        self.counts.setVisible(bool(counts))
        self.no_counts.setVisible(shelter is not None and not counts)
        self.no_counts.say("shelters.no_counts" if openings else "shelters.never_open")
        self._fit()

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "counts"):
            self._fit()

    def _fit(self) -> None:
        using = theme.current()
        rows = max(1, min(_MOST, self.counts.rows_model.rowCount()))
        wanted = using.px(34) + rows * using.compact_row + 4
        self.counts.setFixedHeight(max(wanted, self.counts.minimumSizeHint().height()))


def _facts(line: ShelterLine, times: Times) -> dict[str, str]:
    """What is known of a shelter, by the label of each fact; nothing where nothing is known."""
    row, form = line.row, line.row.form
    room = words.say("shelters.room", count=form.capacity)
    language = words.language()
    told = {
        "shelters.fact.people": (said(row.people) if row.running else "", room),
        "shelters.fact.supplies": (supplies(line),), "shelters.fact.differs": (_differs(row),),
        "shelters.fact.open": _opened(row, times),
        "shelters.column.manager_a": (form.manager_a, form.phone_a),
        "shelters.column.manager_b": (form.manager_b, form.phone_b),
        "shelters.column.address": (town_of(row), form.address),
        "shelters.column.facilities": (listed("facilities", form.facilities, language),),
        "shelters.column.suits": (listed("suits", form.suits, language),), "shelters.fact.building": _building(line),
        "shelters.column.warehouse": (row.warehouse,), "shelters.column.remark": (form.remark,),
    }  # fmt: skip
    return {name: "　".join(part for part in parts if part) for name, parts in told.items()}


def _differs(row: ShelterRow) -> str:
    """Counted less brought here by the lists, said beside each other."""
    if not row.running or (row.differs in (None, 0) and not row.moved):
        return ""
    by = f"{row.differs:+d}" if row.differs else "0" if row.differs == 0 else words.say("shelters.differs_unknown")
    return words.say("shelters.differs", brought=row.moved, by=by)


def _opened(row: ShelterRow, times: Times) -> tuple[str, ...]:
    if row.opening is None:
        return ()
    return (
        words.say("shelters.since", at=times.near(row.opening.opened_at)), row.opening.opened_by,
        row.opening.incident or words.say("shelters.no_incident"),
    )  # fmt: skip


def _building(line: ShelterLine) -> tuple[str, ...]:
    form = line.row.form
    return (
        words.say(f"shelters.tier.{form.tier.value}"), form.managed_by, form.structure,
        words.say("shelters.built", year=form.built_in) if form.built_in else "",
        words.say("shelters.area", area=form.area_m2) if form.area_m2 else "",
        words.say("shelters.checked_on", day=checked(line)), words.say("shelters.camera") if form.camera else "",
    )  # fmt: skip

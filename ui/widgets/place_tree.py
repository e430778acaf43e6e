"""The place picker: type a name, a code or 镇/村; without a word it offers the whole tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console import words
from ui.widgets.spoken import Spoken
from ui.widgets.suggest import Choice, Suggest

ABOVE = frozenset({"province", "city"})
"""Levels above the station's own: neither offered nor part of a path."""


class Place(Protocol):
    """What the picker asks of a place."""

    @property
    def id(self) -> UUID: ...
    @property
    def code(self) -> str: ...
    @property
    def parent_id(self) -> UUID | None: ...
    @property
    def name(self) -> str: ...
    @property
    def level(self) -> str: ...


class PlacePicker(Spoken, Suggest):
    """A place of the tree; the path runs from county to village and may be of any of several counties."""

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(limit, parent)
        self.retranslate()

    def place_id(self) -> UUID | None:
        key = self.key()
        return key if isinstance(key, UUID) else None

    def retranslate(self) -> None:
        self.setPlaceholderText(words.say("intake.place.placeholder"))


def choices(places: Sequence[Place]) -> list[Choice]:
    """The tree as choices, every parent before its children, brothers by code. May run on a worker."""
    known = {place.id: place for place in places}
    paths: dict[UUID, tuple[str, ...]] = {}

    def path(place: Place) -> tuple[str, ...]:
        if place.id not in paths:
            parent = known.get(place.parent_id) if place.parent_id else None
            above = path(parent) if parent is not None else ()
            if parent is not None and parent.level == "county" and not parent.name:
                above = ()
            paths[place.id] = (*above, *(() if place.level in ABOVE else (place.name or place.code,)))
        return paths[place.id]

    ordered = sorted(places, key=lambda place: place.code)
    return [
        Choice(place.id, place.name or place.code, " ".join(path(place)), place.code, len(path(place)) - 1)
        for place in ordered
        if place.level not in ABOVE
    ]

"""What a row of the drill is: what a person does at the desk, and what must be found afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from console.tool.demo.reading import Reader
from console.tool.demo.stage import Stage

Found = dict[str, Any]


@dataclass
class Row:
    """One row: ``play`` acts, ``read`` finds out by another way; ``expected`` is filled by the row itself.

    ``number`` is the drill's row, or the name of a day that has none.
    """

    number: int | str
    title: str
    play: Callable[[Stage, Row], None]
    read: Callable[[Reader, Row], Found]
    expected: Found = field(default_factory=dict)
    notes: Found = field(default_factory=dict)

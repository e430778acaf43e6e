"""What a form is once it has pages: bands of cells with places and sizes in layout units (ui.printing.fonts)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ui.printing.fonts import MM, Role, Type
from ui.printing.form import Form

PAD_V = 0.7 * MM
"""Above and below the lines of a band."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of one role in a band."""

    lines: tuple[str, ...]
    role: Role
    centred: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A strip across the page. ``edges`` are one more than cells; ``ruled`` bands are framed; ``top`` counts from
    the upper margin."""

    cells: tuple[Cell, ...]
    edges: tuple[float, ...]
    height: float
    pitch: float
    ruled: bool = False
    head: bool = False
    pad: float = PAD_V
    top: float = 0.0

    @property
    def count(self) -> int:
        return max((len(cell.lines) for cell in self.cells), default=0)


Page = tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A form with its pages. ``per_sheet`` is how many pages each part of a paper in several has (0: one paper)."""

    form: Form
    type: Type
    pages: tuple[Page, ...]
    per_sheet: int = field(default=0, kw_only=True)

    def numbered(self, index: int) -> tuple[int, int]:
        """Page and pages as they are printed under page ``index``."""
        pages = self.per_sheet or len(self.pages)
        return index % pages + 1, pages

    def own(self) -> Laid:
        """The same pages with fonts of their own: Qt's fonts must not be used by two threads at once."""
        return replace(self, type=self.type.own())

"""What a printed form holds, before it has pages: plain values, no measures but those of its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from console.domain.report_page import ReportPage


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its share of the width, or a width of its own in millimetres."""

    title: str
    weight: float = 1.0
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``strong`` sets it in bold, because print knows no colour."""

    cells: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A table under its title; ``empty`` is the sentence that stands where there is no row.

    ``row_height`` in millimetres is the least height of a row, for tables that are filled by hand; ``dense`` rows
    stand closer, for a table that shall be seen on one page. ``across`` sets so many rows beside each other, counted
    down one part and then down the next.
    """

    title: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = ""
    row_height: float = 0.0
    dense: bool = False
    across: int = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value; ``wide`` takes the whole line, else two pairs share it."""

    label: str
    value: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """A grid of labels and values; ``row_height`` and ``dense`` as a table's."""

    title: str
    pairs: tuple[Pair, ...]
    row_height: float = 0.0
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """A text of any length in a frame; ``empty`` stands where there is none."""

    title: str
    text: str
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Ruled lines to write on by hand, so many of that height in millimetres."""

    title: str
    count: int
    row_height: float = 9.0


Block = Section | Pairs | Prose | Lines


@dataclass(frozen=True, slots=True)
class Signature:
    """A box to sign in: who, when, how; blank strings leave all of it to ink."""

    label: str
    name: str = ""
    time: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands under every page beside its number: texts as printed, in the station's time."""

    number: str
    digest: str
    printed_at: str
    copy: str


@dataclass(frozen=True, slots=True)
class Form:
    """A document to print. ``watermark`` is empty, or the word that lies across every page.

    ``kind`` is the code of the print (handover, intake, log …): one with a kind and a number is counted copy by copy.
    ``closing`` are the lines at the right under everything: who issues it, and the day (落款). ``letter`` is what a
    report says where it is set as a document (GB/T 9704-2012) and not as tables; then the blocks only name its fields.
    ``large`` pages are put on A3, everything on them by the same measure larger. What stands between head and foot of a
    page is set smaller by ``fine``. ``sheets`` name the parts of a paper in several (四联): each is the whole form with
    its name under the title and pages counted by themselves. ``code`` is what a scanner reads at the upper right.
    ``drawing`` is what a sheet shows that is a map and no table: one page, A4 lying on its side. ``labels`` fill sheets
    of adhesive paper, and nothing else stands on them.
    """

    title: str
    number: str
    subtitle: tuple[str, ...]
    blocks: tuple[Block, ...]
    footer: Footer
    signatures: tuple[Signature, ...] = ()
    signatures_title: str = ""
    watermark: str = ""
    kind: str = ""
    closing: tuple[str, ...] = ()
    letter: ReportPage | None = None
    large: bool = False
    fine: float = 1.0
    sheets: tuple[str, ...] = ()
    code: str = ""
    drawing: Any = None
    labels: tuple[Any, ...] = ()

    @property
    def landscape(self) -> bool:
        return self.drawing is not None

    @property
    def counted(self) -> bool:
        """Whether each paper of it has an ordinal of its own."""
        return bool(self.kind and self.number)

"""A report on its pages as GB/T 9704-2012 has it: heading mark, title, text on a grid of 22 by 28, 落款, 版记."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from console.domain.line_breaking import Line, Run, atoms, balanced, broken, title_atoms, width_of
from console.domain.report_page import CHARACTERS, LINES, Level, Paragraph, ReportPage, closing_right
from ui.printing.fonts import MM, POINT, Role
from ui.printing.form import Form
from ui.printing.laid import Laid
from ui.printing.letter_type import LetterType, em, letter_type

LEFT, TOP = 28 * MM, 37 * MM
WIDTH, HEIGHT = 156 * MM, 225 * MM
"""The type area (5.2.1): what is left of A4 is 26 mm at the right and 35 mm below."""

PITCH, CHARACTER = HEIGHT / LINES, WIDTH / CHARACTERS
NARROW = CHARACTER / em(Role.LETTER)
"""What the width of a 3号 character is multiplied by, so that 28 fill a line."""

MARK_TOP, MARK_HEIGHT = 35 * MM, 48 * POINT
NUMBER_AT, TITLE_AT = 7, 10
"""Lines of the grid: two under the heading mark (7.2.5), and two under the red rule (7.3.1)."""

RULE_BELOW = 4 * MM
SEAL = 2
"""Empty lines above the issuer: with it they have room for a seal of 42 mm."""
FIRST_TEXT = 2
"""Lines of text the first page shows at least."""

NOTE_ROW, NOTE_EM = 24 * POINT, em(Role.LETTER_NOTE)
STRONG_RULE, THIN_RULE = 0.35 * MM, 0.25 * MM
RED_RULE = 1.5 * POINT
_TALLEST = 12
_STRETCH = 2.5


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one role in its line's box; ``top`` and ``x`` count from the upper left corner of the type area.

    ``spread`` multiplies the room each character takes, ``squeeze`` the breadth of what is drawn.
    """

    text: str
    role: Role
    x: float
    top: float
    height: float
    spread: float = 1.0
    red: bool = False
    squeeze: float = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the type area at a height."""

    y: float
    thick: float
    red: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: what stands in its type area."""

    pieces: tuple[Piece, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class LetterLaid(Laid):
    """A report with its pages; ``pages`` are only counted."""

    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True, slots=True)
class _Set:
    """A line before it has a place; ``keep`` ties it to the next one."""

    pieces: tuple[Piece, ...]
    keep: bool = False


def lay_out_letter(form: Form, page: ReportPage) -> LetterLaid:
    """Pages of a report; Unavailable("font") where nothing can draw Chinese."""
    setter = _Setter(letter_type())
    flow = _Flow(setter.head(page))
    title = setter.title(page.title)
    if TITLE_AT + len(title) + 1 + len(setter.addressees(page)) + FIRST_TEXT > LINES:
        page = replace(page, to_below=True)
    flow.at = TITLE_AT
    for line in title:
        flow.put(line)
    flow.at += 1
    flow.run([*setter.addressees(page), *setter.body(page.paragraphs)])
    edition = setter.edition(page)
    loose = edition.rows > _TALLEST
    if loose:
        edition = setter.edition(replace(page, copies_to=(), to_below=False))
    flow.close(setter.closing(page), edition)
    if loose:
        for line in filter(None, (page.to_line, page.copy_line)):
            flow.run(setter.paragraph(Paragraph(Level.TEXT, "", line)))
    flow.finish(edition)
    sheets = flow.sheets()
    return LetterLaid(form, setter.type, tuple(() for _ in sheets), sheets)


@dataclass(frozen=True, slots=True)
class _Edition:
    """版记: its lines from the top, with the rules between them."""

    lines: tuple[tuple[Piece, ...], ...]
    inner: int

    @property
    def height(self) -> float:
        return len(self.lines) * NOTE_ROW

    @property
    def rows(self) -> int:
        """Lines of the grid it takes, with a little room above."""
        return math.ceil((self.height + MM) / PITCH)


class _Flow:
    """Puts lines on the grid, page after page."""

    def __init__(self, head: Sheet) -> None:
        self._pages: list[list[tuple[int, _Set]]] = [[]]
        self._fixed: list[Sheet] = [head]
        self.at = 0

    def put(self, line: _Set) -> None:
        if self.at >= LINES:
            self.turn()
        self._pages[-1].append((self.at, line))
        self.at += 1

    def turn(self) -> None:
        self._pages.append([])
        self._fixed.append(Sheet((), ()))
        self.at = 0

    def run(self, lines: Sequence[_Set]) -> None:
        """Lines one below the other; a heading goes with what it heads."""
        for at, line in enumerate(lines):
            tied = 1
            while at + tied < len(lines) and lines[at + tied - 1].keep:
                tied += 1
            if self.at and self.at + tied > LINES >= tied:
                self.turn()
            self.put(line)

    def close(self, closing: Sequence[_Set], edition: _Edition) -> None:
        """落款 under the text, with room for the 版记; never alone on a page: two lines of the text go with it."""
        if self.at + SEAL + len(closing) + edition.rows > LINES:
            moved = self._taken_back(2)
            self.turn()
            for line in moved:
                self.put(line)
        self.at += SEAL
        for line in closing:
            self.put(line)

    def _taken_back(self, count: int) -> list[_Set]:
        """The last lines of the page, and what is tied to them; none where that is all there is."""
        page = self._pages[-1]
        text = [found for found in page if found[1].pieces]
        while count < len(text) and text[-count - 1][1].keep:
            count += 1
        if count >= len(text):
            return []
        moved = text[-count:]
        del page[-count:]
        return [line for _, line in moved]

    def finish(self, edition: _Edition) -> None:
        """The 版记 at the lower edge of the last page."""
        if self.at + edition.rows > LINES:
            self.turn()
        top = HEIGHT - edition.height
        pieces = [
            replace(piece, top=top + at * NOTE_ROW) for at, line in enumerate(edition.lines) for piece in line
        ]  # fmt: skip
        rules = [Rule(top, STRONG_RULE), Rule(HEIGHT, STRONG_RULE)]
        if edition.inner:
            rules.append(Rule(top + edition.inner * NOTE_ROW, THIN_RULE))
        fixed = self._fixed[-1]
        self._fixed[-1] = Sheet((*fixed.pieces, *pieces), (*fixed.rules, *rules))

    def sheets(self) -> tuple[Sheet, ...]:
        made = []
        for fixed, lines in zip(self._fixed, self._pages, strict=True):
            placed = [replace(piece, top=at * PITCH) for at, line in lines for piece in line.pieces]
            made.append(Sheet((*fixed.pieces, *placed), fixed.rules))
        return tuple(made)


class _Setter:
    """Makes lines of what a report says."""

    def __init__(self, type_: LetterType) -> None:
        self.type = type_

    def head(self, page: ReportPage) -> Sheet:
        """Marks, heading mark, number and 签发人, the red rule: only the first page has them."""
        pieces = [
            self._piece(mark, Role.LETTER_HEADING, 0, top=at * PITCH) for at, mark in enumerate(page.marks)
        ]  # fmt: skip
        pieces.append(self._mark(page.mark))
        number, at = NUMBER_AT * PITCH, NUMBER_AT
        if page.number:
            pieces.append(replace(self._piece(page.number, Role.LETTER, CHARACTER, top=number), red=True))
        if page.signer:
            used = CHARACTER + self._advance(page.number, Role.LETTER) if page.number else 0.0
            signer = self._signer(page)
            if used + CHARACTER > signer[0].x:
                at -= 1
            pieces += [replace(piece, top=at * PITCH) for piece in signer]
        rule = number + (PITCH + em(Role.LETTER)) / 2 + RULE_BELOW
        return Sheet(tuple(pieces), (Rule(rule, RED_RULE, red=True),))

    def _mark(self, text: str) -> Piece:
        shown = self.type.visible(text)
        used = self._advance(shown, Role.LETTER_MARK)
        squeeze = min(1.0, WIDTH / used) if used else 1.0
        x = (WIDTH - used * squeeze) / 2
        return Piece(shown, Role.LETTER_MARK, x, MARK_TOP, MARK_HEIGHT, red=True, squeeze=squeeze)

    def _signer(self, page: ReportPage) -> list[Piece]:
        """签发人 in the type of the text, the name in that of second headings, one character from the edge (7.2.6)."""
        word = page.signer_line.removesuffix(page.signer)
        name = self._piece(page.signer, Role.LETTER_SUBHEADING, 0)
        name = replace(name, x=WIDTH - CHARACTER - self._advance(name.text, name.role))
        return [replace(self._piece(word, Role.LETTER, 0), x=name.x - self._advance(word, Role.LETTER)), name]

    def title(self, text: str) -> list[_Set]:
        shown = self.type.visible(text)
        lines = balanced(title_atoms(shown, Role.LETTER_TITLE, self._advance), WIDTH)
        return [_Set(self._pieces(line, (WIDTH - width_of(line)) / 2, 1.0), keep=True) for line in lines]

    def addressees(self, page: ReportPage) -> list[_Set]:
        lines = self._lines([(page.addressees, Role.LETTER)]) if page.addressees else []
        return [replace(line, keep=True) for line in lines]

    def body(self, paragraphs: Sequence[Paragraph]) -> list[_Set]:
        return [line for one in paragraphs for line in self.paragraph(one)]

    def paragraph(self, one: Paragraph) -> list[_Set]:
        """Two characters in; a heading that stands alone is tied to what follows it."""
        role = Role.LETTER_HEADING if one.level is Level.FIRST else Role.LETTER_SUBHEADING
        runs = [(one.heading, role), (one.text, Role.LETTER)]
        lines = self._lines([run for run in runs if run[0]], first=2 * CHARACTER)
        return [replace(line, keep=True) for line in lines] if one.level and not one.text else lines

    def closing(self, page: ReportPage) -> list[_Set]:
        """Issuer and date; the widths are those of this machine's letters."""
        widths = [self._advance(text, Role.LETTER) / CHARACTER for text in (page.issuer, page.date_line)]
        rights = closing_right(*widths)
        made = []
        for text, width, right in zip((page.issuer, page.date_line), widths, rights, strict=True):
            x = max(0.0, (CHARACTERS - right - width) * CHARACTER)
            made.append(_Set((self._piece(text, Role.LETTER, x),)))
        return made

    def edition(self, page: ReportPage) -> _Edition:
        """主送 that is not above and 抄送, further lines under the first receiver; issuer and day at the edges."""
        lines = [line for text in (page.to_line, page.copy_line) if text for line in self._copies(text)]
        print_x = WIDTH - NOTE_EM - self.type.advance(page.print_line, Role.LETTER_NOTE)
        last = [self._note(page.issuer, NOTE_EM), *([self._note(page.print_line, print_x)] if page.print_line else [])]
        return _Edition((*lines, tuple(last)), len(lines))

    def _copies(self, text: str) -> list[tuple[Piece, ...]]:
        shown, hanging = self.type.visible(text), 3 * NOTE_EM
        made = atoms([(shown, Role.LETTER_NOTE)], self.type.advance)
        lines = broken(made, WIDTH - 2 * NOTE_EM - hanging, -hanging)
        return [
            tuple(
                replace(piece, height=NOTE_ROW) for piece in self._pieces(line, NOTE_EM + (hanging if at else 0.0), 1.0)
            )
            for at, line in enumerate(lines)
        ]

    def _note(self, text: str, x: float) -> Piece:
        return Piece(self.type.visible(text), Role.LETTER_NOTE, x, 0.0, NOTE_ROW)

    def _lines(self, runs: Sequence[Run], first: float = 0.0) -> list[_Set]:
        """Lines of the grid; all but the last of a paragraph reach the right edge."""
        shown = [(self.type.visible(text), role) for text, role in runs]
        lines = broken(atoms(shown, self.type.advance), WIDTH / NARROW, first / NARROW)
        made = []
        for at, line in enumerate(lines):
            x = first if at == 0 else 0.0
            made.append(_Set(self._pieces(line, x, self._spread(line, WIDTH - x, last=at == len(lines) - 1))))
        return made

    def _spread(self, line: Line, room: float, *, last: bool) -> float:
        used = width_of(line)
        if last or not used or room - used * NARROW > _STRETCH * CHARACTER:
            return NARROW
        return room / used

    def _pieces(self, line: Line, x: float, spread: float) -> tuple[Piece, ...]:
        """One piece for each stretch of the same role."""
        made: list[Piece] = []
        for atom in line:
            if made and made[-1].role is atom.role:
                made[-1] = replace(made[-1], text=made[-1].text + atom.text)
            else:
                made.append(Piece(atom.text, atom.role, x, 0.0, PITCH, spread))
            x += atom.width * spread
        return tuple(made)

    def _piece(self, text: str, role: Role, x: float, top: float = 0.0) -> Piece:
        return Piece(self.type.visible(text), role, x, top, PITCH, NARROW)

    def _advance(self, text: str, role: Role) -> float:
        """Width as it is drawn: text of the grid is narrowed."""
        return self.type.advance(text, role) * (1.0 if role in (Role.LETTER_TITLE, Role.LETTER_MARK) else NARROW)

"""A report as .docx in the layout of GB/T 9704-2012, for Word and WPS: named styles, a character grid, page fields.

Fonts are named, never embedded: the office's machine has them, or takes the substitutes named in the font table.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION_START
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from console.domain.line_breaking import balanced, title_atoms
from console.domain.report_page import CHARACTERS, Level, Paragraph, ReportPage, width_of
from console.services import report_docx_parts as parts
from console.services.report_docx_parts import BODY, HEADING, LINE, NOTE, SONG, SUBHEADING, TITLE, WIDTH, Face

TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
CHARACTER = WIDTH // CHARACTERS
"""The character pitch: 28 of them fill the type area."""

MARK_TOP = 35
"""From the upper edge of the type area to the heading mark, in mm (7.2.4)."""

FOOTER = Mm(13)
"""From the paper's edge to the end of the footer: the page number stands 7 mm under the type area (7.5)."""

TITLE_LINE = WIDTH.pt / TITLE.size
"""Characters of a title in a line."""

RED = RGBColor(0xFF, 0, 0)
_LARGEST_MARK = 42


def made(page: ReportPage, foot: Sequence[str], at: datetime) -> bytes:
    """The file. ``foot`` are the small lines under every page, ``at`` the station's time that its properties name."""
    document = Document()
    _clear(document)
    _styles(document)
    _paper(document)
    _head(document, page)
    _title(document, page)
    _body(document, page)
    _closing(document, page)
    parts.edition(document, page)
    _running(document, page, foot)
    _properties(document, page, at)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def _clear(document: Any) -> None:
    for element in list(document.element.body):
        if element.tag != qn("w:sectPr"):
            document.element.body.remove(element)


def _styles(document: Any) -> None:
    parts.font_table(document)
    normal = document.styles["Normal"]
    parts.dress(normal, BODY)
    layout = normal.paragraph_format
    layout.alignment = ALIGN.JUSTIFY
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    layout.widow_control = False
    parts.own_pitch(normal)
    for name, face in (("Title", TITLE), ("Heading 1", HEADING), ("Heading 2", SUBHEADING)):
        style = document.styles[name]
        parts.bare(style)
        parts.dress(style, face)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = True
    document.styles["Title"].paragraph_format.alignment = ALIGN.CENTER
    for name in ("Heading 1", "Heading 2"):
        parts.indent(document.styles[name].element.get_or_add_pPr(), first=2)
    for name in ("Header", "Footer"):
        parts.bare(document.styles[name])
        parts.dress(document.styles[name], Face(SONG, 9))


def _paper(document: Any) -> None:
    section = document.sections[0]
    section.start_type = WD_SECTION_START.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance, section.footer_distance = Mm(15), FOOTER
    parts.grid(section._sectPr)
    document.settings.odd_and_even_pages_header_footer = True
    parts.settings(document)


def _head(document: Any, page: ReportPage) -> None:
    """Marks at the left, the heading mark 35 mm under the edge, number and 签发人, the red rule (7.2)."""
    for at in range(2):
        text = page.marks[at] if at < len(page.marks) else ""
        _line(document, text, HEADING)
    mark = _line(document, page.mark, Face(TITLE.font, _mark_size(page.mark)), red=True)
    mark.alignment = ALIGN.CENTER
    mark.paragraph_format.line_spacing = Pt(_LARGEST_MARK + 6)
    mark.paragraph_format.space_before = Mm(MARK_TOP) - 2 * LINE
    for _ in range(2):
        _line(document, "")
    _numbered(document, page)
    for _ in range(2):
        _line(document, "")


def _numbered(document: Any, page: ReportPage) -> None:
    """The number one character from the left, 签发人 one from the right on the same line, the rule 4 mm below."""
    line = document.add_paragraph()
    line.paragraph_format.tab_stops.add_tab_stop(WIDTH - CHARACTER, WD_TAB_ALIGNMENT.RIGHT)
    if page.number:
        # not an indent: the rule would begin there too
        parts.run(line, "　" + page.number, BODY).font.color.rgb = RED
    if page.signer:
        parts.run(line, "\t" + page.signer_line.removesuffix(page.signer), BODY)
        parts.run(line, page.signer, SUBHEADING)
    parts.ruled(line, below=True)


def _title(document: Any, page: ReportPage) -> None:
    """Over lines about equally long, as a title should be; Word would fill the first and leave a rest."""
    title = document.add_paragraph(style="Title")
    for at, line in enumerate(balanced(title_atoms(page.title, "", lambda text, _: width_of(text)), TITLE_LINE)):
        run = title.add_run(parts.carried("".join(atom.text for atom in line)))
        if at:
            run._r.insert_element_before(OxmlElement("w:br"), "w:t")
    _line(document, "")


def _body(document: Any, page: ReportPage) -> None:
    if page.addressees:
        _line(document, page.addressees)
    for paragraph in page.paragraphs:
        _paragraph(document, paragraph)


def _paragraph(document: Any, paragraph: Paragraph) -> None:
    """A heading that stands alone is a heading of Word's outline; one that runs on is only set like one."""
    if paragraph.level and not paragraph.text:
        document.add_paragraph(parts.carried(paragraph.heading), style=f"Heading {paragraph.level.value}")
        return
    line = document.add_paragraph()
    parts.indent(line._p.get_or_add_pPr(), first=2)
    if paragraph.heading:
        parts.run(line, paragraph.heading, HEADING if paragraph.level is Level.FIRST else SUBHEADING)
    parts.run(line, paragraph.text, BODY)


def _closing(document: Any, page: ReportPage) -> None:
    """Two lines of room for a seal, the issuer centred over the date, which ends four characters from the right.

    All of it stays with the last paragraph of the text: no page shows a signature alone.
    """
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    for _ in range(2):
        _line(document, "").paragraph_format.keep_with_next = True
    issuer_indent, date_indent = parts.closing_indents(page.issuer, page.date_line)
    issuer = _line(document, page.issuer)
    issuer.paragraph_format.keep_with_next = True
    date = _line(document, page.date_line)
    date.paragraph_format.keep_with_next = True
    for line, right in ((issuer, issuer_indent), (date, date_indent)):
        line.alignment = ALIGN.RIGHT
        parts.indent(line._p.get_or_add_pPr(), right=right)


def _line(document: Any, text: str, face: Face = BODY, *, red: bool = False) -> Any:
    line = document.add_paragraph()
    if text:
        made_run = parts.run(line, text, face)
        if red:
            made_run.font.color.rgb = RED
    return line


def _mark_size(mark: str) -> int:
    """As large as 42 pt, and never wider than the type area."""
    return min(_LARGEST_MARK, int(WIDTH.pt / max(len(mark), 1)))


def _running(document: Any, page: ReportPage, foot: Sequence[str]) -> None:
    """Words that keep the page from passing for a real one above; page number and what tells copies apart below."""
    section = document.sections[0]
    warning = "".join(f"【{word}】" for word in page.warnings)
    for head, feet, align in (
        (section.header, section.footer, ALIGN.RIGHT),
        (section.even_page_header, section.even_page_footer, ALIGN.LEFT),
    ):
        head.is_linked_to_previous = feet.is_linked_to_previous = False
        top = head.paragraphs[0]
        if warning:
            parts.run(top, warning, HEADING)
        top.alignment = ALIGN.RIGHT
        parts.page_number(feet.paragraphs[0], Face(SONG, NOTE), align)
        for text in foot:
            small = feet.add_paragraph()
            small.paragraph_format.line_spacing = Pt(12)
            small.alignment = ALIGN.CENTER
            parts.run(small, text, Face(SONG, 9))


def _properties(document: Any, page: ReportPage, at: datetime) -> None:
    told = document.core_properties
    told.title = parts.carried(f"{page.title} {page.number}".strip())
    told.author = told.last_modified_by = parts.carried(page.issuer)
    told.comments, told.keywords = "", "，".join(page.warnings)
    told.created = told.modified = at.astimezone(UTC).replace(tzinfo=None)  # written with a Z behind it

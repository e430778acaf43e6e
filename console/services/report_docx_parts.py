"""Pieces of a GB/T 9704-2012 .docx that python-docx has no words for: faces, grid, fields, rules, the 版记."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor, Twips

from console.domain.report_page import CHARACTERS, ReportPage, closing_right, width_of

LINE = Twips(579)
"""The line pitch, 28.95 pt: 22 of them are the 225 mm of the type area."""

SPACE = -848
"""What the grid narrows a 16 pt character by, in 1/4096 pt: 15.793 pt, so that 28 fill 156 mm."""

NARROWER = -6
"""The same in the style, in twips: 28 characters of 15.7 pt fit, and a justified line spreads them to 15.793 pt.

Five twips would do for Word; LibreOffice takes them for four.
"""

WIDTH = Mm(156)

NOTE = 14
"""4号, of page numbers and the 版记, in points."""

FANG_SONG, BLACK, KAI, SONG, SMALL_MARK = "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "方正小标宋简体"
_SUBSTITUTES = {
    FANG_SONG: ("仿宋,FangSong,FZFangSong-Z02,Noto Serif CJK SC", "modern"),
    KAI: ("楷体,KaiTi,FZKai-Z03,Noto Serif CJK SC", "modern"),
    BLACK: ("SimHei,FZHei-B01,Noto Sans CJK SC", "modern"),
    SONG: ("SimSun,FZShuSong-Z01,Noto Serif CJK SC", "auto"),
    SMALL_MARK: ("FZXiaoBiaoSong-B05S,宋体,SimSun,Noto Serif CJK SC", "auto"),
}
"""Each face the standard asks for with what stands in for it where the machine lacks it."""


_NEVER = re.compile("[\x00-\x08\x0a-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface and its size in points."""

    font: str
    size: float


BODY, HEADING, SUBHEADING, TITLE = Face(FANG_SONG, 16), Face(BLACK, 16), Face(KAI, 16), Face(SMALL_MARK, 22)


def dress(style: Any, face: Face) -> None:
    """Black, upright and not bold in that face, for Chinese and Latin alike."""
    style.font.size, style.font.bold, style.font.italic = Pt(face.size), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    _fonts(style.element.get_or_add_rPr(), face.font)


def bare(style: Any) -> None:
    """Nothing of the template's own looks: its rules, spaces, tabs and colours."""
    for tag in ("w:pPr", "w:rPr"):
        found = style.element.find(qn(tag))
        if found is not None:
            style.element.remove(found)


def run(paragraph: Any, text: str, face: Face) -> Any:
    """Text in that face; what XML cannot carry is left out."""
    made = paragraph.add_run(carried(text))
    made.font.size = Pt(face.size)
    _fonts(made._r.get_or_add_rPr(), face.font)
    return made


def carried(text: str) -> str:
    """The text without what XML cannot carry."""
    return _NEVER.sub("", text)


def _fonts(properties: Any, name: str) -> None:
    found = properties.find(qn("w:rFonts"))
    if found is not None:
        properties.remove(found)
    fonts = OxmlElement("w:rFonts")
    for part in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(part), name)
    fonts.set(qn("w:hint"), "eastAsia")
    properties.insert(0, fonts)


def indent(properties: Any, *, first: float = 0, left: float = 0, right: float = 0) -> None:
    """Indents in characters, with their widths for programs that do not count characters."""
    made = properties.get_or_add_ind()
    pitch = WIDTH / CHARACTERS
    for name, count in (("firstLine", first), ("left", left), ("right", right)):
        if count:
            made.set(qn(f"w:{name}Chars"), str(round(count * 100)))
            made.set(qn(f"w:{name}"), str(round(count * pitch / Twips(1))))


def grid(section: Any) -> None:
    """22 lines of 28 characters (5.2.3)."""
    found = section.find(qn("w:docGrid"))
    if found is None:
        found = OxmlElement("w:docGrid")
        section.append(found)
    found.set(qn("w:type"), "linesAndChars")
    found.set(qn("w:linePitch"), str(LINE // Twips(1)))
    found.set(qn("w:charSpace"), str(SPACE))


def settings(document: Any) -> None:
    """Characters keep their pitch, lines break as Chinese does, and Word lays out as for its own newest files."""
    element = document.settings.element
    spacing = OxmlElement("w:characterSpacingControl")
    spacing.set(qn("w:val"), "doNotCompress")
    mode = parse_xml(
        f'<w:compat {nsdecls("w")}><w:useFELayout/><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    for tag in ("w:characterSpacingControl", "w:compat"):
        for found in element.findall(qn(tag)):
            element.remove(found)
    element.find(qn("w:evenAndOddHeaders")).addnext(spacing)
    element.find(qn("w:rsids")).addprevious(mode)
    element.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:eastAsia"), "zh-CN")


def font_table(document: Any) -> None:
    """The faces with their substitutes, where Word looks for them."""
    table = next(part for part in document.part.package.iter_parts() if str(part.partname).endswith("fontTable.xml"))
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, (other, family) in _SUBSTITUTES.items()
    )
    whole = f"<w:fonts {nsdecls('w')}>{entries}</w:fonts>"
    table._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{whole}'.encode()


def ruled(paragraph: Any, *, below: bool) -> None:
    """A red rule as wide as the type area, 4 mm away."""
    side = "bottom" if below else "top"
    rule = f'<w:{side} w:val="single" w:sz="12" w:space="10" w:color="FF0000"/>'
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{rule}</w:pBdr>")
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def own_pitch(style: Any) -> None:
    """The pitch of lines and characters by the style itself: 28 fill a line in every program.

    Snapping to the grid is left to no one: Word narrows characters to it, LibreOffice gives each of them two cells of a
    grid narrower than the type. No room is added between Chinese and digits, no sign hangs over the right edge.
    """
    properties = style.element.get_or_add_pPr()
    for tag in ("w:overflowPunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):
        properties.insert_element_before(_off(tag), "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(NARROWER))
    text = style.element.get_or_add_rPr()
    for part in (_off("w:snapToGrid"), spacing):
        text.insert_element_before(part, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")


def _off(tag: str) -> Any:
    made = OxmlElement(tag)
    made.set(qn("w:val"), "0")
    return made


def page_number(paragraph: Any, face: Face, align: Any) -> None:
    """— 1 —, one character from the outer edge (7.5)."""
    paragraph.alignment = align
    indent(paragraph._p.get_or_add_pPr(), **{"right" if align == ALIGN.RIGHT else "left": 1})
    paragraph.paragraph_format.line_spacing = Pt(18)
    run(paragraph, "— ", face)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("shown", "1"), ("end", "")):
        part = run(paragraph, text if kind == "shown" else "", face)
        if kind in ("begin", "separate", "end"):
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
            part._r.append(field)
        elif text == "PAGE":
            told = OxmlElement("w:instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = " PAGE "
            part._r.append(told)
    run(paragraph, " —", face)


def closing_indents(issuer: str, day: str) -> tuple[float, float]:
    """Right indents of issuer and date in characters."""
    return closing_right(width_of(issuer), width_of(day))


def edition(document: Any, page: ReportPage) -> None:
    """版记 at the bottom of the last page: 抄送, then issuer and date, between rules (7.4).

    Each in a frame of its own at its place on the page: of several paragraphs in one frame Word and LibreOffice draw
    the rules differently. The room of one character is an ideographic space, because rules begin where indents do.
    """
    if page.copy_line:
        lines = -int(-width_of(page.copy_line) // _COPY_LINE)
        line = _note(document, "　" + page.copy_line, lines + 1, ("top",))
        # lines behind the first stand under the first receiver
        _points(line._p.get_or_add_pPr().get_or_add_ind(), left=4 * NOTE, hanging=4 * NOTE)
    line = _note(document, f"　{page.issuer}\t{page.print_line}", 1, ("top", "bottom"))
    line.paragraph_format.tab_stops.add_tab_stop(WIDTH - Pt(NOTE), WD_TAB_ALIGNMENT.RIGHT)
    # a frame belongs to the paragraph behind it, which takes no room: less than 22 lines leave of the type area
    document.add_paragraph().paragraph_format.line_spacing = Pt(0.7)


_COPY_LINE = 26
"""Characters of 4号 behind 抄送： in a line."""

_ROW = Pt(24)


def _note(document: Any, text: str, rows: int, rules: tuple[str, ...]) -> Any:
    """A paragraph in a frame that begins so many rows above the lower edge of the type area, with its rules."""
    made = document.add_paragraph()
    run(made, text, Face(FANG_SONG, NOTE))
    made.paragraph_format.line_spacing = _ROW
    made.alignment = ALIGN.LEFT
    told = nsdecls("w")
    top = (Mm(262) - rows * _ROW - Pt(1)) // Twips(1)
    frame = (
        f'<w:framePr {told} w:w="{WIDTH // Twips(1)}" w:hSpace="0" w:wrap="around" w:vAnchor="page" '
        f'w:hAnchor="margin" w:xAlign="left" w:y="{top}"/>'
    )
    lines = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="000000"/>' for side in rules)
    for part in (frame, f"<w:pBdr {told}>{lines}</w:pBdr>"):
        made._p.get_or_add_pPr().insert_element_before(
            parse_xml(part), "w:shd", "w:tabs", "w:autoSpaceDE", "w:snapToGrid", "w:spacing", "w:ind", "w:jc"
        )
    return made


def _points(indents: Any, **sides: float) -> None:
    for name, points in sides.items():
        indents.set(qn(f"w:{name}"), str(round(points * 20)))

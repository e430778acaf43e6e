"""Named fields in a .docx: ``{{接报编号}}`` anywhere, ``{{处置经过.时间}}`` in a table row that is repeated.

A file comes from outside: it is looked at before anything is read from it (size, macros, password, what it would
fetch from elsewhere), and no field of it is ever run as code. Word and WPS split a field over several runs at will;
the first run of a field keeps its looks for the value.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from console.domain.forms import LIMIT, Filling, Finding

FIELD = re.compile(r"(?:\{\{|｛｛)\s*([^{}｛｝]+?)\s*(?:\}\}|｝｝)")
_OPEN = re.compile(r"\{\{|｛｛|\}\}|｝｝")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TEXT, _BREAK = qn("w:t"), qn("w:br")
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def look(data: bytes) -> list[Finding]:
    """What keeps a file from being read at all; empty where nothing does."""
    if len(data) > LIMIT:
        return [Finding("too_large", facts={"megabytes": LIMIT // 1_000_000})]
    if data.startswith(_OLE):
        return [Finding("password" if _ENCRYPTED in data else "old_word")]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            found = _packed(packed)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return [Finding("broken")]
    return found or _opened(data)[1]


def _packed(packed: zipfile.ZipFile) -> list[Finding]:
    infos = packed.infolist()
    names = {info.filename for info in infos}
    if sum(info.file_size for info in infos) > LIMIT * 10:
        return [Finding("too_large", facts={"megabytes": LIMIT // 1_000_000})]
    if any(info.flag_bits & 1 for info in infos):
        return [Finding("password")]
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        return [Finding("not_word")]
    if any("vbaproject" in name.lower() for name in names) or b"macroEnabled" in packed.read("[Content_Types].xml"):
        return [Finding("macro")]
    return _fetching(packed, [name for name in names if name.endswith(".rels")])


def _fetching(packed: zipfile.ZipFile, names: Iterable[str]) -> list[Finding]:
    """A form that would load a template or a picture from elsewhere when it is opened; links to click are none."""
    for name in sorted(names):
        for element in etree.fromstring(packed.read(name), _parser()):
            if element.get("TargetMode") == "External" and not str(element.get("Type")).endswith("/hyperlink"):
                return [Finding("external", facts={"target": str(element.get("Target"))[:80]})]
    return []


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _opened(data: bytes) -> tuple[Any, list[Finding]]:
    try:
        return Document(io.BytesIO(data)), []
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError, zipfile.BadZipFile):
        return None, [Finding("broken")]


def names(data: bytes) -> tuple[list[str], list[Finding]]:
    """The names used in a file that ``look`` let pass, and fields that are written wrong."""
    document, found = _opened(data)
    if document is None:
        return [], found
    used: list[str] = []
    for paragraph in _paragraphs(document):
        text = "".join(node.text or "" for node in paragraph.iter(_TEXT))
        used += FIELD.findall(text)
        if _OPEN.search(FIELD.sub("", text)):
            found.append(Finding("open_field", facts={"text": text.strip()[:40]}))
    return used, found + _rows_wrong(document)


def _rows_wrong(document: Any) -> list[Finding]:
    """A repeated row belongs to one table; a column stands in a row."""
    found: list[Finding] = []
    rows = list(_rows(document))
    inside = {node for row in rows for node in row.iter(qn("w:p"))}
    for row in rows:
        tables = {name.partition(".")[0] for name in _dotted(row)}
        if len(tables) > 1:
            found.append(Finding("mixed_row", facts={"names": "，".join(sorted(tables))}))
    for paragraph in _paragraphs(document):
        if paragraph not in inside and (outside := _dotted(paragraph)):
            found.append(Finding("outside_row", facts={"name": outside[0]}))
    return found


def filled(data: bytes, filling: Filling) -> bytes:
    """The form with its values; a table without rows keeps one that says 无. The foot says number and copy."""
    document, found = _opened(data)
    if document is None:
        raise ValueError(found)
    done: set[Any] = set()
    for row in list(_rows(document)):
        table = next((name.partition(".")[0] for name in _dotted(row)), "")
        if table:
            done |= _repeat(row, table, filling)
    for paragraph in _paragraphs(document):
        # once each: a value that looks like a field is somebody's words
        if paragraph not in done:
            _replace(paragraph, filling.values)
    _mark(document, filling)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _repeat(row: Any, table: str, filling: Filling) -> set[Any]:
    """A row for each of the table's; answers the paragraphs that are filled."""
    done: set[Any] = set()
    rows = filling.tables.get(table, ())
    empty = dict.fromkeys(filling.columns.get(table, ()), "")
    first = next(iter(_dotted(row))).partition(".")[2]
    for values in rows or [{**empty, first: "无"}]:
        made = deepcopy(row)
        named = {f"{table}.{name}": value for name, value in values.items()}
        for paragraph in made.iter(qn("w:p")):
            _replace(paragraph, {**filling.values, **named})
            done.add(paragraph)
        row.addprevious(made)
    row.getparent().remove(row)
    return done


def _replace(paragraph: Any, values: Mapping[str, str]) -> None:
    """Values for the fields of a paragraph; names without a value stay, so that nothing vanishes unseen."""
    nodes = list(paragraph.iter(_TEXT))
    text = "".join(node.text or "" for node in nodes)
    for match in reversed(list(FIELD.finditer(text))):
        if match[1] in values:
            _put(nodes, match.start(), match.end(), values[match[1]])


def _put(nodes: list[Any], start: int, end: int, value: str) -> None:
    """The value in the node where the field begins; the rest of the field goes out of the nodes it is spread over."""
    at, first = 0, True
    for node in nodes:
        text = node.text or ""
        low, high = max(start - at, 0), min(end - at, len(text))
        if low < len(text) and high > low:
            _write(node, text[:low] + (_clean(value) if first else "") + text[high:])
            first = False
        at += len(text)


def _write(node: Any, text: str) -> None:
    """Text of a node; line breaks become breaks of their own behind it."""
    lines = text.split("\n")
    node.text = lines[0]
    node.set(qn("xml:space"), "preserve")
    behind = node
    for line in lines[1:]:
        for made in (OxmlElement("w:br"), OxmlElement("w:t")):
            behind.addnext(made)
            behind = made
        behind.text = line
        behind.set(qn("xml:space"), "preserve")


def _clean(value: str) -> str:
    return _NEVER.sub("", value)


def _mark(document: Any, filling: Filling) -> None:
    """What no form may leave out: the realm above, number, digest and copy below, on every kind of page."""
    for section in document.sections:
        tops = [section.header, *([section.first_page_header] if section.different_first_page_header_footer else [])]
        feet = [section.footer, *([section.first_page_footer] if section.different_first_page_header_footer else [])]
        if document.settings.odd_and_even_pages_header_footer:
            tops.append(section.even_page_header)
            feet.append(section.even_page_footer)
        for part in feet:
            _note(part, filling.foot)
        for part in tops if filling.watermark else ():
            _note(part, f"【{filling.watermark}】")


def _note(part: Any, text: str) -> None:
    """A paragraph of its own in a header or footer; one that follows the section before needs none."""
    if text and not part.is_linked_to_previous:
        part.add_paragraph(text)
    elif text and part.is_linked_to_previous:
        part.is_linked_to_previous = False
        part.paragraphs[0].text = text


def _paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph: body, tables, text boxes, headers and footers."""
    for part in _parts(document):
        yield from part.iter(qn("w:p"))


def _rows(document: Any) -> Iterator[Any]:
    """Table rows that hold no further table, so that the innermost is repeated."""
    for part in _parts(document):
        for row in part.iter(qn("w:tr")):
            if next(row.iterdescendants(qn("w:tr")), None) is None:
                yield row


def _parts(document: Any) -> Iterator[Any]:
    yield document.element.body
    for section in document.sections:
        for part in (
            section.header, section.footer, section.first_page_header, section.first_page_footer,
            section.even_page_header, section.even_page_footer,
        ):  # fmt: skip
            if not part.is_linked_to_previous:
                yield part._element


def _dotted(element: Any) -> list[str]:
    """Column names used under an element, each paragraph read as a whole."""
    texts = [element] if element.tag == qn("w:p") else list(element.iter(qn("w:p")))
    whole = ["".join(node.text or "" for node in paragraph.iter(_TEXT)) for paragraph in texts]
    return [name for text in whole for name in FIELD.findall(text) if "." in name]


def sample(title: str, values: Iterable[str], columns: Mapping[str, Iterable[str]]) -> bytes:
    """A .docx that uses every field once: to be cut down to the county's own form."""
    document = Document()
    document.add_heading(title, level=1)
    for name in values:
        document.add_paragraph(f"{name}：{{{{{name}}}}}")
    for table, named in columns.items():
        heads = list(named)
        document.add_paragraph(table)
        made = document.add_table(rows=2, cols=len(heads), style="Table Grid")
        for at, head in enumerate(heads):
            made.cell(0, at).text = head
            made.cell(1, at).text = f"{{{{{table}.{head}}}}}"
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()

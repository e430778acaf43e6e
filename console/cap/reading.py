"""Bytes of strangers to a CAP tree: bounded, without entities, without the network, never an exception."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from console.cap.finding import Finding
from console.cap.names import CAP, OTHER_VERSIONS

LARGEST = 10 << 20
"""Bytes of a file that is read at all. The largest real message seen had 0.9 MB, nearly all of it polygons."""
DEEPEST = 32
"""Levels of elements; a message has five, a signature some more."""
MOST_PARTS = 20_000
"""Elements and attributes; a county's message with every village in two languages has some four thousand."""
_BLANK = re.compile(rb"[\s\xef\xbb\xbf\xfe\xff]*")
"""Blanks and the marks some files begin with."""
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+([\w:.-]+)", re.IGNORECASE)
"""What an entity attack cannot do without; libxml2 gives such a file up before it says so."""
_ELEMENT = re.compile(rb"<([\w:.-]+)")


@dataclass(frozen=True, slots=True)
class Read:
    """A tree, or why there is none (one finding)."""

    root: etree._Element | None
    finding: Finding | None = None


def read(data: bytes) -> Read:
    """The message's root element, still to be judged; or the one reason why this is no CAP 1.2 message."""
    if len(data) > LARGEST:
        return Read(None, Finding("too_large", facts={"most": LARGEST >> 20}))
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        return Read(None, Finding("empty_file"))
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        return Read(None, _unread(data, error))
    except (ValueError, LookupError) as error:  # an encoding nobody knows
        return Read(None, Finding("not_xml", facts={"why": _short(str(error))}))
    found = _refused(root)
    return Read(None, found) if found is not None else Read(root)


def _parser() -> etree.XMLParser:
    """Made for each file: nothing of one stranger is kept for the next."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False,
        huge_tree=False, recover=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _refused(root: etree._Element) -> Finding | None:
    name = etree.QName(root)
    space = name.namespace or ""
    if name.localname == "alert" and root.getroottree().docinfo.internalDTD is not None:
        return Finding("doctype")
    if space in OTHER_VERSIONS:
        return Finding("other_version", facts={"version": OTHER_VERSIONS[space]})
    if space == CAP and name.localname == "alert":
        return _too_much(root)
    if name.localname == "alert" and "cap" in space.lower():
        return Finding("other_version", facts={"version": space[:100]})
    if name.localname == "alert" and not space:
        return Finding("no_namespace")
    shown = f"{name.localname} ({space})" if name.localname == "alert" else name.localname
    return Finding("not_cap", facts={"root": shown[:100]})


def _too_much(root: etree._Element) -> Finding | None:
    """Elements deep in each other, or more of them than anybody means."""
    depth = parts = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth, parts = depth + 1, parts + 1 + len(element.attrib)
        if depth > DEEPEST:
            return Finding("too_deep", facts={"most": DEEPEST})
        if parts > MOST_PARTS:
            return Finding("too_many", facts={"most": MOST_PARTS})
    return None


def _unread(data: bytes, error: etree.XMLSyntaxError) -> Finding:
    """What a file is that libxml2 gave up: no XML at all, a page of the web, an attack, or a message cut off."""
    plain = data.replace(b"\0", b"")  # what UTF-16 has between its letters
    begin = _begin(plain)
    if not plain.startswith(b"<", begin):
        return Finding("not_markup")
    doctype, element = _DOCTYPE.match(plain, begin), _ELEMENT.match(plain, begin)
    if doctype is not None and doctype.group(1).lower() != b"html":
        return Finding("doctype")
    first = doctype or element
    name = first.group(1).decode("ascii", "replace") if first is not None else ""
    if name and name.rpartition(":")[2] != "alert":
        return Finding("not_cap", facts={"root": name[:60]})
    return Finding("not_xml", facts={"why": _short(error.msg or "")}, line=error.lineno or 0)


def _begin(plain: bytes) -> int:
    """Where the first thing stands that is neither blank nor a comment nor an instruction."""
    at = 0
    while True:
        at = blank.end() if (blank := _BLANK.match(plain, at)) is not None else at
        for opening, closing in ((b"<?", b"?>"), (b"<!--", b"-->")):
            if plain.startswith(opening, at):
                end = plain.find(closing, at + len(opening))
                break
        else:
            return at
        if end < 0:
            return at
        at = end + len(closing)


def _short(why: str) -> str:
    return " ".join(why.split())[:160]

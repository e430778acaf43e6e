"""Bytes of strangers to a CAP tree: bounded, without entities, without the network, never an exception."""

from __future__ import annotations

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
_DOCTYPE = b"<!DOCTYPE"
"""What an entity attack cannot do without; libxml2 gives such a file up before it says so."""


@dataclass(frozen=True, slots=True)
class Read:
    """A tree, or why there is none (one finding)."""

    root: etree._Element | None
    finding: Finding | None = None


def read(data: bytes) -> Read:
    """The message's root element, still to be judged; or the one reason why this is no CAP 1.2 message."""
    if len(data) > LARGEST:
        return Read(None, Finding("too_large", facts={"most": LARGEST >> 20}))
    if not data.strip():
        return Read(None, Finding("empty_file"))
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        return Read(None, Finding("doctype") if _DOCTYPE in data.replace(b"\0", b"") else _not_xml(error))
    except (ValueError, LookupError) as error:  # an encoding nobody knows
        return Read(None, Finding("not_xml", facts={"why": _short(error)}))
    found = _refused(root)
    return Read(None, found) if found is not None else Read(root)


def _parser() -> etree.XMLParser:
    """Made for each file: nothing of one stranger is kept for the next."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False,
        huge_tree=False, recover=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _refused(root: etree._Element) -> Finding | None:
    if root.getroottree().docinfo.internalDTD is not None:
        return Finding("doctype")
    name = etree.QName(root)
    space = name.namespace or ""
    if space in OTHER_VERSIONS:
        return Finding("other_version", facts={"version": OTHER_VERSIONS[space]})
    if space == CAP and name.localname == "alert":
        return _too_much(root)
    if name.localname == "alert" and "cap" in space.lower():
        return Finding("other_version", facts={"version": space[:100]})
    if name.localname == "alert" and not space:
        return Finding("no_namespace")
    return Finding("not_cap", facts={"root": name.localname[:60]})


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


def _not_xml(error: etree.XMLSyntaxError) -> Finding:
    line = error.lineno or 0
    return Finding("not_xml", facts={"why": _short(error)}, line=line)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160]

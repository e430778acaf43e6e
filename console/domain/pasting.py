"""What was copied elsewhere as clean text: chats, pages and cells of a spreadsheet lose their dress, not a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

LARGEST_HTML = 400_000
"""Characters of HTML that are looked through; of more the plain text counts."""

_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article"}
    | {"blockquote", "pre", "dt", "dd", "hr"}
)
_SILENT = frozenset({"script", "style", "title", "template"})
"""Not ``head``: a page need not close it, and what is said in it stands in these."""
_CELLS = frozenset({"td", "th"})
_CELL = "\t"
_SPACES = re.compile(r"\s+")

_HEADER = re.compile(
    r"""^(?P<name>[^\s\d:：,，。;；]{1,20}(?:[（(][^()（）]{1,20}[)）])?)[\s:：]+
    (?P<day>(?:\d{4}[-/年])?\d{1,2}[-/月]\d{1,2}日?\s+|(?:昨天|今天|星期.|周.)\s*)?
    (?P<clock>(?:[上下]午|凌晨|晚上)?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)\s*$""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat: who, the time as it stood there, and what."""

    sender: str
    sent: str
    text: str


class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _CELLS:
            self.parts.append(_CELL)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(_SPACES.sub(" ", data))


def text_of_html(html: str) -> str:
    """The words of a page or of copied cells, a line for each block; markup, scripts and styles are gone."""
    stripper = _Stripper()
    stripper.feed(html)
    stripper.close()
    lines = (line.strip(" ") for line in "".join(stripper.parts).split("\n"))
    return tidy("\n".join(line for line in lines if line.strip()))


def tidy(text: str) -> str:
    """Cells become ``名称：值`` (two in a row) or words side by side; spaces at ends and double blank lines go."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines: list[str] = []
    for line in (_row(each) for each in text.split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n")


def messages(text: str) -> list[Message]:
    """The messages of a copied chat (``张三 14:05`` above each); empty where it is no chat."""
    found: list[tuple[str, str, list[str]]] = []
    for line in text.split("\n"):
        header = _HEADER.match(line.strip())
        if header:
            found.append((header["name"], f"{header['day'] or ''}{header['clock']}".strip(), []))
        elif found:
            found[-1][2].append(line)
        elif line.strip():
            return []
    return [Message(name, sent, "\n".join(lines).strip()) for name, sent, lines in found]


def sender_of(text: str) -> str:
    """Who wrote the first message of a copied chat; empty where the text is none."""
    return next((message.sender for message in messages(text)), "")


def _row(line: str) -> str:
    if _CELL not in line:
        return line.rstrip()
    cells = list(_cells(line))
    if len(cells) == 2 and not cells[0].endswith(("：", ":")):
        return f"{cells[0]}：{cells[1]}"
    return "  ".join(cells)


def _cells(line: str) -> Iterator[str]:
    yield from (cell for cell in (part.strip() for part in line.split(_CELL)) if cell)

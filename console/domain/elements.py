"""What a report still lacks, read from its fields and its words: a hint beside the text, never a block.

The nine elements are those of a first report: 时间 地点 信息来源 事件类型 伤亡 范围/影响 已采取措施 趋势 报告人电话.
What marks each of them stands in ``resources/hints.toml``. Where the words leave it open:

- time, scope, trend, what: counted as said. To be asked again for what one has just written teaches to overlook the
  hints, and these four are asked by every form that follows.
- place: a kind (学校门口, 加油站对面) is enough, 家里 or 路上 is not; a unit's own name counts (溪头镇政府报).
- casualties: 无人受伤, 人都跑出来了 and 不清楚有没有人 say them; a danger to people alone (里头可能有人) does not,
  because a person left unasked for is the costlier error.
- source: only a reporter, a unit, a device or a network; 我家 and 有人说 name nobody.
- measures: only what is done or under way; a demand (快派人来) and a wait (还没到) are none.
- caller: a number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from console.domain import hint_rules
from console.domain.place_names import PlaceNames

ELEMENTS = ("time", "place", "source", "what", "casualties", "scope", "measures", "trend", "caller")

LOOKED_THROUGH = 4_000
"""Characters that are read: it is done at every key, and a report says its elements at its beginning."""

_SPACES = re.compile(r"[^\S\n]{1,99}")
_SENTENCES = re.compile(r"[^。!?;\n]{1,120}(?:[。!?;\n]|\Z)|[^。!?;\n]{1,120},|[^。!?;\n]{1,120}")
"""A longer one is cut at its last comma: at every key one such part is read anew."""

_PARTS = re.compile(r"[^。；！？;!?\n]{1,999}[。；！？;!?]?")
_BREAKS = re.compile(r"[,，。;；!！?？]")
"""The same in the text as it was typed."""

_CLAUSES = re.compile(r"[,。;!?\n]")
_WIDE = str.maketrans({chr(0xFF01 + at): chr(0x21 + at) for at in range(94)})


def missing(
    text: str, filled: Mapping[str, object] | Collection[str] = (), places: PlaceNames | None = None
) -> list[str]:
    """Elements nobody has said yet, in order.

    ``filled``: those that stand in other fields of the form. ``places``: names of the county's own table.
    """
    there = {name for name, said in filled.items() if said} if isinstance(filled, Mapping) else set(filled)
    plain = _plain(text[:LOOKED_THROUGH])
    sentences = _SENTENCES.findall(plain)
    there |= {name for name in ELEMENTS if name not in there and any(_says(each, name) for each in sentences)}
    if places is not None and "place" not in there and places.named_in(plain):
        there.add("place")
    return [name for name in ELEMENTS if name not in there]


def quoted(text: str, name: str) -> str:
    """The clauses of the text that say an element, word for word with ； between them; empty where none does.

    Beside the ``ELEMENTS`` also ``needs``: what is asked for. The whole sentence where no clause of it says it alone.
    """
    read = text[:LOOKED_THROUGH]
    found: list[str] = []
    for sentence in _PARTS.findall(read):
        clauses = [clause.strip() for clause in _BREAKS.split(sentence) if clause.strip()]
        said = [clause for clause in clauses if _says(_plain(clause), name)]
        whole = sentence.strip().rstrip("。；！？;!?,，")
        found += said or ([whole] if _says(_plain(sentence), name) else [])
    if not found and any(_says(each, name) for each in _SENTENCES.findall(_plain(read))):
        found = [read.strip().splitlines()[0]]
    return "；".join(dict.fromkeys(found))


def prepare() -> None:
    """Make the patterns, which takes about 0.1 s; whoever shows hints asks for it beside the window's own work."""
    hint_rules.shipped()


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text.translate(_WIDE))


@lru_cache(maxsize=4096)
def _says(sentence: str, name: str) -> bool:
    """Remembered by sentence: a key changes one of them, and the others need not be read again."""
    rules = hint_rules.shipped()
    rule = rules.of[name]
    if not rule.asking:
        sentence = "。".join(clause for clause in _CLAUSES.split(sentence) if not rules.asks.search(clause))
    if rule.but is not None:
        sentence = rule.but.sub("、", sentence)
    return any(word in sentence for word in rule.words) or rule.said.search(sentence) is not None

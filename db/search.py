"""Search in Chinese and Latin text by overlapping pairs of characters (limits.md 2).

One fold and one split serve writing and asking. FTS5 runs on its ``ascii`` tokenizer, which takes every character
beyond ASCII as part of a word, so rare hanzi of any Unicode version are found.

What matches: a word of the question stands in the text (folded: width and case do not matter); where the word begins
with a letter or digit, a word of the text begins there too: ``5号`` does not answer ``15号``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_HANZI = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(f"([{_HANZI}]+)|[^\\W_{_HANZI}]+")
_PARTS = re.compile(f"[{_HANZI}]+|[^\\W_{_HANZI}]+")
_IS_HANZI = re.compile(f"[{_HANZI}]")


_WIDE = tuple(zip("，：；（）！？", ",:;()!?", strict=True))
"""Signs of every Chinese line, made narrow as NFKC does: a text without them is in that form already, which is seen
quickly. Nothing that may follow combines with them."""


def fold(text: str) -> str:
    """Width and case taken away; the form in which texts and questions are compared."""
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded)


@lru_cache(8192)
def _fold_char(char: str) -> str:
    return fold(char)


def _runs(folded: str) -> Iterator[tuple[str, bool]]:
    for match in _RUN.finditer(folded):
        yield match.group(), match.lastindex == 1


def _pairs(run: str) -> list[str]:
    """Overlapping pairs and, at the end, the last character alone."""
    return [run[i : i + 2] for i in range(len(run))]


@lru_cache(2048)
def _tokens(run: str) -> str:
    """As the index takes it: what devices and the program say comes in the same words again and again."""
    return " ".join(_pairs(run)) if _IS_HANZI.match(run) else run


def index_text(text: str) -> str:
    """The tokens of a text, separated by spaces, as they are written to the index."""
    return " ".join([run if run.isascii() else _tokens(run) for run in _PARTS.findall(fold(text))])


@dataclass(frozen=True, slots=True)
class Question:
    """A question made ready: an FTS5 expression (empty where no word can use the index) and the folded words.

    ``exact`` says that the index alone decides; otherwise each candidate is held against ``matches``.
    """

    expression: str
    words: tuple[str, ...]
    exact: bool


def question(asked: str | Sequence[str]) -> Question:
    """All words must match: those of a line are separated by white space, each of a sequence is a phrase as it is."""
    given = fold(asked).split() if isinstance(asked, str) else [fold(word).strip() for word in asked]
    words = tuple(dict.fromkeys(filter(None, given)))
    phrases: list[str] = []
    exact = True
    for word in words:
        phrase, decides = _phrase(word)
        exact = exact and decides
        if phrase:
            phrases.append(phrase)
    return Question(" AND ".join(phrases), words, exact)


def _phrase(word: str) -> tuple[str, bool]:
    runs = list(_runs(word))
    if not runs:
        return "", False
    whole = len(runs) == 1 and runs[0][0] == word
    run, hanzi = runs[-1]
    tokens: list[str] = []
    for earlier, earlier_hanzi in runs[:-1]:
        tokens.extend(_pairs(earlier) if earlier_hanzi else [earlier])
    if hanzi and len(run) > 1:
        tokens.extend(_pairs(run)[:-1])
        prefix = ""
    elif hanzi and tokens:
        prefix = ""  # one character after other runs: a prefix query would be dear, the row decides
    else:
        tokens.append(run)
        prefix = "*"
    return f'"{" ".join(tokens)}"{prefix}', whole


def matches(text: str, words: tuple[str, ...]) -> bool:
    """The plain meaning of a question, on one text that is already folded."""
    return all(_has(text, word) for word in words)


def _has(text: str, word: str) -> bool:
    at = text.find(word)
    if not _is_word_char(word[0]):
        return at >= 0
    while at >= 0:
        if at == 0 or not _is_word_char(text[at - 1]):
            return True
        at = text.find(word, at + 1)
    return False


def spans(text: str, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where the words of a question stand in a text as written: start and length, in order, overlaps joined."""
    pieces = [_fold_char(char) for char in text]
    folded = "".join(pieces)
    origin = [at for at, piece in enumerate(pieces) for _ in piece]
    found = sorted((origin[at], origin[at + len(word) - 1] + 1) for word in words for at in _places(folded, word))
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple((start, end - start) for start, end in joined)


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        if not _is_word_char(word[0]) or at == 0 or not _is_word_char(text[at - 1]):
            yield at
        at = text.find(word, at + 1)


def _is_word_char(char: str) -> bool:
    return char.isalnum() and _IS_HANZI.match(char) is None

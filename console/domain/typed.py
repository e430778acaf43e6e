"""What is typed to find somebody, and the texts it is compared with, written in one way."""

from __future__ import annotations

import re
import unicodedata

from console.domain import phones

_ACCENTS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_IN_NAMES = re.compile(r"[\s·•・‧∙]")
_BETWEEN = re.compile(r"[,;。、]")
_SYLLABLES = re.compile(r"(?<=[a-z])['’`](?=[a-z])")
_NUMBER = re.compile(r"\+?[()\d\- ]*\d[()\d\- ]*")
_HAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]")


def key(text: str) -> str:
    """Full-width signs as narrow ones, no capitals, dashes of every kind as one."""
    return phones.plain(text).casefold()


def name_key(name: str) -> str:
    """A name without the blanks it was spaced out with and the dots between its parts."""
    return _IN_NAMES.sub("", key(name))


def words(text: str, most: int) -> list[str]:
    """The words of a question: ü as v, no tone marks, no apostrophe between syllables, no dot within a name.

    Signs alone are no word: nobody is meant by a bracket.
    """
    latin = unicodedata.normalize("NFD", key(text)).replace("u\u0308", "v")
    plain = unicodedata.normalize("NFC", _SYLLABLES.sub("", _ACCENTS.sub("", latin)))
    every = (_IN_NAMES.sub("", word) for word in _BETWEEN.sub(" ", plain).split())
    return [word for word in every if any(map(str.isalnum, word))][:most]


def number(text: str) -> str:
    """The digits of a question that is one whole number however it is written; nothing for any other."""
    line, _ = phones.without_extension(phones.plain(text).strip())
    return phones.digits_of(line) if _NUMBER.fullmatch(line) else ""


def said_in_han(word: str) -> bool:
    """Whether a word is two or more characters: somebody of that sound is worth being found."""
    return len(_HAN.findall(word)) == len(word) > 1

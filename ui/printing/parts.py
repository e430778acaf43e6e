"""What all prints share: where and when, footers, digests of content, numbered titles."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from console import words
from console.domain.realm import Realm
from ui.printing.copies import copy_word
from ui.printing.form import Block, Footer
from ui.printing.station import Station

_NUMERALS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Print:
    """What a print needs besides its record: where, which realm, when it is printed, which copy it is (0: not said)."""

    zone: ZoneInfo
    realm: Realm
    printed_at: datetime
    site: str = ""
    copy: int = 0


def footer(about: Print, number: str, digest: str) -> Footer:
    """Number, short digest, printed-at and the mark of the copy."""
    return Footer(
        number=number,
        digest=zh("sheet.digest", digest=grouped(digest[:16])) if digest else "",
        printed_at=zh("sheet.printed_at", at=Station(about.zone).exact(about.printed_at)),
        copy=copy_word(about.copy) if about.copy else "",
    )


def grouped(digest: str) -> str:
    """Hexadecimal in groups of four, as people compare it."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def content_digest(number: str, blocks: Sequence[Block]) -> str:
    """SHA-256 of what a form says, in hexadecimal: two prints with the same one say the same."""
    return hashlib.sha256(repr((number, [astuple(block) for block in blocks])).encode("utf-8")).hexdigest()


def numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Chinese numerals before the titles, as a sheet's sections are counted."""
    return tuple(titled(block, at) for at, block in enumerate(blocks, start=1))


def titled(block: Block, number: int) -> Block:
    """One block under its numeral."""
    return replace(block, title=f"{numeral(number)}、{block.title}")


def numeral(number: int) -> str:
    """一, 二 … 十一: up to 99."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def zh(code: str, **facts: Any) -> str:
    """A word of a print: prints are Chinese whatever the screen speaks."""
    return words.say_in(words.PRINTED, code, **facts)

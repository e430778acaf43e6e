"""A compiled catalogue of words (gettext's ``mo``), searched as it lies: reading it whole held up the first window."""

from __future__ import annotations

import struct
from bisect import bisect_left

_MAGIC = 0x950412DE


class Catalogue:
    """Texts by code. The file's codes stand sorted by their bytes, as gettext demands of every ``mo`` file."""

    def __init__(self, compiled: bytes) -> None:
        """Raises ValueError for what is no such file, or one of another byte order than ours."""
        magic, _revision, self._count, codes, texts = struct.unpack_from("<5I", compiled)
        if magic != _MAGIC:
            raise ValueError("no compiled catalogue")
        self._whole = compiled
        self._codes = struct.unpack_from(f"<{2 * self._count}I", compiled, codes)
        self._texts = struct.unpack_from(f"<{2 * self._count}I", compiled, texts)
        self._found: dict[str, str] = {}

    def find(self, code: str) -> str | None:
        """The text of a code; None where there is none."""
        text = self._found.get(code)
        if text is None:
            at = self._place(code)
            if at is None:
                return None
            text = self._found[code] = self._slice(self._texts, at).decode()
        return text

    def _place(self, code: str) -> int | None:
        wanted = code.encode("utf-8", "surrogatepass")
        at = bisect_left(range(self._count), wanted, key=self._code)
        return at if code and at < self._count and self._code(at) == wanted else None

    def _code(self, at: int) -> bytes:
        return self._slice(self._codes, at)

    def _slice(self, table: tuple[int, ...], at: int) -> bytes:
        length, start = table[2 * at], table[2 * at + 1]
        return self._whole[start : start + length]

"""How columns share the width of their table."""

from __future__ import annotations

from collections.abc import Sequence


def shared(room: int, needs: Sequence[int]) -> list[int]:
    """All alike where each has what it needs, else what each needs and an even part of the rest."""
    even = room // max(1, len(needs))
    if all(need <= even for need in needs):
        return [even] * len(needs)
    rest = max(0, room - sum(needs)) // max(1, len(needs))
    return [need + rest for need in needs]

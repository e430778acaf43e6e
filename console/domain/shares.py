"""Shares in per cent, told the same on the screen, on paper and in files."""

from __future__ import annotations


def percent(part: int, whole: int) -> int:
    """The share as a whole number: 100 only where it is all of them, 0 only where it is none. ``whole`` is above 0."""
    rounded = (200 * part + whole) // (2 * whole)
    if 0 < part < whole:
        return min(99, max(1, rounded))
    return rounded


def told(part: int, whole: int) -> str:
    """``17/20 (85%)``; of none there is no share."""
    return f"{part}/{whole} ({percent(part, whole)}%)" if whole else f"{part}/{whole}"

"""Frames of ``tests/golden/frames``: hex by line, what stands before a line after ``#`` is its name."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden" / "frames"


def frames(name: str) -> dict[str, bytes]:
    """The frames of a file by their names."""
    found, said = {}, ""
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            said = line[1:].strip()
        elif line.strip():
            found[said] = bytes.fromhex(line)
    return found

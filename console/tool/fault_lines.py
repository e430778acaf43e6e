"""What a check found wrong, line by line."""

from __future__ import annotations

from console import words
from console.domain.faults import Faults


def show_faults(faults: Faults) -> None:
    """A line for each that is named, and how many there are."""
    from console.services import fault_words

    for fault in faults.named:
        print(fault_words.sentence(fault))
    if faults.count > len(faults.named):
        print(words.say("verify.more", count=faults.count, shown=len(faults.named)))
    elif faults.count > 1:
        print(words.say("verify.count", count=faults.count))

"""What a device is asked to do for a warning, and whether it can: a described one says it in its profile."""

from __future__ import annotations

from functools import lru_cache

from console.domain.delivery import AUDIBLE, Verb
from console.domain.drivers import DRIVERS
from console.domain.profile_text import read
from console.errors import Refused

PROFILE, TITLE = "profile", "title"

_VERBS = {"modem": Verb.TEXT, "sms": Verb.TEXT, "beidou": Verb.TEXT, "alpha": Verb.SHOW, "file": Verb.DROP,
          "webhook": Verb.DROP, "speaker": Verb.SPEAK, "relay": Verb.SOUND, "usb_relay": Verb.SOUND}  # fmt: skip


def verb_of(driver: str, profile: str, carries: str) -> Verb | None:
    """What a device of that driver does with the text a channel carries; None where it cannot.

    A described device shows a title and speaks everything else, if its profile knows how: a controller of sirens
    speaks nothing. Without a description nobody can say, and it is tried.
    """
    if driver not in DRIVERS or not DRIVERS[driver].sends:
        return None
    if driver != PROFILE:
        return _VERBS.get(driver)
    wanted = Verb.SHOW if carries == TITLE else Verb.SPEAK
    return wanted if not profile or wanted in _known(profile) else None


def sounds(driver: str, profile: str, carries: str) -> bool:
    """Whether it is heard in the street, and waits for arming."""
    return verb_of(driver, profile, carries) in AUDIBLE


@lru_cache(maxsize=64)
def _known(profile: str) -> frozenset[Verb]:
    """What a profile has commands for; nothing of one that cannot be read."""
    try:
        return frozenset(command.verb for command in read(profile).commands)
    except Refused:
        return frozenset()

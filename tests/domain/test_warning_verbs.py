"""What a device is asked for with a warning: a described one only what its profile knows."""

from __future__ import annotations

import pytest

import resources
from console.domain.delivery import Verb
from console.domain.warning_verbs import sounds, verb_of


@pytest.mark.parametrize(
    ("driver", "profile", "carries", "verb"),
    [
        ("modem", "", "sms", Verb.TEXT), ("relay", "", "voice", Verb.SOUND), ("alpha", "", "title", Verb.SHOW),
        ("profile", "broadcast_60", "voice", Verb.SPEAK), ("profile", "broadcast_60", "title", None),
        ("profile", "siren_controller", "voice", None), ("profile", "led_sign", "title", Verb.SHOW),
        ("profile", "led_sign", "voice", None), ("profile", "", "voice", Verb.SPEAK), ("surgard", "", "sms", None),
        ("nothing", "", "sms", None),
    ],
)  # fmt: skip
def test_a_device_is_asked_what_it_can(driver, profile, carries, verb):
    text = resources.path(f"wire/profiles/{profile}.toml").read_text("utf-8") if profile else ""
    assert verb_of(driver, text, carries) is verb
    assert sounds(driver, text, carries) is (verb in {Verb.SOUND, Verb.SPEAK})


def test_a_profile_nobody_can_read_can_nothing():
    assert verb_of("profile", "no profile", "voice") is None

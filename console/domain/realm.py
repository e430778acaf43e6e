"""The realm of a store: fixed when it is made; frame, watermark and number prefix follow from it."""

from __future__ import annotations

from enum import StrEnum


class Realm(StrEnum):
    LIVE = "live"
    EXERCISE = "exercise"
    SAMPLE = "sample"


NUMBER_PREFIX = {Realm.LIVE: "", Realm.EXERCISE: "演", Realm.SAMPLE: "示例"}
"""What stands before every human number, so that practice can never pass for the real thing."""

WATERMARK = {Realm.LIVE: "", Realm.EXERCISE: "演练", Realm.SAMPLE: "示例"}
"""What is printed across every sheet."""

"""Every driver, whole: its simulated device behind sim://, the loop, the store."""

from __future__ import annotations

import threading

import resources
from console import bootstrap
from console.config import DataDir
from console.desk.wire_links import Unledgered
from console.devices.street import the_street
from console.domain.drivers import LISTENING
from console.domain.realm import Realm
from console.domain.signals import SignalKind

SAID = {
    "callerid": SignalKind.CALL, "modem": SignalKind.CALL, "sms": SignalKind.MESSAGE, "sl651": SignalKind.READING,
    "beidou": SignalKind.MESSAGE, "profile": SignalKind.FAULT,
}  # fmt: skip
"""What the first sample of a device is, where it is no alarm."""


def test_what_every_device_says_is_stored_and_told(tmp_path) -> None:
    bootstrap.create(DataDir(tmp_path), Realm.EXERCISE)
    desk = bootstrap.build(DataDir(tmp_path))
    kinds: dict[str, set[SignalKind]] = {}
    whole = threading.Event()

    def told(stored) -> None:
        for one in stored:
            kinds.setdefault(one.arrived.driver, set()).add(one.arrived.signal.kind)
        if all(SAID.get(driver, SignalKind.ALARM) in kinds.get(driver, ()) for driver in LISTENING):
            whole.set()

    text = resources.path("wire/profiles/siren_controller.toml").read_text(encoding="utf-8")
    ports = [
        Unledgered(
            f"sim://{driver}/whole?every=0.2&count=3&as={'siren_controller' if driver == 'profile' else ''}", driver,
            profile=text if driver == "profile" else "",
        )
        for driver in LISTENING
    ]  # fmt: skip
    try:
        desk.wire.start(ports=ports, told=told)
        whole.wait(30)
    finally:
        desk.close()
        the_street().clear()
    assert {
        driver: SAID.get(driver, SignalKind.ALARM) in kinds.get(driver, ()) for driver in LISTENING
    } == dict.fromkeys(LISTENING, True)

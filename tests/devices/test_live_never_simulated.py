"""A live store hears nothing that is only played, whoever asks and however."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console import bootstrap
from console.desk.wire_links import Unledgered, of_device
from console.domain.people import Actor
from console.domain.realm import Realm
from console.domain.wire import DeviceForm, LinkState, may_listen
from console.errors import Refused
from tests.kit.links import waited

URLS = ("sim://surgard/JB-01?account=1234&every=0.01", "replay:///tmp/x.cap", "loop://")


def test_a_live_store_opens_no_simulated_port(data, by: Actor) -> None:
    bootstrap.create(data, Realm.LIVE)
    desk = bootstrap.build(data)
    try:
        row = desk.devices.add(DeviceForm(uuid4(), "JB-01", "接收机", "surgard", URLS[0]), by=by)
        assert desk.wire.start()
        waited(lambda: [(one.state, one.cause) for one in desk.wire.status()] == [(LinkState.CLOSED, "simulated")])
        assert desk.wire.frames(row.key) == ()
        desk.wire.stop()
        for url in URLS:
            assert not may_listen(Realm.LIVE, url) and may_listen(Realm.EXERCISE, url)
            assert of_device(desk, row.form).blocked == "simulated"
            with pytest.raises(Refused, match="live_simulated_port"):
                desk.wire.start(ports=[Unledgered(url, "surgard")])
            with pytest.raises(Refused, match="live_simulated_port"):
                desk.wire.test(url)
    finally:
        desk.close()

"""Hosts nobody here wrote drive our modem on a pseudo terminal: their texts arrive, they read what is on its card."""

from __future__ import annotations

import re
import socket
import threading
import time
from datetime import UTC, datetime
from random import Random

import pytest

from console.devices.sim_faults import Faults, Line
from console.devices.sim_ports import Served, open_port
from console.devices.sim_scripts import Script
from console.devices.simulated.modem import Modem
from console.devices.simulator import ZONE, Play
from console.domain.clock import StoppedClock

REFUSALS = {331: "no network service", 332: "network time-?out"}
"""+CMS ERROR after which a message is surely not sent and sent again, or perhaps sent and shown to a person."""
FIRE = "【应急指挥中心】黄石路3号楼发生火灾，请沿东门疏散。"
RIVER = "水位三十一米，请求支援"


@pytest.fixture
def modem():
    """A modem with two texts on its card, at a port; ``.url`` says where."""
    device = Modem(Play(StoppedClock(datetime(2026, 11, 22, 1, 30, 5, tzinfo=UTC)), ZONE, Random(1), {"report": "0.2"}))
    device.text("+8610000000001", RIVER)
    device.text("+8610000000002", "second, " * 30)
    port = open_port("pty")
    stop, told = socket.socketpair()
    served = Served(Line(device, Script(), Faults(), Random(1)), port, time.monotonic, lambda _state: None)
    thread = threading.Thread(target=served.run, args=(stop,))
    thread.start()
    device.url = port.url
    yield device
    told.send(b"!")
    thread.join(5)
    port.close()
    for one in (stop, told):
        one.close()


def until(true, seconds=30.0):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


@pytest.mark.peer("smstools", "smsd sends Chinese, long and plain texts through our modem and reads those on its card")
def test_smsd_drives_our_modem(peer, modem, tmp_path):
    folders = {name: tmp_path / name for name in ("outgoing", "checked", "failed", "sent", "incoming")}
    for folder in folders.values():
        folder.mkdir()
    lines = [f"{name} = {folder}" for name, folder in folders.items()]
    lines += [f"{name} = {tmp_path / name}" for name in ("logfile", "infofile", "pidfile")]
    lines += [
        "devices = GSM1",
        "delaytime = 1",
        "errorsleeptime = 1",
        "[GSM1]",
        f"device = {modem.url}",
        "incoming = yes",
    ]
    (tmp_path / "smsd.conf").write_text("\n".join([*lines, "rtscts = no", "baudrate = 115200", "init = AT", ""]))
    head = "To: 8610000000003\n"
    han = f"{head}Alphabet: UCS2\nReport: yes\n\n".encode()
    (folders["outgoing"] / "a").write_bytes(han + FIRE.encode("utf-16-be"))
    (folders["outgoing"] / "b").write_bytes(han + (FIRE * 4).encode("utf-16-be"))
    (folders["outgoing"] / "c").write_text(f"{head}\nEVACUATE NOW {{1}}")

    with peer.start("-t", f"-c{tmp_path / 'smsd.conf'}") as smsd:
        try:
            assert until(lambda: len(list(folders["sent"].iterdir())) == 3 and not modem.card.places), modem.state()
        finally:
            smsd.terminate()

    sent = sorted("".join(one.text for one in group) for group in _messages(modem.card.sent))
    assert sent == sorted([FIRE, FIRE * 4, "EVACUATE NOW {1}"]) and not list(folders["failed"].iterdir())
    assert {one.number for one in modem.card.sent} == {"+8610000000003"}
    read = [path.read_bytes() for path in folders["incoming"].iterdir()]
    assert any(RIVER.encode("utf-16-be") in text for text in read)
    assert any(b"second, " * 30 in text.rstrip() + b" " for text in read)


@pytest.mark.peer("gammu", "identifies our modem, reads the texts on its card, sends a Chinese one")
def test_gammu_drives_our_modem(peer, modem, tmp_path):
    config = tmp_path / "gammurc"
    config.write_text(f"[gammu]\ndevice = {modem.url}\nconnection = at115200\n")
    peer.environment.update(LC_ALL="C.UTF-8")

    assert "490154203237518" in peer.run("-c", config, "identify")
    read = peer.run("-c", config, "getallsms")
    assert RIVER in read and "part 2 of 2" in read and "10000000002" in read
    said = peer.run("-c", config, "sendsms", "TEXT", "+8610000000003", "-unicode", "-text", FIRE)

    assert "OK, message reference=0" in said
    assert [(one.number, one.text) for one in modem.card.sent] == [("+8610000000003", FIRE)]


@pytest.mark.peer("gammu", "says of our modem's refusals what we mean by them: no network, time-out")
def test_gammu_reads_our_refusals_as_what_we_mean(peer, modem, tmp_path):
    config, log = tmp_path / "gammurc", tmp_path / "log"
    config.write_text(f"[gammu]\ndevice = {modem.url}\nconnection = at115200\nlogformat = textall\nlogfile = {log}\n")
    peer.environment.update(LC_ALL="C.UTF-8")
    for code, meaning in REFUSALS.items():
        modem.errors.append(code)
        with peer.start("-c", config, "sendsms", "TEXT", "+8610000000003", "-text", "x") as running:
            running.communicate(timeout=20)
        told = log.read_text("utf-8", "replace").casefold()
        assert re.search(rf'cms error {code}: "{meaning}', told), told[-2000:]
        log.write_text("")


def _messages(sent):
    """Parts of one message together, in their order."""
    groups = {}
    for at, one in enumerate(sent):
        groups.setdefault((one.part.reference if one.part else f"single {at}"), []).append(one)
    return [sorted(group, key=lambda one: one.part.number if one.part else 0) for group in groups.values()]

"""Links over real pseudo terminals and sockets: states, losing at any moment, coming back, orders, live bytes."""

from __future__ import annotations

import os
import socket
import struct
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from console.devices import capture, talks
from console.devices.capture import Captured, read_capture
from console.devices.hub import LinkSpec
from console.devices.loop import Loop
from console.devices.port_trouble import PortLost, lost
from console.devices.session import Setting
from console.devices.transport import ListeningPort, SocketLine, open_port, stable_name
from console.domain.clock import StoppedClock, SystemClock
from console.domain.delivery import Order, SendState, Verb
from console.domain.wire import LinkState, PortLine
from console.errors import Refused
from tests.kit.links import MemoryStore, Pty, Wired

CLOCK = SystemClock()


@pytest.fixture
def wired(tmp_path):
    made = Wired(tmp_path / "spool")
    yield made
    made.close()


@pytest.fixture
def pty(tmp_path):
    made = Pty(tmp_path / "port")
    yield made
    made.pull()


def begun(wired: Wired, pty: Pty) -> None:
    """The line is open and the session has said its first word."""
    wired.open(str(pty.name))
    pty.hear("?\n")


def test_what_is_said_is_stored_before_it_is_answered(wired, pty):
    begun(wired, pty)
    wired.store.busy.set()
    pty.say("A 火警一\n")
    assert wired.store.busy_seen.wait(10)
    os.set_blocking(pty.master, False)
    with pytest.raises(BlockingIOError):
        os.read(pty.master, 10)  # nothing is answered while the store is busy with it
    os.set_blocking(pty.master, True)
    wired.store.release()

    assert pty.hear("\n") == "+火警一\n"
    assert wired.store.texts == ["火警一"]
    wired.until(lambda: wired.status().counts.answered == 1)
    assert wired.status().counts.stored == 1


def pulled_idle(_pty: Pty) -> None:
    """Between two frames."""


def pulled_mid_frame(pty: Pty) -> None:
    pty.say("A hal")


def pulled_unread(pty: Pty) -> None:
    """With bytes on their way that were perhaps not read."""
    pty.say("A x\n" * 50)


def pulled_with_answers(pty: Pty) -> None:
    """While answers are being written."""
    pty.say("A y\n")
    os.read(pty.master, 1)


@pytest.mark.parametrize("moment", [pulled_idle, pulled_mid_frame, pulled_unread, pulled_with_answers])
def test_a_pulled_cable_is_a_lost_link_that_comes_back(wired, pty, moment, caplog):
    begun(wired, pty)
    wired.until(lambda: wired.store.states()[-1:] == ["online"])  # the newest state is told: a shorter one is none
    moment(pty)
    pty.pull()
    wired.until(lambda: wired.store.states()[-1:] == ["lost"])
    assert wired.status().cause in ("gone", "missing")
    pty.plug()
    pty.hear("?\n")
    pty.say("A again\n")
    assert pty.hear("+again\n").endswith("+again\n")  # half a frame of before is not glued to it

    assert wired.store.texts[-1] == "again"
    wired.until(lambda: wired.store.states()[-3:] == ["online", "lost", "online"])
    assert "Traceback" not in caplog.text


def test_a_bug_in_a_driver_loses_its_link_and_no_other(wired, pty, tmp_path, caplog):
    other = Pty(tmp_path / "other")
    begun(wired, pty)
    wired.open(str(other.name), "e")
    other.hear("?\n")
    pty.say("X\n")
    wired.until(lambda: wired.state() == LinkState.LOST)
    other.say("A well\n")

    assert other.hear("\n") == "+well\n"
    assert wired.status().cause == "bug"
    assert wired.state("e") == LinkState.ONLINE
    assert "ZeroDivisionError" in caplog.text
    other.pull()


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("/dev/no-such-port", "missing"),
        ("socket://127.0.0.1:1", "refused"),
        ("socket://127.0.0.1", "address"),
        ("rfc2217://nowhere:x", "address"),
        ("spy://COM1", "address"),
        ("replay:///no-such-file", "missing"),
        ("sim://nothing", "address"),
    ],
)
def test_a_port_that_cannot_be_opened_says_why(url, cause):
    with pytest.raises(PortLost) as trouble:
        open_port(url, PortLine(), CLOCK)
    assert trouble.value.cause == cause


def test_a_port_is_taken_alone_and_settings_it_refuses_are_no_traceback(pty):
    first = open_port(str(pty.name), PortLine(), CLOCK)
    with pytest.raises(PortLost) as trouble:
        open_port(str(pty.name), PortLine(), CLOCK)
    assert trouble.value.cause == "busy"
    first.close()
    try:  # a pseudo terminal refuses seven bits with termios.error, or takes them, as the kernel likes
        open_port(str(pty.name), PortLine(9600, 7, "E", 1), CLOCK).close()
    except PortLost as refused:
        assert refused.cause == "settings"


def test_every_error_of_the_system_has_a_cause():
    import termios

    assert lost(termios.error(22, "Invalid argument")).cause == "settings"
    assert lost(termios.error(5, "Input/output error")).cause == "gone"
    assert lost(OSError(5, "x")).cause == "gone"
    assert lost(TypeError("closed meanwhile")).cause == "gone"
    assert lost(TimeoutError()).cause == "timeout"
    assert lost(socket.gaierror(-2, "x")).cause == "name"


def test_a_renumbered_adapter_is_found_by_the_name_that_stays(tmp_path):
    by_id, device = tmp_path / "by-id", tmp_path / "ttyUSB0"
    by_id.mkdir()
    device.touch()
    (by_id / "usb-maker_0001").symlink_to(device)

    assert stable_name(str(device), by_id) == str(by_id / "usb-maker_0001")
    assert stable_name(str(tmp_path / "ttyUSB1"), by_id) == str(tmp_path / "ttyUSB1")
    assert stable_name("socket://x:1", by_id) == "socket://x:1"


# links by a clock that is moved: back-off, silence, a device that reads nothing


@pytest.fixture
def stepped(tmp_path, clock):
    made: list[Stepped] = []

    def make(silent: int = 0) -> Stepped:
        made.append(Stepped(tmp_path, clock, silent))
        return made[-1]

    yield make
    for one in made:
        one.made.close()


class Stepped:
    """A loop without threads: opened by hand, stepped by hand, by a clock that stands still."""

    def __init__(self, tmp_path, clock: StoppedClock, silent: int = 0) -> None:
        self.clock, self.store = clock, MemoryStore()
        self.made = Wired(tmp_path / "spool", self.store, start=False, clock=clock)
        self.loop: Loop = self.made.loop
        self.opened: list[float] = []
        self.ports: list[object] = []
        self.loop.open = self._open  # type: ignore[method-assign]
        setting = Setting(clock, self.made.zone)
        self.loop.add(LinkSpec("d", "profile", "/dev/x", PortLine(), setting, silent))
        self.step()

    def _open(self, _spec, stable, done) -> None:
        self.opened.append(self.clock.monotonic())
        done(self.ports.pop(0) if self.ports else PortLost("missing"), stable)

    def step(self, seconds: float = 0.0) -> str:
        self.clock.advance(seconds=seconds)
        self.loop.step(0.0)
        return self.made.state()


def test_a_lost_port_is_tried_again_with_growing_pauses(stepped, clock):
    stepped = stepped()
    while clock.monotonic() < 25:
        stepped.step(0.25)

    pauses = [after - before for before, after in zip(stepped.opened, stepped.opened[1:], strict=False)]
    assert pauses[:6] == [0.5, 1.0, 2.0, 4.0, 5.0, 5.0]
    assert stepped.made.status().cause == "missing"


def test_a_device_that_is_quiet_for_too_long_is_silent_and_noise_does_not_help(stepped):
    near, far = socket.socketpair()
    stepped = stepped(silent=90)
    stepped.ports = [SocketLine(near)]
    assert stepped.step(0.5) == LinkState.ONLINE
    far.send(b"H\n")
    assert stepped.step(80) == LinkState.ONLINE
    far.send(b"\xff\xfe noise\n")
    stepped.step(80)
    assert stepped.step(10) == LinkState.SILENT
    far.send(b"H\n")
    assert stepped.step(1) == LinkState.ONLINE
    assert stepped.made.status().counts.damaged == 1
    far.close()
    assert stepped.step(0.1) == LinkState.LOST
    stepped.loop.step(0)


def test_a_device_that_reads_nothing_is_lost_and_memory_stays_bounded(stepped):
    near, far = socket.socketpair()
    near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
    stepped = stepped()
    stepped.ports = [SocketLine(near)]
    stepped.step(0.5)
    link = stepped.loop._links["d"]
    talk = next(iter(link._talks.values()))
    for _each in range(2_000):
        if not talk.alive:
            break
        link.answer(talk, b"x" * 1_000)

    assert stepped.made.status().cause == "stuck"
    assert len(talk._unsent) <= talks.UNSENT_LIMIT
    far.close()


# sockets


def peer_of(wired: Wired, url_of) -> socket.socket:
    server = socket.create_server(("127.0.0.1", 0))
    wired.open(url_of(server.getsockname()[1]))
    peer, _address = server.accept()
    server.close()
    return peer


def test_a_peer_that_dies_is_lost_and_dialled_again(wired):
    server = socket.create_server(("127.0.0.1", 0))
    wired.open(f"socket://127.0.0.1:{server.getsockname()[1]}")
    for how in ("closed", "reset", "half"):
        peer, _address = server.accept()
        assert peer.recv(10) == b"?\n"
        peer.send(f"A {how}\n".encode())
        assert peer.recv(20) == f"+{how}\n".encode()
        if how == "reset":
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if how == "half":
            peer.shutdown(socket.SHUT_WR)  # it says no more, but would still listen
            wired.until(lambda: wired.state() == LinkState.LOST)
        peer.close()

    server.close()
    assert wired.store.texts == ["closed", "reset", "half"]


def test_several_devices_call_one_port_and_are_answered_apart(wired):
    wired.open("listen://127.0.0.1:0")
    wired.online()
    port = wired.loop._links["d"]._port
    assert isinstance(port, ListeningPort)
    callers = [socket.create_connection(port.address) for _each in range(3)]
    for caller in callers:
        assert caller.recv(10) == b"?\n"
    for at, caller in enumerate(callers):
        caller.send(f"A half{at}".encode())
    for at, caller in enumerate(callers):
        caller.send(f" of {at}\n".encode())
        assert caller.recv(40) == f"+half{at} of {at}\n".encode()
    callers[0].send(b"A cut")
    callers[0].close()
    callers[1].send(b"A still here\n")

    assert callers[1].recv(40) == b"+still here\n"
    assert wired.state() == LinkState.ONLINE
    peers = {transfer.peer for transfer in wired.loop.transfers("d")}
    assert {f"127.0.0.1:{caller.getsockname()[1]}" for caller in callers[1:]} < peers
    for caller in callers[1:]:
        caller.close()


def test_datagrams_are_answered_to_whoever_sent_them(wired):
    wired.open("udp://127.0.0.1:0")
    wired.online()
    address = wired.loop._links["d"]._port.address
    senders = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _each in range(2)]
    for at, sender in enumerate(senders):
        sender.settimeout(10)
        sender.sendto(f"A datagram {at}\n".encode(), address)
    for at, sender in enumerate(senders):
        assert sender.recv(40) == b"?\n"
        assert sender.recv(40) == f"+datagram {at}\n".encode()
        sender.close()


# orders


def ordered(text: str) -> Order:
    return Order(uuid4(), Verb.SHOW, text=text)


def test_an_order_is_confirmed_refused_before_it_began_or_unknown_never_else(wired, pty):
    assert wired.loop.perform("d", ordered("a"), 5).began is False  # there is no such link
    begun(wired, pty)
    with ThreadPoolExecutor(1) as outbox:
        sending = outbox.submit(wired.loop.perform, "d", ordered("水位"), 10)
        assert pty.hear("\n") == "!水位\n"
        pty.say("=ok\n")
        assert sending.result().state is SendState.CONFIRMED

        assert wired.loop.perform("d", ordered("no answer"), 0.05).state is SendState.UNKNOWN
        sending = outbox.submit(wired.loop.perform, "d", ordered("cut"), 10)
        pty.hear("!cut\n")
        pty.pull()
        assert sending.result().state is SendState.UNKNOWN
    wired.until(lambda: wired.state() == LinkState.LOST)
    receipt = wired.loop.perform("d", ordered("b"), 5)
    assert (receipt.state, receipt.code, receipt.began) == (SendState.FAILED, "port_closed", False)


def test_a_practice_store_never_writes_an_order_to_a_real_port(wired, pty):
    wired.open(str(pty.name), sends=False)
    pty.hear("?\n")
    receipt = wired.loop.perform("d", ordered("evacuate"), 5)

    assert (receipt.state, receipt.code, receipt.began) == (SendState.FAILED, "practice_live_channel", False)
    assert not any(b"evacuate" in told.raw for told in wired.loop.transfers("d"))


# bytes one can look at


def test_bytes_are_seen_captured_and_played_again(wired, pty, tmp_path):
    seen: list[bytes] = []
    leave = wired.loop.watch(lambda _key, transfer: seen.append(transfer.raw))
    begun(wired, pty)
    wired.loop.capture("d", tmp_path / "line.cap")
    pty.say("A eins\n")
    pty.hear("+eins\n")
    pty.say("noise\nA zwei\n")
    pty.hear("+zwei\n")
    ended = wired.loop.capture("d", None)
    leave()
    assert ended is not None
    assert ended.ended == ""
    said = list(read_capture(tmp_path / "line.cap"))

    assert [(one.received, one.data) for one in said] == [
        (True, b"A eins\n"), (False, b"+eins\n"), (True, b"noise\nA zwei\n"), (False, b"+zwei\n"),
    ]  # fmt: skip
    assert [told.raw for told in wired.loop.transfers("d")][-2:] == [b"noise\nA zwei\n", b"+zwei\n"]
    assert b"".join(seen).endswith(b"+zwei\n")
    wired.open(f"replay://{tmp_path / 'line.cap'}?speed=0", "r")
    wired.until(lambda: wired.state("r") == LinkState.CLOSED)
    assert wired.status("r").cause == "ended"
    wired.until(lambda: [row.signal.account for row in wired.store.rows if row.device_key == "r"][-1:] == ["zwei"])


def test_a_capture_is_bounded_and_what_is_kept_for_looking_too(tmp_path, clock):
    made = capture.Capture(tmp_path / "x.cap", "title\nwith a line", limit=2_000)
    kept = talks.Transfers()
    for number in range(5_000):
        told = Captured(clock.now(), True, bytes([number % 256]) * 400)
        made.write(told)
        kept.add(told)

    assert made.ended == "full" and made.settled()
    assert (tmp_path / "x.cap").stat().st_size < 2_100
    assert sum(len(one.raw) for one in kept.after(0)) <= talks.KEPT_BYTES
    assert kept.after(4_999)[0].number == 5_000
    with (tmp_path / "x.cap").open("a") as file:
        file.write("2030-08-12T00:00:00.000000+00:00 rx 41")  # cut off by a power failure
    assert all(one.data == bytes([at]) * 400 for at, one in enumerate(read_capture(tmp_path / "x.cap")))
    (tmp_path / "other.txt").write_text("something else\n")
    with pytest.raises(Refused):
        read_capture(tmp_path / "other.txt")


def test_everything_ends_and_leaves_no_thread(tmp_path, pty):
    before = set(threading.enumerate())
    wired = Wired(tmp_path / "spool")
    begun(wired, pty)
    wired.close()

    assert {thread for thread in threading.enumerate() if thread.name.startswith("wire")} <= before
    assert wired.store.states()[-1] == LinkState.CLOSED

"""Faults a hostile review of the wire found in drivers and ports."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from console.devices import transport
from console.devices.drivers import callerid, printer
from console.devices.protocols import caller_id
from console.devices.session import Setting
from console.domain.clock import StoppedClock
from console.domain.realm import Realm
from console.domain.wire import PortLine, may_listen
from tests.kit.conversation import AT, ZONE


def test_who_hides_his_number_right_after_another_call_is_a_call_of_its_own() -> None:
    box = callerid.make(Setting(StoppedClock(AT), ZONE))
    heard = [*box.feed(caller_id.single("11220930", "05770000001"), 0.0).signals]
    for now, number in ((2.0, "P"), (4.0, "05770000002"), (6.0, "O")):
        heard += [*box.tick(now).signals, *box.feed(caller_id.single("11220930", number), now).signals]
    heard += box.tick(9.0).signals

    assert [(one.sender, one.facts["number"]) for one in heard] == [
        ("05770000001", "given"), ("", "withheld"), ("05770000002", "given"), ("", "unavailable"),
    ]  # fmt: skip


def test_a_record_printed_on_one_line_keeps_its_place() -> None:
    panel = printer.make(Setting(StoppedClock(AT), ZONE))
    panel.feed("2026-11-22 09:30 1号机02回路013号 火警 三楼走廊\n".encode("gb18030"), 0.0)
    (signal,) = panel.tick(1.0).signals

    assert (signal.code, signal.zone, signal.device_at) == ("fire", "1-02-013", AT.replace(second=0))
    assert "三楼走廊" in signal.words


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX terminals")
def test_a_line_with_parity_is_checked_and_opens_again_and_again() -> None:
    """A terminal keeps eight bits whatever it is asked; setting what it has already is an error of its own."""
    import termios

    master, far = os.openpty()
    try:
        for _ in range(2):
            with closing(transport.open_port(os.ttyname(far), PortLine(9600, 7, "E", 1), StoppedClock(AT))) as line:
                told = termios.tcgetattr(line.fileno())[0]
            assert told & termios.INPCK and not told & (termios.IGNPAR | termios.PARMRK)
    finally:
        os.close(master)
        os.close(far)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX terminals")
def test_a_name_in_a_harmless_folder_is_judged_by_what_it_stands_for() -> None:
    """``socat`` gives pseudo terminals such names; a practice must not reach the real port by one."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        for target, allowed in (("/dev/ttyS0", False), ("/dev/pts/999", True)):
            link = f"{folder}/{target.rpartition('/')[2]}"
            Path(link).symlink_to(target)
            assert may_listen(Realm.EXERCISE, link) is allowed and may_listen(Realm.LIVE, link)

"""Fire panels that only print: records by escape, blank line and silence; keywords; what is no fire."""

from __future__ import annotations

from datetime import datetime

import pytest

from console.devices.drivers import printer as driver
from console.devices.protocols.printer import LONGEST, Framer, Record, write
from console.devices.session import Setting
from console.devices.simulated import printer as simulated
from console.domain.clock import StoppedClock
from console.domain.signals import Signal, SignalKind
from console.errors import Refused
from tests.kit.conversation import AT, ZONE, conversation
from tests.kit.frames import frames

SAMPLE = frames("printer_valid")["first fire alarm (GST9000, decoded in the notes)"]


def heard(raw: bytes, **options: str) -> list[Signal]:
    session = driver.make(Setting(StoppedClock(AT), ZONE, options))
    first = session.feed(raw, 0.0)
    wake = session.wake_at()
    late = session.tick(wake).signals if wake is not None else ()
    assert first.write == b""
    return [*first.signals, *late]


def test_the_sample_is_a_first_fire_with_address_place_and_time() -> None:
    (signal,) = heard(SAMPLE)

    assert (signal.kind, signal.code, signal.zone) == (SignalKind.ALARM, "fire", "004-004")
    assert signal.words == "首次火警 裙楼一层上空 感烟探测器"
    assert signal.words_en == "First fire alarm 裙楼一层上空 感烟探测器"
    assert signal.device_at == datetime(2008, 12, 2, 17, 24, tzinfo=ZONE)
    assert signal.answer == b""


@pytest.mark.parametrize(
    ("line", "kind", "code"),
    [
        ("首次火警", "alarm", "fire"),
        ("火警", "alarm", "fire"),
        ("取消火警", "restore", "fire"),
        ("全部无火警", "status", "no_fire"),
        ("001回路012号 火警后续", "alarm", "fire"),
        ("故障", "fault", "fault"),
        ("故障恢复", "restore", "fault"),
        ("主电故障", "fault", "main_power"),
        ("屏蔽", "fault", "shielded"),
        ("启动", "status", "started"),
        ("反馈", "status", "feedback"),
        ("系统复位", "status", "reset"),
        ("恢复", "restore", ""),
        ("打印机自检完毕", "status", "self_test"),
        ("值班员已交接", "status", "print"),
    ],
)
def test_keywords_say_what_happened(line: str, kind: str, code: str) -> None:
    (signal,) = heard(f"{line}\n".encode("gb18030"))

    assert (signal.kind, signal.code) == (kind, code)


def test_the_name_of_a_room_is_no_fire_and_a_site_has_its_own_words() -> None:
    raw = write(["26/08/12 17:24", "001-002", "屏蔽", "火警值班室", "感烟探测器"])
    own = write(["26/08/12 17:24", "001-002", "火情", "走廊", "感烟探测器"])

    assert [signal.code for signal in heard(raw)] == ["shielded"]
    assert [signal.code for signal in heard(own)] == ["print"]
    assert [(s.kind, s.code) for s in heard(own, keywords="火情=alarm:fire")] == [(SignalKind.ALARM, "fire")]
    with pytest.raises(Refused, match="bad_option"):
        driver.make(Setting(StoppedClock(AT), ZONE, {"keywords": "火情=fire"}))


def test_addresses_and_dates_of_other_makers_are_found() -> None:
    (signal,) = heard("08月12日 17:24\n1号机02回路013号 火警\n".encode("gb18030"))

    assert (signal.zone, signal.device_at) == ("1-02-013", datetime(2026, 8, 12, 17, 24, tzinfo=ZONE))


def test_records_end_at_the_next_a_blank_line_or_silence() -> None:
    one, two = "火警\n一楼\n".encode("gb18030"), "故障\n二楼".encode("gb18030")

    assert [signal.code for signal in heard(b"\x1b6" + one + b"\x1b6" + two)] == ["fire", "fault"]
    assert [signal.code for signal in heard(one + b" \r\n" + two)] == ["fire", "fault"]
    assert [record.lines() for record in Framer().feed(SAMPLE * 2)] == [Record(SAMPLE).lines()] * 2


def test_noise_is_kept_as_unread_and_never_grows() -> None:
    (noise,) = heard(b"\xff\xfe\x80\xff" * 8)
    framer = Framer()
    for _ in range(50):
        framer.feed(b"\xff" * 100)
        assert framer.waiting <= LONGEST

    assert (noise.kind, noise.damaged) == (SignalKind.UNREADABLE, "text")
    assert heard(b"\n\n\r\n \n") == []


def test_the_simulated_panel_is_heard() -> None:
    line = conversation(driver.make, simulated.make)
    line.happen("alarm", zone="002-015", text="桥头仓库")
    line.happen("fault", code="main_power")
    line.happen("restore", code="fire")
    line.run(2)

    assert [(s.kind, s.code, s.zone) for s in line.signals] == [
        ("alarm", "fire", "002-015"),
        ("fault", "main_power", "004-004"),
        ("restore", "fire", "004-004"),
    ]
    assert line.signals[0].device_at == datetime(2026, 11, 22, 9, 30, tzinfo=ZONE)

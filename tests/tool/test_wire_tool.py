"""``send``, ``replay``, ``ports``, ``devices``: what the tool does on the wire's store without a device beside it."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from console import bootstrap
from console.config import DataDir
from console.devices.capture import HEAD
from console.devices.street import the_street
from console.domain.realm import Realm
from console.domain.wire import DeviceForm


@pytest.fixture
def exercise(tmp_path):
    data = DataDir(tmp_path / "exercise")
    bootstrap.create(data, Realm.EXERCISE)
    desk = bootstrap.build(data)
    try:
        for code, driver in (("SR-05", "relay"), ("JB-01", "surgard"), ("LD-01", "alpha")):
            form = DeviceForm(uuid4(), code, f"例{code}", driver, f"sim://{driver}/{code}")
            desk.devices.add(form, by=bootstrap.tool_actor())
    finally:
        desk.close()
    yield data
    the_street().clear()


def test_a_siren_is_tried_silently_and_never_sounded_from_here(exercise: DataDir, ask) -> None:
    done = ask(exercise, "send", "--channel", "SR-05", "--test", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["verb"], told["state"]) == (0, "probe", "confirmed")
    refused = ask(exercise, "send", "--channel", "SR-05", "--text", "疏散")
    assert (refused.returncode, "--test" in refused.stderr) == (1, True)
    siren = the_street().at("relay/SR-05")
    assert siren.received > 0
    assert not any(siren.device.unit.coils)
    assert ask(exercise, "send", "--channel", "JB-01", "--test").returncode == 1  # it hears, and cannot be asked
    the_street().at("relay/SR-05").power(False)
    dead = ask(exercise, "send", "--channel", "SR-05", "--test", "--json")
    assert (dead.returncode, json.loads(dead.stdout)["state"]) == (1, "failed")


def test_a_captured_file_is_played_again_in_practice_only(exercise: DataDir, tmp_path, ask) -> None:
    first = b"5011 181234E12101001\x14"
    path = tmp_path / "captured.txt"
    path.write_text(
        f"{HEAD}\n# of the receiver\n"
        f"2026-11-22T01:00:00+00:00 rx {first[:7].hex()}\n"
        f"2026-11-22T01:00:00.010000+00:00 rx {first[7:].hex()}\n"
        "2026-11-22T01:00:00.020000+00:00 tx 06\n"
        f"2026-11-22T02:30:00+00:00 rx {first.hex()}\n"
    )
    done = ask(exercise, "--lang", "zh", "replay", str(path), "--device", "JB-01")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [(row["device"], row["account"], row["code"], row["repeats"]) for row in rows] == [
        ("JB-01", "1234", "121", 0), ("JB-01", "1234", "121", 0),
    ]  # fmt: skip
    assert all(row["words"].startswith("回放：") for row in rows)
    assert done.stderr.strip().endswith("captured.txt：回放 3 段，存入 2 条，损坏 0 行")
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:4], "2026-11-22T01:00:01+00:00 rx 4x\n", "\n", *lines[4:], "2026-11-22T03:0"]))
    done = ask(exercise, "--lang", "zh", "replay", str(path), "--device", "JB-01")
    assert done.returncode == 1 and len(done.stdout.splitlines()) == 2  # neither of them ends it
    told = [line for line in done.stderr.splitlines() if "行" in line]
    assert told == [
        "第 5 行损坏，已跳过", "第 9 行损坏，已跳过", "captured.txt：回放 3 段，存入 2 条，损坏 2 行",
    ]  # fmt: skip
    live = DataDir(tmp_path / "live")
    bootstrap.create(live, Realm.LIVE)
    for way in (("replay", str(path)), ("listen", "--device-url", "sim://surgard/JB-01?every=0.1")):
        done = ask(live, "--lang", "zh", *way, "--driver", "surgard")
        assert done.returncode == 1 and done.stdout == "" and ("模拟" in done.stderr or "演练" in done.stderr)


def test_ports_are_listed_without_a_store(tmp_path, ask) -> None:
    done = ask(DataDir(tmp_path / "nothing"), "ports", "--json")
    assert done.returncode == 0
    assert all(set(json.loads(line)) == {"url", "device", "name", "maker"} for line in done.stdout.splitlines())


def test_devices_are_entered_without_a_window(exercise: DataDir, ask) -> None:
    added = ask(
        exercise, "devices", "add", "JB-02", "--name", "例溪镇报警接收机", "--driver", "surgard", "--url",
        "sim://surgard/JB-02", "--place", "例溪镇", "--priority", "1",
    )  # fmt: skip
    assert added.returncode == 0
    rows = [json.loads(line) for line in ask(exercise, "devices", "list", "--json").stdout.splitlines()]
    assert [row["code"] for row in rows] == ["JB-01", "JB-02", "LD-01", "SR-05"]
    assert (rows[1]["driver"], rows[1]["priority"], rows[1]["place"]) == ("surgard", 1, "例溪镇")
    asked = ("devices", "points", "JB-02", "--add", "东门烟感", "--account", "1234", "--zone", "015", "--json")
    assert json.loads(ask(exercise, *asked).stdout)["name"] == "东门烟感"
    assert ask(exercise, "devices", "add", "JB-02", "--name", "x", "--driver", "surgard").returncode == 1


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (
            ("--device-url", "foo://x", "--driver", "surgard"),
            ("foo://x", "rfc2217://HOST:PORT", "COM3", "sim://DRIVER"),
        ),
        (("--device-url", "socket://192.0.2.1", "--driver", "surgard"), ("socket://HOST:PORT",)),
        (("--device-url", "sim://nosuch/1", "--driver", "surgard"), ("sim://nosuch/1", "beidou")),
        (("--device-url", "/dev/ttyS7"), ("--driver", "surgard, dc09")),
        (("--driver", "surgard"), ("--driver", "--device-url")),
        (("--device", "JB-01", "--option", "format=685"), ("--option", "--device-url")),
    ],
    ids=["scheme", "address", "simulated", "no-driver", "no-port", "option-of-none"],
)
def test_what_cannot_be_listened_to_is_refused_before_anything_is_opened(tmp_path, ask, asked, says) -> None:
    done = ask(DataDir(tmp_path / "no store"), "listen", *asked)
    assert (done.returncode, done.stdout) == (1, "")
    assert [word for word in says if word not in done.stderr] == []

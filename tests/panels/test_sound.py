"""The sound of what is over, heard through a player of the system that writes down what it was told to play."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from console import words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.alerts import key_of, unheard
from console.domain.clock import StoppedClock
from console.errors import Refused
from console.seat_file import VOLUMES
from resources.sounds import make
from tests.kit.window import NAME, Opened, furnishing, sign_in
from ui import player as players
from ui.player import CommandPlayer
from ui.sound import Sound, SoundState

ONE, TWO = frozenset({"task:1@1"}), frozenset({"task:1@1", "task:2@2"})


class Room:
    """A PATH with one player on it; what it played, in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "played"

    def install(self, name: str = "aplay", *, code: int = 0, seconds: str = "0") -> None:
        script = self.folder / name
        script.write_text(
            f'#!/bin/sh\nfor last; do :; done\necho "{name} ${{last##*/}}" >> "{self.log}"\n/bin/sleep {seconds}\n'
            f'[ {code} = 0 ] || echo "{name}: no such device" >&2\nexit {code}\n'
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)

    def played(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    folder = tmp_path / "players"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return Room(folder)


@pytest.fixture
def sound(qapp: QApplication, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sound]:
    monkeypatch.setattr("ui.sound.PAUSE_MS", 1)
    monkeypatch.setattr("ui.sound.AGAIN_MS", 1)
    made = Sound(clock.monotonic)
    yield made
    made.stop()


def test_the_shipped_files_are_what_the_program_makes() -> None:
    for name, content in make.files().items():
        assert resources.path(f"sounds/{name}").read_bytes() == content
    sounds = ("alert", "alarm1", "alarm2")
    assert {f"{sound}-{volume}.wav" for sound in sounds for volume in VOLUMES if volume != "off"} <= set(make.files())


def test_an_alarm_has_tones_of_its_own(sound: Sound, room: Room, qtbot: QtBot) -> None:
    room.install()
    sound.want(ONE, "alarm1")
    qtbot.waitUntil(lambda: "aplay alarm1-normal.wav" in room.played())
    sound.want(TWO)
    qtbot.waitUntil(lambda: "aplay alert-normal.wav" in room.played())


def test_it_sounds_again_and_again_until_nothing_wants_to_be_heard(sound: Sound, room: Room, qtbot: QtBot) -> None:
    room.install()
    sound.want(ONE)
    qtbot.waitUntil(lambda: len(room.played()) >= 3)
    assert sound.state is SoundState.SOUNDING
    sound.want(frozenset())
    sound.player.stop()
    count = len(room.played())
    qtbot.wait(100)
    assert len(room.played()) == count
    assert set(room.played()) == {"aplay alert-normal.wav"}
    assert sound.state is SoundState.READY


def test_silence_ends_by_itself_and_is_for_what_was_known(
    sound: Sound, room: Room, qtbot: QtBot, clock: StoppedClock
) -> None:
    room.install()
    sound.want(ONE)
    qtbot.waitUntil(lambda: len(room.played()) >= 1)
    sound.silence(5)
    assert sound.state is SoundState.SILENCED and sound.wanted
    quiet = len(room.played())
    clock.advance(minutes=4, seconds=59)
    sound.want(ONE)
    qtbot.wait(60)
    assert len(room.played()) == quiet
    sound.want(TWO)
    qtbot.waitUntil(lambda: len(room.played()) > quiet)
    sound.silence(5)
    clock.advance(minutes=5)
    heard = len(room.played())
    sound.want(TWO)
    assert sound.state is SoundState.SOUNDING, "nobody acknowledged: it comes back"
    qtbot.waitUntil(lambda: len(room.played()) > heard)


def test_silencing_stops_a_sound_that_is_being_played(sound: Sound, room: Room, qtbot: QtBot) -> None:
    room.install(seconds="30")
    sound.want(ONE)
    qtbot.waitUntil(lambda: room.played() == ["aplay alert-normal.wav"])
    sound.silence(5)
    assert sound.player.findChildren(players.QProcess) == [] or all(
        each.state() == players.QProcess.ProcessState.NotRunning for each in sound.player.findChildren(players.QProcess)
    )


def test_no_player_is_said_and_a_new_one_is_heard(sound: Sound, room: Room, qtbot: QtBot) -> None:
    sound.want(ONE)
    qtbot.waitUntil(lambda: sound.state is SoundState.FAILED)
    assert sound.trouble is not None and sound.trouble.what == "no_sound"
    room.install("paplay")
    qtbot.waitUntil(lambda: sound.state is SoundState.SOUNDING and len(room.played()) >= 1)
    assert sound.trouble is None


def test_a_player_whose_device_fails_gives_way_and_the_reason_is_kept(sound: Sound, room: Room, qtbot: QtBot) -> None:
    room.install("paplay", code=1)
    with qtbot.waitSignal(sound.tested) as told:
        sound.test()
    assert told.args[0].cause == "paplay: paplay: no such device"
    room.install("aplay")
    with qtbot.waitSignal(sound.tested) as told:
        sound.test()
    assert told.args[0] is None
    assert isinstance(sound.player, CommandPlayer) and sound.player.name == "aplay"
    sound.test()
    qtbot.waitUntil(lambda: len(room.played()) == 4)
    assert room.played()[-1].startswith("aplay"), "the one that worked is asked first"


def test_switched_off_is_a_state_of_its_own_and_the_test_still_sounds(sound: Sound, room: Room, qtbot: QtBot) -> None:
    room.install()
    sound.set_volume("off")
    sound.want(ONE)
    sound.prove()
    qtbot.wait(60)
    assert sound.state is SoundState.OFF and sound.wanted and room.played() == []
    with qtbot.waitSignal(sound.tested):
        sound.test()
    sound.set_volume("loud")
    qtbot.waitUntil(lambda: "aplay alert-loud.wav" in room.played())


def test_an_idle_player_is_proved_now_and_then_by_silence(
    sound: Sound, room: Room, qtbot: QtBot, clock: StoppedClock
) -> None:
    room.install()
    sound.prove()
    qtbot.waitUntil(lambda: room.played() == ["aplay proof.wav"])
    (room.folder / "aplay").unlink()
    qtbot.waitUntil(lambda: not sound._doing)
    clock.advance(minutes=9)
    sound.want(frozenset())
    assert sound.state is SoundState.READY
    clock.advance(minutes=1)
    sound.want(frozenset())
    qtbot.waitUntil(lambda: sound.state is SoundState.FAILED)


# what wants to be heard, and who has seen it


def test_only_what_is_over_and_unseen_is_heard_and_a_moved_limit_is_heard_anew(desk: Desk, seat: object) -> None:
    actor = seat.actor  # type: ignore[attr-defined]
    now = desk.clock.now()
    desk.tasks.add("清点排水泵", now + timedelta(minutes=1), by=actor)
    desk.tasks.add("回访", now + timedelta(minutes=2), by=actor)
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    over = unheard(desk.due.rows(desk.clock.now()), desk.clock.now(), desk.alerts.acknowledged())
    assert [item.text for item in over] == ["清点排水泵"], "over from the very instant on"
    desk.alerts.acknowledge(over, by=actor)
    assert desk.alerts.acknowledged() == {key_of(over[0])}
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    left = unheard(desk.due.rows(desk.clock.now()), desk.clock.now(), desk.alerts.acknowledged())
    assert [item.text for item in left] == ["回访"]
    line = desk.log.newest(1)[0]
    assert (line.text, line.by.name) == ("到时提醒已知悉：示例RW2030-0001 清点排水泵", NAME)
    assert [task.number for task in desk.tasks.open_tasks()] == ["示例RW2030-0001", "示例RW2030-0002"], (
        "not handled by it"
    )
    assert desk.log.verify().fault is None
    with pytest.raises(Refused) as refused:
        desk.alerts.acknowledge((), by=actor)
    assert refused.value.code == "nothing_over"


# the window


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock, room: Room) -> DataDir:
    """A sample store with one overdue task, opened where only our player is."""
    with furnishing(new_store, clock) as (desk, actor):
        desk.tasks.add("回拨 吴例七 100-0000-0007", clock.now() + timedelta(minutes=1), by=actor)
        clock.advance(minutes=3)
    return new_store


def test_the_locked_seat_sounds_can_be_silenced_and_is_acknowledged_by_name(
    opened: Opened, qtbot: QtBot, room: Room, clock: StoppedClock
) -> None:
    room.install()
    app = opened()
    qtbot.waitUntil(lambda: "aplay alert-normal.wav" in room.played())
    assert app.gate.alert.isVisible() and not app.gate.alert.acknowledge.isVisible()
    qtbot.keyClick(app.gate, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: app.shell.alerting.sound.state is SoundState.SILENCED)
    assert app.gate.alert.note.text() == words.say("alert.silenced", at="08:08")
    qtbot.keyClick(app.window, Qt.Key.Key_F10)
    assert app.shell.desk.alerts.acknowledged() == frozenset(), "by name only"
    clock.advance(minutes=5)
    qtbot.waitUntil(lambda: app.shell.alerting.sound.state is SoundState.SOUNDING)
    sign_in(app, qtbot)
    assert app.window.due.alert.acknowledge.isVisible()
    assert app.window.due.alert.silence.isVisible()
    app.window.activateWindow()
    qtbot.keyClick(app.window, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: len(app.shell.desk.alerts.acknowledged()) == 1)
    qtbot.waitUntil(lambda: app.shell.alerting.sound.state is SoundState.READY)
    qtbot.waitUntil(lambda: not app.window.due.alert.isVisible())
    assert any(row.state == "over" for row in app.window.due.shown()), "seen is not done"


def test_a_room_without_sound_says_so_by_lamp_and_on_the_strip(opened: Opened, qtbot: QtBot, room: Room) -> None:
    app = opened()
    sign_in(app, qtbot)
    qtbot.waitUntil(lambda: "mute" in app.window.bar.lamps)
    assert app.window.bar.lamps["mute"].text() == "无声 故障"
    assert app.window.due.alert.note.text() == words.say("alert.unheard")
    words.set_language("en")
    assert app.window.due.alert.note.text() == "No sound can be heard"
    words.set_language("zh")


def test_switching_the_sound_off_leaves_a_lamp(opened: Opened, qtbot: QtBot, room: Room) -> None:
    room.install()
    app = opened()
    sign_in(app, qtbot)
    panel = app.window.show_panel("settings")
    panel.show_page("seat")
    page = panel.seat_page
    qtbot.waitUntil(lambda: page.sound.value() == "normal")
    page.sound.choose("off")
    page.sound.picked.emit("off")
    qtbot.waitUntil(lambda: "mute" in app.window.bar.lamps)
    assert app.window.bar.lamps["mute"].text() == "无声 注意"
    assert 'sound = "off"' in app.data.seat.read_text("utf-8")
    qtbot.mouseClick(page.sound_test, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: app.window.messages.message.text() == words.say("alert.tested"))


@pytest.mark.skipif(not Path("/usr/bin/aplay").exists(), reason="proves the real player where there is one")
def test_the_real_player_hands_every_sample_to_the_device(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    heard = tmp_path / "heard.raw"
    conf = tmp_path / "alsa.conf"
    conf.write_text(f'pcm.!default {{ type file file "{heard}" format raw slave.pcm {{ type null }} }}\n')
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(conf))
    monkeypatch.setattr(players, "COMMANDS", (("aplay", "-q"),))
    made = Sound(lambda: 0.0)
    with qtbot.waitSignal(made.tested) as told:
        made.test()
    made.stop()
    assert told.args[0] is None
    samples = make.files()["alert-normal.wav"][44:]
    assert heard.read_bytes().startswith(samples)
    assert heard.read_bytes()[len(samples) :].strip(b"\0") == b"", "the last period is filled up with silence"

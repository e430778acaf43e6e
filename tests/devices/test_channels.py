"""Channels of this machine: what each of them can truthfully say, against real players, folders and web servers."""

import ast
import json
import os
import socket
import stat
import sys
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

import pytest

import console
from console import words
from console.devices import channels
from console.devices.channels.file_drop import FileDrop
from console.devices.channels.players import Players
from console.devices.channels.siren_sound import siren
from console.devices.channels.speaker import MEANS, Speaker
from console.devices.channels.speech import Speech, seconds_of
from console.devices.channels.webhook import Webhook
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.drivers import DRIVERS
from console.domain.realm import Realm
from console.domain.wire import DeviceForm, DeviceRow
from console.errors import Refused, Unavailable

TOKEN = "token-of-the-gateway"


def order(verb=Verb.TEXT, text="请沿东门疏散", **facts):
    return Order(uuid4(), verb, "黄石路", text, facts)


def said(receipt):
    return receipt.state, receipt.code, receipt.began


class Gateway(BaseHTTPRequestHandler):
    """A receiver that answers with the status its path names."""

    got: ClassVar[list] = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).got.append((dict(self.headers), json.loads(body)))
        status = int(self.path.strip("/").split("?")[0])
        if status == 1:
            return  # the connection closes without an answer
        if status == 2:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            time.sleep(0.4)
            return
        self.send_response(status)
        self.send_header("Location", "/200")
        self.end_headers()
        self.wfile.write(b"x" * 100_000)

    def log_message(self, *_given):
        """Nothing is said on the screen."""


@pytest.fixture
def gateway():
    Gateway.got = []
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "meant"),
    [
        (200, (SendState.CONFIRMED, "receiver_confirmed", True)),
        (202, (SendState.CONFIRMED, "receiver_confirmed", True)),
        (302, (SendState.FAILED, "redirected", True)),
        (403, (SendState.FAILED, "receiver_refused", True)),
        (429, (SendState.FAILED, "receiver_refused", False)),
        (503, (SendState.UNKNOWN, "receiver_failed", True)),
        (1, (SendState.UNKNOWN, "no_answer", True)),
        (2, (SendState.UNKNOWN, "no_answer", True)),
    ],
)
def test_an_answer_means_what_it_says_and_no_more(gateway, status, meant):
    asked = order(level=2)
    receipt = Webhook(f"{gateway}/{status}?a=1", lambda: TOKEN, timeout=0.3).send(asked)

    assert said(receipt) == meant
    assert len(Gateway.got) == 1  # no redirection was followed, nothing was sent twice
    headers, body = Gateway.got[0]
    assert headers["Authorization"] == f"Bearer {TOKEN}" and headers["Idempotency-Key"] == str(asked.id)
    assert (body["verb"], body["text"], body["facts"]) == ("text", asked.text, {"level": 2})
    assert TOKEN not in repr(receipt) and TOKEN.encode() not in receipt.command and len(receipt.answer) < 3_000


def test_nothing_of_an_order_leaves_to_what_is_not_trusted():
    def locked():
        raise Refused("secrets_locked")

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"https://127.0.0.1:{taken.getsockname()[1]}/"
    made = [
        Webhook("http://192.0.2.1/", lambda: None), Webhook("ftp://localhost/", lambda: None),
        Webhook(nobody, locked), Webhook(nobody, lambda: "a\r\nb"), Webhook(nobody, lambda: None),
    ]  # fmt: skip

    receipts = [channel.send(order()) for channel in made]
    assert [receipt.code for receipt in receipts] == [
        "https_only",
        "https_only",
        "token_locked",
        "no_token",
        "no_connection",
    ]
    assert not any(receipt.began for receipt in receipts)


def test_a_file_appears_whole_and_the_same_order_once(tmp_path):
    channel, asked = FileDrop(tmp_path.as_uri()), order(Verb.DROP, name="../疏散 通知.json")
    first, second = channel.send(asked), channel.send(asked)

    (made,) = tmp_path.iterdir()
    assert made.read_text("utf-8") == asked.text and made.name == f"疏散_通知-{asked.id.hex}.json"
    assert said(first) == said(second) == (SendState.UNCONFIRMED, "file_written", True)
    assert said(channel.send(order(Verb.PROBE)))[:2] == (SendState.CONFIRMED, "folder_takes_files")
    gone = FileDrop(str(tmp_path / "gone"))
    assert said(gone.send(asked)) == said(gone.send(order(Verb.PROBE))) == (SendState.FAILED, "folder_failed", False)
    assert list(tmp_path.iterdir()) == [made]


@pytest.mark.skipif(os.name != "posix", reason="a folder is synchronised where the system can")
def test_the_name_of_a_file_is_as_durable_as_its_content(tmp_path, monkeypatch):
    """A power cut after it was said to be written must not leave a folder that never heard of it."""
    order_of_acts, true_sync, true_replace = [], os.fsync, Path.replace

    def sync(handle):
        order_of_acts.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        true_sync(handle)

    def replace(path, target):
        order_of_acts.append("name")
        return true_replace(path, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    assert FileDrop(str(tmp_path)).send(order(Verb.DROP, name="通知.txt")).state is SendState.UNCONFIRMED
    assert order_of_acts == ["file", "name", "folder"]


@pytest.fixture
def heard(tmp_path):
    """A player that writes what it would play into a file."""
    return tmp_path / "heard.raw"


def player(heard, seconds=0.0, code=0):
    script = (
        f"import sys,time;f=open({str(heard)!r},'ab');s=sys.stdin.buffer\n"
        f"while d:=s.read(4096): f.write(d); f.flush(); time.sleep({seconds})\n"
        f"sys.exit({code})"
    )
    return Players(lambda _form: [sys.executable, "-c", script], platform="linux")


def speaker(tmp_path, players, **options):
    return Speaker("J-9", options, players, Speech(tmp_path / "made", platform="linux"))


def test_a_siren_of_this_machine_is_played_once_and_never_said_to_be_heard(tmp_path, heard):
    receipt = speaker(tmp_path, player(heard)).send(order(Verb.SOUND, "", pattern="raid", seconds=2))

    assert said(receipt) == (SendState.UNCONFIRMED, "played", True)
    assert heard.stat().st_size == 2 * 2 * 16_000
    kept = tmp_path / "made" / f"{receipt.facts['wav']}.wav"
    assert seconds_of(kept) == receipt.facts["seconds"] == 2.0
    failed = speaker(tmp_path, player(heard, code=1)).send(order(Verb.SOUND, seconds=1))
    assert said(failed) == (SendState.FAILED, "player_failed", True)
    none = speaker(tmp_path, Players(lambda _form: None, platform="linux"))
    assert [said(none.send(order(verb, seconds=1))) for verb in (Verb.SOUND, Verb.PROBE)] == [
        (SendState.FAILED, "no_player", False)
    ] * 2


def test_a_stop_silences_what_plays(tmp_path, heard):
    channel, receipts = speaker(tmp_path, player(heard, seconds=0.05)), []
    playing = threading.Thread(target=lambda: receipts.append(channel.send(order(Verb.SOUND, seconds=600))))
    playing.start()
    while not heard.exists() or not heard.stat().st_size:
        threading.Event().wait(0.01)
    busy = channel.send(order(Verb.SOUND, seconds=1))
    stopped = channel.send(order(Verb.STOP))
    channel._players.silence()  # once more is no harm
    playing.join()

    assert said(busy) == (SendState.FAILED, "no_player", False)
    assert said(stopped)[:2] == (SendState.CONFIRMED, "player_stopped")
    assert said(receipts[0]) == (SendState.UNCONFIRMED, "stopped_early", True)
    assert said(channel.send(order(Verb.STOP)))[:2] == (SendState.CONFIRMED, "nothing_sounding")
    assert heard.stat().st_size < 600 * 2 * 16_000 / 4


VOICE = "import sys,wave;w=wave.open(sys.argv[2],'wb');w.setparams((1,2,8000,0,'NONE',''));w.writeframes(sys.argv[1].encode().ljust(16000,b'0'))"  # noqa: E501


def test_what_was_listened_to_is_what_is_played(tmp_path, heard):
    voice = tmp_path / "voice.py"
    voice.write_text(VOICE, "utf-8")
    command = f"'{sys.executable}' '{voice}' {{text}} {{out}}"
    speech = Speech(tmp_path / "made", platform="linux")
    nasty = '请疏散"; $(touch gone) --help'
    spoken = speech.render(nasty, command=command)
    channel = speaker(tmp_path, player(heard), command=command)

    assert (spoken.seconds, spoken.path.read_bytes().count(nasty.encode())) == (1.0, 1)
    assert channel.send(order(Verb.SPEAK, nasty)).facts["wav"] == spoken.digest
    assert channel.send(order(Verb.SPEAK, "别的", wav=spoken.digest)).facts["wav"] == spoken.digest
    spoken.path.write_bytes(spoken.path.read_bytes()[:-2] + b"xx")
    heard.unlink()
    changed = channel.send(order(Verb.SPEAK, nasty, wav=spoken.digest))
    assert said(changed) == (SendState.FAILED, "recording_differs", False)
    assert said(speaker(tmp_path, player(heard)).send(order(Verb.SPEAK))) == (SendState.FAILED, "no_speech", False)
    assert not heard.exists()


def test_recordings_stand_in_for_a_voice(tmp_path):
    speech, folder = Speech(tmp_path / "made", platform="linux"), tmp_path / "录音"
    folder.mkdir()
    (folder / "请沿东门疏散.wav").write_bytes(siren("short", 1))
    (tmp_path / "secret.wav").write_bytes(siren("short", 1))

    assert speech.render("请沿东门疏散", recordings=str(folder)).seconds == 1.0
    with pytest.raises(Unavailable):
        speech.render("../secret", recordings=str(folder))
    with pytest.raises(Refused):
        speech.render("请沿东门疏散", command="say {text}")
    (folder / "坏的.wav").write_bytes(b"no sound")
    with pytest.raises(Unavailable):
        speech.render("坏的", recordings=str(folder))


def form(driver, url, **more):
    return DeviceForm(uuid4(), "J-9", "设备", driver, url, **more)


def room(performed):
    def perform(key, asked, limit):
        performed.append((key, asked, limit))
        return Receipt(SendState.CONFIRMED)

    class Nothing:
        def get(self, _device, _name):
            return None

    return channels.Room(perform, Nothing(), None, None)


SENDING = [spec for spec in DRIVERS.values() if spec.sends]


@pytest.mark.parametrize("spec", SENDING, ids=lambda spec: spec.name)
@pytest.mark.parametrize("realm", [Realm.EXERCISE, Realm.SAMPLE])
def test_practice_gets_no_channel_to_anything_real(spec, realm):
    performed = []
    for url in ("", "COM3", "/dev/ttyUSB0", "socket://192.0.2.1:502", "https://gateway.example/", "/srv/out", "SIM"):
        with pytest.raises(Refused, match="practice_live_channel"):
            channels.make(DeviceRow(form(spec.name, url), True, 1), room(performed), realm)
    made = channels.make(DeviceRow(form(spec.name, "sim://device"), True, 1), room(performed), realm)
    receipt = made.send(order(Verb.PROBE))
    assert bool(performed) is spec.wired and (spec.wired or receipt.code == "simulated")
    with pytest.raises(Refused, match="device_stopped"):
        channels.make(DeviceRow(form(spec.name, "sim://device"), False, 1), room(performed), realm)


@pytest.mark.parametrize("spec", [spec for spec in SENDING if not spec.wired], ids=lambda spec: spec.name)
def test_a_live_store_gets_no_simulated_channel(spec):
    """What nobody heard must not stand in a live book as sent; simulated lines stay closed there."""
    with pytest.raises(Refused, match="live_simulated_port"):
        channels.make(DeviceRow(form(spec.name, "sim://device"), True, 1), room([]), Realm.LIVE)


def test_a_device_that_only_listens_has_no_channel():
    row = DeviceRow(form("surgard", "sim://device"), True, 1)
    with pytest.raises(Refused, match="channel_cannot_send"):
        channels.make(row, room([]), Realm.LIVE)
    with pytest.raises(Refused, match="no_such_driver"):
        channels.make(replace(row, form=form("gone", "sim://device")), room([]), Realm.LIVE)


def receipts_said():
    """Codes of receipts as they stand literally in the program."""
    for path in Path(console.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Receipt" and len(node.args) > 1:
                code = node.args[1]
                if isinstance(code, ast.Constant) and code.value:
                    yield code.value


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_whatever_a_device_says_of_an_order_has_words(language):
    asked = set(receipts_said()) | {code for _, code in MEANS.values()}

    assert len(asked) > 25
    assert [code for code in asked if words.say_in(language, f"delivery.said.{code}").startswith("[")] == []
    assert [one for one in SendState if words.say_in(language, f"delivery.state.{one}").startswith("[")] == []
    assert [one for one in Verb if words.say_in(language, f"delivery.verb.{one}").startswith("[")] == []

"""How the wire's commands come by the passphrase of an encrypted secrets file, and what they do without."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import uuid4

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain.realm import Realm
from console.domain.wire import DeviceForm
from console.tool.unlocking import CREDENTIAL, CREDENTIALS

PASSPHRASE = "钥匙在柜子里 2030-08"
ASKED = "Passphrase"

posix = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals")


class Gateway(BaseHTTPRequestHandler):
    """Remembers what it was authorised with."""

    seen: list[str | None]

    def do_POST(self) -> None:
        type(self).seen.append(self.headers["Authorization"])
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def gateway() -> Iterator[HTTPServer]:
    Gateway.seen = []
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join(5)
    server.server_close()


def made(data: DataDir, realm: Realm, form: DeviceForm, name: str, value: str) -> DataDir:
    bootstrap.create(data, realm)
    desk = bootstrap.build(data)
    try:
        by = bootstrap.tool_actor()
        desk.devices.add(form, by=by)
        desk.secrets.make_file(PASSPHRASE, by=by)
        desk.secrets.put(form.code, name, value, by=by)
    finally:
        desk.close()
    return data


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, gateway: HTTPServer) -> DataDir:
    form = DeviceForm(uuid4(), "WH-01", "例县短信网关", "webhook", f"http://127.0.0.1:{gateway.server_port}/send")
    return made(DataDir(tmp_path_factory.mktemp("live")), Realm.LIVE, form, "token", "t-4711")


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    form = DeviceForm(uuid4(), "MD-01", "例短信猫", "modem", "sim://modem/MD-01?pin=4711")
    return made(DataDir(tmp_path_factory.mktemp("exercise")), Realm.EXERCISE, form, "pin", "4711")


def descriptor(said: bytes) -> str:
    """The number of one from which that can be read."""
    read_end, write_end = os.pipe()
    os.write(write_end, said)
    os.close(write_end)
    return str(read_end)


def test_a_passphrase_comes_by_descriptor_or_credential_and_nothing_is_sent_without(
    live: DataDir, ask, tmp_path, monkeypatch
) -> None:
    send = ("send", "--channel", "WH-01", "--text", "转移完毕")

    without = ask(live, *send)
    assert (without.returncode, without.stderr) == (1, "The file of secrets is locked, enter its passphrase first.\n")
    wrong = ask(live, *send, "--passphrase-fd", descriptor(b"another one altogether\n"))
    assert (wrong.returncode, wrong.stderr) == (1, "The passphrase is wrong.\n")
    assert Gateway.seen == []

    number = descriptor(PASSPHRASE.encode() + b"\nwhat follows is another's")
    sent = ask(live, *send, "--passphrase-fd", number)
    assert (sent.returncode, Gateway.seen) == (0, ["Bearer t-4711"])
    with pytest.raises(OSError):
        os.fstat(int(number))

    (tmp_path / CREDENTIAL).write_bytes(PASSPHRASE.encode())  # systemd adds no end of line
    monkeypatch.setenv(CREDENTIALS, str(tmp_path))
    assert ask(live, *send).returncode == 0
    (tmp_path / CREDENTIAL).write_bytes(b"not it, not it, not it")
    monkeypatch.setenv(CREDENTIALS, str(tmp_path))
    assert ask(live, *send).returncode == 1
    assert len(Gateway.seen) == 2


@pytest.mark.parametrize(
    ("said", "code"),
    [("999", 1), ("", 1), ("\xff", 1), ("x", 2), ("-1", 2)],
    ids=["closed", "empty", "no-text", "no-number", "below"],
)
def test_a_descriptor_that_gives_none_is_refused(live: DataDir, ask, said, code, capsys) -> None:
    number = descriptor(said.encode("latin-1")) if said in ("", "\xff") else said
    try:
        done = ask(live, "send", "--channel", "WH-01", "--test", f"--passphrase-fd={number}").returncode
    except SystemExit as ended:
        done = ended.code
    assert done == code


def test_there_must_be_a_file_to_be_unlocked(tmp_path, ask) -> None:
    data = DataDir(tmp_path)
    bootstrap.create(data, Realm.EXERCISE)
    done = ask(data, "listen", "--passphrase-fd", descriptor(PASSPHRASE.encode()))
    assert (done.returncode, done.stderr) == (1, "There is no file of secrets yet.\n")


class Seat:
    """A person at a terminal of his own, with a command running in it."""

    def __init__(self, command: list[str], **variables: str) -> None:
        self.master, self._near = os.openpty()
        # a shell without a terminal that opens one has it as its own
        within = ["sh", "-c", 'exec "$@" <"$0"', os.ttyname(self._near), sys.executable, *command]
        self.process = subprocess.Popen(
            within, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, env=os.environ | variables
        )
        self.shown = b""

    @property
    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self._near)[3] & termios.ECHO)

    def asked(self, text: str = ASKED) -> None:
        """Wait until that is asked, once more."""
        while text.encode() not in self.shown:
            self.shown += os.read(self.master, 4096)
        self.shown = self.shown.partition(text.encode())[2]
        assert not self.echoes

    def types(self, text: str) -> None:
        os.write(self.master, text.encode())

    def ended(self) -> tuple[int, str]:
        _, told = self.process.communicate(timeout=20)
        return self.process.returncode, told.decode()

    def close(self) -> None:
        with self.process:
            self.process.kill()
        os.close(self.master)
        os.close(self._near)


def tool(data: DataDir, *arguments: str) -> list[str]:
    return ["-m", "console.tool", "--data", str(data.root), "--lang", "en", *arguments]


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, None])
def test_whatever_ends_the_asking_the_echo_is_on_again(number: signal.Signals | None) -> None:
    with closing(Seat(["-c", "from console.tool.asking import hidden; hidden('Passphrase')"])) as sitting:
        sitting.asked()
        if number is None:
            sitting.types("\x04")
        else:
            sitting.process.send_signal(number)
        assert ("password_missing" if number is None else "KeyboardInterrupt") in sitting.ended()[1]
        assert sitting.echoes


@posix
def test_nobody_is_waited_for_for_ever() -> None:
    """A machine that came back by itself must not stand at a question while alarms come."""
    with closing(
        Seat(["-c", "from console.tool.asking import hidden; print(repr(hidden('Passphrase', 1.0)))"])
    ) as seat:
        seat.asked()
        out, _ = seat.process.communicate(timeout=20)
        assert (out, seat.echoes) == (b"''\n", True)


@posix
def test_a_person_is_asked_three_times_and_may_be_interrupted(exercise: DataDir) -> None:
    with closing(Seat(tool(exercise, "listen"))) as sitting:
        for _ in range(3):
            sitting.asked()
            sitting.types("not this one either\n")
        assert sitting.ended() == (1, "The passphrase is wrong.\n" * 3)
        assert sitting.echoes
        assert b"either" not in sitting.shown
    with closing(Seat(tool(exercise, "listen"))) as sitting:
        sitting.asked()
        sitting.process.terminate()
        assert sitting.ended() == (0, "")  # told to stop before it has begun, as without a question


@posix
def test_a_passphrase_of_any_letters_is_typed_in_any_locale(exercise: DataDir) -> None:
    with closing(Seat(tool(exercise, "secrets", "set", "MD-01", "pin"), LC_ALL="C", PYTHONUTF8="0")) as sitting:
        sitting.asked()
        sitting.types("wrong but long enough\n")
        sitting.asked()
        sitting.types(PASSPHRASE + "\n")
        sitting.asked("Secret")
        sitting.types("4711\n")
        assert sitting.ended()[0] == 0


@posix
def test_without_its_secret_a_device_says_so_and_the_others_go_on(exercise: DataDir) -> None:
    """A person may go on without, and where nobody sits nobody is asked: input closed, as daemons have it."""
    with closing(Seat(tool(exercise, "listen"), LC_ALL="C")) as sitting:
        sitting.asked()
        sitting.types("\n")
        _goes_on(sitting.process)
    command = ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, *tool(exercise, "listen")]
    kept = exercise.secrets.read_bytes()
    exercise.secrets.write_bytes(kept[:100])  # nor does a file nobody can read keep alarms away
    try:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            _goes_on(process, "file of secrets")
    finally:
        exercise.secrets.write_bytes(kept)


def _goes_on(process: subprocess.Popen[bytes], says: str = "without theirs: MD-01") -> None:
    assert process.stderr is not None and process.stdout is not None
    assert says.encode() in process.stderr.readline()
    row = process.stdout.readline()
    assert b'"code": "SIM"' in row and b"secrets are locked" in row
    process.terminate()
    assert process.wait(10) == 0
    assert b"Traceback" not in process.stderr.read()

"""Secrets of devices: in the keyring or an encrypted file, and in no other place, whatever goes wrong."""

import io
import json
import logging
import os
import stat
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as Nothing
from keyring.errors import KeyringLocked

from console import bootstrap, secrets, tool
from console.desk.wire_links import of_device
from console.domain.people import Action, Actor
from console.errors import Refused, Unavailable
from console.services.secrets import KeptBy, SecretName, SecretsService
from tests.kit.sending import device

VALUE = "令牌-0xSECRETvalue-7781"
PASSPHRASE = "一句足够长的保护口令 2030"


COST = secrets.N


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Passphrases are tried by the hundred here: a guess may cost little."""
    monkeypatch.setattr(secrets, "N", 1 << 8)


def test_a_guess_costs_what_it_should():
    assert (secrets.R, secrets.P) == (8, 1) and COST * 128 * secrets.R >= 32 << 20


class Memory(KeyringBackend):
    """A keyring that keeps what it is given for as long as it lives; locked, it quotes what it was given."""

    priority = 1
    name = "memory keyring"

    def __init__(self):
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service, username):
        self._require()
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        if self.locked:
            raise KeyringLocked(f"cannot keep {password}")
        if len(password.encode("utf-16-le")) > 2_560:
            raise LookupError(f"too long: {password}")  # as Windows has it, by an error of its own
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]

    def _require(self):
        if self.locked:
            raise KeyringLocked("locked")


@pytest.fixture(params=["keyring", "file"])
def kept_by(request, desk, by):
    before, backend = keyring.get_keyring(), Memory()
    keyring.set_keyring(backend if request.param == "keyring" else Nothing())
    if request.param == "file":
        desk.secrets.make_file(PASSPHRASE, by=by)
    yield request.param, backend
    keyring.set_keyring(before)


@pytest.fixture
def nobody():
    before = keyring.get_keyring()
    keyring.set_keyring(Nothing())
    yield
    keyring.set_keyring(before)


def everywhere(folder: Path, *texts: str) -> list[str]:
    """Files that have one of these texts in them, in any of the ways they could be written."""
    wanted = [
        form for text in texts for form in (text.encode(), text.encode("utf-16-le"), json.dumps(text)[1:-1].encode())
    ]
    return [
        str(path) for path in folder.rglob("*") if path.is_file() and any(one in path.read_bytes() for one in wanted)
    ]


def test_what_was_put_away_is_had_again_and_stands_nowhere(desk, by, data, kept_by, caplog):
    caplog.set_level(logging.DEBUG)
    desk.secrets.put("S-1", "pin", VALUE, by=by)
    desk.secrets.put("S-1", "arm_code", "1357", by=by)
    desk.secrets.put("W/2 甲", "token", VALUE + "2", by=by)

    assert desk.secrets.keeper().by is KeptBy(kept_by[0])
    assert (desk.secrets.get("S-1", "pin"), desk.secrets.get("S-1", "token")) == (VALUE, None)
    assert desk.secrets.names("S-1") == [SecretName("S-1", "arm_code"), SecretName("S-1", "pin")]
    desk.secrets.put("S-1", "pin", VALUE + "新", by=by)
    desk.secrets.forget("S-1", "arm_code", by=by)
    assert (desk.secrets.get("S-1", "pin"), desk.secrets.get("S-1", "arm_code")) == (VALUE + "新", None)
    with pytest.raises(Refused, match="no_such_secret"):
        desk.secrets.forget("S-1", "arm_code", by=by)
    assert [one.name for one in desk.secrets.names()] == ["pin", "token"]
    assert everywhere(data.root, VALUE, PASSPHRASE) == [] and VALUE not in caplog.text
    assert VALUE not in repr(desk.secrets.__dict__)
    assert not desk.log.verify().faults


def test_another_store_has_other_secrets(desk, by, kept_by, tmp_path):
    desk.secrets.put("S-1", "pin", VALUE, by=by)
    other = SecretsService(desk.opened.store, desk.clock, "another store", tmp_path / "other.json")

    assert other.get("S-1", "pin") is None and other.names() == []


def test_only_who_may_change_devices_keeps_secrets(desk, kept_by):
    for work in (
        lambda: desk.secrets.put("S-1", "pin", VALUE, by=Actor.program()),
        lambda: desk.secrets.forget("S-1", "pin", by=Actor.program()),
    ):
        with pytest.raises(Refused, match="not_permitted") as caught:
            work()
        assert caught.value.facts["action"] == Action.EDIT_DEVICES
    assert desk.secrets.names() == []


def test_many_devices_have_secrets(desk, by, kept_by):
    names = [SecretName(f"设备编号很长的一台接警机-{at:02d}", "pin") for at in range(35)]
    for one in names:
        desk.secrets.put(one.device, one.name, f"{VALUE}{one.device}", by=by)
    assert desk.secrets.names() == names
    for one in names[3:]:
        desk.secrets.forget(one.device, one.name, by=by)
    assert desk.secrets.names() == names[:3]
    assert desk.secrets.get(names[2].device, "pin") == f"{VALUE}{names[2].device}"
    if kept_by[0] == "keyring":
        assert len(kept_by[1].kept) == 4  # three and the list of their names
        with pytest.raises(Unavailable) as caught:
            desk.secrets.put("S-1", "token", VALUE * 80, by=by)
        assert VALUE not in str(caught.value) and desk.secrets.names() == names[:3]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("Pin", "1", "bad_secret_name"), ("a@b", "1", "bad_secret_name"), ("pin", "", "bad_secret"),
     ("pin", "x" * 4_097, "bad_secret"), ("pin", "a\0b", "bad_secret"), ("pin", "\ud800", "text_surrogate")],
)  # fmt: skip
def test_what_is_no_secret_is_refused(desk, by, kept_by, name, value, code):
    with pytest.raises(Refused, match=code):
        desk.secrets.put("S-1", name, value, by=by)


def test_without_a_keyring_the_program_says_so_and_offers_a_file(desk, by, nobody, data):
    assert desk.secrets.keeper().by is KeptBy.NOBODY and desk.secrets.get("S-1", "pin") is None
    with pytest.raises(Refused, match="no_keeper"):
        desk.secrets.put("S-1", "pin", VALUE, by=by)
    with pytest.raises(Refused, match="passphrase_short"):
        desk.secrets.make_file("short", by=by)
    with pytest.raises(Refused, match="no_secrets_file"):
        desk.secrets.unlock(PASSPHRASE)
    desk.secrets.make_file(PASSPHRASE, by=by)
    desk.secrets.put("S-1", "pin", VALUE, by=by)
    with pytest.raises(Refused, match="secrets_exist"):
        desk.secrets.make_file(PASSPHRASE, by=by)
    if os.name == "posix":
        assert stat.S_IMODE(data.secrets.stat().st_mode) == 0o600


def test_the_file_opens_with_its_passphrase_only(desk, by, nobody, data):
    desk.secrets.make_file(PASSPHRASE, by=by)
    desk.secrets.put("S-1", "pin", VALUE, by=by)
    desk.secrets.lock()
    assert desk.secrets.keeper().locked and desk.secrets.names() == [SecretName("S-1", "pin")]
    assert desk.secrets.get("S-2", "pin") is None  # what needs no secret goes on
    for work in (lambda: desk.secrets.get("S-1", "pin"), lambda: desk.secrets.put("S-2", "pin", VALUE, by=by)):
        with pytest.raises(Refused, match="secrets_locked"):
            work()
    with pytest.raises(Refused, match="wrong_passphrase") as caught:
        desk.secrets.unlock(PASSPHRASE + "x")
    assert PASSPHRASE not in str(caught.value) and desk.secrets.keeper().locked
    desk.secrets.unlock(PASSPHRASE)
    assert desk.secrets.get("S-1", "pin") == VALUE


def test_a_damaged_file_is_told_and_never_overwritten(desk, by, nobody, data):
    desk.secrets.make_file(PASSPHRASE, by=by)
    desk.secrets.put("S-1", "pin", VALUE, by=by)
    sound = data.secrets.read_bytes()
    made = json.loads(sound)
    flipped = made["sealed"][:-1] + ("0" if made["sealed"][-1] != "0" else "1")
    damaged = [
        b"", b"{}", b"[]", b"\xff", sound[:40], json.dumps({**made, "n": 2}).encode(),
        json.dumps({**made, "salt": 7}).encode(), b"0" * (secrets.LARGEST + 1),
    ]  # fmt: skip
    tampered = [json.dumps({**made, "sealed": flipped}), json.dumps({**made, "names": []})]
    desk.secrets.lock()

    for content in damaged:
        data.secrets.write_bytes(content)
        with pytest.raises(Unavailable, match="secrets_file"):
            desk.secrets.unlock(PASSPHRASE)
        assert data.secrets.read_bytes() == content
    for text in tampered:
        data.secrets.write_text(text, "utf-8")
        with pytest.raises(Refused, match="wrong_passphrase"):
            desk.secrets.unlock(PASSPHRASE)
    data.secrets.write_bytes(sound)
    desk.secrets.unlock(PASSPHRASE)
    assert desk.secrets.get("S-1", "pin") == VALUE


def test_a_full_disk_leaves_the_old_file(desk, by, nobody, data, monkeypatch):
    desk.secrets.make_file(PASSPHRASE, by=by)
    before = data.secrets.read_bytes()

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="secrets_file"):
        desk.secrets.put("S-1", "pin", VALUE, by=by)
    monkeypatch.undo()
    assert data.secrets.read_bytes() == before and everywhere(data.root, VALUE) == []
    assert [path.name for path in data.root.glob(".secrets*")] == []


def test_trouble_of_the_keyring_never_quotes_the_secret(desk, by, caplog):
    before, backend = keyring.get_keyring(), Memory()
    keyring.set_keyring(backend)
    try:
        backend.locked = True
        with pytest.raises(Unavailable) as caught:
            desk.secrets.put("S-1", "pin", VALUE, by=by)
        assert VALUE not in str(caught.value) + repr(caught.value.facts) + caplog.text
        assert caught.value.__cause__ is None and caught.value.__suppress_context__
    finally:
        keyring.set_keyring(before)


def test_the_tool_takes_values_from_standard_input_only(desk, data, nobody, monkeypatch, capsys):
    device(desk, "S-1", "modem")

    def run(*arguments, said=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(said))
        code = tool.main(["--data", str(data.root), *arguments])
        return code, *capsys.readouterr()

    assert run("secrets", "set", "S-1", "pin", said=f"{VALUE}\n")[0] == 1  # nobody to keep it
    assert run("secrets", "file", said=f"{PASSPHRASE}\n")[0] == 0
    assert run("secrets", "set", "S-1", "pin", said=f"wrong passphrase\n{VALUE}\n")[0] == 1
    assert run("secrets", "set", "S-9", "pin", said=f"{PASSPHRASE}\n{VALUE}\n")[0] == 1
    assert run("secrets", "set", "S-1", "pin", said=f"{PASSPHRASE}\n{VALUE}\n")[0] == 0
    code, out, error = run("secrets", "list", "--json")
    assert (code, json.loads(out)) == (0, {"device": "S-1", "name": "pin"})
    assert VALUE not in out + error and everywhere(data.root, VALUE, PASSPHRASE) == []
    desk.secrets.unlock(PASSPHRASE)
    assert desk.secrets.get("S-1", "pin") == VALUE
    assert run("secrets", "forget", "S-1", "pin", said=f"{PASSPHRASE}\n")[0] == 0
    assert run("secrets", "list")[1].count("S-1") == 0


def test_a_link_s_secret_is_had_once_the_file_is_unlocked(desk, nobody):
    device(desk, "S-1", "modem")
    form = desk.devices.by_code("S-1").form
    by = bootstrap.tool_actor()
    desk.secrets.make_file(PASSPHRASE, by=by)
    desk.secrets.put("S-1", "pin", VALUE, by=by)
    desk.secrets.lock()
    link = of_device(desk, form)
    link.prepare()
    with pytest.raises(Refused, match="secrets_locked"):
        link.setting.secret("pin")
    assert desk.secrets.locked_out([form]) == ("S-1",)
    desk.secrets.unlock(PASSPHRASE)
    assert link.setting.secret("pin") == VALUE
    assert desk.secrets.locked_out([form]) == ()

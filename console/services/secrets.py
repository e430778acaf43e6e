"""Secrets of devices and gateways: put away, asked for, forgotten; their names are known, their values never told.

The system's keyring keeps them; where a machine has none, an encrypted file in the data directory does, unlocked with
a passphrase for as long as this process runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from console import secrets
from console.domain.clock import Clock
from console.domain.drivers import DRIVERS, OptionKind
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.text import require_whole
from console.domain.wire import DeviceForm
from console.errors import Refused
from console.services import lines
from db import books
from db.store import Store

LONGEST = 4_096
"""Characters of a secret; a token of a gateway has some hundred."""

_NAME = re.compile(r"[a-z0-9_]{1,40}")


class KeptBy(StrEnum):
    """Who keeps the secrets of this store."""

    KEYRING = "keyring"
    FILE = "file"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Keeping:
    """Who keeps them, what the keyring is called, and whether the file still wants its passphrase."""

    by: KeptBy
    name: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True)
class SecretName:
    """One secret as lists show it."""

    device: str
    name: str


class SecretsService:
    """One for a desk; ``home`` is the id of its store, so that a practice store never reads a live one's secrets."""

    def __init__(self, store: Store, clock: Clock, home: str, path: Path) -> None:
        self._store = store
        self._clock = clock
        self._system = secrets.SystemKeeper(home)
        self._file = secrets.FileKeeper(path)

    def keeper(self) -> Keeping:
        """An encrypted file that was made goes before a keyring: it was chosen."""
        if self._file.exists:
            return Keeping(KeptBy.FILE, locked=self._file.locked)
        name = secrets.keeper()
        return Keeping(KeptBy.KEYRING, name) if name else Keeping(KeptBy.NOBODY)

    def make_file(self, passphrase: str, *, by: Actor) -> None:
        """An encrypted file for this store, unlocked; Refused("secrets_exist") or ("passphrase_short")."""
        require_whole(passphrase)
        self._store.require(by, Action.EDIT_DEVICES)
        self._file.make(passphrase)
        self._note("设备密钥改由加密文件保存", by)

    def unlock(self, passphrase: str) -> None:
        """Refused("wrong_passphrase") or ("no_secrets_file")."""
        require_whole(passphrase)
        self._file.unlock(passphrase)

    def lock(self) -> None:
        self._file.lock()

    def get(self, device: str, name: str) -> str | None:
        """The secret of a device by its code, or None.

        Refused("secrets_locked") where there is one behind a passphrase, Unavailable("keyring") where it is denied.
        """
        return self._keeper_or_none().get(_entry(device, name))

    def locked_out(self, forms: Iterable[DeviceForm]) -> tuple[str, ...]:
        """Codes of those devices whose drivers have secrets behind a passphrase that nobody gave yet."""
        if not self.locked:
            return ()
        kept = set(self.names())
        return tuple(form.code for form in forms if any(SecretName(form.code, name) in kept for name in _wanted(form)))

    @property
    def locked(self) -> bool:
        """Whether an encrypted file keeps them and wants its passphrase; quick, and no keyring is asked."""
        return self._file.exists and self._file.locked

    def put(self, device: str, name: str, value: str, *, by: Actor) -> None:
        """Keep a secret, in place of an older one; the audit book says who and which, never what.

        Refuses no_keeper, secrets_locked, bad_secret_name and bad_secret.
        """
        entry = _entry(device, name)
        if not 0 < len(value) <= LONGEST or "\0" in value:
            raise Refused("bad_secret", limit=LONGEST, field="value")
        require_whole(value)
        self._store.require(by, Action.EDIT_DEVICES)
        self._keeper().put(entry, value)
        self._note(f"保存设备密钥 {device}：{name}", by)

    def forget(self, device: str, name: str, *, by: Actor) -> None:
        """Nothing is kept any more; Refused("no_such_secret") where there was none."""
        entry = _entry(device, name)
        self._store.require(by, Action.EDIT_DEVICES)
        if SecretName(device, name) not in self.names():
            raise Refused("no_such_secret", name=name)
        self._keeper().forget(entry)
        self._note(f"删除设备密钥 {device}：{name}", by)

    def names(self, device: str = "") -> list[SecretName]:
        """Which secrets there are, of one device or of all."""
        found = [_named(entry) for entry in self._keeper_or_none().names()]
        return [each for each in found if not device or each.device == device]

    def _keeper(self) -> secrets.SystemKeeper | secrets.FileKeeper:
        if self.keeper().by is KeptBy.NOBODY:
            raise Refused("no_keeper")
        return self._keeper_or_none()

    def _keeper_or_none(self) -> secrets.SystemKeeper | secrets.FileKeeper:
        """The file stands in where there is nobody: it holds nothing then."""
        return self._system if self.keeper().by is KeptBy.KEYRING else self._file

    def _note(self, text: str, by: Actor) -> None:
        with self._store.writing(by=by, action=Action.EDIT_DEVICES) as tx:
            lines.write(tx, books.AUDIT, ActKind.WIRE, text, at=self._clock.now())


def _entry(device: str, name: str) -> str:
    require_whole(device)
    if not _NAME.fullmatch(name) or not device.strip():
        raise Refused("bad_secret_name", name=name[:40], field="name")
    return f"{name}@{device.strip()}"


def _wanted(form: DeviceForm) -> list[str]:
    """Names of the secrets the driver of a device asks for."""
    options = DRIVERS[form.driver].options if form.driver in DRIVERS else ()
    return [option.name for option in options if option.kind is OptionKind.SECRET]


def _named(entry: str) -> SecretName:
    name, _, device = entry.partition("@")
    return SecretName(device, name)

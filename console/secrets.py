"""Where device and gateway secrets are kept: the system's own key store, or an encrypted file with a passphrase.

The only module that speaks to the keyring. No secret is ever part of an error, a log line or a ``repr``.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets as chance
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from console.errors import Refused, Unavailable

T = TypeVar("T")

SERVICE = "duty-dispatch-console"

NAMES = "#names"
"""The keyring's entries (``#names0`` …) that list the others by name: no keyring can be asked what it holds."""

PER_PAGE = 10
"""Names in one of them: Windows keeps 2560 bytes in an entry, two for a character."""

N, R, P = 1 << 15, 8, 1
"""Cost of one guess of a passphrase: 32 MiB and about a tenth of a second (RFC 7914; OWASP's second choice)."""

KEY_BYTES, SALT_BYTES, NONCE_BYTES = 32, 16, 12
FORMAT = 1
LARGEST = 1 << 20
"""Bytes of the file: some hundred short secrets; anything larger is no file of ours."""

SHORTEST_PASSPHRASE = 12
"""Characters: the file may be carried off and guessed at leisure."""


def keeper() -> str | None:
    """Name of the key store this machine offers; None where there is none. Never shows a secret."""
    import keyring
    from keyring.backends.fail import Keyring as Nothing

    found = keyring.get_keyring()
    if isinstance(found, Nothing):
        return None
    return str(found.name)


class SystemKeeper:
    """Secrets in the system's keyring, one entry each. ``home`` keeps stores apart: practice never sees live ones."""

    def __init__(self, home: str) -> None:
        self._service = f"{SERVICE}:{home}"

    def __repr__(self) -> str:
        return f"SystemKeeper({self._service!r})"

    def get(self, name: str) -> str | None:
        """Unavailable("keyring") where it does not answer, is locked or was denied."""
        import keyring

        return _asked(lambda: keyring.get_password(self._service, name))

    def put(self, name: str, value: str) -> None:
        import keyring

        _asked(lambda: keyring.set_password(self._service, name, value))
        self._note({*self.names(), name})

    def forget(self, name: str) -> None:
        """Nothing happens where there is none."""
        import keyring

        if self.get(name) is not None:
            _asked(lambda: keyring.delete_password(self._service, name))
        self._note({*self.names()} - {name})

    def names(self) -> list[str]:
        """Names of what was put there, sorted."""
        try:
            return sorted(str(name) for page in self._pages() for name in json.loads(page))
        except (ValueError, TypeError):
            raise Unavailable("keyring", "names") from None

    def _pages(self) -> list[str]:
        pages: list[str] = []
        while page := self.get(f"{NAMES}{len(pages)}"):
            pages.append(page)
        return pages

    def _note(self, names: set[str]) -> None:
        import keyring

        listed, before = sorted(names), self._pages()
        pages = [
            json.dumps(listed[start : start + PER_PAGE], ensure_ascii=False)
            for start in range(0, len(listed), PER_PAGE)
        ]
        for number, page in enumerate(pages):
            if before[number : number + 1] != [page]:
                _asked(partial(keyring.set_password, self._service, f"{NAMES}{number}", page))
        for number in range(len(before) - 1, len(pages) - 1, -1):
            _asked(partial(keyring.delete_password, self._service, f"{NAMES}{number}"))


def _asked(work: Callable[[], T]) -> T:
    try:
        return work()
    except Exception as error:
        # back ends raise what they like, and quote what they were given: only the kind of the trouble may go on
        raise Unavailable("keyring", type(error).__name__) from None


class FileKeeper:
    """Secrets in one file: AES-256-GCM under a key that scrypt makes of a passphrase.

    The key stays in the memory of this process from ``make`` or ``unlock`` on, and nowhere else. The names stand
    readable in the file, so that what needs no secret goes on while it is locked.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: bytes | None = None
        self._salt = b""

    def __repr__(self) -> str:
        return f"FileKeeper({self._path.name!r})"

    @property
    def exists(self) -> bool:
        return self._path.exists()

    @property
    def locked(self) -> bool:
        return self._key is None

    def make(self, passphrase: str) -> None:
        """A new, empty file; Refused("secrets_exist") or ("passphrase_short")."""
        if self.exists:
            raise Refused("secrets_exist")
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise Refused("passphrase_short", minimum=SHORTEST_PASSPHRASE, field="passphrase")
        self._salt = chance.token_bytes(SALT_BYTES)
        self._key = _derived(passphrase, self._salt)
        self._write({})

    def unlock(self, passphrase: str) -> None:
        """Refused("wrong_passphrase"); Unavailable("secrets_file") for a file that is none of ours or was damaged."""
        head, nonce, sealed = self._read()
        salt = bytes.fromhex(head["salt"])
        key = _derived(passphrase, salt)
        if _opened(key, nonce, sealed, head) is None:
            raise Refused("wrong_passphrase", field="passphrase")
        self._key, self._salt = key, salt

    def lock(self) -> None:
        """Forget the key."""
        self._key = None

    def names(self) -> list[str]:
        """Names of what is in the file, sorted; they are told while it is locked too."""
        return list(self._read()[0]["names"]) if self.exists else []

    def get(self, name: str) -> str | None:
        """Refused("secrets_locked") where there is one and nobody unlocked the file."""
        return self._all().get(name) if name in self.names() else None

    def put(self, name: str, value: str) -> None:
        self._write({**self._all(), name: value})

    def forget(self, name: str) -> None:
        kept = self._all()
        if kept.pop(name, None) is not None:
            self._write(kept)

    def _all(self) -> dict[str, str]:
        if not self.exists:
            return {}
        if self._key is None:
            raise Refused("secrets_locked")
        head, nonce, sealed = self._read()
        found = _opened(self._key, nonce, sealed, head)
        if found is None:
            self._key = None  # another process began it anew with another passphrase
            raise Refused("secrets_locked")
        return found

    def _read(self) -> tuple[dict[str, Any], bytes, bytes]:
        try:
            if self._path.stat().st_size > LARGEST:
                raise Unavailable("secrets_file", "size")
            made = json.loads(self._path.read_bytes())
            head = _head(bytes.fromhex(made["salt"]), [str(name) for name in made["names"]])
            if any(made[part] != value for part, value in head.items()):
                raise Unavailable("secrets_file", "format")
            return head, bytes.fromhex(made["nonce"]), bytes.fromhex(made["sealed"])
        except FileNotFoundError:
            raise Refused("no_secrets_file") from None
        except OSError as error:
            raise Unavailable("secrets_file", error.strerror or type(error).__name__) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Unavailable("secrets_file", "format") from None

    def _write(self, values: dict[str, str]) -> None:
        """Beside, for its owner alone, then in its place: a power cut leaves the old file or the new one."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if self._key is None:
            raise Refused("secrets_locked")
        head, nonce = _head(self._salt, sorted(values)), chance.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self._key).encrypt(nonce, _bytes(values), _bytes(head))
        _replace(self._path, _bytes({**head, "nonce": nonce.hex(), "sealed": sealed.hex()}))


def _head(salt: bytes, names: list[str]) -> dict[str, Any]:
    """What stands readable in the file, and is sealed with it."""
    return {"format": FORMAT, "n": N, "r": R, "p": P, "salt": salt.hex(), "names": names}


def _derived(passphrase: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=KEY_BYTES, n=N, r=R, p=P).derive(passphrase.encode("utf-8", "surrogatepass"))


def _opened(key: bytes, nonce: bytes, sealed: bytes, head: dict[str, Any]) -> dict[str, str] | None:
    """What is in the file; None for another key or a changed byte."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        found: dict[str, str] = json.loads(AESGCM(key).decrypt(nonce, sealed, _bytes(head)))
    except InvalidTag:
        return None
    return found


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _replace(path: Path, content: bytes) -> None:
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # made 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise Unavailable("secrets_file", error.strerror or type(error).__name__) from None

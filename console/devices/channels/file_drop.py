"""A folder somebody else collects from: a file appears whole or not at all, and nobody knows whether it was read."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from console.domain.delivery import Order, Receipt, SendState, Verb
from console.durable import sync_folder

_NAME = re.compile(r"[^\w.\-]+")
NAME_LIMIT = 60
"""Characters of a name that are kept; the order's id stands behind it."""


class FileDrop:
    """``url`` is a folder, as a path or ``file://``. One order is one file, the same order the same file."""

    limit = 30.0

    def __init__(self, url: str) -> None:
        self._folder = folder_of(url)

    def send(self, order: Order) -> Receipt:
        if order.verb is Verb.STOP:
            return Receipt(SendState.FAILED, "not_possible", began=False)
        try:
            if order.verb is Verb.PROBE:
                return self._probed()
            return self._dropped(order)
        except OSError as error:
            cause = error.strerror or type(error).__name__
            return Receipt(SendState.FAILED, "folder_failed", began=False, facts={"cause": cause})

    def _probed(self) -> Receipt:
        handle, name = tempfile.mkstemp(prefix=".probe-", dir=self._folder)
        os.close(handle)
        Path(name).unlink()
        return Receipt(SendState.CONFIRMED, "folder_takes_files")

    def _dropped(self, order: Order) -> Receipt:
        content = content_of(order)
        target = self._folder / name_of(order)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".part", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
            with contextlib.suppress(OSError):  # it lies there; some network drives know no more than that
                sync_folder(self._folder)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
        return Receipt(SendState.UNCONFIRMED, "file_written", target.name.encode(), facts={"bytes": len(content)})


def folder_of(url: str) -> Path:
    """The folder a device's address names."""
    return Path(url2pathname(urlsplit(url).path)) if url.casefold().startswith("file:") else Path(url)


def name_of(order: Order) -> str:
    """A name without anything a file system could mind, with the order's id; ``.txt`` unless it ends otherwise."""
    asked = Path(_NAME.sub("_", str(order.facts.get("name", "") or order.target)).strip("._"))
    stem, ending = asked.stem[:NAME_LIMIT] or "order", asked.suffix[:10] or ".txt"
    return f"{stem}-{order.id.hex}{ending}"


def content_of(order: Order) -> bytes:
    """The text as it is; what has none, as JSON of what is asked."""
    if order.text:
        return order.text.encode()
    return json.dumps({"verb": order.verb.value, "target": order.target, **order.facts}, ensure_ascii=False).encode()

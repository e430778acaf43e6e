"""``try-profile``: whether a device profile is one, and what it makes of bytes: the tester without a window."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from console import words
from console.config import DataDir
from console.domain.text import require_whole
from console.errors import Refused, Unavailable
from console.tool.commands import command
from console.tool.simulate_commands import bytes_of, text_of


def register(commands: Any) -> None:
    """Add the command of this file."""
    tried = command(
        commands,
        "try-profile",
        "try_profile",
        examples=["try-profile siren.toml", 'try-profile siren.toml --hex "02 41 03"'],
    )
    tried.add_argument("file", metavar="PROFILE", help=words.say("tool.option.profile"))
    given = tried.add_mutually_exclusive_group()
    given.add_argument("--hex", metavar="BYTES", help=words.say("tool.option.hex"))
    given.add_argument("--source", metavar="FILE", help=words.say("tool.option.source"))
    tried.set_defaults(run=run_try)


def run_try(_data: DataDir, options: argparse.Namespace) -> int:
    """A JSON line for each frame or damaged piece; Refused("bad_profile") with line and key."""
    from console.devices.profile_reading import said_by, try_out

    text = text_of(options.file)
    require_whole(text)
    data = _bytes(options)
    for seen in try_out(text, said_by(text) if data is None else data):
        print(json.dumps(_row(seen), ensure_ascii=False))
    return 0


def _bytes(options: argparse.Namespace) -> bytes | None:
    """What is to be tried: hexadecimal, a file as it is or captured; None: what the profile's own samples say."""
    from console.devices.capture import read_capture

    if options.hex is not None:
        try:
            return bytes.fromhex(options.hex)
        except ValueError:
            raise Refused("bad_option", option="hex", value=options.hex[:40]) from None
    if options.source is None:
        return None
    path = Path(options.source)
    try:
        return b"".join(one.data for one in read_capture(path) if one.received)
    except Refused:
        return bytes_of(options.source)
    except OSError as error:
        raise Unavailable("file", error, path=options.source) from error


def _row(seen: Any) -> dict[str, Any]:
    row = {"raw": seen.raw.hex(), "damaged": seen.why, "record": seen.record, "groups": dict(seen.groups)}
    said = seen.signal
    if said is None:
        return row
    told = {"kind": said.kind.value, "account": said.account, "code": said.code, "zone": said.zone}
    return row | told | {"words": said.words, "words_en": said.words_en, "value": said.value, "priority": said.priority}

"""``init``: make a store."""

from __future__ import annotations

import argparse
from typing import Any

from console import bootstrap, words
from console.config import DataDir
from console.domain.realm import Realm
from console.errors import Refused
from console.tool.commands import command


def register(commands: Any) -> None:
    """Add the commands of this file."""
    init = command(commands, "init")
    realm = init.add_mutually_exclusive_group()
    realm.add_argument("--sample", dest="realm", action="store_const", const=Realm.SAMPLE)
    realm.add_argument("--exercise", dest="realm", action="store_const", const=Realm.EXERCISE)
    init.add_argument("--contacts", type=_people, default=None, metavar="N")
    init.set_defaults(run=run_init, realm=Realm.LIVE)


def run_init(data: DataDir, options: argparse.Namespace) -> int:
    """Make a store of a realm: a sample one with the sample county in it, the others empty."""
    if options.realm is not Realm.SAMPLE and options.contacts is not None:
        raise Refused("contacts_sample_only")
    if options.realm is Realm.SAMPLE:
        bootstrap.create_sample(data, options.contacts)
    else:
        bootstrap.create(data, options.realm)
    print(words.say("tool.made_store", path=str(data.root), realm=words.say(f"realm.{options.realm}")))
    return 0


def _people(text: str) -> int:
    """How many people the sample county's contact book has."""
    value = int(text)
    if not 60 <= value <= 5_000:
        raise argparse.ArgumentTypeError(text)
    return value

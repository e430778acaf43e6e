"""Faults a hostile review of the wire found at the tool."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain.realm import Realm


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    data = DataDir(tmp_path_factory.mktemp("live"))
    bootstrap.create(data, Realm.LIVE)
    return data


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_told_to_stop_while_it_still_opens_the_store_it_ends_well(live: DataDir) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "console.tool", "--data", str(live.root), "listen"]
    with subprocess.Popen(
        [*command, "--device-url", "socket://127.0.0.1:1", "--driver", "surgard"], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        while "sqlalchemy" not in process.stderr.readline():  # the store is being opened
            assert process.poll() is None
        process.terminate()
        process.stderr.read()
        assert process.wait(20) == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--device-url", "", "--driver", "surgard"], "port"),
        (["--device-url", "socket://", "--driver", "surgard"], "port"),
        (["--device-url", "socket://me:secret@127.0.0.1:1", "--driver", "surgard"], "password"),
        (["--device-url", "loop://", "--driver", "profile", "--profile", __file__], "profile"),
        (["--device-url", "loop://", "--driver", "profile", "--profile", "/dev/zero"], "too big"),
    ],
)
def test_a_port_that_can_never_work_is_refused_at_once(live: DataDir, ask, asked: list[str], said: str) -> None:
    refused = ask(live, "--lang", "en", "listen", *asked)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert said in refused.stderr.lower()

"""``cap check`` as a command of its own, given what no program wrote: an answer for each file, at once, no crash."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.cap.files import FORWARDED, following

FILES = int(os.environ.get("FUZZ", "20000"))
BATCH = 2_500
SECONDS = 300.0
"""Of one batch, on a busy machine; a file takes a few thousandths of a second."""
SHARED = Path("/work/shared/data/cap")
SIGNED = FORWARDED.replace("</alert>", '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><a/></Signature></alert>')
PIECES = (
    b"", b"<", b">", b"&", b"\x00", b"\xff\xfe", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?x?>", b"&#x0;", b"&a;",
    b"&#99999999999;", b"<info>", b"</info>", b"<polygon>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b'encoding="UTF-16"',
    b"nan", b"inf", b"1e999", b"-0", b"9" * 400, b"28.1,120.1 ", b" " * 1000, b"<a>" * 60, b'xmlns:x="urn:x" ',
    b'xmlns=""', "中".encode("gb18030"), b"\xe4\xb8", b"2030-13-45T25:61:61+99:99", b"0000-00-00T00:00:00-00:00",
    b"a,b,c d,e,f", b"%s{name}{0}", b"x" * 70_000,
)  # fmt: skip


def seeds() -> list[bytes]:
    made = [FORWARDED.encode(), SIGNED.encode(), following("Update", "b", "a").encode(), FORWARDED.encode("utf-16")]
    if SHARED.is_dir():
        made += [path.read_bytes() for path in sorted(SHARED.rglob("*")) if path.is_file()]
    return [one for one in made if len(one) < 100_000]


def spoiled(rng: Random, whole: bytes, other: bytes) -> bytes:
    """Bytes cut, turned, doubled, put in, or taken from another message."""
    data = bytearray(whole)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice((0, 1, 3, 20, 400)))
        act = rng.randrange(5)
        if act == 0:
            data[at:end] = rng.choice(PIECES)
        elif act == 1:
            data[at:end] = rng.randbytes(end - at)
        elif act == 2:
            data[at:at] = data[at:end] * rng.choice((1, 2, 50))
        elif act == 3:
            begin = rng.randrange(len(other) + 1)
            data[at:end] = other[begin : begin + rng.choice((5, 50, 500))]
        elif len(data) > 1:
            data[at % len(data)] ^= 1 << rng.randrange(8)
    return bytes(data[:200_000])


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_every_file_gets_an_answer(tmp_path):
    known, slowest, well = seeds(), 0.0, 0
    for batch in range(FILES // BATCH):
        rng = Random(batch)
        names = [f"{at:04}.xml" for at in range(BATCH)]
        for name in names:
            (tmp_path / name).write_bytes(spoiled(rng, rng.choice(known), rng.choice(known)))
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "console.tool", "--lang", rng.choice(("zh", "en")), "cap", "check", *names],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(Path.cwd())}, capture_output=True,
            timeout=SECONDS, check=False,
        )  # fmt: skip
        slowest = max(slowest, time.monotonic() - begun)
        assert done.returncode in {0, 1} and b"Traceback" not in done.stderr, (batch, done.stderr[-2000:])
        lines = done.stdout.decode().splitlines()
        assert {line[:8] for line in lines} == set(names), batch
        assert not [line for line in lines if "[cap." in line]
        well += sum(line.partition(": ")[2].startswith("ok") for line in lines)
    print(f"{FILES} files, {well} well, slowest batch of {BATCH}: {slowest:.1f} s")
    assert 0 < well < FILES / 2

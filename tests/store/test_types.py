"""A new key is what the standard says a random id is."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import RFC_4122, UUID

import pytest

from db.types import new_key


def test_a_new_key_is_an_id_of_version_seven():
    begun = time.time_ns() // 1_000_000
    keys = [new_key() for _ in range(2_000)]
    ids = [UUID(key) for key in keys]
    assert {(one.version, one.variant) for one in ids} == {(7, RFC_4122)}
    assert [one.hex for one in ids] == keys
    assert len(set(keys)) == len(keys)
    random = set(range(80)) - {*range(76, 80), 62, 63}
    changing = {bit for bit in range(80) if len({one.int >> bit & 1 for one in ids}) == 2}
    assert changing == random
    assert all(begun <= one.int >> 80 <= time.time_ns() // 1_000_000 for one in ids[200:])


def test_no_two_threads_get_the_same_key():
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda _: [new_key() for _ in range(500)], range(16)))
    keys = [key for some in drawn for key in some]
    assert len(set(keys)) == len(keys)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks there")
def test_a_child_has_keys_of_its_own():
    new_key()
    ahead, behind = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(behind, new_key().encode())
        os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(ahead, 32).decode()
    os.close(ahead)
    os.close(behind)
    assert len(theirs) == 32
    assert theirs not in {new_key() for _ in range(200)}

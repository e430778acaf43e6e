"""Real processes killed inside the acts of a warning, and two seats that release at the same moment."""

from __future__ import annotations

import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from console.config import DataDir
from console.errors import Refused
from tests.kit import warning_processes as kit
from tests.kit.warning import WORD


@pytest.fixture(scope="module")
def begun(tmp_path_factory, empty_store) -> DataDir:
    data = DataDir(tmp_path_factory.mktemp("killed") / "store")
    shutil.copytree(empty_store.root, data.root)
    kit.ground(data)
    return data


def copied(begun: DataDir, place) -> DataDir:
    shutil.copytree(begun.root, place)
    return DataDir(place)


def killed(begun, tmp_path, every):
    """Kills at these points, each in a fresh copy: what was wrong, and how each ended when it was carried on."""
    plain = copied(begun, tmp_path / "plain")
    passed = kit.points(plain)
    desk = kit.opened(plain)
    wanted = kit.stands(desk)
    assert kit.wrong(desk) == [] and [state for _, state, _ in wanted["warnings"]] == ["lifted", "lifted"]
    desk.close()
    for point, part in every:
        at = max(1, round(passed[point] * part))
        data = copied(begun, tmp_path / f"{point} {at}")
        assert kit.killed_at(data, point, at) == -signal.SIGKILL
        desk = kit.opened(data)
        assert kit.wrong(desk) == [], (point, at)
        kit.play(kit.county_of(desk))
        assert kit.wrong(desk) == [] and kit.stands(desk) == wanted, (point, at)
        desk.close()


@pytest.mark.long
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a thing of POSIX")
def test_nothing_is_half_wherever_a_process_is_killed(begun, tmp_path):
    """The middle of the play is the release itself."""
    killed(begun, tmp_path, [("after", 0.4), ("commit", 0.4)])


@pytest.mark.long
@pytest.mark.timeout(600)
def test_nothing_is_half_at_many_points(begun, tmp_path):
    killed(begun, tmp_path, [(point, part / 10) for point in kit.POINTS for part in range(1, 10)])


def test_of_two_seats_one_releases(begun, tmp_path):
    data = copied(begun, tmp_path / "two")
    desks = [kit.opened(data) for _ in range(2)]
    grounds = [kit.county_of(desk) for desk in desks]
    first = grounds[0].actor("甲例")
    service = desks[0].warnings
    row = service.draft(grounds[0].form(), by=first)
    row = service.submit(row.id, seen=row.version, by=first)
    row = service.endorse(row.id, "乙例", WORD, digest=row.digest)
    row = service.sign(row.id, "丙例", WORD, digest=row.digest)
    together = Barrier(2)

    def press(at: int) -> str:
        together.wait()
        try:
            desks[at].warnings.release(row.id, seen=row.version, by=grounds[at].actor(("甲例", "乙例")[at]))
        except Refused as refused:
            return refused.code
        return "released"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == ["changed_meanwhile", "released"]
    assert len(desks[1].warning_sends.rows(row.id)) == 2 and kit.wrong(desks[1]) == []
    for desk in desks:
        desk.close()

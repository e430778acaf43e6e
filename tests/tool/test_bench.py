"""The program measures, kills and soaks itself: small runs of the same commands."""

from __future__ import annotations

import json

import pytest

from console import bootstrap
from console.tool.bench import ground, kill, loading, order, proof, soak, writing
from console.tool.bench.figures import Figure, percentile, spread
from db import schema, sqlite


def test_percentiles_are_values_of_the_sample():
    assert [percentile(range(1, 101), p) for p in (50, 99, 100)] == [50, 99, 100]
    assert percentile([7.0], 1) == 7.0
    assert spread([0.001, 0.002, 0.003]).p50 == 2.0


def test_a_goal_is_met_by_its_ratio_alone():
    assert Figure("G1", "g1_p50", 2.5, 2.5).met and not Figure("G1", "g1_p50", 2.51, 2.5).met
    assert Figure("G5", "g5_like", 100.0, 100.0, at_least=True).met
    assert not Figure("G5", "g5_like", 99.0, 100.0, at_least=True).met


def test_a_store_filled_in_bulk_is_one_the_program_could_have_written(data):
    loading.store(data, 1_234, seed=1)

    desk = bootstrap.build(data)
    written = desk.log.newest(1)[0]
    found = desk.log.verify()
    assert found.fault is None and found.duty.count == 1_234
    assert desk.log.search(written.text[:6], 1_234)[0].number == 1_234
    desk.close()


@pytest.mark.long
def test_a_small_benchmark_prints_each_figure_and_its_ground(ask, data, on_disk, monkeypatch):
    monkeypatch.setattr(writing, "ROUNDS", 3)
    monkeypatch.setattr(writing, "PER_ROUND", 10)

    done = ask(data, "bench", "--only", "g1,G5,G6", "--entries", "3000", "--json", "--keep", str(on_disk / "kept"))

    first, *rest = map(json.loads, done.stdout.splitlines())
    figures = {figure["name"]: figure for figure in rest}
    assert first["ground"]["entries"] == 3000 and first["ground"]["fdatasync_p50_ms"] > 0
    assert {"g1_p50", "g1_p99", "g5_chinese_p50", "g5_like", "g5_different", "g6"} <= figures.keys()
    assert figures["g5_different"]["value"] == 0 and figures["g6"]["met"]
    assert figures["g1_p50"]["ours"]["n"] == figures["g1_p50"]["other"]["n"] == 20
    assert done.returncode == (0 if all(figure["met"] for figure in rest) else 1)
    assert not data.store.exists() and (on_disk / "kept" / "filled-3000").is_dir()


def test_a_goal_nobody_knows_is_refused(ask, data):
    done = ask(data, "bench", "--only", "G99")

    assert done.returncode == 1 and "G99" in done.stderr


PAGE, SYNC = "pwrite64(5</d/duty.sqlite3-wal>, ...", "fdatasync(5</d/duty.sqlite3-wal>) = 0"
ANSWER = 'write(1<pipe>, "{\\"id\\": 1'


@pytest.mark.parametrize(
    ("calls", "ahead"), [([PAGE, SYNC, ANSWER], 0), ([PAGE, ANSWER, SYNC], 1), ([PAGE, SYNC, ANSWER, ANSWER], 1)]
)
def test_an_acknowledgement_ahead_of_its_sync_is_seen(calls, ahead):
    assert order.read(calls).ahead == ahead


@pytest.mark.skipif(not order.available(), reason="no strace on this machine")
def test_no_acknowledgement_is_ahead_of_its_sync(on_disk):
    seen = order.observed(on_disk)

    assert seen.acknowledged == order.LINES and seen.syncs >= order.LINES and seen.ahead == 0


@pytest.mark.skipif(not hasattr(kill.subprocess.Popen, "kill"), reason="kill -9 is a thing of POSIX")
@pytest.mark.long
def test_killed_writers_lose_nothing_they_acknowledged(on_disk):
    tally = kill.Tally()
    for _ in kill.rounds(kill.prepared(on_disk), len(kill.writers.KINDS), tally):
        pass

    assert tally.faults == [] and set(tally.acknowledged) == {"log", "intake", "handover", "incident"}
    assert all(tally.acknowledged.values())


def test_what_is_wrong_after_a_kill_would_be_seen(desk, by):
    loading.store(desk.data, 0, seed=1)
    kill.writers.prepare(desk)
    connection = sqlite.library().connect(desk.data.store)
    for name in schema.triggers():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE audit_entry SET number = 7 WHERE number = 2")
    connection.commit()
    connection.close()

    found = proof.faults(desk.data, [("log_entry", "0" * 32)], verify=True)

    assert len(found) == 3
    assert "0 times" in found[0] and "audit_entry" in found[1] and found[2].startswith("verify")


@pytest.mark.long
def test_several_processes_share_one_store_and_nothing_is_lost(on_disk, monkeypatch):
    monkeypatch.setattr(soak, "LATEST", 30.0)  # a busy machine is no fault of ours; the long run keeps to a second

    run = soak.soak(on_disk, 5, 2)

    assert run.faults == []
    assert run.upgrade_refused and run.acknowledged and set(run.acknowledged) <= set(run.seen)


def test_a_folder_in_memory_is_no_ground(tmp_path, monkeypatch):
    monkeypatch.setattr(ground, "file_system", lambda _: "tmpfs")

    with pytest.raises(ground.Refused), ground.folder(str(tmp_path)):
        pass

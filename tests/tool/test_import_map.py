"""``import map``: looked at, taken in, refused in one sentence."""

from __future__ import annotations

import json

import pytest

from console.services.sample_map import county


@pytest.fixture
def store(data, ask):
    assert ask(data, "init", "--exercise").returncode == 0
    return data


def test_the_sample_outline_comes_in_once_and_the_books_agree(store, ask, tmp_path):
    file = tmp_path / "county.geojson"
    file.write_text(county(), encoding="utf-8")
    dry = ask(store, "import", "map", str(file), "--json", "--dry-run")
    done = ask(store, "import", "map", str(file), "--json")
    again = ask(store, "import", "map", str(file))
    assert json.loads(dry.stdout.splitlines()[-1])["applied"] is False
    counts = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, counts["added"], counts["applied"], counts["swapped"]) == (0, 23, True, False)
    assert again.returncode == 0 and "23 as before" in again.stdout
    assert ask(store, "log", "verify").returncode == 0


def test_a_broken_file_is_one_sentence_and_changes_nothing(store, ask, tmp_path):
    file = tmp_path / "坏.geojson"
    file.write_text(county()[:900], encoding="utf-8")
    told = ask(store, "import", "map", str(file))
    assert told.returncode == 1 and told.stdout == "" and told.stderr.count("\n") == 1 and "JSON" in told.stderr


def test_a_bad_feature_is_named_with_its_number(store, ask, tmp_path):
    file = tmp_path / "a.geojson"
    point = {"type": "Feature", "properties": {"name": "例溪镇"}, "geometry": {"type": "Polygon", "coordinates": [[]]}}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [point]}), encoding="utf-8")
    told = ask(store, "import", "map", str(file))
    assert told.returncode == 1 and "Feature 1 (例溪镇)" in told.stdout and "Nothing was changed" in told.stdout

"""Found by a hostile reader: many targets at once, names between signature and release, files that change meanwhile."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console import bootstrap
from console.domain.delivery import Receipt, SendState
from console.domain.warning_form import Chosen
from console.errors import Refused
from console.services.delivery_pump import Pump
from tests.cap.files import FORWARDED
from tests.kit.sending import Street, device
from tests.kit.warning import county, walked


@pytest.fixture
def ground(county_store, clock):
    desk = bootstrap.build(county_store, clock)
    yield county(desk)
    desk.close()


def lines(desk):
    return desk.log.count()


def test_thousands_are_sent_to_once_more_in_few_transactions(ground):
    """Read anew for each of them, two thousand would have held up every other writer for ten minutes."""
    desk, by, street = ground.desk, ground.actor("甲例"), Street()
    groups = tuple(one.id for one in desk.contact_groups.rows())
    modem = device(desk, "M1", "modem")
    form = ground.form(channels=(Chosen("sms", "", (modem,)), Chosen("tv")), groups=groups)
    row = walked(desk.warnings, desk.warnings.draft(form, by=by), by)
    street.answers = lambda _order: Receipt(SendState.FAILED, "tried")
    Pump(desk.deliveries, street.of, threads=0).step(desk.clock.now())
    run = desk.deliveries.rows(subject_id=row.id, limit=1)[0].batch_id
    desk.deliveries.stop_batch(run, by=by)
    targets = desk.warning_targets.targets(row.id)
    assert len(targets) > 5
    wishes = [(one.last.id, uuid4()) for one in targets]
    before = len(desk.deliveries.rows(subject_id=row.id))
    desk.warning_targets.again(targets[0].last.id, by=by)  # another seat was quicker with one of them
    made, left = desk.warning_targets.again_all(wishes, by=by)
    assert left is not None and left.code == "sent_since" and len(made) == len(targets) - 1
    assert [one.id for one in made] == [order_id for _, order_id in wishes[1:]]
    assert desk.warning_targets.again_all(wishes[1:], by=by) == (made, None), "the same wish twice"
    assert len(desk.deliveries.rows(subject_id=row.id)) == before + len(targets)
    last = [(one.last.id, uuid4()) for one in desk.warning_targets.targets(row.id)]
    desk.deliveries.stop_batch(run, by=by)
    written = lines(desk)
    assert desk.warning_targets.again_all(last, by=by)[1] is None
    assert lines(desk) == written + 1, "one line of the log for all of them"
    desk.clock.advance(hours=4)
    made, left = desk.warning_targets.again_all([(last[0][1], uuid4())], by=by)
    assert made == [] and left is not None and left.code == "warning_over"
    with pytest.raises(Refused, match="not_permitted"):
        desk.warning_targets.again_all(last, by=ground.actor("戊例"))


def test_a_file_that_changed_since_it_was_looked_through_is_not_taken_in(ground, tmp_path):
    """What was read on the screen is what becomes the draft."""
    desk, by, path = ground.desk, ground.actor("甲例"), tmp_path / "省.xml"
    path.write_text(FORWARDED, "utf-8")
    looked = desk.cap_files.look(path)
    path.write_text(FORWARDED.replace("<headline>", "<headline>另"), "utf-8")
    with pytest.raises(Refused, match="cap_changed"):
        desk.cap_files.take_file(path, by=by, looked=looked.digest)
    assert desk.cap_files.rows() == []
    path.write_text(FORWARDED, "utf-8")
    assert desk.cap_files.take_file(path, by=by, looked=looked.digest).warning_id is not None


def test_a_file_that_ends_nothing_known_here_says_so_before_it_is_taken_in(ground, tmp_path):
    desk, path = ground.desk, tmp_path / "解除.xml"
    said = FORWARDED.replace("<msgType>Alert<", "<msgType>Cancel<")
    if "<references>" not in said:
        said = said.replace(
            "<info>", "<references>x@example.org,NR-404,2030-02-03T08:00:00+08:00</references><info>", 1
        )
    path.write_text(said, "utf-8")
    with pytest.raises(Refused, match="cap_nothing_to_cancel"):
        desk.cap_files.take_file(path, by=ground.actor("甲例"))
    assert desk.cap_files.look(path).faults

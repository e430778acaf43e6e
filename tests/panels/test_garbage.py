"""Widgets end on the GUI thread only, and the collector never holds the window up while somebody works."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from ui import garbage as module
from ui.garbage import AT_REST, MANY, Garbage


class _Knot:
    def __init__(self):
        self.self = self


@pytest.fixture
def garbage(qapp):
    made = Garbage()
    gc.collect()
    yield made
    made.stop()
    assert gc.isenabled()


def _elsewhere(count):
    """A knot that nothing holds, with so many others, all made on another thread."""
    knot = weakref.ref(_Knot())
    worker = threading.Thread(target=lambda: [_Knot() for _ in range(count)])
    worker.start()
    worker.join()
    return knot


def test_only_the_gui_thread_collects(garbage):
    knot = _elsewhere(5 * gc.get_threshold()[0])
    assert knot() is not None
    garbage.look()

    assert knot() is None


def test_what_a_long_job_made_is_looked_through_when_nobody_is_at_the_keyboard(garbage):
    before = gc.get_freeze_count()
    knot = _elsewhere(MANY)
    garbage.look()
    garbage.rested(AT_REST, busy=True)
    garbage.rested(AT_REST - 1, busy=False)
    assert knot() is not None and gc.get_freeze_count() > before + MANY

    garbage.rested(AT_REST, busy=False)
    assert knot() is None and gc.get_freeze_count() == 0


def test_it_is_looked_through_in_the_end_though_somebody_is_always_there(garbage, monkeypatch):
    monkeypatch.setattr(module, "_AT_THE_LATEST", 3)
    knot = _elsewhere(MANY)
    for _ in range(3):
        garbage.look()
    assert knot() is not None
    garbage.look()

    assert knot() is None


def test_little_by_little_no_look_goes_through_much(garbage):
    """Survivors of many looks are set aside before the next generation would be looked through whole."""
    before, kept = gc.get_freeze_count(), []
    for _ in range(8):
        kept += [_Knot() for _ in range(MANY // 4)]
        garbage.look()

    assert gc.get_freeze_count() > before + MANY

"""Widgets end on the GUI thread only."""

from __future__ import annotations

import gc
import threading
import weakref

from ui.garbage import Garbage


class _Knot:
    def __init__(self):
        self.self = self


def test_only_the_gui_thread_collects(qapp):
    garbage = Garbage()
    knot = weakref.ref(_Knot())
    worker = threading.Thread(target=lambda: [_Knot() for _ in range(5 * gc.get_threshold()[0])])
    worker.start()
    worker.join()
    assert knot() is not None

    garbage.look()
    garbage.stop()

    assert knot() is None and gc.isenabled()

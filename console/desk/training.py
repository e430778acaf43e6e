"""Training in a practice store: simulated devices made to speak, scripts for a night, captured files played again.

Everything is written into the practice log before it happens, and nothing of it is there in a live store.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from console import logs, words
from console.desk.training_ground import detail, is_played, options_of, profile_of, text_of
from console.desk.training_runs import ActRun, Paced, Played, ReplayRun, Run, ScriptRun, TroubleRun, happening, run_of
from console.devices import sim_offers, sim_plays, simulator
from console.devices.capture_reading import read_whole
from console.devices.registry import maker
from console.devices.session import Setting
from console.devices.simulator import Play
from console.devices.street import Post, read_url, the_street
from console.domain.drivers import DRIVERS
from console.domain.people import Actor
from console.domain.realm import Realm
from console.domain.training import (
    CHANCES,
    ENDED,
    HAPPENINGS,
    REPLAY_SPEEDS,
    SCRIPTS,
    SPEEDS,
    Act,
    CaptureFacts,
    Offers,
    Place,
    RunRow,
    RunState,
    Stand,
    checked_act,
    require_practice,
)
from console.domain.wire import DeviceRow, may_listen
from console.errors import Refused, Unavailable

if TYPE_CHECKING:
    from console.desk.wire import WireDesk

log = logging.getLogger(__name__)

KEPT = 20
"""Runs that ended and are still told of."""
LONGEST = 1.0
"""Seconds the thread sleeps at most."""
_ACCOUNTS = ("account", "unit", "station", "address")
"""Options that say which accounts a device has."""
_PLACES = 500
"""Points that are offered of one device."""


class Training:
    """``desk.training``. All methods may be called from any thread; those that act may wait for the store."""

    def __init__(self, desk: WireDesk, *, threaded: bool = True) -> None:
        self._desk = desk
        self._guard = threading.RLock()
        self._threaded = threaded
        self._thread: threading.Thread | None = None
        self._closing, self._awake = threading.Event(), threading.Event()
        self._runs: list[Run] = []
        self._rows: tuple[RunRow, ...] = ()

    # looking

    @property
    def available(self) -> bool:
        """Whether this is a practice store."""
        return self._desk.realm is not Realm.LIVE

    def stands(self) -> list[Stand]:
        """Simulated devices of the ledger as they stand; none in a live store. Reads the store."""
        if not self.available:
            return []
        return [self._stand(row) for row in self._simulated()]

    def offers(self, device_id: UUID) -> Offers:
        """What can be played there. Refused("training_live"), ("no_such_device")."""
        require_practice(self._desk.realm)
        form = self._desk.devices.one(device_id).form
        profile, options = profile_of(form), options_of(form)
        points = [row.form for row in self._desk.devices.points(device_id)]
        told = [value for name in _ACCOUNTS for value in options.get(name, "").split(",")]
        accounts = dict.fromkeys(part.strip() for part in (*told, *(one.account for one in points)) if part.strip())
        places = dict.fromkeys(Place(one.name, one.account, one.zone) for one in points if one.account or one.zone)
        offered = sim_offers.offers(form.driver, profile, options)
        return Offers(device_id, offered, tuple(accounts), tuple(places)[:_PLACES])

    def runs(self) -> tuple[RunRow, ...]:
        """What runs and what ended last, the newest first. Never waits."""
        return self._rows

    def look(self, path: Path) -> CaptureFacts:
        """What a captured file holds. Refuses training_live, no_capture, file_too_big; Unavailable("file")."""
        require_practice(self._desk.realm)
        made = read_whole(path)
        received = made.received
        return CaptureFacts(
            str(path), made.name, made.about, len(received), len(made.transfers) - len(received),
            sum(len(one.data) for one in received), made.span, tuple(made.bad), made.bad_count, made.full, made.lost,
        )  # fmt: skip

    def listeners(self) -> list[DeviceRow]:
        """Devices a captured file may be played to: those of this store that speak. None in a live store."""
        return [row for row in self._desk.devices.rows() if self._hears(row)] if self.available else []

    # acting

    def act(self, act: Act, *, by: Actor) -> RunRow:
        """Let something happen at a device; the same trouble there before is over by it.

        Refuses training_live, training_elsewhere, training_no_line, no_such_training, training_bad_value and what the
        log refuses; then nothing happened.
        """
        act = checked_act(act)
        played = self._played(act.device_id)
        if self._offer(act) is None:
            raise Refused("no_such_training", verb=act.verb)
        if act.verb != "power":
            played.require_line()
        self._rehearse(act)
        what = words.say_in("zh", f"training.verb.{act.verb}") + detail(act)
        self._note(words.say_in("zh", "training.log.act", name=played.name, code=played.code, what=what), by)
        with self._guard:
            for run in self._running():
                if isinstance(run, TroubleRun) and (run.device_id, run.what) == (act.device_id, act.verb):
                    self._finish(run, RunState.STOPPED)
            return self._begin(run_of(act, played, by, self._desk.clock.now()))

    def play(self, name: str, *, by: Actor, speed: int = 1, path: Path | None = None) -> RunRow:
        """Play a shipped script, or the one at ``path``.

        Refuses training_live, training_elsewhere, no_such_training, bad_sim_script, training_nobody_plays,
        file_too_big; Unavailable("file").
        """
        self._require()
        if speed not in SPEEDS or (path is None and name not in SCRIPTS):
            raise Refused("no_such_training", verb=name[:40])
        lines = sim_plays.read_play(text_of(path)) if path is not None else sim_plays.shipped(name)
        devices = [self._played_row(row) for row in self._simulated()]
        kinds = [(row.form.driver, row.form.code) for row in self._simulated()]
        cast = {part: devices[at] for part, at in sim_plays.parts(lines, kinds).items()}
        if not cast:
            raise Refused("training_nobody_plays")
        what = path.name if path is not None else name
        title = path.name if path is not None else words.say_in("zh", f"training.script.{name}")
        self._note(words.say_in("zh", "training.log.script", name=title, steps=len(lines), speed=speed), by)
        with self._guard:
            return self._begin(ScriptRun(what, lines, cast, by, self._desk.clock.now(), speed))

    def replay(self, path: Path, device_id: UUID, *, by: Actor, speed: int = 0) -> RunRow:
        """Play a captured file to a device of this store: ``speed`` of ``REPLAY_SPEEDS``.

        Refuses training_live, no_such_training, no_such_device, practice_live_port, capture_empty and what ``look``
        does.
        """
        from console.desk.replaying import Replay

        require_practice(self._desk.realm)
        if speed not in REPLAY_SPEEDS:
            raise Refused("no_such_training", verb=str(speed))
        row = self._desk.devices.one(device_id)
        if not self._hears(row):
            raise Refused("practice_live_port", url=row.form.url)
        capture = read_whole(path)
        if not capture.received:
            raise Refused("capture_empty", name=capture.name)
        run = ReplayRun(Replay(self._desk, capture, row), row.form.code, self._desk.clock, by, speed)
        facts = {"name": capture.name, "device": row.form.name, "code": row.form.code, "chunks": run.of}
        self._note(words.say_in("zh", "training.log.replay", **facts), by)
        with self._guard:
            return self._begin(run)

    # what runs

    def pause(self, run_id: UUID, on: bool) -> None:
        """Hold a script or a file, or go on; nothing for what is over."""
        self._to_paced(run_id, lambda run, now: run.pause(now, on))

    def next_one(self, run_id: UUID) -> None:
        """The next step now."""
        self._to_paced(run_id, lambda run, now: run.next_one(now))

    def change_speed(self, run_id: UUID, speed: int) -> None:
        """Faster or slower from now on; what plays at once stays so."""
        if speed not in SPEEDS:
            raise Refused("no_such_training", verb=str(speed))
        self._to_paced(run_id, lambda run, now: run.change_speed(now, speed) if run.speed else None)

    def stop(self, run_id: UUID, *, by: Actor) -> None:
        """End it; what it changed is as it was. Nothing for what is over. Refuses training_live."""
        require_practice(self._desk.realm)
        with self._guard:
            found = [run for run in self._running() if run.id == run_id]
            for run in found:
                self._finish(run, RunState.STOPPED)
            self._tell()
        for run in found:
            self._note(words.say_in("zh", "training.log.stop", what=self._title(run), done=run.done), by)

    def stop_all(self, *, by: Actor) -> int:
        """End everything, and every simulated device is as its ledger says; how many were running."""
        require_practice(self._desk.realm)
        with self._guard:
            found = self._running()
            for run in found:
                self._finish(run, RunState.STOPPED)
            self._tell()
        street = the_street()
        for name in street.names():
            street.at(name).calm()
        if found:
            self._note(words.say_in("zh", "training.log.stop_all", count=len(found)), by)
        return len(found)

    def step(self) -> float:
        """Do what is due; seconds until the next time. The thread's work."""
        with self._guard:
            now = self._desk.clock.monotonic()
            times = [LONGEST]
            for run in self._running():
                due = self._step(run, now)
                times += [due - now] if due is not None else []
            self._tell()
            return max(0.0, min(times))

    def close(self) -> None:
        """End what runs and the thread; what is gone on with is nothing."""
        self._closing.set()
        self._awake.set()
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(4.0)
        with self._guard:
            for run in self._running():
                self._finish(run, RunState.STOPPED)
            self._tell()

    # the thread

    def _begin(self, run: Run) -> RunRow:
        now = self._desk.clock.monotonic()
        run.begin(now)
        self._runs.append(run)
        self._step(run, now)
        self._tell()
        if self._threaded and self._thread is None and not self._closing.is_set():
            self._thread = threading.Thread(target=self._play, name="training", daemon=True)
            self._thread.start()
        self._awake.set()
        if isinstance(run.trouble, Refused | Unavailable):
            raise run.trouble
        return run.row(now)

    def _play(self) -> None:
        while not self._closing.is_set():
            self._awake.clear()
            pause = self.step()
            if not self._closing.is_set():
                self._awake.wait(pause)

    def _step(self, run: Run, now: float) -> float | None:
        try:
            due = run.step(now)
        except (Refused, Unavailable) as trouble:
            run.trouble = trouble
            self._finish(run, RunState.FAILED)
            return None
        except Exception as error:
            logs.note_bug(error)
            run.trouble = error
            self._finish(run, RunState.FAILED)
            return None
        if due is None:
            self._finish(run, RunState.DONE)
        return due

    def _finish(self, run: Run, state: RunState) -> None:
        run.state = state
        run.end()
        if isinstance(run, Paced) and state is not RunState.STOPPED:
            facts = {"what": self._title(run), "done": run.done, "of": run.of}
            try:
                self._note(words.say_in("zh", "training.log.over", **facts), run.by)
            except (Refused, Unavailable) as trouble:
                log.warning("the end of a training run could not be written: %s", trouble)

    def _tell(self) -> None:
        now = self._desk.clock.monotonic()
        ended = [run for run in self._runs if run.state in ENDED][-KEPT:]
        self._runs = [run for run in self._runs if run.state not in ENDED or run in ended]
        self._rows = tuple(run.row(now) for run in reversed(self._runs))

    def _running(self) -> list[Run]:
        return [run for run in self._runs if run.state not in ENDED]

    def _to_paced(self, run_id: UUID, verb: Callable[[Paced, float], object]) -> None:
        require_practice(self._desk.realm)
        with self._guard:
            now = self._desk.clock.monotonic()
            for run in self._running():
                if run.id == run_id and isinstance(run, Paced):
                    verb(run, now)
                    self._step(run, now)
            self._tell()
        self._awake.set()

    # devices

    def _require(self) -> None:
        """Refused("training_live"), or ("training_elsewhere") where another process has the lines."""
        require_practice(self._desk.realm)
        if not self._desk.wire.holds:
            raise Refused("training_elsewhere")

    def _simulated(self) -> list[DeviceRow]:
        return [row for row in self._desk.devices.rows() if is_played(row.form)]

    def _played(self, device_id: UUID) -> Played:
        self._require()
        row = self._desk.devices.one(device_id)
        if not row.active or not is_played(row.form):
            raise Refused("not_simulated", driver=row.form.driver)
        return self._played_row(row)

    def _played_row(self, row: DeviceRow) -> Played:
        form = row.form
        post = the_street().laid(form.url, self._desk.clock, self._desk.settings.zone(), form.profile)
        return Played(row.id, form.code, form.name, post)

    def _stand(self, row: DeviceRow) -> Stand:
        try:
            post = the_street().at(read_url(row.form.url).key)
        except Refused:
            return Stand(row)
        return Stand(row, post.connected, post.powered, post.waiting(), self._troubles(row.id, post))

    def _troubles(self, device_id: UUID, post: Post) -> tuple[str, ...]:
        faulty = post.faulty
        found = [name for name in (*CHANCES, "noise", "silence", "clock") if getattr(faulty, name)]
        found += [
            one.what
            for one in list(self._runs)
            if isinstance(one, TroubleRun) and one.state not in ENDED and one.device_id == device_id
        ]
        return tuple(dict.fromkeys([*found, *([] if post.powered else ["power"])]))

    def _hears(self, row: DeviceRow) -> bool:
        spec = DRIVERS.get(row.form.driver)
        if spec is None or not row.active or not (spec.receives and spec.wired):
            return False
        return may_listen(self._desk.realm, row.form.url)

    def _offer(self, act: Act) -> object:
        form = self._desk.devices.one(act.device_id).form
        offered = sim_offers.offers(form.driver, profile_of(form), options_of(form))
        return next((one for one in offered if one.verb == act.verb), None)

    def _rehearse(self, act: Act) -> None:
        """On a device of its own first: what it cannot say is refused before it stands in the log."""
        if act.verb not in HAPPENINGS:
            return
        form, desk = self._desk.devices.one(act.device_id).form, self._desk
        zone, profile = desk.settings.zone(), profile_of(form)
        trial = simulator.make(form.driver, Play(desk.clock, zone, Random(1), options_of(form), profile))
        heard = maker(form.driver)(Setting(desk.clock, zone, dict(form.options), profile))
        trial.start(0.0)
        try:
            said = trial.happen(happening(act), 0.0)
        except (ValueError, LookupError, ArithmeticError) as error:
            raise Refused("training_not_said", driver=form.driver) from error
        heard.start(0.0)
        if said and any(one.damaged for one in heard.feed(said, 0.0).signals):
            raise Refused("training_not_said", driver=form.driver)

    # the log

    def _note(self, text: str, by: Actor) -> None:
        from console.services.training import TrainingService

        TrainingService(self._desk.opened.store, self._desk.clock, self._desk.realm).note(text, by=by)

    def _title(self, run: Run) -> str:
        if isinstance(run, ActRun):
            return f"{run.device_name} {words.say_in('zh', f'training.verb.{run.what}')}"
        shipped = isinstance(run, ScriptRun) and run.what in SCRIPTS
        return words.say_in("zh", f"training.script.{run.what}") if shipped else run.what

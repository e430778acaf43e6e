"""Makes the panels: which services each of them gets. The only place that knows them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console import words
from ui import prints
from ui.panels.base import Panel

if TYPE_CHECKING:
    from ui.app import App


def make(panel_id: str, app: App) -> Panel:
    """The panel of that id, with the open desk's services."""
    return _MAKERS[panel_id](app)


def _board(app: App) -> Panel:
    from ui.panels.board import BoardPanel, BoardServices

    desk = app.shell.desk
    services = BoardServices(desk.duty, desk.intake, desk.tasks, desk.due, desk.log, desk.health, desk.settings)
    panel = BoardPanel(app.jobs, app.seat, app.times, services=services, drafts=desk.drafts)
    if app.look is not None:
        panel.present_first(app.look)
    return panel


def _intake(app: App) -> Panel:
    from ui.panels.intake import IntakePanel

    desk = app.shell.desk
    return IntakePanel(app.jobs, app.seat, app.times, intake=desk.intake, places=desk.places, drafts=desk.drafts)


def _log(app: App) -> Panel:
    from ui.panels.log import LogPanel

    desk = app.shell.desk
    return LogPanel(
        app.jobs, app.seat, app.times, log=desk.log, duty=desk.duty, drafts=desk.drafts, export=desk.log_export,
        pdf=lambda path, lines: prints.log_pdf(desk, path, lines),
    )  # fmt: skip


def _handover(app: App) -> Panel:
    from ui.panels.handover import HandoverPanel

    desk = app.shell.desk
    panel = HandoverPanel(
        app.jobs, app.seat, app.times, duty=desk.duty, accounts=desk.accounts, settings=desk.settings,
        drafts=desk.drafts,
    )  # fmt: skip
    panel.watch_changed.connect(app.hand_seat_to)
    return panel


def _settings(app: App) -> Panel:
    from ui.panels.settings import SettingsPanel

    desk = app.shell.desk
    panel = SettingsPanel(
        app.jobs, app.seat, app.times, settings=desk.settings, accounts=desk.accounts, places=desk.places,
        seat_file=app.seat_file,
    )  # fmt: skip
    panel.language_asked.connect(words.set_language)
    panel.theme_asked.connect(app.use_theme)
    panel.seat_changed.connect(app.use_settings)
    return panel


_MAKERS = {"board": _board, "intake": _intake, "log": _log, "handover": _handover, "settings": _settings}

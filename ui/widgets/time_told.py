"""A time and how exactly it is known, as one editor."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget


def time_told(time: QWidget, precision: QWidget) -> QWidget:
    """Side by side; no focus proxy, which a form that sets its own way of Tab cannot have."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(time, 1)
    row.addWidget(precision)
    precision.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return whole

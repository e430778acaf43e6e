"""All kinds of documents in any order, the power failing between: the ledger is what a model of dictionaries says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import stock_machine


@pytest.mark.long
def test_whatever_is_done_the_books_add_up(tmp_path: Path) -> None:
    """Which acts a short run meets is chance; ``python -m tests.kit.stock_machine`` meets them all."""
    tally = stock_machine.run(tmp_path, examples=6, steps=40, at=20300812)
    assert tally["runs"] >= 6 and "post" in tally

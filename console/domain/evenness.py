"""Who stood most and who least of each kind of duty, among those who stand the same posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from console.domain.fairness import peers
from console.domain.planning import CountKind, Counts, Staff


@dataclass(frozen=True, slots=True)
class Evenness:
    """The widest gap of one kind: how much, who has most and who least, in the order of the rotation."""

    kind: CountKind
    most: int
    least: int
    highest: tuple[str, ...]
    lowest: tuple[str, ...]

    @property
    def spread(self) -> int:
        """Most minus least."""
        return self.most - self.least


def evenness(staff: Iterable[Staff], counts: Mapping[UUID, Counts]) -> list[Evenness]:
    """One for each kind: the group with the widest gap, the larger one where two are as wide. Empty without staff."""
    groups = peers(staff)
    if not groups:
        return []
    made = []
    for kind in CountKind:
        found = [(len(group), _gap(kind, group, counts)) for group in groups]
        made.append(max(found, key=lambda row: (row[1].spread, row[0]))[1])
    return made


def _gap(kind: CountKind, group: Sequence[Staff], counts: Mapping[UUID, Counts]) -> Evenness:
    stood = [(one.name, counts.get(one.person_id, Counts()).of(kind)) for one in group]
    most, least = max(count for _, count in stood), min(count for _, count in stood)
    highest = tuple(name for name, count in stood if count == most)
    return Evenness(kind, most, least, highest, tuple(name for name, count in stood if count == least))

"""The lists workbooks are taken in and given out of, by their keys."""

from __future__ import annotations

from console.services.list_devices import DeviceList
from console.services.list_groups import GroupList
from console.services.list_holidays import HolidayList
from console.services.list_kinds import ListKind
from console.services.list_leave import LeaveList
from console.services.list_points import PointList
from console.services.list_staff import StaffList
from console.services.list_wishes import WishList


def list_kinds() -> dict[str, ListKind]:
    """One of each; the key is what the tool and the records of imports call it."""
    made = (LeaveList(), StaffList(), WishList(), GroupList(), HolidayList(), DeviceList(), PointList())
    return {kind.table.key: kind for kind in made}

"""State the vehicles and the people of the example."""

import datetime as dt

from data.example.places import DEPOT
from vongsach.fleet import MealBreak, Role, Van, Worker
from vongsach.places import VehicleClass
from vongsach.units import Dong, Grams, SecondOfDay, Seconds, VanId, WorkerId

VAN, SMALL_VAN, MOTORBIKE = VanId("XE-1"), VanId("XE-2"), VanId("XE-3")
HOUR = 3600
MEAL = MealBreak(
    length=Seconds(HOUR),
    earliest=SecondOfDay(11 * HOUR),
    latest=SecondOfDay(13 * HOUR + 1800),
)
WEEKDAYS = (0, 1, 2, 3, 4)
TUESDAY_TO_SATURDAY = (1, 2, 3, 4, 5)

VANS = (
    Van(
        id=VAN,
        name="Xe thư viện lưu động (mẫu)",
        plate="MẪU-001",
        vehicle_class=VehicleClass.VAN,
        depot=DEPOT,
        boxes=16,
        payload=Grams(600_000),
        seats=5,
        longest_driving=Seconds(6 * HOUR),
        meal=MEAL,
        cost_per_km=Dong(4_500),
        cost_per_hour=Dong(30_000),
        cost_per_day=Dong(150_000),
        litres_per_100_km=14.0,
        weekdays=WEEKDAYS,
        nights=1,
    ),
    Van(
        id=SMALL_VAN,
        name="Xe bán tải nhỏ (mẫu)",
        plate="MẪU-002",
        vehicle_class=VehicleClass.SMALL_VAN,
        depot=DEPOT,
        boxes=8,
        payload=Grams(300_000),
        seats=4,
        longest_driving=Seconds(6 * HOUR),
        meal=MEAL,
        cost_per_km=Dong(3_200),
        cost_per_hour=Dong(30_000),
        cost_per_day=Dong(100_000),
        litres_per_100_km=9.5,
        weekdays=TUESDAY_TO_SATURDAY,
        days_off=(dt.date(2027, 3, 16),),
    ),
    Van(
        id=MOTORBIKE,
        name="Xe máy (mẫu)",
        plate="MẪU-003",
        vehicle_class=VehicleClass.MOTORBIKE,
        depot=DEPOT,
        boxes=2,
        payload=Grams(40_000),
        seats=2,
        longest_driving=Seconds(5 * HOUR),
        meal=MEAL,
        cost_per_km=Dong(1_000),
        cost_per_hour=Dong(20_000),
        cost_per_day=Dong(20_000),
        litres_per_100_km=2.5,
        weekdays=WEEKDAYS,
    ),
)
"""Costs are set for the example: fuel at about 21,000 đồng a litre, and as much again for wear."""

OPERATORS, LIBRARIANS = 3, 6
LAST_UNTRAINED = 9
"""Of one person nobody has said whether she or he is trained."""


def make_workers() -> tuple[Worker, ...]:
    """Return three operators, then six librarians, with numbers for names."""
    return tuple(
        Worker(
            id=WorkerId(f"NV-{number:02}"),
            name=f"Nhân viên {number:02}",
            role=Role.OPERATOR if number <= OPERATORS else Role.LIBRARIAN,
            phone="0000 000 000",
            days_per_week=5 if number <= OPERATORS else 4,
            trained=None if number == LAST_UNTRAINED else True,
        )
        for number in range(1, OPERATORS + LIBRARIANS + 1)
    )

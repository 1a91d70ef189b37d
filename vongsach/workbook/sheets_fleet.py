"""Lay out the sheets about what goes on the road: vans, workers, roads."""

from vongsach.fleet import Van, Worker
from vongsach.roads import RoadLeg, RoadSpeed
from vongsach.workbook.cells.choices import Choice, Choices
from vongsach.workbook.cells.clocks import Clock, Weekdays
from vongsach.workbook.cells.days import Days
from vongsach.workbook.cells.numbers import Quantity, Rate, Whole
from vongsach.workbook.cells.text import Text
from vongsach.workbook.columns import Column, Sheet
from vongsach.workbook.lists import ROAD_KIND, ROLE, SEASON, VEHICLE_CLASS, YES_NO

MINUTES = Quantity(unit="minutes", per=60)
KILOMETRES = Quantity(unit="km", per=1000)
KILOGRAMS = Quantity(unit="kg", per=1000)
DONG = Whole(unit="dong", number_format="#,##0")

VANS = Sheet(
    key="vans",
    model=Van,
    rows=lambda network: network.vans,
    compulsory=True,
    synonyms=("phương tiện", "van", "vehicles"),
    columns=(
        Column(key="id", kind=Text(), required=True, synonyms=("mã",), width=12),
        Column(key="name", kind=Text(), width=24),
        Column(key="plate", kind=Text(), synonyms=("biển số xe",)),
        Column(
            key="vehicle_class",
            kind=Choice(words=VEHICLE_CLASS),
            assumed=True,
            synonyms=("loại",),
        ),
        Column(key="depot", kind=Text(), required=True, synonyms=("cơ sở", "kho"), width=14),
        Column(key="boxes", kind=Whole(unit="boxes"), required=True, synonyms=("sức chứa",)),
        Column(key="payload", kind=KILOGRAMS, assumed=True, synonyms=("tải trọng",)),
        Column(key="seats", kind=Whole(), assumed=True),
        Column(key="shift_starts", kind=Clock(), assumed=True),
        Column(key="shift_ends", kind=Clock(), assumed=True),
        Column(key="longest_driving", kind=MINUTES, assumed=True),
        Column(key="meal_length", field="meal.length", kind=MINUTES, assumed=True),
        Column(key="meal_earliest", field="meal.earliest", kind=Clock()),
        Column(key="meal_latest", field="meal.latest", kind=Clock()),
        Column(key="cost_per_km", kind=DONG, assumed=True),
        Column(key="cost_per_hour", kind=DONG, assumed=True),
        Column(key="cost_per_day", kind=DONG, assumed=True),
        Column(key="litres_per_100_km", kind=Rate(), assumed=True, synonyms=("lít/100 km",)),
        Column(key="weekdays", kind=Weekdays(), assumed=True, width=20),
        Column(key="days_off", kind=Days(), width=28, synonyms=("ngày bảo dưỡng",)),
        Column(key="nights", kind=Whole(), assumed=True),
        Column(key="goods", kind=Whole()),
        Column(key="longest_duty", kind=MINUTES),
    ),
)

WORKERS = Sheet(
    key="workers",
    model=Worker,
    rows=lambda network: network.workers,
    synonyms=("nhân viên", "worker", "staff"),
    columns=(
        Column(key="id", kind=Text(), required=True, synonyms=("mã",), width=12),
        Column(key="name", kind=Text(), required=True, synonyms=("tên",), width=28),
        Column(key="role", kind=Choice(words=ROLE), required=True),
        Column(key="phone", kind=Text(digits=10, zeros=1), synonyms=("số điện thoại", "sđt")),
        Column(key="days_off", kind=Days(), width=28),
        Column(key="days_per_week", kind=Whole(unit="days"), assumed=True),
        Column(key="trained", kind=Choice(words=YES_NO)),
    ),
)

ROADS = Sheet(
    key="roads",
    model=RoadLeg,
    rows=lambda network: network.road_legs,
    synonyms=("đường đi", "road legs", "road"),
    columns=(
        Column(key="from_place", kind=Text(), required=True, synonyms=("từ",), width=14),
        Column(key="to_place", kind=Text(), required=True, synonyms=("đến",), width=14),
        Column(key="road", kind=Text(), width=18),
        Column(key="metres", kind=KILOMETRES, required=True, synonyms=("km", "chiều dài")),
        Column(key="seconds", kind=MINUTES, synonyms=("phút",)),
        Column(key="kmh", kind=Whole(unit="kmh")),
        Column(key="season", kind=Choice(words=SEASON), assumed=True),
        Column(key="closed_to", kind=Choices(words=VEHICLE_CLASS), width=24),
        Column(key="both_ways", kind=Choice(words=YES_NO), assumed=True, synonyms=("2 chiều",)),
        Column(key="estimated", kind=Choice(words=YES_NO)),
        Column(key="note", kind=Text(), width=40),
        Column(key="synthetic", kind=Choice(words=YES_NO)),
    ),
)

SPEEDS = Sheet(
    key="speeds",
    model=RoadSpeed,
    rows=lambda network: network.road_speeds,
    synonyms=("tốc độ", "speed"),
    columns=(
        Column(key="road", kind=Choice(words=ROAD_KIND), required=True, width=34),
        Column(key="van", kind=Whole(unit="kmh")),
        Column(key="motorbike", kind=Whole(unit="kmh")),
        Column(key="dry", kind=Whole(unit="kmh")),
        Column(key="wet", kind=Whole(unit="kmh")),
        Column(key="source", kind=Text(), width=44),
    ),
)

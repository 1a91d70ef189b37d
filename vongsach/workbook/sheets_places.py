"""Lay out the sheets about places: where they are, what they are promised, their markets."""

from vongsach.places import Market, Place, Service
from vongsach.workbook.cells.choices import Choice, Choices
from vongsach.workbook.cells.clocks import Openings, Weekdays
from vongsach.workbook.cells.days import Day, Days, DaySets
from vongsach.workbook.cells.numbers import Angle, Quantity, Whole
from vongsach.workbook.cells.parts import Shares
from vongsach.workbook.cells.text import Text
from vongsach.workbook.columns import Column, Sheet
from vongsach.workbook.lists import (
    ACCURACY,
    AREA,
    PLACE_KIND,
    PROMISE,
    SERVICE_KIND,
    VEHICLE_CLASS,
    YES_NO,
)

MINUTES = Quantity(unit="minutes", per=60)

PLACES = Sheet(
    key="places",
    model=Place,
    rows=lambda network: network.places,
    compulsory=True,
    synonyms=("điểm phục vụ", "địa điểm", "points", "place"),
    columns=(
        Column(key="id", kind=Text(), required=True, synonyms=("mã", "code", "id"), width=12),
        Column(key="name", kind=Text(), required=True, synonyms=("tên", "name"), width=34),
        Column(key="kind", kind=Choice(words=PLACE_KIND), required=True, synonyms=("loại",)),
        Column(
            key="lat",
            field="location.lat",
            kind=Angle(),
            required=True,
            synonyms=("lat", "latitude", "y"),
        ),
        Column(
            key="lon",
            field="location.lon",
            kind=Angle(),
            required=True,
            synonyms=("lon", "lng", "long", "longitude", "x"),
        ),
        Column(key="accuracy", kind=Choice(words=ACCURACY), assumed=True),
        Column(
            key="commune_code", kind=Text(digits=5, zeros=4), synonyms=("mã xã mới", "mã xã/phường")
        ),
        Column(key="commune", kind=Text(), synonyms=("xã", "xã mới"), width=18),
        Column(key="old_commune", kind=Text(), synonyms=("xã trước 1/7/2025",), width=18),
        Column(key="shelf", kind=Whole(unit="boxes"), assumed=True, synonyms=("sức chứa",)),
        Column(key="audiences", kind=Shares(), assumed=True, synonyms=("đối tượng",), width=40),
        Column(key="readers", kind=Whole(unit="people"), assumed=True),
        Column(key="area", kind=Choice(words=AREA)),
        Column(key="priority", kind=Whole(), assumed=True),
        Column(
            key="reachable_by",
            kind=Choices(words=VEHICLE_CLASS),
            assumed=True,
            width=28,
        ),
        Column(key="remote", kind=Choice(words=YES_NO), assumed=True),
        Column(key="night_stop", kind=Choice(words=YES_NO)),
        Column(key="contact", kind=Text(), width=20),
        Column(key="phone", kind=Text(digits=10, zeros=1), synonyms=("số điện thoại", "sđt")),
        Column(key="access_note", kind=Text(), width=40),
        Column(key="synthetic", kind=Choice(words=YES_NO)),
        Column(key="old_district", kind=Text(), synonyms=("huyện",), width=18),
    ),
)

SERVICES = Sheet(
    key="services",
    model=Service,
    rows=lambda network: network.services,
    compulsory=True,
    synonyms=("service", "dịch vụ"),
    columns=(
        Column(key="place", kind=Text(), required=True, synonyms=("điểm",), width=12),
        Column(key="kind", kind=Choice(words=SERVICE_KIND), required=True),
        Column(key="visits", kind=Whole(unit="visits"), synonyms=("số lần",)),
        Column(key="every_weeks", kind=Whole(unit="weeks"), synonyms=("chu kỳ",)),
        Column(key="min_gap_days", kind=Whole(unit="days"), assumed=True),
        Column(key="max_gap_days", kind=Whole(unit="days"), assumed=True),
        Column(key="required", kind=Choice(words=PROMISE), assumed=True),
        Column(key="fixed", kind=MINUTES, assumed=True, synonyms=("thời gian phục vụ",)),
        Column(key="per_box", kind=MINUTES, assumed=True),
        Column(key="session", kind=MINUTES, assumed=True),
        Column(key="boxes", kind=Whole(unit="boxes"), assumed=True, synonyms=("số thùng",)),
        Column(key="openings", kind=Openings(), assumed=True, width=44),
        Column(key="term_time_only", kind=Choice(words=YES_NO)),
        Column(key="market_days_only", kind=Choice(words=YES_NO)),
        Column(key="last_visit", kind=Day(), assumed=True, synonyms=("lần gần nhất",)),
        Column(key="day_sets", kind=DaySets(), width=30),
        Column(key="goods", kind=Whole()),
        Column(key="id", kind=Text(), synonyms=("mã",), width=20),
    ),
)

MARKETS = Sheet(
    key="markets",
    model=Market,
    rows=lambda network: network.markets,
    synonyms=("chợ",),
    columns=(
        Column(key="place", kind=Text(), required=True, width=12),
        Column(key="weekdays", kind=Weekdays(), width=20),
        Column(key="days", kind=Days(), width=44),
    ),
)

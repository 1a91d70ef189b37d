"""State the quarter of the example, and what is held by hand in it."""

import datetime as dt

from data.example.fleet import SMALL_VAN
from data.example.places import DEPOT
from vongsach.boxes import Box, BoxState
from vongsach.closures import Pin
from vongsach.objective import fit_percent
from vongsach.places import Place
from vongsach.quarter import Quarter
from vongsach.units import BoxId, PlaceId

QUARTER = Quarter(name="2027Q1", first_day=dt.date(2027, 1, 1), last_day=dt.date(2027, 3, 31))


GIANG_MA_LIBRARY = PlaceId("TV-04")
KHUN_HA_LIBRARY = PlaceId("TV-07")
PINNED_SCHOOL = PlaceId("TR-08")


def make_pins(boxes: tuple[Box, ...], places: tuple[Place, ...]) -> tuple[Pin, ...]:
    """Return two pins of places and two of boxes, one of each hard."""
    return (
        Pin(
            place=GIANG_MA_LIBRARY,
            first_day=dt.date(2027, 3, 1),
            last_day=dt.date(2027, 3, 5),
            reason="Khai trương góc đọc sách thiếu nhi",
        ),
        Pin(
            place=PINNED_SCHOOL,
            first_day=dt.date(2027, 1, 18),
            last_day=dt.date(2027, 1, 22),
            van=SMALL_VAN,
            hard=False,
            reason="Nhà trường đề nghị tuần này, đi xe nhỏ",
        ),
        Pin(
            box=_first_at(boxes, GIANG_MA_LIBRARY),
            first_day=dt.date(2027, 1, 4),
            last_day=dt.date(2027, 1, 29),
            reason="Đang trưng bày, chưa chuyển đi",
        ),
        Pin(
            place=KHUN_HA_LIBRARY,
            box=_best_spare(boxes, places),
            first_day=dt.date(2027, 3, 22),
            last_day=QUARTER.last_day,
            hard=False,
            reason="Ngày hội đọc sách song ngữ cuối tháng 3",
        ),
    )


def _first_at(boxes: tuple[Box, ...], place: PlaceId) -> BoxId:
    return next(box.id for box in boxes if box.stands_at == place)


def _best_spare(boxes: tuple[Box, ...], places: tuple[Place, ...]) -> BoxId:
    """Return the sound box at the depot, without listed titles, that best fits Khun Há."""
    shelves = {place.id: place for place in places}
    spare = [
        box
        for box in boxes
        if box.stands_at == DEPOT and box.state is BoxState.READY and not box.titles
    ]
    return max(spare, key=lambda box: (fit_percent(box, shelves[KHUN_HA_LIBRARY]), box.id)).id

"""Lay out the sheets about boxes: what is in them, where they stand, where they have been."""

from collections.abc import Iterator

from vongsach.boxes import Box, PastStay, Title
from vongsach.network import Network
from vongsach.units import BoxId, Given, TitleId
from vongsach.workbook.cells.choices import Choice
from vongsach.workbook.cells.days import Day, Spans
from vongsach.workbook.cells.numbers import Quantity, Whole
from vongsach.workbook.cells.parts import Contents
from vongsach.workbook.cells.text import Text
from vongsach.workbook.columns import Column, Sheet
from vongsach.workbook.lists import BOX_STATE, YES_NO


class Packed(Given):
    """A title that lies in a box."""

    box: BoxId
    title: TitleId


def _packed(network: Network) -> Iterator[Packed]:
    for box in network.boxes:
        for title in box.titles:
            yield Packed(box=box.id, title=title)


BOXES = Sheet(
    key="boxes",
    model=Box,
    rows=lambda network: network.boxes,
    compulsory=True,
    synonyms=("thùng", "box"),
    columns=(
        Column(key="id", kind=Text(), required=True, synonyms=("mã", "mã vạch"), width=12),
        Column(key="theme", kind=Text(), width=28),
        Column(
            key="copies", kind=Contents(), required=True, synonyms=("số bản", "nội dung"), width=44
        ),
        Column(key="weight", kind=Quantity(unit="kg", per=1000), assumed=True),
        Column(
            key="stands_at",
            kind=Text(),
            required=True,
            synonyms=("vị trí", "vị trí hiện tại"),
            width=16,
        ),
        Column(key="since", kind=Day(), assumed=True, synonyms=("từ ngày",)),
        Column(key="state", kind=Choice(words=BOX_STATE), assumed=True),
        Column(key="unavailable", kind=Spans(), width=28),
        Column(key="lost_from", kind=Day(), synonyms=("mất",)),
        Column(key="mobile_allowed", kind=Choice(words=YES_NO), assumed=True),
        Column(key="synthetic", kind=Choice(words=YES_NO)),
    ),
)

TITLES = Sheet(
    key="titles",
    model=Title,
    rows=lambda network: network.titles,
    synonyms=("sách", "nhan đề", "books"),
    columns=(
        Column(key="id", kind=Text(), required=True, synonyms=("mã",), width=16),
        Column(key="name", kind=Text(), required=True, synonyms=("tên sách",), width=44),
        Column(key="stock", kind=Whole(unit="copies"), required=True),
        Column(key="restricted", kind=Choice(words=YES_NO)),
    ),
)

PACKED = Sheet(
    key="packed",
    model=Packed,
    rows=_packed,
    columns=(
        Column(key="box", kind=Text(), required=True, width=12),
        Column(key="title", kind=Text(), required=True, width=16),
    ),
)

HISTORY = Sheet(
    key="history",
    model=PastStay,
    rows=lambda network: network.past_stays,
    synonyms=("đợt lưu trước", "past stays"),
    columns=(
        Column(key="box", kind=Text(), required=True, width=12),
        Column(key="place", kind=Text(), required=True, width=12),
        Column(key="first_day", kind=Day(), required=True),
        Column(key="last_day", kind=Day(), required=True),
    ),
)

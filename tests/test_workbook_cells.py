"""Every kind of cell reads what people type and refuses what can mean two things."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbooks import SPOKEN, hours
from vongsach.boxes import Copies
from vongsach.places import AudienceGroup, AudienceShare, Opening
from vongsach.words import LANGUAGES, Language
from vongsach.workbook.cells.clocks import Clock, Openings, Weekdays
from vongsach.workbook.cells.days import Day, Days, DaySets, Spans
from vongsach.workbook.cells.kind import Kind, Unreadable
from vongsach.workbook.cells.numbers import LARGEST, Angle, Quantity, Rate, Whole
from vongsach.workbook.cells.parts import Contents, Shares
from vongsach.workbook.cells.text import Text
from vongsach.workbook.grid import Raw

HOUR = 3600
MINUTES = Quantity(unit="minutes", per=60)
KM = Quantity(unit="km", per=1000)
PHONE = Text(digits=10, zeros=1)


def read(kind: Kind, raw: Raw) -> tuple[object, list[str]]:
    """Return what a cell is read as, and the codes of its doubts."""
    doubts: list[str] = []

    def doubt(code: str, /, **_: str) -> None:
        doubts.append(code)

    return kind.read(raw, doubt), doubts


def refused(kind: Kind, raw: Raw) -> str:
    """Return the code with which a cell is refused."""
    with pytest.raises(Unreadable) as caught:
        read(kind, raw)
    return str(caught.value.code)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Whole(), " 12 ", 12),
        (Whole(), "1.000.000", 1_000_000),
        (Whole(), "1,000,000", 1_000_000),
        (Whole(), "12,0", 12),
        (Whole(), 5.0, 5),
        (MINUTES, "12,5", 750),
        (MINUTES, 0.5, 30),
        (KM, "1.234,5", 1_234_500),
        (KM, "1,234.5", 1_234_500),
        (KM, 12.345, 12_345),
        (Rate(), "8,5", 8.5),
        (Angle(), "22,345", 22.345),
        (Angle(), "22.345", 22.345),
        (Angle(), "22°30'", 22.5),
        (Angle(), "22°30'36\"N", 22.51),
        (Angle(), "103° 30\u2032 Đ", 103.5),
        (Angle(), "8°30'S", -8.5),
        (Angle(), "22 độ 30 phút 36 giây", 22.51),
        (Angle(), "22:30:36", 22.51),
        (Clock(), "07h30", 7.5 * HOUR),
        (Clock(), "7:30", 7.5 * HOUR),
        (Clock(), "7.30", 7.5 * HOUR),
        (Clock(), "7 giờ 30", 7.5 * HOUR),
        (Clock(), "7h", 7 * HOUR),
        (Clock(), "2h30 chiều", 14.5 * HOUR),
        (Clock(), "5:00 PM", 17 * HOUR),
        (Clock(), "24:00", 24 * HOUR),
        (Clock(), dt.time(7, 30), 7.5 * HOUR),
        (Clock(), dt.timedelta(hours=24), 24 * HOUR),
        (Clock(), 0.3125, 7.5 * HOUR),
        (Day(), "05/01/2027", dt.date(2027, 1, 5)),
        (Day(), "5-1-2027", dt.date(2027, 1, 5)),
        (Day(), "5.1.2027", dt.date(2027, 1, 5)),
        (Day(), "2027-01-05", dt.date(2027, 1, 5)),
        (Day(), dt.datetime(2027, 1, 5), dt.date(2027, 1, 5)),  # noqa: DTZ001 -- as Excel gives it
        (Text(), "Ba\u0309n  Bo ", "B\u1ea3n Bo"),
        (Text(), 17, "17"),
        (Text(), 17.0, "17"),
        (PHONE, "0912345678", "0912345678"),
        (Weekdays(), "T2-T6", (0, 1, 2, 3, 4)),
        (Weekdays(), "Thứ Hai, thứ năm; CN", (0, 3, 6)),
        (Weekdays(), "thu 2 - thu 4", (0, 1, 2)),
        (Weekdays(), "T7-T2", (5, 6, 0)),
        (Weekdays(), "Mon-Wed", (0, 1, 2)),
        (Weekdays(), "hằng ngày", (0, 1, 2, 3, 4, 5, 6)),
        (Days(), "05/01/2027; 07/01/2027", (dt.date(2027, 1, 5), dt.date(2027, 1, 7))),
        (Days(), "31/01/2027 - 01/02/2027", (dt.date(2027, 1, 31), dt.date(2027, 2, 1))),
        (DaySets(), "0, 28; 7 35", ((0, 28), (7, 35))),
    ],
)  # fmt: skip
def test_what_people_type_is_understood(kind: Kind, typed: Raw, value: object) -> None:
    assert read(kind, typed) == (pytest.approx(value) if isinstance(value, float) else value, [])


@pytest.mark.parametrize(
    ("kind", "typed", "value", "code"),
    [
        (Whole(unit="boxes"), "12 thùng", 12, "W503"),
        (MINUTES, "30 phút", 1800, "W503"),
        (KM, "2,5km", 2500, "W503"),
        (Clock(), 7, 7 * HOUR, "W501"),
        (Clock(), 7.3, 7.5 * HOUR, "W501"),
        (Day(), "5/1/27", dt.date(2027, 1, 5), "W504"),
        (Day(), 46_392, dt.date(2027, 1, 5), "W505"),
        (PHONE, 912_345_678, "0912345678", "W502"),
        (Text(digits=5, zeros=4), 3407, "03407", "W502"),
    ],
)
def test_what_is_probably_meant_is_used_with_a_warning(
    kind: Kind, typed: Raw, value: object, code: str
) -> None:
    assert read(kind, typed) == (value, [code])


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (Whole(), "mười hai", "E302"),
        (Whole(), "12 kg", "E302"),
        (Whole(), "1O", "E302"),
        (Whole(), "--5", "E302"),
        (Whole(), "1..5", "E302"),
        (Whole(), True, "E302"),
        (Whole(), dt.datetime(2027, 1, 5), "E302"),  # noqa: DTZ001 -- as Excel gives it
        (Whole(), 2.5, "E303"),
        (Whole(), "5.000", "E304"),
        (KM, "1,500", "E304"),
        (Whole(), 1e300, "E305"),
        (Whole(), float("inf"), "E305"),
        (Angle(), "hai mươi", "E302"),
        (Angle(), "22°75'", "E302"),
        (Angle(), "22:30", "E302"),
        (Clock(), "25:00", "E307"),
        (Clock(), "7:60", "E307"),
        (Clock(), "sáng", "E307"),
        (Clock(), -1, "E307"),
        (Clock(), 30, "E307"),
        (Clock(), 7.5, "E315"),
        (Clock(), dt.datetime(2027, 1, 5), "E307"),  # noqa: DTZ001 -- as Excel gives it
        (Day(), "31/02/2027", "E306"),
        (Day(), "01/13/2027", "E306"),
        (Day(), "tháng 1", "E306"),
        (Day(), 5, "E306"),
        (Day(), dt.datetime(2027, 1, 5, 8), "E317"),  # noqa: DTZ001 -- as Excel gives it
        (Text(), dt.datetime(2027, 2, 1), "E312"),  # noqa: DTZ001 -- as Excel gives it
        (Text(), True, "E312"),
        (Weekdays(), "T9", "E308"),
        (Weekdays(), "T2-T4-T6", "E309"),
        (Openings(), "8h30-7h", "E310"),
        (Openings(), "T2-T6", "E309"),
        (Openings(), "T2 07:30-11:30 trừ lễ", "E309"),
        (Openings(), "Tx 07:30-11:30", "E308"),
        (Openings(), 7.3, "E309"),
        (Spans(), "09/01/2027 - 05/01/2027", "E316"),
        (Spans(), "tuần sau", "E309"),
        (Days(), "01/01/2020 - 01/01/2027", "E309"),
        (DaySets(), "0, hai", "E309"),
        (Shares(), "Thiếu nhi tiếng Việt 60%", "E407"),
        (Shares(), "Thiếu nhi tiếng Việt", "E309"),
        (Shares(), "Bà con tiếng Việt 100%", "E308"),
        (Shares(), "Thiếu nhi tiếng Nga 100%", "E309"),
        (Shares(), "Thiếu nhi tiếng Việt 200%", "E305"),
        (Shares(), 100, "E309"),
        (Contents(), "Thiếu nhi tiếng Việt 0", "E305"),
    ],
)
def test_what_cannot_be_used_is_refused(kind: Kind, typed: Raw, code: str) -> None:
    assert refused(kind, typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "T2-T6 07:30-11:30; T7 08:00-10:00",
        "Thứ 2 - thứ 6: 7h30 – 11h30; thứ bảy: 8h-10h",
        "mon-fri 7.30 đến 11.30\nSat 8.00 to 10.00",
        "T2, T3, T4, T5, T6 07:30-11:30; T7: 08:00-10:00",
        "2-6 07:30-11:30; T7 8g-10g",
    ],
)
def test_several_openings_are_understood(typed: str) -> None:
    expected = (*(hours(day, 7.5, 11.5) for day in range(5)), hours(5, 8, 10))
    assert read(Openings(), typed) == (expected, [])


def test_hours_without_weekdays_are_for_every_day() -> None:
    expected = tuple(hours(day, 7, 8.5) for day in range(7))
    assert read(Openings(), "07:00-08:30") == (expected, [])


@pytest.mark.parametrize(
    "typed",
    ["Thiếu nhi tiếng Mông 60%; Người lớn vi 40", "thieu nhi (mông): 60; nguoi lon (Kinh) = 40%"],
)
def test_shares_are_understood(typed: str) -> None:
    expected = (
        AudienceShare(group=AudienceGroup.CHILDREN, language="hmn", percent=60),
        AudienceShare(group=AudienceGroup.ADULTS, language="vi", percent=40),
    )
    assert read(Shares(), typed) == (expected, [])


def test_a_language_that_is_not_given_is_an_assumption() -> None:
    value, doubts = read(Contents(), "Thiếu nhi 30")
    assert value == (Copies(group=AudienceGroup.CHILDREN, language="vi", count=30),)
    assert doubts == ["A603"]


clock_times = st.integers(0, 86_400)
days = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31))


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    opens = draw(st.integers(0, 86_399))
    closes = draw(st.integers(opens + 1, 86_400))
    return Opening(weekday=draw(st.integers(0, 6)), opens=opens, closes=closes)


languages = st.sampled_from(LANGUAGES)


@given(st.lists(openings(), min_size=1, max_size=12).map(tuple), languages)
def test_openings_come_back_exactly(value: tuple[Opening, ...], language: Language) -> None:
    assert read(Openings(), Openings().write(value, language)) == (value, [])


@given(st.lists(st.integers(0, 6), max_size=9).map(tuple), languages)
def test_weekdays_come_back_exactly(value: tuple[int, ...], language: Language) -> None:
    assert read(Weekdays(), Weekdays().write(value, language)) == (value, [])


@given(clock_times, languages)
def test_clock_times_come_back_exactly(value: int, language: Language) -> None:
    assert read(Clock(), Clock().write(value, language)) == (value, [])


@given(days, languages)
def test_days_come_back_exactly(value: dt.date, language: Language) -> None:
    assert read(Day(), Day().write(value, language)) == (value, [])
    assert read(Days(), Days().write((value, value), language)) == ((value, value), [])


@given(st.integers(0, LARGEST), st.sampled_from([60, 1000]), languages)
def test_quantities_come_back_exactly(value: int, per: int, language: Language) -> None:
    kind = Quantity(per=per)
    assert read(kind, kind.write(value, language)) == (value, [])


@given(
    st.lists(
        st.builds(
            Copies,
            group=st.sampled_from(AudienceGroup),
            language=st.sampled_from(SPOKEN) | st.from_regex(r"\A[a-z]{2,3}\Z"),
            count=st.integers(1, 1_000_000),
        ),
        max_size=6,
    ).map(tuple),
    languages,
)
def test_contents_come_back_exactly(value: tuple[Copies, ...], language: Language) -> None:
    assert read(Contents(), Contents().write(value, language)) == (value, [])


@given(
    st.sampled_from(
        [
            *(Whole(), MINUTES, Rate(), Angle(), Clock(), Day(), Days(), Spans(), DaySets()),
            *(Text(), PHONE, Weekdays(), Openings(), Shares(), Contents()),
        ]
    ),
    st.text(alphabet="0123456789TCNh:.,;-/ %°'\"ệa\n", max_size=24)
    | st.text(max_size=12)
    | st.floats(allow_nan=False)
    | st.integers()
    | st.booleans()
    | st.datetimes()
    | st.times()
    | st.timedeltas(),
)
def test_no_cell_ends_in_a_traceback(kind: Kind, raw: Raw) -> None:
    with contextlib.suppress(Unreadable):
        read(kind, raw)

"""Publishing is a promise: of a sound plan, by somebody named, told to every commune."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.ledgers import DAY, SIGNED, a_store
from vongsach.check import Report, check_plan
from vongsach.errors import RefusedError
from vongsach.keeping.publishing import Decision, decide
from vongsach.output import join
from vongsach.output.captions import place_name
from vongsach.store import Status


def test_a_plan_that_breaks_rules_is_not_published(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    stored = store.load()
    report = check_plan(stored.plan, stored.network, stored.travel)
    assert not report.ok
    with pytest.raises(RefusedError) as caught:
        decide(store, store.find(), report, SIGNED, language="vi")
    assert caught.value.code == "publish_broken"
    assert store.find().status == Status.DRAFT


def test_publishing_writes_the_list_of_communes_to_be_told(tmp_path: Path) -> None:
    """A row for each commune that is visited, and on a second sheet one for each place."""
    store = a_store(tmp_path)
    done = decide(store, store.find(), Report(violations=(), cost=()), SIGNED, language="vi")
    assert done.notices is not None
    communes, places = openpyxl.load_workbook(done.notices).worksheets
    told = list(communes.iter_rows(2, values_only=True))
    view = join(*(getattr(store.load(), name) for name in ("plan", "network", "travel")))
    visited = [one for one in view.places if one.visits]
    assert len(told) == done.communes == len({one.place.commune for one in visited}) > 0
    assert sum(int(str(row[2])) for row in told) == sum(len(one.visits) for one in visited)
    lines = [[str(cell) for cell in row] for row in places.iter_rows(2, values_only=True)]
    assert sorted(line[1] for line in lines) == sorted(one.place.id for one in visited)
    for one in visited:
        (line,) = (line for line in lines if line[1] == one.place.id)
        assert line[2] == place_name(one.place)
        assert all(f"{visit.day:%d/%m}" in line[3] for visit in one.visits)
    assert store.find().status == Status.PUBLISHED


def test_who_approved_a_plan_stays_its_approver_when_it_is_published(tmp_path: Path) -> None:
    store, sound = a_store(tmp_path), Report(violations=(), cost=())
    decide(store, store.find(), sound, Decision(Status.APPROVED, "Lò Văn Pâng", DAY), language="vi")
    later = DAY + dt.timedelta(days=3)
    other = Decision(Status.PUBLISHED, "Khác Tên", later)
    with pytest.raises(RefusedError) as caught:
        decide(store, store.find(), sound, other, language="vi")
    assert caught.value.code == "approver_other"
    nameless = Decision(Status.PUBLISHED, "", later)
    done = decide(store, store.find(), sound, nameless, language="vi")
    standing = store.standing(done.version)
    assert (standing.approver, standing.approved_on) == ("Lò Văn Pâng", DAY)
    assert (standing.status, standing.published_on) == (Status.PUBLISHED, later)


def test_nobody_publishes_without_a_name(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    stored = store.load()
    report = check_plan(stored.plan, stored.network, stored.travel)
    with pytest.raises(RefusedError) as caught:
        decide(store, store.find(), report, Decision(Status.PUBLISHED, " ", DAY), language="vi")
    assert caught.value.code == "approver_missing"

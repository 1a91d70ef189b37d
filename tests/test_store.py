"""Stored plans never change, come back whole or not at all, and are found by name."""

import json
import stat
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from tests.builders import (
    QUARTER,
    a_network,
    a_place,
    a_plan,
    a_service,
    a_travel,
    a_trip,
    a_worker,
)
from tests.stand_ins import a_run
from vongsach.errors import FileError
from vongsach.fingerprint import short_hash, stored_network_sha256
from vongsach.network import Network
from vongsach.plan import MadeFrom, Plan, Routing
from vongsach.quarter import Quarter
from vongsach.store import (
    PlanStore,
    network_sha256,
    plan_sha256,
    plans,
    travel_sha256,
    without_run_times,
)
from vongsach.store.version_files import contents_of, stored_from
from vongsach.store.version_folder import quarter_folder
from vongsach.travel import Travel

NETWORK = a_network()
TRAVEL = a_travel(NETWORK)


def a_made_plan(network: Network = NETWORK, travel: Travel = TRAVEL, **changes: Any) -> Plan:
    made_from = MadeFrom(
        network_sha256=network_sha256(network), travel_sha256=travel_sha256(travel), program="t"
    )
    fields: dict[str, Any] = {"made_from": made_from, "runs": (a_run(),)}
    return a_plan(**fields | changes)


def save(folder: Path, **changes: Any) -> Path:
    return PlanStore(folder).save(a_made_plan(**changes), NETWORK, TRAVEL)


def save_folder_alone(folder: Path) -> Path:
    """Leave a version as older programs did: a folder, and no database."""
    version = save(folder)
    PlanStore(folder).database.unlink()
    return version


def empty(name: str = "X") -> Routing:
    return Routing(trips=(a_trip(id=name),))


def test_a_plan_of_a_program_with_fewer_rules_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was stored before a rule was thought of is whole, and reads with the rule's default."""
    text = json.loads(NETWORK.model_dump_json())
    del text["rules"]["session_days"]
    older = json.dumps(text).encode()
    made_from = MadeFrom(
        network_sha256=stored_network_sha256(older),
        travel_sha256=travel_sha256(TRAVEL),
        program="older",
    )
    contents = contents_of(a_made_plan(made_from=made_from), NETWORK, TRAVEL) | {
        "network.json": older
    }
    monkeypatch.setattr(plans, "contents_of", lambda *_: contents)
    store = PlanStore(tmp_path)
    store.save(a_made_plan(made_from=made_from), NETWORK, TRAVEL)
    assert store.load().network == NETWORK
    store.database.unlink()
    assert store.load().network == NETWORK
    changed = contents | {"network.json": older.replace(b"Place KHO", b"Place KHA")}
    with pytest.raises(FileError):
        stored_from(changed, tmp_path, store.load().folder.name[-7:])


def test_what_is_saved_comes_back_whole(tmp_path: Path) -> None:
    folder = save(tmp_path)
    stored = PlanStore(tmp_path).load()
    assert folder == stored.folder
    assert (stored.plan, stored.network) == (a_made_plan(), NETWORK)
    assert travel_sha256(stored.travel) == travel_sha256(TRAVEL)
    assert stored.travel.matrices.keys() == TRAVEL.matrices.keys()
    assert dict(stored.travel.states) == dict(TRAVEL.states)


def test_the_folder_is_named_by_quarter_number_status_and_hash(tmp_path: Path) -> None:
    folder = save(tmp_path)
    assert folder.parent.name == "2027Q1"
    assert folder.name == f"v1-nhap-{plan_sha256(a_made_plan())[:7]}"
    names = {path.name for path in folder.iterdir()}
    assert names == {"plan.json", "network.json", "travel.npz", "MANIFEST.json"}
    assert list(folder.parent.iterdir()) == [folder]


def test_the_hash_of_the_folder_is_the_one_on_the_sheets() -> None:
    plan = a_made_plan()
    assert plan_sha256(plan).startswith(short_hash(plan))


def test_the_same_plan_is_not_stored_twice(tmp_path: Path) -> None:
    assert save(tmp_path) == save(tmp_path, runs=(a_run(runtime_ms=77),))


def test_the_same_decision_made_in_another_way_is_another_version(tmp_path: Path) -> None:
    first, second = save(tmp_path), save(tmp_path, runs=(a_run(seed=5),))
    assert (first.name[:3], second.name[:3]) == ("v1-", "v2-")


def test_files_of_a_stored_plan_cannot_be_written_to(tmp_path: Path) -> None:
    writable = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
    assert all(not path.stat().st_mode & writable for path in save(tmp_path).iterdir())


@pytest.mark.parametrize("name", ["plan.json", "network.json", "travel.npz", "MANIFEST.json"])
def test_a_changed_file_of_a_folder_alone_is_noticed(tmp_path: Path, name: str) -> None:
    path = save_folder_alone(tmp_path) / name
    path.chmod(0o644)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"0", b"1", 1) if b"0" in content else b"")
    if name == "MANIFEST.json":
        path.write_bytes(b"{}")
    with pytest.raises(FileError) as caught:
        PlanStore(tmp_path).load()
    assert caught.value.code == "plan_damaged"


@pytest.mark.parametrize("name", ["plan.json", "network.json", "travel.npz"])
def test_a_missing_or_cut_file_is_noticed(tmp_path: Path, name: str) -> None:
    path = save_folder_alone(tmp_path) / name
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(FileError):
        PlanStore(tmp_path).load()
    path.unlink()
    with pytest.raises(FileError):
        PlanStore(tmp_path).load()


def test_a_damaged_version_does_not_pass_for_the_same_plan(tmp_path: Path) -> None:
    folder = save_folder_alone(tmp_path)
    (folder / "plan.json").chmod(0o644)
    (folder / "plan.json").write_bytes(b"{}")
    assert save(tmp_path).name.startswith("v2-")


def test_versions_are_listed_oldest_first_and_found_by_name(tmp_path: Path) -> None:
    first, second = save(tmp_path), save(tmp_path, routing=empty())
    store = PlanStore(tmp_path)
    assert [version.folder for version in store.versions(QUARTER)] == [first, second]
    assert store.load().folder == second
    short = first.name[-7:]
    for name in ("v1", "2027Q1/v1", f"2027Q1/{first.name}", "2027Q1\\v1", first.name, short):
        assert store.load(name).folder == first


@pytest.mark.parametrize(
    ("name", "code"), [("v9", "no_such_version"), ("../etc", "no_such_version")]
)
def test_a_name_that_fits_none_is_an_error(tmp_path: Path, name: str, code: str) -> None:
    save(tmp_path)
    with pytest.raises(FileError) as caught:
        PlanStore(tmp_path).load(name)
    assert caught.value.code == code


def test_a_name_that_fits_two_is_an_error(tmp_path: Path) -> None:
    save(tmp_path)
    save(tmp_path, quarter=QUARTER.model_copy(update={"name": "2027Q2"}))
    with pytest.raises(FileError) as caught:
        PlanStore(tmp_path).load("v1")
    assert caught.value.code == "several_versions"


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        PlanStore(tmp_path).load()
    assert caught.value.code == "no_plan_stored"


@pytest.mark.parametrize(
    "name", ["../../etc", "con", "NUL", "a/b", "quý 1", "..", "\x1b[2J", "x" * 300]
)
def test_the_name_of_a_quarter_never_leads_out_of_the_store(tmp_path: Path, name: str) -> None:
    quarter = Quarter(name=name, first_day=QUARTER.first_day, last_day=QUARTER.last_day)
    folder = save(tmp_path, quarter=quarter)
    assert folder.parent.parent == tmp_path
    assert PlanStore(tmp_path).versions(quarter)[0].folder == folder


def test_quarters_with_alike_names_have_folders_of_their_own() -> None:
    assert quarter_folder("a b") != quarter_folder("a-b")


def test_a_number_that_another_process_works_on_is_left_to_it(tmp_path: Path) -> None:
    (tmp_path / "2027Q1" / ".v1.part").mkdir(parents=True)
    assert save(tmp_path).name.startswith("v2-")


def test_a_save_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("vongsach.store.version_folder.os.fsync", full)
    with pytest.raises(FileError) as caught:
        save(tmp_path)
    assert caught.value.code == "not_writable"
    assert list((tmp_path / "2027Q1").iterdir()) == []


def test_the_bytes_of_a_plan_are_the_same_for_equal_runs(tmp_path: Path) -> None:
    one, two = save(tmp_path / "a"), save(tmp_path / "b")
    for name in ("plan.json", "network.json", "travel.npz"):
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_fingerprints_tell_networks_and_travels_apart() -> None:
    other = a_network(services=(a_service(visits=2),))
    assert network_sha256(other) != network_sha256(NETWORK)
    slower = a_travel(NETWORK, 3601)
    assert travel_sha256(slower) != travel_sha256(TRAVEL)
    ((key, matrix),) = TRAVEL.matrices.items()
    turned = Travel(states=TRAVEL.states, matrices={key: matrix})
    assert travel_sha256(turned) == travel_sha256(TRAVEL)
    assert matrix.seconds.dtype == np.int64


def test_run_times_are_all_that_equal_runs_may_differ_in() -> None:
    plan = a_made_plan(runs=(a_run(runtime_ms=5),))
    assert without_run_times(plan).runs[0].runtime_ms == 0
    assert plan_sha256(plan) == plan_sha256(without_run_times(plan))


def test_hostile_names_come_back_as_they_were(tmp_path: Path) -> None:
    network = a_network(
        places=(
            NETWORK.places[0],
            a_place("P1").model_copy(update={"name": "\x1b[31m</script>..\\../\u202e"}),
        )
    )
    plan = a_made_plan(network)
    PlanStore(tmp_path).save(plan, network, TRAVEL)
    assert PlanStore(tmp_path).load().network == network


def test_what_could_not_be_read_again_is_not_saved(tmp_path: Path) -> None:
    """Whoever changes a network past its limits is told at once, not when the plan is opened."""
    worker = a_worker().model_copy(update={"days_per_week": 9})
    network = NETWORK.model_copy(update={"workers": (worker,)})
    with pytest.raises(ValidationError):
        PlanStore(tmp_path).save(a_made_plan(network), network, TRAVEL)
    assert PlanStore(tmp_path).versions() == ()

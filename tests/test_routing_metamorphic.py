"""Prove that what changes nothing changes nothing, and that more room never costs more."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import QUARTER, a_travel, a_worker
from tests.oracle import best_routing
from tests.routing_cases import solved, some_places
from tests.strategies import Case, cases
from vongsach.network import Network
from vongsach.objective import routing_terms, total
from vongsach.travel import Travel, TravelMatrix


def plain(case: Case) -> Case:
    """Return a case that the oracle can judge."""
    vans = tuple(van.model_copy(update={"meal": None, "nights": 0}) for van in case.network.vans)
    network = case.network.model_copy(update={"vans": vans, "workers": ()})
    return Case(network=network, quarter=case.quarter, travel=case.travel)


def some_network() -> Network:
    network = some_places(7)
    return network.model_copy(update={"workers": (a_worker("N1"), a_worker("N2"))})


@given(st.randoms(use_true_random=False))
@settings(max_examples=2)
def test_the_order_of_rows_changes_nothing(order: random.Random) -> None:
    network = some_network()
    turned = network.model_copy(
        update={
            name: tuple(order.sample(getattr(network, name), len(getattr(network, name))))
            for name in ("places", "services", "vans", "workers")
        }
    )
    travel = a_travel(network)
    assert solved(network, travel).decision == solved(turned, travel).decision


def test_other_names_change_nothing_but_names() -> None:
    network = some_network()
    text = network.model_dump_json()
    for name in ("KHO", "X1", "N1", "N2", *(f"P{number}" for number in range(1, 8))):
        text = text.replace(f'"{name}"', f'"z{name}"').replace(f'"{name}:', f'"z{name}:')
    renamed = Network.model_validate_json(text)
    here = solved(network, a_travel(network)).decision.model_dump_json()
    there = solved(renamed, a_travel(renamed)).decision.model_dump_json()
    assert there.replace('"z', '"') == here


def test_twice_the_roads_cost_twice_the_driving() -> None:
    network = some_network()
    travel = a_travel(network, 900)
    routing = solved(network, travel).decision
    far = Travel(
        states=travel.states,
        matrices={
            key: TravelMatrix(
                one.places, 2 * one.seconds, 2 * one.metres, one.reachable, one.estimated
            )
            for key, one in travel.matrices.items()
        },
    )
    once = {one.name: one.dong for one in routing_terms(network, QUARTER, routing, travel)}
    twice = {one.name: one.dong for one in routing_terms(network, QUARTER, routing, far)}
    assert (twice["km"], twice["hours"]) == (2 * once["km"], 2 * once["hours"])
    assert {name: twice[name] for name in once if name not in {"km", "hours"}} == {
        name: dong for name, dong in once.items() if name not in {"km", "hours"}
    }


@given(cases(most_places=2, least_days=7, most_days=9))
@settings(max_examples=10)
def test_one_more_van_never_makes_the_optimum_dearer(case: Case) -> None:
    case = plain(case)
    one = case.network.model_copy(update={"vans": case.network.vans[:1]})
    van = one.vans[0]
    two = one.model_copy(update={"vans": (van, van.model_copy(update={"id": "Z"}))})
    few = best_routing(Case(network=one, quarter=case.quarter, travel=case.travel)).cost
    many = best_routing(Case(network=two, quarter=case.quarter, travel=case.travel)).cost
    assert many <= few


@given(cases(most_places=2, least_days=7, most_days=9))
@settings(max_examples=10)
def test_wider_openings_never_make_the_optimum_dearer(case: Case) -> None:
    case = plain(case)
    services = tuple(one.model_copy(update={"openings": ()}) for one in case.network.services)
    wider = case.network.model_copy(update={"services": services})
    open_always = Case(network=wider, quarter=case.quarter, travel=case.travel)
    assert best_routing(open_always).cost <= best_routing(case).cost


@given(cases(most_places=2, least_days=7, most_days=9))
@settings(max_examples=10)
def test_a_wished_service_less_never_makes_the_optimum_dearer(case: Case) -> None:
    case = plain(case)
    first = case.network.services[0].model_copy(update={"required": False})
    services = (first, *case.network.services[1:])
    whole = case.network.model_copy(update={"services": services})
    less = case.network.model_copy(update={"services": services[1:]})
    dearer = best_routing(Case(network=whole, quarter=case.quarter, travel=case.travel)).cost
    cheaper = best_routing(Case(network=less, quarter=case.quarter, travel=case.travel)).cost
    assert cheaper <= dearer


def test_the_cost_of_a_run_is_that_of_its_routing() -> None:
    network = some_network()
    travel = a_travel(network)
    found = solved(network, travel)
    assert total(found.run.cost) == total(routing_terms(network, QUARTER, found.decision, travel))

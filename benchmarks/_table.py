"""Run our solver on public instances and print one line for each."""

import argparse
import os
import platform
import time
from pathlib import Path

from benchmarks._cordeau import UNIT, best_known, judge, problem_of, read_instance, routes_of
from benchmarks._peers import installed, route_with
from benchmarks._watching import Phases, peak_megabytes
from routing import solve_routing
from vongsach.solving import MOST_THOROUGH, QUICKEST, Effort, Unwatched

HEAD = f"{'instance':10}{'best':>11}{'ours':>11}{'gap %':>8}{'bound':>11}{'s':>7}{'MB':>7}  notes"


def run(name: str, arguments: list[str]) -> int:
    """Print the table of a family of instances; 1 where a routing breaks a rule of its instance."""
    asked = _read(name, arguments)
    known = best_known(asked.instances)
    names = asked.only.split(",") if asked.only else list(known)
    print(f"{platform.machine()}, Python {platform.python_version()}, {asked.seconds} s each")
    print(HEAD)
    _warm_up(_file(asked.instances, names[0]))
    gaps, broken = [], False
    for instance in names:
        gap, fault = _line(_file(asked.instances, instance), known[instance], asked)
        gaps.append(gap)
        broken = broken or fault
    print(f"mean gap {sum(gaps) / len(gaps):.2f} %, worst {max(gaps):.2f} %")
    return int(broken)


def _file(folder: Path, name: str) -> Path:
    """Return the file of an instance: some families have an ending, some have none."""
    return folder / name if (folder / name).exists() else folder / f"{name}.txt"


def _warm_up(path: Path) -> None:
    """Let the loops be compiled before time is taken."""
    effort = Effort(level=QUICKEST)
    solve_routing(*problem_of(read_instance(path)), effort=effort, seed=1, watch=Unwatched())


def _line(path: Path, best: float, asked: argparse.Namespace) -> tuple[float, bool]:
    instance = read_instance(path)
    network, quarter, travel = problem_of(instance)
    phases = Phases()
    began = time.monotonic()
    effort = Effort(level=MOST_THOROUGH, seconds=asked.seconds, workers=asked.workers)
    found = solve_routing(network, quarter, travel, effort=effort, seed=asked.seed, watch=phases)
    seconds = time.monotonic() - began
    cost, faults = judge(instance, routes_of(found.decision))
    gap = 100 * (cost / best - 1)
    notes = list(faults[:2])
    if cost < best - 0.01:
        notes.append("BELOW BEST KNOWN: check the rules")
    notes.append(" ".join(f"{name} {at:.1f}" for name, at in phases.stages.items()))
    bound = (found.run.bound or 0) / UNIT
    print(
        f"{path.stem:10}{best:11.2f}{cost:11.2f}{gap:8.2f}{bound:11.2f}{seconds:7.1f}"
        f"{peak_megabytes():7.0f}  {'; '.join(notes)}",
        flush=True,
    )
    for peer, solve in installed(asked.peers).items():
        began = time.monotonic()
        routes = route_with(solve, instance, asked.seconds)
        seconds = time.monotonic() - began
        if routes is None:
            print(f"  {peer:8}{'no plan':>22}{'':27}{seconds:7.1f}", flush=True)
            continue
        cost, broken = judge(instance, routes)
        note = "; ".join(broken[:1])
        print(
            f"  {peer:8}{'':11}{cost:11.2f}{100 * (cost / best - 1):8.2f}{'':11}{seconds:7.1f}"
            f"{'':7}  {note}",
            flush=True,
        )
    return gap, bool(faults)


def _read(name: str, arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks {name}")
    parser.add_argument("--instances", type=Path, required=True, help="folder with bks.csv")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", default="", help="names, separated by commas")
    parser.add_argument(
        "--peers", default="", help="pyvrp, vroom, ortools, separated by commas; or all"
    )
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)

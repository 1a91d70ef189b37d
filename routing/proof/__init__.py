"""Prove how little any routing can cost: prices of visits, and days that earn the most by them.

Lagrangian relaxation of the covering of visits by days, its prices found by column generation
over ng-routes (Baldacci, Mingozzi, Roberti, Operations Research 59(5), 2011,
doi:10.1287/opre.1110.0975).
"""

from pathlib import Path

from vongsach.machine_code import forget_stale

_HERE = Path(__file__).parent
forget_stale(_HERE, [*_HERE.glob("*.py"), *_HERE.parent.glob("search/*.py")])

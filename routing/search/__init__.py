"""Search over days and routes together: ruin and recreate, in compiled loops.

String removals after Christiaens and Vanden Berghe, Transportation Science 54(2), 2020,
doi:10.1287/trsc.2019.0914; the choice of day combinations inside the recreate step is ours.
"""

from pathlib import Path

from vongsach.machine_code import forget_stale

_HERE = Path(__file__).parent
forget_stale(_HERE, _HERE.glob("*.py"))

"""Note every doubt at its cell."""

from collections.abc import Mapping, Sequence

from vongsach.network import Network
from vongsach.quarter import Quarter
from vongsach.workbook.plausible.fleets import Fleet, fleet_doubts
from vongsach.workbook.plausible.pasts import past_doubts
from vongsach.workbook.plausible.visits import visit_doubts
from vongsach.workbook.records import Findings, Record


def note_doubts(
    network: Network,
    quarter: Quarter,
    records: Mapping[str, Sequence[Record]],
    findings: Findings,
) -> None:
    """Note what no plan can mend.

    Parameters
    ----------
    network, quarter
        What the workbook says, without an error.
    records
        Its rows by sheet, in the order of the network.
    findings
        Where it is noted.
    """
    fleet = Fleet(network, quarter)
    for found in (
        *visit_doubts(network, quarter, fleet),
        *fleet_doubts(network, quarter, fleet),
        *past_doubts(network, quarter),
    ):
        findings.in_cell(found.code, records[found.sheet][found.row], found.column, **found.facts)

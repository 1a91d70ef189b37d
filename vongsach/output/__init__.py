"""Show a plan: the joined view, the map, the paper and the manager's page."""

from vongsach.output.joining import join
from vongsach.output.maps import write_map
from vongsach.output.papers import Wanted, write_papers
from vongsach.output.presentation import Presentation
from vongsach.output.report_changes import Earlier
from vongsach.output.report_data import ReportData
from vongsach.output.report_figures import Figured
from vongsach.output.report_rules import RuleVerdict
from vongsach.output.reports import write_report
from vongsach.output.view import Approval, PlanView
from vongsach.output.ways import WayFinder

__all__ = [
    "Approval",
    "Earlier",
    "Figured",
    "PlanView",
    "Presentation",
    "ReportData",
    "RuleVerdict",
    "Wanted",
    "WayFinder",
    "join",
    "write_map",
    "write_papers",
    "write_report",
]

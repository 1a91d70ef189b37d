"""Say why something is not planned, and which changes, each tested by planning, would help."""

from vongsach.explaining.boxes import Barrier, Brought, NotThere, explain_box
from vongsach.explaining.facts import BoxFacts, TripFacts, facts_of_box, facts_of_trip
from vongsach.explaining.infeasible import Deadlock, explain_pins
from vongsach.explaining.spared import Spared, without_trip
from vongsach.explaining.suggest import Suggestion, suggest
from vongsach.explaining.trial import Base, Tried
from vongsach.explaining.unserved import PAST_HELP, Explained, explain_missing

__all__ = [
    "PAST_HELP",
    "Barrier",
    "Base",
    "BoxFacts",
    "Brought",
    "Deadlock",
    "Explained",
    "NotThere",
    "Spared",
    "Suggestion",
    "Tried",
    "TripFacts",
    "explain_box",
    "explain_missing",
    "explain_pins",
    "facts_of_box",
    "facts_of_trip",
    "suggest",
    "without_trip",
]

"""Where the links and pictures of articles lead, what is wrong with them, and how they are repaired."""

from .destinations import Destination, State, destinations
from .lookup import Lookup, look_up
from .repairs import repair, repair_all
from .stored import store_links, was_rewritten
from .suggestions import suggestions
from .survey import STATES, Finding, Host, findings, hosts, reported

__all__ = [
    "STATES",
    "Destination",
    "Finding",
    "Host",
    "Lookup",
    "State",
    "destinations",
    "findings",
    "hosts",
    "look_up",
    "repair",
    "repair_all",
    "reported",
    "store_links",
    "suggestions",
    "was_rewritten",
]

"""Who did what to whom: acts between parties in the terms of the PLOVER standard for event data.

`slots` knows grammar, `parties` who a phrase means, `contexts` how an act stands to the facts, `acts` puts verb and
parties together, `coding` gives the event type, `build` joins them with the events of claims.
"""

from detente.reading.interactions.build import interactions_in
from detente.reading.interactions.preparing import may_tell_act, prepare_for_interactions

__all__ = ["interactions_in", "may_tell_act", "prepare_for_interactions"]

"""Time expressions in a text: where they stand, what they mean by TimeML, and as dates of the ledger.

In: a text and the day it was published, or None. Out: `TimeExpression`s in the order of the text. Pure: no clock, no model.
"""

from detente.reading.dates.expression import Anchor, TimeExpression, TimexType
from detente.reading.dates.reader import dates, expressions_in
from detente.reading.dates.timeml import records_of, timeml_of

__all__ = ["Anchor", "TimeExpression", "TimexType", "dates", "expressions_in", "records_of", "timeml_of"]

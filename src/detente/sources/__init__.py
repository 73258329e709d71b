"""Where reports come from: one data file a source, one adapter a format.

In: the text of an answer, and the source that it is from. Out: items as the source has them.

Holds: no network, no clock, no disk but the data files that come with the package; the same text gives the same items with
the same keys. Unknown stays unknown: an item without a date has none.
Leaves to `documents`: what text an item's markup holds. Leaves to `app`: fetching, and what was seen before.
"""

"""The grammar of time expressions: one file a family, each a list of rules in the notation of `detente.reading.dates.pattern`."""

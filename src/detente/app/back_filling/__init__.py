"""Back-filling: a folder of many documents read into a ledger by several processes, on one machine or many."""

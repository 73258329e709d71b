"""News for people who asked to be told: what a rule fires about, as a signed webhook or a mail; the daily brief."""

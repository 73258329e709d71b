"""The data tables of the trade model: loaded from the package, or from a user's files."""

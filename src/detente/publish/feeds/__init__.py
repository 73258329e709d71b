"""Updates as feeds: Atom and JSON Feed of one saved search."""

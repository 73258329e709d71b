"""The types that all parts share: frozen, slotted, without behaviour beyond their own invariants."""

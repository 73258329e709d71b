"""Threats, retaliation, talks: players choose tariffs on the one-sector model, each for the real income of its own people."""

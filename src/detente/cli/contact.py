"""Who asks: publishers must be able to reach them."""

import sys

import typer

from detente.app.following.settings import FollowSettings, keep_contact, load_follow_settings
from detente.cli.output import warn


def settings_with_contact() -> FollowSettings:
    """The settings; the contact is asked for at the first run, where somebody is there to answer."""
    settings = load_follow_settings()
    if settings.contact is None and sys.stdin.isatty() and sys.stderr.isatty():
        warn("publishers must be able to reach whoever reads their feeds: the contact goes with every request")
        path = keep_contact(typer.prompt("your e-mail address or web page", err=True))
        warn(f"kept in {path}")
        settings = load_follow_settings()
    settings.require_contact()
    return settings

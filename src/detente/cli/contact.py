"""Who asks: publishers must be able to reach them."""

import sys

import typer

from detente.app.following.settings import FollowSettings, contact_of, keep_contact, load_follow_settings
from detente.cli.output import warn
from detente.errors import InputError


def _contact(text: str) -> str:
    """What was typed, where it is a contact; else it is asked for again."""
    try:
        return contact_of(text)
    except InputError as error:
        raise typer.BadParameter(f"{error.message}; {error.hint}") from None


def settings_with_contact() -> FollowSettings:
    """The settings; the contact is asked for at the first run, where somebody is there to answer."""
    settings = load_follow_settings()
    if settings.contact is None and sys.stdin.isatty() and sys.stderr.isatty():
        warn("publishers must be able to reach whoever reads their feeds: the contact goes with every request")
        path = keep_contact(typer.prompt("your e-mail address or web page", value_proc=_contact, err=True))
        warn(f"kept in {path}")
        settings = load_follow_settings()
    settings.require_contact()
    return settings

"""The pages, given out to a browser."""

from typing import Annotated

import typer

from detente.app.asking import day_of
from detente.app.config import load_config
from detente.app.demo import demo_stories, end_of_demo, reports_in
from detente.app.ledger import Ledger
from detente.app.serving import DEFAULT_HOST, DEFAULT_PORT, checked_host, serve_ledger
from detente.cli.options import JobsOption, LedgerOption, TodayOption, opened_ledger
from detente.cli.output import progress, say


def serve(
    ledger: LedgerOption = None,
    demo: Annotated[bool, typer.Option("--demo", help="The stories that come with the package, as of the end of one of them.")] = False,
    host: Annotated[str, typer.Option("--host", help="The address to listen on; this machine alone.")] = DEFAULT_HOST,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")] = DEFAULT_PORT,
    today: TodayOption = None,
    jobs: JobsOption = None,
) -> None:
    """Show the ledger as pages on this machine, until interrupted."""
    address, day = checked_host(host), day_of(today, "today")
    if not demo:
        with opened_ledger(ledger) as held:
            serve_ledger(held, today=day, host=address, port=port, ready=say)
        return
    stories = demo_stories()
    with Ledger(ledger or ":memory:") as held:
        with progress("reading", reports_in(stories)) as step:
            held.read([d for story in stories for d in story.documents.values()], jobs=jobs or load_config().jobs, on_reading=step)
        known = day or end_of_demo(stories)
        serve_ledger(held, today=known, host=address, port=port, ready=say, first=f"/?known={known}")

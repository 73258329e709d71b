"""The pages, given out to a browser."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from detente.app.asking import day_of
from detente.app.config import load_config
from detente.app.demo import demo_stories, end_of_demo, reports_in
from detente.app.following.rounds import source_records
from detente.app.ledger import Ledger
from detente.app.reach import MEMORY, access_to, reach_of
from detente.app.serving import DEFAULT_HOST, DEFAULT_PORT, serve_ledger
from detente.cli.options import JobsOption, LedgerOption, TodayOption, opened_ledger
from detente.cli.output import progress, say, warn
from detente.model.record import Record

_IN_THE_CLEAR = (
    "without https tokens can be read on the way, and no browser keeps a login: "
    "give --certificate and --key, or --public https://… where a proxy speaks https"
)


def serve(
    ledger: LedgerOption = None,
    demo: Annotated[bool, typer.Option("--demo", help="The stories that come with the package, as of the end of one of them.")] = False,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on; beyond this machine only with tokens (`detente tokens`).")
    ] = DEFAULT_HOST,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")] = DEFAULT_PORT,
    public: Annotated[
        str | None, typer.Option("--public", metavar="URL", help="Where readers reach it, by a name or through a proxy; needs tokens.")
    ] = None,
    certificate: Annotated[Path | None, typer.Option("--certificate", metavar="FILE", help="Speak https with this certificate.")] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="The certificate's key.")] = None,
    today: TodayOption = None,
    jobs: JobsOption = None,
) -> None:
    """Show the ledger as pages, on this machine or to who has a token, until interrupted."""
    reach, day = reach_of(host, port, public=public, certificate=certificate, key=key), day_of(today, "today")
    target = ledger or (MEMORY if demo else load_config().ledger)
    with access_to(target, reach) as access:

        def ready(where: str) -> None:
            say(where)
            if reach.is_beyond and not reach.is_secure:
                warn(_IN_THE_CLEAR)

        def sources() -> Sequence[Record]:
            return source_records(target)

        if not demo:
            with opened_ledger(target) as held:
                serve_ledger(held, today=day, reach=reach, access=access, sources=sources, ready=ready)
            return
        stories = demo_stories()
        with Ledger(target) as held:
            with progress("reading", reports_in(stories)) as step:
                held.read([d for story in stories for d in story.documents.values()], jobs=jobs or load_config().jobs, on_reading=step)
            known = day or end_of_demo(stories)
            serve_ledger(held, today=known, reach=reach, access=access, sources=sources, ready=ready, known=known)

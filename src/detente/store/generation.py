"""Changes of what is kept beside the log, one generation after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, select, update

from detente.errors import Overtaken
from detente.store.engine import translating
from detente.store.projection_tables import projection


@contextmanager
def changing(engine: Engine, target: str, generation: int) -> Iterator[Connection]:
    """A transaction that takes the projection from one generation to the next; Overtaken where it is at another."""
    with translating(target), engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.execute(select(projection.c.generation)).scalar_one() != generation:
            raise Overtaken("another process has changed the projection", where=target)
        connection.execute(update(projection).values(generation=generation + 1))
        yield connection

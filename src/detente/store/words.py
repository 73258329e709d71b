"""Full-text search in what claims are found by: FTS5 in SQLite, a tsvector with its GIN index in PostgreSQL.

In: words already cut and in one case, parted by spaces. Out: the numbers of the members that hold runs of them.

Holds: both databases find the same: the words are cut before they come here, so no tokenizer of a database has a say, and no
word is stemmed or left out. Only the index is kept, no copy of the words.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, Integer, TextualSelect, column, text

_FOUND = column("member", Integer)


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def empty_words(connection: Connection) -> None:
    """Forget all words."""
    emptying = "INSERT INTO claim_words (claim_words) VALUES ('delete-all')" if _is_sqlite(connection) else "TRUNCATE claim_words"
    connection.exec_driver_sql(emptying)


def add_words(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Take in the words of members, by their numbers."""
    given = [{"member": member, "words": words} for member, words in rows]
    if not given:
        return
    into = "(rowid, words) VALUES (:member, :words)" if _is_sqlite(connection) else "VALUES (:member, to_tsvector('simple', :words))"
    connection.execute(text(f"INSERT INTO claim_words {into}"), given)


def members_with(connection: Connection, runs: Iterable[Sequence[str]]) -> TextualSelect:
    """A query of the numbers of members that hold every run of words, the last word of each at its beginning."""
    if _is_sqlite(connection):
        asked = " AND ".join(f'"{" ".join(run)}" *' for run in runs)
        return text("SELECT rowid AS member FROM claim_words WHERE claim_words MATCH :asked").bindparams(asked=asked).columns(_FOUND)
    asked = " & ".join("(" + " <-> ".join([*(f"'{word}'" for word in run[:-1]), f"'{run[-1]}':*"]) + ")" for run in runs)
    return text("SELECT member FROM claim_words WHERE words @@ to_tsquery('simple', :asked)").bindparams(asked=asked).columns(_FOUND)


def counted_words(connection: Connection) -> Iterator[tuple[str, int]]:
    """Every word, with the number of members that hold it."""
    if _is_sqlite(connection):
        connection.exec_driver_sql("CREATE VIRTUAL TABLE IF NOT EXISTS temp.counted_words USING fts5vocab('main', 'claim_words', 'row')")
        rows = connection.exec_driver_sql("SELECT term, doc FROM counted_words")
    else:
        rows = connection.exec_driver_sql("SELECT word, ndoc FROM ts_stat('SELECT words FROM claim_words')")
    yield from ((word, count) for word, count in rows)

import pytest

from detente.app.tokens import tokens_of
from detente.errors import LedgerUnavailable, NotInLedger, QueryError
from detente.model.token import Scope, token_hash
from tests.publish.shelves import THREAT, ledger


@pytest.fixture
def path(tmp_path):
    ledger(THREAT, path=str(tmp_path / "x.ledger")).close()
    return tmp_path / "x.ledger"


def test_of_a_token_only_its_hash_is_kept(path):
    with tokens_of(str(path)) as held:
        secret = held.new("reader", Scope.READ)
        (kept,) = held.all()
    assert (kept.hash, kept.scope) == (token_hash(secret), Scope.READ)
    assert secret.encode() not in path.read_bytes()


def test_a_revoked_token_is_forgotten(path):
    with tokens_of(str(path)) as held:
        held.new("reader", Scope.READ)
        with pytest.raises(QueryError):
            held.new("reader", Scope.ADMIN)
        held.revoke("reader")
        assert held.all() == []
        with pytest.raises(NotInLedger):
            held.revoke("reader")


def test_there_are_no_tokens_of_no_ledger(tmp_path):
    with pytest.raises(LedgerUnavailable), tokens_of(str(tmp_path / "none")):
        pass


def test_scopes_include_those_before_them():
    assert [[held.covers(needed) for needed in Scope] for held in Scope] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]

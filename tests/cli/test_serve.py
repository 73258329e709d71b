"""The command `serve` where it does not come to serving."""

import pytest

from tests.publish.shelves import THREAT, ledger


@pytest.mark.parametrize("beyond", [("--host", "0.0.0.0"), ("--public", "https://ledger.example")])
def test_beyond_this_machine_it_refuses_to_start_without_tokens(call, tmp_path, beyond):
    path = str(tmp_path / "x.ledger")
    ledger(THREAT, path=path).close()
    code, out, err = call("serve", *beyond, "--ledger", path)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "no tokens yet" in err
    assert "detente tokens new" in err


def test_the_demo_is_not_read_for_nothing(call):
    code, _, err = call("serve", "--demo", "--host", "0.0.0.0")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "--ledger FILE" in err

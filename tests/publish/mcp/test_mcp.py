"""The server for assistants; all texts are written for testing."""

import json
from datetime import date

import jsonschema
import pytest

from detente.app.shelf import LedgerShelf
from detente.publish.mcp.server import answer_to
from detente.publish.mcp.tools import TOOLS
from tests.publish.shelves import ORDER, PLEDGE, THREAT, ledger


@pytest.fixture
def shelf():
    with ledger(THREAT, ORDER, PLEDGE) as held:
        yield LedgerShelf(held, today=date(2012, 3, 10))


def ask(shelf, method, **params):
    return json.loads(answer_to(json.dumps({"jsonrpc": "2.0", "id": 7, "method": method, "params": params}), shelf))


def call(shelf, name, **arguments):
    return ask(shelf, "tools/call", name=name, arguments=arguments)["result"]


def test_it_agrees_on_a_version(shelf):
    told = ask(shelf, "initialize", protocolVersion="2024-11-05", capabilities={}, clientInfo={"name": "t", "version": "1"})["result"]
    assert told["protocolVersion"] == "2024-11-05"
    assert ask(shelf, "initialize", protocolVersion="1999-01-01")["result"]["protocolVersion"] == "2025-11-25"
    assert answer_to('{"jsonrpc":"2.0","method":"notifications/initialized"}', shelf) is None


def test_all_tools_only_read_and_have_schemas(shelf):
    tools = ask(shelf, "tools/list")["result"]["tools"]
    assert [tool["name"] for tool in tools] == ["search", "thread", "due", "changes", "scoreboard"]
    for tool in tools:
        jsonschema.Draft202012Validator.check_schema(tool["inputSchema"])
        assert tool["annotations"]["readOnlyHint"]


def test_an_answer_carries_words_and_source(shelf):
    (row,) = call(shelf, "search", q="wheat")["structuredContent"]["rows"]
    assert row["evidence"] == ["It is said in d."]
    assert (row["publisher"], row["url"]) == ("Wire service T", "https://news.example/d")


def test_every_tool_answers(shelf):
    name = call(shelf, "changes", kind=["measure"])["structuredContent"]["rows"][0]["thread"]
    given = {
        "search": {"q": "shoes"},
        "thread": {"id": name},
        "due": {"within": "2w"},
        "changes": {"limit": 1},
        "scoreboard": {"by": "imposer"},
    }
    for tool in TOOLS:
        told = call(shelf, tool.name, **given[tool.name])
        assert not told["isError"], told
        assert told["structuredContent"]["rows"], tool.name
        assert json.loads(told["content"][0]["text"]) == told["structuredContent"]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("search", {}),
        ("search", {"q": 3}),
        ("thread", {"id": "none"}),
        ("due", {"within": "soon"}),
        ("due", {"today": "soon"}),
        ("changes", {"limit": 0}),
        ("changes", {"limit": True}),
        ("changes", {"actor": ["Ruritania"]}),
        ("changes", {"secret": "x"}),
        ("scoreboard", {"by": "mood"}),
        ("drop", {}),
    ],
)
def test_a_bad_question_is_told_as_an_error_of_the_tool(shelf, name, arguments):
    assert call(shelf, name, **arguments)["isError"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", -32700),
        ("[" * 100_000, -32700),
        ("[]", -32600),
        ('{"jsonrpc":"1.0","method":"ping","id":1}', -32600),
        ('{"jsonrpc":"2.0","method":"nothing","id":1}', -32601),
        ('{"jsonrpc":"2.0","method":"ping","id":1,"params":[1]}', -32602),
        ('{"jsonrpc":"2.0","method":"tools/call","id":1,"params":{"name":3}}', -32602),
    ],
)
def test_what_is_no_request_is_answered_by_an_error(shelf, line, code):
    assert json.loads(answer_to(line, shelf))["error"]["code"] == code

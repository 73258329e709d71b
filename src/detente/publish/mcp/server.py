"""The protocol: JSON-RPC 2.0, a message a line.

In: a line. Out: the line that answers it, None where none is due. Leaves the pipes to `app`.

Holds: a line that cannot be understood is answered by an error, never by an end.
"""

import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import cast

from detente.errors import DetenteError
from detente.model.record import Json, Record
from detente.publish.mcp.tools import TOOLS, called
from detente.publish.shelf import Shelf

VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")

_PARSE, _INVALID, _NO_METHOD, _PARAMETERS = -32700, -32600, -32601, -32602

_INSTRUCTIONS = (
    "A ledger of what reports say on trade policy and diplomacy. Every row has the words of its report and its source; "
    "cite them, and say who says so. A status is that of the newest report. What is not in the ledger is not stated."
)


class _Refused(Exception):
    """A request that cannot be answered, with the code of JSON-RPC."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def _initialized(parameters: Mapping[str, Json]) -> Record:
    wanted = parameters.get("protocolVersion")
    return {
        "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {"listChanged": False}},
        "serverInfo": {"name": "detente", "version": version("detente")},
        "instructions": _INSTRUCTIONS,
    }


def _tools() -> Record:
    told: list[Json] = [
        {
            "name": tool.name,
            "description": tool.description,
            "inputSchema": tool.schema,
            "annotations": {"readOnlyHint": True, "openWorldHint": False},
        }
        for tool in TOOLS
    ]
    return {"tools": told}


def _call(shelf: Shelf, parameters: Mapping[str, Json]) -> Record:
    name, given = parameters.get("name"), parameters.get("arguments") or {}
    if not isinstance(name, str) or not isinstance(given, dict):
        raise _Refused(_PARAMETERS, "a call names a tool and its arguments")
    try:
        told = called(shelf, name, given)
    except DetenteError as error:
        return {"content": [{"type": "text", "text": str(error)}], "isError": True}
    text = json.dumps(told, ensure_ascii=False)
    return {"content": [{"type": "text", "text": text}], "structuredContent": told, "isError": False}


def _answer(shelf: Shelf, method: str, parameters: Mapping[str, Json]) -> Record:
    match method:
        case "initialize":
            return _initialized(parameters)
        case "ping":
            return {}
        case "tools/list":
            return _tools()
        case "tools/call":
            return _call(shelf, parameters)
        case _:
            raise _Refused(_NO_METHOD, f"no such method: {method}")


def _error(name: Json, code: int, message: str) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": name, "error": {"code": code, "message": message}}, ensure_ascii=False)


def answer_to(line: str, shelf: Shelf) -> str | None:
    """The answer to one message."""
    try:
        message: Json = json.loads(line)
    except (ValueError, RecursionError):
        return _error(None, _PARSE, "not JSON")
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0" or not isinstance(message.get("method"), str):
        is_answer = isinstance(message, dict) and ("result" in message or "error" in message)
        return None if is_answer else _error(None, _INVALID, "not a request of JSON-RPC 2.0")
    if "id" not in message:
        return None
    parameters = message.get("params") or {}
    try:
        if not isinstance(parameters, dict):
            raise _Refused(_PARAMETERS, "parameters have names")
        told = _answer(shelf, cast(str, message["method"]), parameters)
    except _Refused as refused:
        return _error(message["id"], refused.code, refused.message)
    return json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": told}, ensure_ascii=False)

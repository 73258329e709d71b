"""The reference of the site, made from the code: commands from their parser, Python from docstrings, the API from its description.

In: nothing but the package. Out: Markdown.
"""

import inspect
import re
from collections.abc import Iterable, Mapping
from html import escape
from textwrap import dedent
from typing import Any

import typer.main
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

import detente
from detente.app.answers import OpenLedger
from detente.app.publishing import LedgerShelf
from detente.cli.main import COMMANDS, application
from detente.publish.api.service import api

_NOTE = "<!-- Made from the code by tools/docs/site.py; changes here are lost. -->\n"


def _cell(text: object) -> str:
    return " ".join(str(text or "").split()).replace("|", "\\|").replace("<", "&lt;")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    held = list(rows)
    if not held:
        return []
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *(f"| {' | '.join(row)} |" for row in held)]
    return [*lines, ""]


def _names(parameter: TyperOption | TyperArgument) -> str:
    names = [*parameter.opts, *parameter.secondary_opts] if isinstance(parameter, TyperOption) else [parameter.metavar or parameter.name]
    # A bar in a table's cell can be told in HTML alone.
    return ", ".join(f"<code>{escape(str(name)).replace('|', '&#124;')}</code>" for name in names)


def _default(parameter: TyperOption | TyperArgument) -> str:
    if parameter.required:
        return "must be given"
    return "" if parameter.default in (None, False, (), []) or callable(parameter.default) else f"`{parameter.default}`"


def _command(name: str, command: TyperCommand | TyperGroup, depth: int) -> list[str]:
    context = command.context_class(command, info_name=f"detente {name}")
    shown = [held for held in command.params if not held.hidden and "--help" not in held.opts]
    lines = [
        f"{'#' * depth} {name}",
        "",
        dedent(command.help or "").strip().replace("<", "&lt;"),
        "",
        f"`{' '.join(command.get_usage(context).removeprefix('Usage: ').split())}`",
        "",
    ]
    lines += _table(
        ("option", "meaning", "default"),
        ((_names(held), _cell(held.help), _default(held)) for held in shown),
    )
    if isinstance(command, TyperGroup):
        for inner, held in command.commands.items():
            lines += _command(f"{name} {inner}", held, depth + 1)
    return lines


def commands() -> str:
    """Every command with its options."""
    known = typer.main.get_command(application())
    assert isinstance(known, TyperGroup)
    lines = [_NOTE, "# All commands", "", "What the commands do, with examples: [Commands](../reference.md).", ""]
    for name in COMMANDS:
        lines += _command(name, known.commands[name], 2)
    return "\n".join(lines)


def _signature(thing: object) -> str:
    text = str(inspect.signature(thing))  # type: ignore[arg-type]
    return re.sub(r"\b(?:\w+\.)+(\w+)", r"\1", text.replace("'", ""))


def _documented(name: str, thing: object, depth: int) -> list[str]:
    kind = "class " if inspect.isclass(thing) else ""
    signature = "" if inspect.isclass(thing) and issubclass(thing, Exception) else _signature(thing)
    return [f"{'#' * depth} {name}", "", "```python", f"{kind}{name}{signature}", "```", "", inspect.getdoc(thing) or "", ""]


def _members(kind: type) -> Iterable[tuple[str, object]]:
    """Public methods and properties that a class or its bases in the package define, in order of definition."""
    seen: dict[str, object] = {}
    for base in kind.__mro__:
        if base.__module__.startswith("detente"):
            seen |= {name: held for name, held in vars(base).items() if not name.startswith("_") and name not in seen}
    for name, held in seen.items():
        function = held.fget if isinstance(held, property) else getattr(held, "__func__", held)
        if inspect.isfunction(function) and inspect.getdoc(function):
            yield name, function


def python() -> str:
    """Every public name with its docstring, classes with their methods."""
    lines = [_NOTE, "# All of the Python API", "", "How it is used: [Commands and Python](../reference.md#python).", ""]
    for name in detente.__all__:
        thing = getattr(detente, name)
        lines += _documented(f"detente.{name}", thing, 2)
        if inspect.isclass(thing) and not issubclass(thing, Exception):
            for member, function in _members(thing):
                lines += _documented(f"{name}.{member}", function, 3)
    return "\n".join(lines)


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(each) for each in schema["anyOf"] if each.get("type") != "null"))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "")


def http() -> str:
    """Every address of the API with its parameters and answers."""
    with OpenLedger() as held:
        described = api(LedgerShelf(held)).openapi()
    lines = [
        _NOTE,
        "# All of the API",
        "",
        "What holds for all of it: [Updates out](../publishing.md#api). All addresses begin with `/api/v1`.",
        "",
    ]
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            lines += [f"## {method.upper()} {path}", "", f"{told.get('summary', '')}. {told.get('description', '')}".strip(), ""]
            lines += _table(
                ("parameter", "in", "type", "meaning"),
                (
                    (f"`{each['name']}`", each["in"], _cell(_type(each.get("schema", {}))), _cell(each.get("description", "")))
                    for each in told.get("parameters", ())
                ),
            )
            answers = (f"{code} ({_cell(answer['description'])})" for code, answer in told["responses"].items())
            lines += [f"Answers: {', '.join(answers)}.", ""]
    return "\n".join(lines)

"""spaCy without its command line.

Holds: `import spacy` loads all of spaCy's commands for the sake of `spacy.info`, two fifths of its time, and nothing here calls
them. A stand-in is there while spaCy is first imported and is taken away after, so that `spacy.cli` can be imported as ever.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_COMMANDS = ("spacy.cli", "spacy.cli.info")


def _info(*args: Any, **kwargs: Any) -> Any:
    """What `spacy.info` does, with the command line loaded when it is first asked."""
    return import_module("spacy.cli.info").info(*args, **kwargs)


def _stand_ins() -> dict[str, ModuleType]:
    if "spacy" in sys.modules:
        return {}
    made = {name: ModuleType(name) for name in _COMMANDS}
    vars(made["spacy.cli.info"])["info"] = _info
    return made


_made = _stand_ins()
sys.modules.update(_made)
try:
    from spacy import load
    from spacy.attrs import DEP, HEAD, IDX, LENGTH, LOWER, ORTH, TAG
    from spacy.tokens import Doc
finally:
    for _name in _made:
        del sys.modules[_name]

__all__ = ["DEP", "HEAD", "IDX", "LENGTH", "LOWER", "ORTH", "TAG", "Doc", "load"]

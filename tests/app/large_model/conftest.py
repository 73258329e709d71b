import json
from pathlib import Path

import pytest

from detente.app.large_model.settings import ModelSettings, model_settings
from detente.model.document import Document
from detente.reading.model_reader.messages import Ask, asks_of

KEY = "sk-a-secret-that-nobody-may-see"
NOTHING = '{"claims": [], "links": []}'


def completion(content: str | None = NOTHING, *, finish: str = "stop", **message: object) -> dict[str, object]:
    """The body of a chat completion."""
    return {
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20},
    }


@pytest.fixture
def settings(tmp_path: Path, httpserver) -> ModelSettings:
    table = {"url": httpserver.url_for("/v1"), "name": "acme/reader-1", "key": KEY, "seconds": 5, "cache": str(tmp_path / "kept")}
    return model_settings(table, {})


@pytest.fixture
def report() -> Document:
    """Written for testing; nobody said this."""
    text = "Washington will impose a 25 percent tariff on Chinese steel from 1 November.\n"
    return Document(id="d1", url=None, publisher=None, published="2025-10-21", title="A tariff", text=text)


@pytest.fixture
def ask(report: Document) -> Ask:
    return asks_of(report)[0]


@pytest.fixture
def careful() -> str:
    """What a careful model replies to the report."""
    claim = {
        "id": "c1", "kind": "measure", "status": "announced", "instrument": "tariff", "action": "impose",
        "evidence": ["Washington will impose a 25 percent tariff on Chinese steel from 1 November"],
        "imposer": [{"words": "Washington", "value": "USA"}], "target": [{"words": "Chinese", "value": "CHN"}],
        "products": [{"words": "steel", "value": "steel"}], "rate": {"words": "25 percent", "value": 25},
        "rate_from": None, "rate_change": None, "trade_value": None,
        "effective": {"words": "1 November", "value": "2025-11-01"}, "expires": None, "attributed_to": None, "condition": None,
    }  # fmt: skip
    return json.dumps({"claims": [claim], "links": []})

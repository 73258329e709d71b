"""Claims as a model proposes them, for tests."""


def worded(words: str, value: object, **more: object) -> dict[str, object]:
    return {"words": words, "value": value, **more}


def tariff(**changed: object) -> dict[str, object]:
    """The tariff of the report in `conftest`, as a careful model reads it."""
    return {
        "id": "c1",
        "kind": "measure",
        "status": "announced",
        "instrument": "tariff",
        "action": "impose",
        "evidence": ["Washington will impose a 25 percent tariff on Chinese steel from 1 November"],
        "imposer": [worded("Washington", "USA")],
        "target": [worded("Chinese", "CHN")],
        "products": [worded("steel", "steel")],
        "rate": worded("25 percent", 25),
        "rate_from": None,
        "rate_change": None,
        "trade_value": None,
        "effective": worded("1 November", "2025-11-01"),
        "expires": None,
        "attributed_to": worded("the White House", "USA"),
        "condition": None,
        **changed,
    }


def pledge(**changed: object) -> dict[str, object]:
    return {
        "id": "c2",
        "kind": "commitment",
        "status": "pledged",
        "action": "invest",
        "evidence": ["Japan pledged to invest $550 billion in the United States"],
        "promisor": [worded("Japan", "JPN")],
        "promisee": [worded("the United States", "USA")],
        "object": worded("the United States", "United States"),
        "amount": worded("$550 billion", 550_000_000_000, unit="USD", per=None),
        "deadline": None,
        "attributed_to": None,
        "condition": None,
        **changed,
    }

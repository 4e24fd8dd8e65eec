"""A typed row of any kind, as JSON carries it and as a line of text."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from kernel.money import Money


def plain(value: Any) -> Any:
    """As JSON carries it: amounts and numbers with decimals as text."""
    match value:
        case Money():
            return {"amount": value.text(), "currency": value.currency}
        case Enum():
            return value.value
        case date() | Decimal() | bytes():
            return value.decode("cp850") if isinstance(value, bytes) else str(value)
        case dict():
            return {name: plain(one) for name, one in value.items()}
        case tuple() | list():
            return [plain(one) for one in value]
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return value


def flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from flat(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, one in enumerate(value, start=1):
            yield from flat(one, f"{path}.{number}")
    elif value is not None:
        yield path, value

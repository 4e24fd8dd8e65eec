"""What every kind of value answers: what is legal, how it is written, read back and shown to a person."""

from collections.abc import Iterator
from typing import Any, Protocol

type Broken = tuple[str, str]
"""The limit as a sentence, and what to do."""


class Kind(Protocol):
    def broken(self, value: Any) -> Iterator[Broken]: ...
    def written(self, value: Any) -> str: ...
    def read(self, text: str) -> Any:
        """Raises ValueError with a sentence."""

    def shown(self, value: Any) -> str: ...

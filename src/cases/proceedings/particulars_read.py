"""Which particulars a paper asks of a case: seen by preparing it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind


class Listening(Mapping[str, str]):
    """Particulars that remember which names were asked for."""

    def __init__(self, inner: Mapping[str, str]) -> None:
        self._inner = inner
        self.asked: dict[str, None] = {}

    def __getitem__(self, name: str) -> str:
        self.asked[name] = None
        return self._inner[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._inner)

    def __len__(self) -> int:
        return len(self._inner)


def asked_by(kind: PaperKind, file: CaseFile) -> tuple[Paper | tuple[Missing, ...], tuple[str, ...]]:
    """The paper or what is missing, and the names it asked for, in that order; what a template reads is not."""
    listening = Listening(file.particulars)
    return kind.prepare(replace(file, particulars=listening)), tuple(listening.asked)

"""States and the named transitions between them, as a table. Pure: no database here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Transition[S: StrEnum]:
    """`name` is the verb of the command; `sources` the states it may start from; `target` where it ends."""

    name: str
    sources: frozenset[S]
    target: S


class Machine[S: StrEnum]:
    """One aggregate's life. Drives the compare-and-set SQL, the buttons, the tests and the diagram."""

    def __init__(self, name: str, states: type[S], transitions: Iterable[tuple[str, set[S], S]]) -> None:
        self.name = name
        self.states = states
        table = [Transition(verb, frozenset(sources), target) for verb, sources, target in transitions]
        self.transitions = {transition.name: transition for transition in table}
        if len(self.transitions) != len(table):
            raise ValueError(f"machine {name}: two transitions share a name")

    def __getitem__(self, name: str) -> Transition[S]:
        return self.transitions[name]

    def available(self, status: S) -> list[Transition[S]]:
        return [transition for transition in self.transitions.values() if status in transition.sources]

    @property
    def initial(self) -> S:
        return next(iter(self.states))

    @property
    def final(self) -> frozenset[S]:
        return frozenset(state for state in self.states if not self.available(state))

    def sql_states(self) -> str:
        """The list for a CHECK constraint: `'draft', 'open', …`."""
        return ", ".join(f"'{state.value}'" for state in self.states)

    def mermaid(self) -> str:
        lines = ["stateDiagram-v2"]
        lines += [
            f'    state "{state.value}" as {_node(state)}' for state in self.states if _node(state) != state.value
        ]
        first = next(iter(self.states))
        lines.append(f"    [*] --> {_node(first)}")
        for transition in self.transitions.values():
            for source in sorted(transition.sources):
                lines.append(f"    {_node(source)} --> {_node(transition.target)}: {transition.name}")
        lines += [f"    {_node(state)} --> [*]" for state in sorted(self.final)]
        return "\n".join(lines) + "\n"


def _node(state: StrEnum) -> str:
    """A diagram's name for a state takes word characters only; what it is called stands beside it."""
    return re.sub(r"\W+", "_", state.value)

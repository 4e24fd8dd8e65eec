"""What docs/machines says of a procedure beside its diagram: who acts at each step, what each event sets."""

from collections.abc import Iterator

from cases.jurisdictions.contract import Procedure
from cases.jurisdictions.reckoning import Deadlines, Rule
from cases.jurisdictions.registry import INSTRUMENTS, JURISDICTIONS


def described() -> dict[str, str]:
    """Machine name → Markdown, for every procedure of the house once."""
    pages: dict[str, str] = {}
    for one in JURISDICTIONS:
        for procedure in one.procedures.values():
            if procedure.steps is not None and procedure.steps.name not in pages:
                law = INSTRUMENTS["eu" if procedure.reckon else one.code].deadlines
                pages[procedure.steps.name] = "\n".join(_page(procedure, law)) + "\n"
    return pages


def _page(procedure: Procedure, law: Deadlines) -> Iterator[str]:
    yield f"{procedure.name}. {procedure.no_papers or 'Its papers are written here.'}"
    yield ""
    yield "| step | who acts next | what is awaited |"
    yield "|---|---|---|"
    for step, turn in procedure.turns.items():
        yield f"| {step} | {turn.who} | {turn.what} |"
    yield ""
    yield "| event | sets | meets | ends |"
    yield "|---|---|---|---|"
    for event in dict.fromkeys([*procedure.events, *procedure.meets, *procedure.ends]):
        cells = (_codes(one.get(event, ())) for one in (procedure.events, procedure.meets, procedure.ends))
        yield f"| `{event}` | {' | '.join(cells)} |"
    yield ""
    yield "| deadline | whose | what | law |"
    yield "|---|---|---|---|"
    for code in dict.fromkeys(code for codes in procedure.events.values() for code in codes):
        yield _deadline(code, law.rule(code))
    yield ""
    yield "Not modelled, to be kept by a person:"
    yield ""
    yield from (f"- {one}" for one in procedure.not_modelled)


def _codes(codes: tuple[str, ...]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def _deadline(code: str, rule: Rule) -> str:
    newest = rule.length[-1]
    seen = "" if newest.verified else " (unverified)"
    return f"| `{code}` | {rule.who} | {rule.title} | {newest.amount} {rule.counts.value}, {newest.citation}{seen} |"

"""The firm's strategy in the demonstration: what it proposes, and the part of it that is accepted."""

from cases.strategies.commands import put_in_force, write_strategy
from cases.strategies.deciding import accept_proposals
from cases.strategies.proposing import make_proposals
from cases.strategies.queries import strategy
from cases.strategies.rules import Policy, Rule
from cases.strategies.waiting import Narrowed, waiting
from kernel.actor import Actor
from web.demo.story import Story

SMALL = 100_000
"""Below a thousand of the currency the debtor is called before a letter leaves."""
PLACES = {"masc_request": ("es", "monitorio"), "letter_of_claim": ("gb_ew", "money_claim")}


def policy_for(paper: str) -> Policy:
    """Calls for small debts, then the letter; a month before limitation at the latest. All of it is invented."""
    jurisdiction, procedure = PLACES[paper]
    call = Rule(
        stage="amicable",
        jurisdiction=jurisdiction,
        what="task",
        target="Call the debtor",
        most_minor=SMALL,
        wait_days=0,
    )
    letter = Rule(stage="pre-action", jurisdiction=jurisdiction, what="prepare", target=paper, procedure=procedure)
    return Policy(rules=(call, letter), margin_days=30)


async def propose_by_strategy(firm: Actor, paper: str, story: Story) -> None:
    """Puts a strategy in force and accepts half of the calls it proposes; the letters follow with the filings."""
    strategy_id = await write_strategy(firm, "Amicable first", policy_for(paper))
    await put_in_force(firm, strategy_id, (await strategy(firm, strategy_id)).newest.id)
    made = await make_proposals(firm, strategy_id)
    calls = await waiting(firm, Narrowed(strategy_id=strategy_id, rule=1))
    await accept_proposals(firm, [one.id for one in calls[: len(calls) // 2]])
    story.tell(f"a strategy proposed {made.made} steps; nothing is done without a person’s yes")

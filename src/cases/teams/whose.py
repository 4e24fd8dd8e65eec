"""Whose deadlines a list shows, by a word in its address: mine, covered, nobody, team:<id> or person:<id>."""

from datetime import date

from accounts.forms import identifier
from cases.deadlines.queries import EVERYBODYS, NOBODYS, Whose, my_own
from cases.teams.queries import covered_by, team
from kernel.actor import Actor
from kernel.errors import Invalid, Place


async def whose_named(actor: Actor, word: str, *, on: date) -> Whose:
    """Invalid for a word that names nobody; NotFound for another organisation's team."""
    kind, _, rest = word.partition(":")
    match kind:
        case "":
            return EVERYBODYS
        case "mine":
            return my_own(actor)
        case "nobody":
            return NOBODYS
        case "covered":
            return Whose(tuple(one.person_id for one in await covered_by(actor, on=on)))
        case "team":
            return Whose(tuple(person_id for person_id, _ in (await team(actor, identifier(rest, "whose"))).people))
        case "person":
            return Whose((identifier(rest, "whose"),))
    raise Invalid("Nobody is called that here.", places=[Place("whose", word[:20], "Choose from the list.")])

"""The people of the demonstration: real organisations in the house, vetted, licensed and mandated by commands."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from uuid import UUID

from accounts.licences.commands import Claim, claim_licence, move_licence
from accounts.mandates.commands import grant_mandate
from accounts.organisations.details import Details
from accounts.people.founding import Founded, found_house, found_operator, new_password
from cases.proceedings.signatories import appoint_signatory
from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock

ROLES = ("seller", "buyer", "rival", "lawyer")
DETAILS_FOR = {"gb": "gb"}
"""Which of a house's two addresses a country's demonstration uses; Spain's for all others."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the cast: who they act as, and how they sign in."""

    actor: Actor
    email: str
    password: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Cast:
    operator: Member
    seller: Member
    buyer: Member
    rival: Member
    lawyer: Member

    def sign_ins(self) -> list[tuple[str, Member]]:
        return [(name, getattr(self, name)) for name in ("seller", "buyer", "lawyer", "operator")]


@cache
def _houses() -> dict[str, Any]:
    return tomllib.loads((files("web.demo") / "houses.toml").read_text("utf-8"))


async def assemble(country: str, *, clock: Clock = SYSTEM_CLOCK) -> Cast:
    """Founds every house of the cast anew, with fresh passwords and addresses that no former run used."""
    run = sha256(new_password().encode()).hexdigest()[:6]
    told = _houses()["operator"]
    email = _fresh(told["email"], run)
    founded = await found_operator(
        name=told["name"], country=told["country"], email=email, person=told["person"], clock=clock
    )
    operator = Member(await _actor(founded, clock), email, founded.password, told["name"])
    members = {role: await _enter(operator.actor, role, country, run) for role in ROLES}
    cast = Cast(operator, **members)
    await _license(cast, country, clock)
    for trader in (cast.seller, cast.buyer):
        await _empower(trader)
    return cast


async def _enter(operator: Actor, role: str, country: str, run: str) -> Member:
    house = _houses()[role]
    details = house["details"].get(DETAILS_FOR.get(country, "es"), house["details"]["es"])
    email, password = _fresh(house["email"], run), new_password()
    founded = await found_house(
        operator,
        Details(**details, originator_kind=house.get("originator_kind", "")),
        tuple(house["kinds"]),
        email=email,
        person=house["person"],
        password=password,
        roles=frozenset(house["roles"]),
    )
    return Member(await _actor(founded, operator.clock), email, password, details["name"])


def _fresh(email: str, run: str) -> str:
    name, _, domain = email.partition("@")
    return f"{name}.{run}@{domain}"


async def _actor(founded: Founded, clock: Clock) -> Actor:
    async with db.transaction(Actor.platform(clock)):
        rows = await db.fetch(
            "SELECT DISTINCT p.permission FROM memberships m JOIN role_permissions p USING (role)"
            " WHERE m.person_id = $1 AND m.organisation_id = $2 AND m.until IS NULL",
            founded.person_id,
            founded.organisation_id,
        )
    rights = frozenset(row["permission"] for row in rows)
    return Actor(founded.person_id, founded.organisation_id, rights, "person", clock)


async def _license(cast: Cast, country: str, clock: Clock) -> None:
    """Purchasers and servicers for the tape's country, the law firm too; mandates between buyer and law firm."""
    today = clock.now().date()
    for member, role in (
        (cast.buyer, "purchaser"),
        (cast.buyer, "servicer"),
        (cast.rival, "purchaser"),
        (cast.lawyer, "law_firm"),
    ):
        claim = Claim(
            role=role,
            country=country.upper(),
            originator_kind="any",
            debtor_kind="any",
            number=f"DEMO-{role[:3].upper()}-1",
            authority="Invented supervisor (demonstration)",
            from_on=today - timedelta(days=365),
            expires_on=today + timedelta(days=730),
        )
        licence_id = await claim_licence(member.actor, claim)
        await move_licence(cast.operator.actor, licence_id, "verify")
    await _mandate(cast.buyer.actor, cast.lawyer.actor.organisation, "litigation", today)


async def _empower(trader: Member) -> None:
    """By what power the trader signs: a deed of assignment is executed by nobody else."""
    person_id = trader.actor.person_id
    if person_id is not None:
        await appoint_signatory(
            trader.actor,
            person_id=person_id,
            position="Managing director",
            authority="entry in the register (invented for the demonstration)",
            from_on=trader.actor.today("UTC") - timedelta(days=365),
        )


async def _mandate(principal: Actor, agent_id: UUID, kind: str, today: date) -> None:
    power = f"Power of attorney for {kind}, invented for the demonstration, {today.isoformat()}."
    await grant_mandate(
        principal,
        agent_id=agent_id,
        kind=kind,
        from_on=today - timedelta(days=30),
        until_on=today + timedelta(days=365),
        power_sha256=sha256(power.encode()).digest(),
    )

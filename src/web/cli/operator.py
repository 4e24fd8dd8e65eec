"""The first organisation of a new platform: its operator."""

import asyncio

import click

from accounts.people.founding import Founded, found_operator
from kernel.settings import settings
from web import house


@click.command()
@click.argument("email")
@click.option("--organisation", default="Operator", show_default=True, help="Name of the operator's organisation.")
@click.option("--country", default="ES", show_default=True, help="Its country, two letters.")
@click.option("--name", default="Administrator", show_default=True, help="Name of its first person.")
def operator(email: str, organisation: str, country: str, name: str) -> None:
    """Found the operator's organisation; prints the password of its first person, once."""
    house.furnish()

    async def found() -> Founded:
        async with house.opened("worker"):
            return await found_operator(name=organisation, country=country, email=email, person=name)

    founded = asyncio.run(found())
    click.echo(f"sign in at  {settings().base_url}/sign-in")
    click.echo(f"as          {email.strip().lower()}")
    click.echo(f"password    {founded.password}")
    click.echo("Change it on the account page, and turn on the second factor.")

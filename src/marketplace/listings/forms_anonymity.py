"""The form the anonymity of a listing is settled with, from the text a browser sends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import Request

from kernel.errors import Invalid, Place
from marketplace.listings.columns import columns_under
from marketplace.listings.demanded import Demanded, read_roles


@dataclass(frozen=True, slots=True)
class SettingsTyped:
    """What stands in the form, as text; `roles` by column, every field that was sent."""

    k: str
    l: str = "1"  # noqa: E741 - the letter of the literature
    t: str = "1"
    roles: Mapping[str, str] = field(default_factory=dict)
    idempotency_key: str = ""

    @classmethod
    def of(cls, demanded: Demanded) -> "SettingsTyped":
        roles = {one.column.name: one.role.value for one in columns_under(demanded.roles)}
        return cls(k=str(demanded.k), l=str(demanded.l), t=f"{demanded.t:g}", roles=roles)

    def said(self) -> tuple[str, ...]:
        return self.k, self.l, self.t, repr(sorted(self.roles.items()))

    def demanded(self) -> Demanded:
        """Invalid with the fields that cannot be read, and every role that cannot be with the reason."""
        return Demanded(k=whole(self.k, "k"), l=whole(self.l, "l"), t=_distance(self.t), roles=read_roles(self.roles))


async def settings_typed(request: Request[Any, Any, Any]) -> SettingsTyped:
    """What the browser sent; roles of columns the platform does not know are read too, to be refused by name."""
    form = await request.form()
    text = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    return SettingsTyped(
        k=text.get("k", ""),
        l=text.get("l", ""),
        t=text.get("t", ""),
        roles={name.removeprefix("role_"): value for name, value in text.items() if name.startswith("role_")},
        idempotency_key=text.get("idempotency_key", ""),
    )


def whole(text: str, where: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 7):
        raise Invalid("A number is missing or cannot be read.", places=[Place(where, text[:20], "Write a number.")])
    return int(text)


def _distance(text: str) -> float:
    """A share with at most three decimals, with a point or a comma."""
    plain = text.strip().replace(",", ".")
    ahead, _, behind = plain.partition(".")
    if not (ahead.isascii() and ahead.isdigit() and len(ahead) == 1 and len(behind) <= 3 and (behind or "0").isdigit()):
        said = "Write a share such as 0.5, with at most three decimals; 1 asks for nothing."
        raise Invalid("The distance cannot be read.", places=[Place("t", text[:20], said)])
    return float(plain)

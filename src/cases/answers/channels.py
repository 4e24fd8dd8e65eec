"""The courts' systems whose answers can be read, each with the country it belongs to."""

from dataclasses import dataclass

from cases.jurisdictions import registry
from cases.jurisdictions.contract import Jurisdiction
from cases.jurisdictions.court_channel import CourtChannel
from kernel.errors import Invalid, Place


@dataclass(frozen=True, slots=True)
class Way:
    """One court system and the legal order whose cases it speaks of."""

    jurisdiction: Jurisdiction
    channel: CourtChannel


def ways() -> list[Way]:
    return [Way(one, channel) for one in registry.JURISDICTIONS for channel in one.channels]


def way_named(code: str) -> Way:
    """Invalid, with what there is, for a system that nobody here reads."""
    found = next((one for one in ways() if one.channel.code == code), None)
    if found is None:
        there = ", ".join(one.channel.code for one in ways()) or "none"
        wanted = f"Choose one of: {there}."
        raise Invalid("It is not said which court system the file is from.", places=[Place("channel", code, wanted)])
    return found

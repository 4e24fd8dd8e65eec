"""One tone for each status of the house, so that the same word looks the same on every page."""

from enum import StrEnum

from markupsafe import Markup

from kernel.words import words as spoken


class Tone(StrEnum):
    """Colour is never the only sign: a badge always carries its word."""

    NEUTRAL = "neutral"
    WAITING = "waiting"
    ACTIVE = "active"
    GOOD = "good"
    ATTENTION = "attention"
    BAD = "bad"
    CLOSED = "closed"


TONES: dict[str, Tone] = {
    status: tone
    for tone, statuses in {
        Tone.NEUTRAL: "draft uploaded mapped drafted superseded placed unvetted not_scanned",
        Tone.WAITING: "invited pending sealed awarded onboarding queued provisional signed proposed sent"
        " sending submitted ordered received",
        Tone.ACTIVE: "open bidding checked running closing shortlisted amicable pre_action filed served enforcement"
        " approved listed diligence putback_period",
        Tone.GOOD: "accepted paid deed transferred sold final met enforceable vetted active uncontested judgment read"
        " verified clean ready granted made answered",
        Tone.ATTENTION: "contested unverified due due_today due_this_week on_hold held stopped unknown warning"
        " expiring partly unreadable left_out",
        Tone.BAD: "rejected failed missed missing altered overdue refused revoked infected barred returned suspended"
        " expired",
        Tone.CLOSED: "closed withdrawn lapsed cancelled archived declined ended lost released",
    }.items()
    for status in statuses.split()
}


def tone(status: str) -> Tone:
    """The tone of a status; a tone is its own, and a word the map does not know is neutral."""
    if status in Tone:
        return Tone(status)
    return TONES.get(str(status).lower().replace("-", "_"), Tone.NEUTRAL)


def words(status: str) -> str:
    """As `kernel.words`; what is marked up already is left as it is."""
    return status if isinstance(status, Markup) else spoken(str(status))

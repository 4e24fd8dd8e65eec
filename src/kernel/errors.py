"""The ways the house says no: each a sentence for a person, with the places that caused it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where it went wrong (file, row, column, field, article), what stood there, and what to do."""

    where: str
    value: str | None
    sentence: str


class Problem(Exception):
    """A refusal the user can understand. Rendered as RFC 9457 problem details, page or fragment by `web.errors`."""

    status = 500
    title = "Something went wrong"

    def __init__(self, sentence: str, *, places: Sequence[Place] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.places = tuple(places)

    @property
    def in_full(self) -> str:
        """The sentence with what each place wants, for one line that cannot list them."""
        return " ".join([self.sentence, *(one.sentence for one in self.places)])

    @property
    def located(self) -> str:
        """The same with the name of each place, for a reader who does not see what was sent."""
        return " ".join([self.sentence, *(f"{one.where}: {one.sentence}".removeprefix(": ") for one in self.places)])


class Invalid(Problem):
    """What was sent cannot be read or breaks a rule of form."""

    status = 422
    title = "That cannot be accepted as it is"


class Refused(Problem):
    """What was asked is well formed but not allowed now."""

    status = 409
    title = "Not possible now"


class StaleState(Refused):
    """Somebody else moved the thing first."""

    title = "It has changed meanwhile"


class Forbidden(Problem):
    """The member may see the thing but not do this to it."""

    status = 403
    title = "Not allowed"


class SignInNeeded(Problem):
    """Nobody is signed in, or the sign-in is not strong or fresh enough."""

    status = 401
    title = "Please sign in"


class SecondFactorNeeded(Problem):
    """Somebody is signed in who must set up a second factor before anything else."""

    status = 403
    title = "A second factor comes first"


class NotFound(Problem):
    """There is no such thing, or it is not theirs to know of: strangers get the same answer."""

    status = 404
    title = "Not found"


class TooMany(Problem):
    """Asked too often."""

    status = 429
    title = "Too many attempts"


class Unavailable(Problem):
    """A part the house leans on (objects, mail, payment provider) does not answer; nothing was lost."""

    status = 503
    title = "Not available just now"

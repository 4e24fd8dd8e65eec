"""What happened at the door."""

from datetime import datetime

from kernel.facts import Fact


class PersonSignedIn(Fact, kind="sessions:person:signed_in"):
    SAYS = "%(subject)s signed in (%(proof)s)"
    proof: str


class SessionsEnded(Fact, kind="sessions:person:signed_out"):
    SAYS = "%(subject)s signed out everywhere"


class SecondFactorEnabled(Fact, kind="sessions:second_factor:enabled"):
    SAYS = "%(subject)s turned the second factor on"


class SecondFactorRemoved(Fact, kind="sessions:second_factor:removed"):
    SAYS = "%(subject)s turned the second factor off"


class RecoveryCodesMade(Fact, kind="sessions:recovery_codes:made"):
    SAYS = "%(subject)s made new recovery codes"


class RecoveryCodeUsed(Fact, kind="sessions:recovery_code:used"):
    SAYS = "%(subject)s used a recovery code; %(left)s are left"
    left: int


class TokenMade(Fact, kind="sessions:token:made"):
    SAYS = "An API token was made with the rights: %(scopes)s"
    scopes: tuple[str, ...]
    expires_at: datetime


class TokenRevoked(Fact, kind="sessions:token:revoked"):
    SAYS = "An API token was revoked"

"""Names and settings of the site's cookies."""

from litestar.middleware.session.server_side import ServerSideSessionConfig

SESSION_HOURS = 12


def cookie_name(what: str, *, secure: bool) -> str:
    """Under https with the `__Host-` prefix: no other host, not even a subdomain, can plant such a cookie."""
    return f"__Host-recourse-{what}" if secure else f"recourse-{what}"


def session_config(*, secure: bool, hours: int = SESSION_HOURS) -> ServerSideSessionConfig:
    """The cookie of the server-side session. The store, and the new id at sign-in, are `accounts/sessions`'s."""
    return ServerSideSessionConfig(
        key=cookie_name("session", secure=secure),
        max_age=hours * 3600,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )

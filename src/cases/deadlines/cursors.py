"""Where a list of deadlines goes on, as text in an address: `<day>_<id>` or `<moment>_<id>`."""

from datetime import date, datetime
from uuid import UUID

from cases.deadlines.queries import BY_MOMENT, LENSES, ORDERED_BY, VIEWS, After, DeadlineShown, View
from kernel.errors import Invalid, Place


def view_named(text: str) -> View:
    """The view of that name. Invalid for any other word."""
    for view in (*VIEWS, *LENSES):
        if view == text:
            return view
    raise Invalid(
        "There is no such list.", places=[Place("view", text[:20], f"Choose one of {', '.join((*VIEWS, *LENSES))}.")]
    )


def write(view: View, row: DeadlineShown) -> str:
    """Where the page after this row begins."""
    column = ORDERED_BY.get(view, "safe_on").replace("created_at", "entered_at")
    on: date | datetime | None = getattr(row, column)
    return f"{on.isoformat() if on else ''}_{row.id}"


def read(view: View, text: str) -> After:
    """Invalid for a place that this view does not have."""
    on, _, row_id = text.rpartition("_")
    try:
        return After(_when(view, on), UUID(row_id))
    except ValueError as error:
        wanted = "Go back to the start of the list."
        raise Invalid("That place in the list cannot be read.", places=[Place("after", text[:60], wanted)]) from error


def _when(view: View, text: str) -> date | datetime:
    if view not in BY_MOMENT:
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment

"""Codes as a page says them."""


def words(code: str) -> str:
    """`pre_action` reads “Pre action” where no better label is given."""
    text = code.replace("_", " ").replace("-", " ")
    return text[:1].upper() + text[1:]

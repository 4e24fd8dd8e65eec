from marketplace.tapes.casting.cast import Cast, cast

__all__ = ["Cast", "cast"]

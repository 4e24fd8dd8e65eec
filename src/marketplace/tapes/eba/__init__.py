"""The templates of Implementing Regulation (EU) 2023/2083: read as a set, judged for gaps, written out."""

from marketplace.tapes.eba.fields import FIELDS, TEMPLATES, EbaField, field_of

__all__ = ["FIELDS", "TEMPLATES", "EbaField", "field_of"]

"""Column types Piccolo lacks. They exist so that the declared schema can be compared with the migrated one."""

from typing import Any

from piccolo.columns import BigInt, Varchar


class Char(Varchar):
    """CHAR(n), for codes of fixed length."""

    @property
    def column_type(self) -> str:
        return f"CHAR({self.length})"


class BigIdentity(BigInt):
    """A number the database gives, in rising order but with gaps."""

    def __init__(self, default: None = None, null: bool = False, **options: Any) -> None:
        super().__init__(default=default, null=null, **options)

    @property
    def column_type(self) -> str:
        return "BIGINT"

    @property
    def ddl(self) -> str:
        key = " PRIMARY KEY" if self._meta.primary_key else ""
        return f'"{self._meta.db_column_name}" BIGINT GENERATED ALWAYS AS IDENTITY{key}'


class Xid8(BigInt):
    """The 64-bit id of the writing transaction; PostgreSQL's xid8."""

    @property
    def column_type(self) -> str:
        return "XID8"


class TextVector(Varchar):
    """The words of a text with their places; PostgreSQL's tsvector."""

    @property
    def column_type(self) -> str:
        return "TSVECTOR"

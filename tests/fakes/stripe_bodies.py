"""Request bodies checked by the Stripe SDK's own TypedDicts, which its makers generate from the current API."""

import sys
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from pydantic import ConfigDict, TypeAdapter, ValidationError
from stripe.params import RefundCreateParams
from stripe.params.checkout import SessionCreateParams
from typing_extensions import is_typeddict

CHECKED = {"/v1/checkout/sessions": SessionCreateParams, "/v1/refunds": RefundCreateParams}
type Untyped[T] = dict[str, T]
STAND_INS = {"StripeContext": str, "UntypedStripeObject": Untyped, "Mapping": Mapping}


def nested(body: str) -> dict[str, Any]:
    """`a[b][0]=x` as Stripe's form encoding means it."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        head, *rest = name.replace("]", "").split("[")
        place = tree
        for step in (path := [head, *rest])[:-1]:
            place = place.setdefault(step, {})
        place[path[-1]] = value
    return {name: _lists(value) for name, value in tree.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(one) for name, one in value.items()}
    return list(inner.values()) if inner and all(name.isdigit() for name in inner) else inner


def complaint(path: str, body: dict[str, Any]) -> str | None:
    """What the SDK's own types say against a body; None if nothing."""
    try:
        _adapter(path).validate_python(body)
    except ValidationError as error:
        return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
    return None


@cache
def _adapter(path: str) -> TypeAdapter[Any]:
    params = CHECKED[path]
    module = vars(sys.modules[params.__module__])
    for one in module.values():
        if is_typeddict(one):
            one.__pydantic_config__ = ConfigDict(extra="forbid")
    adapter: TypeAdapter[Any] = TypeAdapter(params)
    adapter.rebuild(force=True, raise_errors=True, _types_namespace=module | STAND_INS)
    return adapter

"""A lot of claims as a table that may be shown: k debtors behind every line, nobody named, every total kept."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

import numpy as np
import polars as pl

from kernel.errors import Invalid, Place, Refused
from marketplace.anonymity.account import account, currency_of
from marketplace.anonymity.again import start_from
from marketplace.anonymity.axes import Axis, Codes
from marketplace.anonymity.conditions import Condition, Demands, Varied
from marketplace.anonymity.cut import Cells, Cutter
from marketplace.anonymity.emphasis import MOST_TRIED, priced, worthiest
from marketplace.anonymity.fidelity import Fidelity, fidelity
from marketplace.anonymity.groups import Groups, group
from marketplace.anonymity.guard import FEWEST_SHARING, LARGEST_SHARE, Debtors, Dominance, Guarded, guarded
from marketplace.anonymity.hierarchies import Hierarchy
from marketplace.anonymity.nominal import PRODUCT_GROUPS, category_axis, place_axis
from marketplace.anonymity.ordered import age_axis, amount_axis, date_axis, number_axis
from marketplace.anonymity.references import Randomness
from marketplace.anonymity.release import Drawn, draw, in_its_order, publish
from marketplace.anonymity.report import Released
from marketplace.anonymity.roles import CURRENCY, DEBTOR_KEY, Kind, Plan, Role, plan
from marketplace.anonymity.variety import Sensitive
from marketplace.anonymity.worth import worth_bidding_on

PLATFORM_FLOOR = 10
"""The least k a seller may ask for; he may ask for more."""

ONLY_K = Demands()


def anonymise(
    frame: pl.DataFrame,
    roles: Mapping[str, Role],
    k: int = PLATFORM_FLOOR,
    rng: Randomness = secrets.token_bytes,
    *,
    as_of: date,
    demands: Demands = ONLY_K,
    hierarchies: Mapping[str, Hierarchy] = MappingProxyType({}),
    earlier: pl.Series | None = None,
    advise: bool = False,
) -> Released:
    """Releases one row per claim; ages are full years on `as_of`, the cut-off date.

    `demands` hold for every column whose role is sensitive. `hierarchies` give categories their labels by column.
    `earlier` is each row's cell in a release that the same reader has: only those are cut further.
    `advise` tries other settings where a bidder's present value is too far off, at the cost of a release each.

    `frame` needs `debtor_key`, one value a distinct debtor. Columns without a role follow `roles.KINDS`; columns the
    platform does not know are never released. Refused: fewer than k debtors, several currencies, one debtor who owes
    more than half of the balance. Invalid: no `debtor_key`, a role for a column that is not there, k below two.
    """

    def made(roles: Mapping[str, Role], k: int) -> Released:
        return _made(frame, roles, k, rng, as_of=as_of, demands=demands, hierarchies=hierarchies, earlier=earlier)

    return worth_bidding_on(made if advise else None, made(roles, k), roles, k, least=PLATFORM_FLOOR)


def _made(
    frame: pl.DataFrame,
    roles: Mapping[str, Role],
    k: int,
    rng: Randomness,
    *,
    as_of: date,
    demands: Demands,
    hierarchies: Mapping[str, Hierarchy],
    earlier: pl.Series | None,
) -> Released:
    chosen = plan(frame, roles)
    debtors = _debtors(frame)
    _refuse(frame, debtors.count, k)
    amounts = guarded(frame, [name for name, kind in chosen.quasi if kind is Kind.AMOUNT])
    leading = amounts[0] if amounts else None
    _refuse_dominated(debtors, leading)
    axes = _axes(frame, chosen, debtors.numbers, k, as_of, hierarchies)
    conditions: list[Condition] = [Dominance(debtors, leading.amounts)] if leading else []
    conditions += [Varied(Sensitive.of(frame[name]), demands.checked()).possible() for name in chosen.sensitive]
    start = None if earlier is None else start_from(earlier, debtors, k, conditions[1:] if leading else conditions)

    def cut(weighed: list[Axis]) -> Cells:
        return Cutter(weighed, debtors, conditions, k).cells(start)

    def told_of(cells: Cells, groups: Groups, shown: list[Axis]) -> tuple[Drawn, Fidelity | None]:
        drawn = draw(frame, shown, cells, groups, debtors)
        return drawn, fidelity(frame, in_its_order(frame, drawn, chosen), currency_of(frame), as_of)

    def worth(cells: Cells) -> Fidelity | None:
        return told_of(cells, group(cells, amounts[:1], debtors), priced(axes))[1]

    cells = worthiest(cut, worth, axes) if frame.height <= MOST_TRIED else cut(axes)
    groups = group(cells, amounts, debtors)
    drawn, found = told_of(cells, groups, axes)
    released, told, key = publish(frame, drawn, axes, chosen, rng)
    report = account(
        frame,
        released,
        key,
        axes=axes,
        drawn=drawn,
        groups=groups,
        withheld=chosen.withheld,
        sensitive=chosen.sensitive,
        k=k,
        worth=found,
    )
    return Released(frame=released, cells=told, key=key, report=report)


def _debtors(frame: pl.DataFrame) -> Debtors:
    if DEBTOR_KEY not in frame.columns:
        raise Invalid(
            "The tape does not tell its debtors apart, so they cannot be counted.",
            places=[Place(DEBTOR_KEY, None, "Map a national number, or name and birth date, for each debtor.")],
        )
    keys = frame[DEBTOR_KEY]
    keys = keys if keys.dtype.is_integer() and not keys.null_count() else keys.cast(pl.String).fill_null("")
    numbers = keys.rank("dense").cast(pl.Int32) - 1
    return Debtors.of(numbers.to_numpy())


def _refuse(frame: pl.DataFrame, debtors: int, k: int) -> None:
    if k < 2:
        raise Invalid(f"k is {k}, and a group of fewer than two hides nobody; ask for {PLATFORM_FLOOR} or more.")
    if debtors < k:
        raise Refused(
            f"The lot has {debtors} distinct debtors in {frame.height} claims; at least {k} are needed before anything"
            " of it may be shown. Join it with another lot or add claims."
        )
    if CURRENCY in frame.columns and frame[CURRENCY].n_unique() > 1:
        found = ", ".join(sorted(str(one) for one in frame[CURRENCY].unique().to_list()))
        raise Refused(f"The lot holds amounts in several currencies ({found}); make one lot for each.")


def _refuse_dominated(debtors: Debtors, leading: Guarded | None) -> None:
    if leading is None:
        return
    everything, whole = np.arange(len(leading.amounts)), np.zeros(1, dtype=np.int64)
    if debtors.refused(leading.amounts, everything, whole)[0]:
        stem = leading.name.removesuffix("_minor")
        raise Refused(
            f"One debtor owes more than {LARGEST_SHARE:.0%} of the lot's {stem}, or fewer than {FEWEST_SHARING} owe"
            " anything: the total would tell what a single debtor owes. Take that debtor's claims out of the lot.",
            places=[Place(leading.name, None, "Its total would speak of one debtor.")],
        )


def _axes(
    frame: pl.DataFrame, chosen: Plan, debtors: Codes, k: int, as_of: date, hierarchies: Mapping[str, Hierarchy]
) -> list[Axis]:
    axes: list[Axis] = []
    places = [name for name, kind in chosen.quasi if kind is Kind.PLACE]
    if places:
        axes.append(place_axis(frame.select(places)))
    for name, kind in chosen.quasi:
        match kind:
            case Kind.AMOUNT:
                axes.append(amount_axis(frame[name], debtors, k))
            case Kind.DATE:
                axes.append(date_axis(frame[name], debtors, k))
            case Kind.BIRTH:
                axes.append(age_axis(frame[name], debtors, k, as_of))
            case Kind.NUMBER:
                axes.append(number_axis(frame[name], debtors, k))
            case Kind.CATEGORY:
                axes.append(category_axis(frame[name], _levels(name, hierarchies)))
            case Kind.PLACE:
                pass
    return axes


def _levels(name: str, hierarchies: Mapping[str, Hierarchy]) -> Sequence[Mapping[str, str]]:
    if name in hierarchies:
        return hierarchies[name].labels
    return [PRODUCT_GROUPS] if name == "product" else []

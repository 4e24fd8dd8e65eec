"""Check digits of whole columns at once. Every function takes and returns int64 arrays.

Each is the arithmetic that python-stdnum does for one number; the tests hold the two against each other.
"""

import numpy as np
import numpy.typing as npt

type Ints = npt.NDArray[np.int64]

DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def digits(numbers: Ints, width: int) -> list[Ints]:
    """The decimal digits of each number, most significant first, padded with zeros to `width` (at most 18)."""
    return [numbers // 10**place % 10 for place in range(width - 1, -1, -1)]


def weighted(columns: list[Ints], weights: tuple[int, ...]) -> Ints:
    """The sum of digit times weight."""
    total = np.zeros_like(columns[0])
    for column, weight in zip(columns, weights, strict=True):
        total += column * weight
    return total


def dni_letter_index(numbers: Ints) -> Ints:
    """Index into `DNI_LETTERS` for a DNI's eight digits, or a NIE's with X, Y, Z read as 0, 1, 2."""
    return numbers % 23


def luhn(payload: Ints, width: int) -> Ints:
    """The Luhn digit that closes a payload of `width` digits (personnummer, orgnr, CIF)."""
    total = np.zeros_like(payload)
    for place, column in enumerate(reversed(digits(payload, width))):
        doubled = column * 2 if place % 2 == 0 else column
        total += doubled // 10 + doubled % 10
    return -total % 10


def pesel(payload: Ints) -> Ints:
    """The eleventh digit of a PESEL from its first ten."""
    return -weighted(digits(payload, 10), (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10


def nip(payload: Ints) -> Ints:
    """The tenth digit of a NIP from its first nine; 10 means that no NIP begins so."""
    return weighted(digits(payload, 9), (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11


def mod_11_10(payload: Ints, width: int) -> Ints:
    """The ISO 7064 mod 11,10 digit (German tax number)."""
    state = np.full_like(payload, 10)
    for column in digits(payload, width):
        step = (state + column) % 10
        step[step == 0] = 10
        state = step * 2 % 11
    return (11 - state) % 10


def ccc(payload: Ints, width: int) -> Ints:
    """One control digit of a Spanish account: over entity and branch (8 digits) or over the account (10)."""
    weights = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)[10 - width :]
    rest = 11 - weighted(digits(payload, width), weights) % 11
    return np.where(rest == 11, 0, np.where(rest == 10, 1, rest))


def nrb_bank(payload: Ints) -> Ints:
    """The eighth digit of a Polish bank code (numer rozliczeniowy) from its first seven."""
    return -weighted(digits(payload, 7), (3, 9, 7, 1, 3, 9, 7)) % 10


def iban(columns: list[Ints], country: str) -> Ints:
    """The two check digits of an IBAN (ISO 13616), the national part given digit by digit.

    A letter inside the national part is given as its number (A = 10 ... Z = 35).
    """
    state = np.zeros_like(columns[0])
    tail = [np.full_like(state, ord(letter) - 55) for letter in country]
    for column in [*columns, *tail, np.zeros_like(state), np.zeros_like(state)]:
        state = np.where(column < 10, state * 10 + column, state * 100 + column) % 97
    return 98 - state

"""Seeded sample tapes of five countries, with the truth of every defect planted in them."""

from marketplace.tapes.sample.country import COUNTRIES
from marketplace.tapes.sample.truth import Bucket, Defect, Truth
from marketplace.tapes.sample.writing import CUT_OFF, read_truth, truth_file, write_tape

__all__ = ["COUNTRIES", "CUT_OFF", "Bucket", "Defect", "Truth", "read_truth", "truth_file", "write_tape"]

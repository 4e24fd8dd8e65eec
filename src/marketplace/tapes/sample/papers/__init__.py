"""Documents for a sample tape: what a seller hands over at the closing, with its index and the truth beside it."""

from marketplace.tapes.sample.papers.truth import DocumentsTruth, Outcome, documents_truth_file, read_documents_truth
from marketplace.tapes.sample.papers.writing import write_documents

__all__ = ["DocumentsTruth", "Outcome", "documents_truth_file", "read_documents_truth", "write_documents"]

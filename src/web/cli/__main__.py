"""`python -m web.cli` is `recourse`."""

from web.cli import main

main()

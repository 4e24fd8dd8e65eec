"""Starts workers that have their modules already: a line on the standard input forks one, its number is the answer.

What is forked is `recourse worker` from its first line on; only the seconds of importing are spent once for all.
"""

import os
import signal
import sys

from web import wiring
from web.cli import serving


def main() -> None:
    wiring.load_jobs()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the killed
    print("ready", flush=True)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            sys.stdin.close()
            serving.worker.main([], standalone_mode=True)
        print(child, flush=True)


if __name__ == "__main__":
    main()

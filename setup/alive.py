"""Health checks of the containers: `alive.py web|worker|objects` exits 0 when that service does its work."""

import os
import sys
import urllib.request

import psycopg

WORKING = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"


def answers(address: str) -> bool:
    with urllib.request.urlopen(address, timeout=4) as answer:
        return bool(answer.status == 200)


def works() -> bool:
    """A worker of this deployment reported in the last minute. It cannot tell one replica from another."""
    with psycopg.connect(os.environ["PLATFORM_URL"], connect_timeout=4) as connection:
        row = connection.execute(WORKING).fetchone()
    return bool(row and row[0])


CHECKS = {
    "web": lambda: answers("http://127.0.0.1:8000/health"),
    "worker": works,
    "objects": lambda: answers("http://127.0.0.1:8333/status"),
}

if __name__ == "__main__":
    try:
        sys.exit(0 if CHECKS[sys.argv[1]]() else 1)
    except (OSError, psycopg.Error) as error:
        sys.exit(str(error))

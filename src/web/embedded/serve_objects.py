"""The object store of `docker-compose.yml`: `python -m web.embedded.serve_objects DATA S3_CONFIG`.

SeaweedFS in the foreground, its S3 port open to the containers' network, every other port on the container's own
loopback or behind a certificate. Needs WEED_S3_SSE_KEK (64 hex digits) in the environment.
"""

import os
import sys
import tempfile
from pathlib import Path

from web.embedded.ports import LOOPBACK
from web.embedded.seaweedfs import binary
from web.embedded.seaweedfs_guard import guard

S3_PORT = 8333


def command(data: Path, config: Path, port: int = S3_PORT) -> list[str]:
    """The program and its options."""
    options = {
        "ip": LOOPBACK,
        "ip.bind": LOOPBACK,
        "dir": str(data),
        "master.volumeSizeLimitMB": "1024",
        "master.telemetry": "false",
        "volume.max": "0",
        "volume.preStopSeconds": "0",
        "filer": "true",
        "filer.disableHttp": "true",
        "s3": "true",
        "s3.ip.bind": "0.0.0.0",  # noqa: S104 - the containers' inner network
        "s3.port": str(port),
        "s3.port.iceberg": "0",
        "s3.port.lance": "0",
        "s3.iam": "false",
        "s3.config": str(config),
    }
    return [str(binary()), "-logtostderr", "server", *(f"-{name}={value}" for name, value in options.items())]


def main(data: str, config: str) -> None:
    program = command(Path(data), Path(config))
    home = Path(tempfile.mkdtemp(prefix="objects-"))
    guard(home)
    os.chdir(home)
    os.execv(program[0], program)


if __name__ == "__main__":
    main(*sys.argv[1:])

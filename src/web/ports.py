"""Whether a port is free, asked before anything is started: the server itself would share it with another house."""

import socket

from kernel.errors import Refused


def must_be_free(host: str, port: int) -> None:
    """Refused if something listens there already. The server binds with SO_REUSEPORT, and so would never complain."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"Nothing can listen at {host}, port {port}: {error.strerror}. Stop what is there, or name another"
                " address by --host and --port."
            ) from error

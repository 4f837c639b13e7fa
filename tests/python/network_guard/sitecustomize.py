"""Put first on PYTHONPATH by the tests: a Python process that tries to leave this machine is noted and stopped.

Python loads a module of this name at every start. The hook sees what the interpreter does,
whichever library asks.
"""

import os
import sys

_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - addresses of this machine, compared only


def _is_elsewhere(address: object) -> bool:
    """Whether an address is of another machine; a Unix socket's is a path, and blank is this machine."""
    host = address[0] if isinstance(address, tuple) and address else address
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if not isinstance(host, str) or not host or host.startswith("/"):
        return False
    return not host.startswith(_LOOPBACK)


def _refuse_to_leave(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        address = arguments[0]
    else:
        return
    if _is_elsewhere(address):
        with open(os.environ["NETWORK_GUARD_LOG"], "a", encoding="utf-8") as log:  # noqa: PTH123 - before pathlib loads
            log.write(f"{event} {address!r} by {' '.join(sys.argv)[:200]}\n")
        raise PermissionError(f"network guard of the tests: {event} {address!r}")


if "NETWORK_GUARD_LOG" in os.environ:
    sys.addaudithook(_refuse_to_leave)

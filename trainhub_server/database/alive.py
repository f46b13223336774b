"""Connections that notice within a minute that nobody is at the other end, also where nobody said so: a machine that went, a firewall
that forgot. asyncpg takes none of libpq's words for it."""

import asyncio
import socket

import asyncpg  # type: ignore[import-untyped]

IDLE, BETWEEN, TIMES = 30, 10, 3
"""Seconds of silence before the other end is asked, seconds between questions, and how many stay without an answer."""
LOST = IDLE + BETWEEN * TIMES
OPTIONS = {"TCP_KEEPIDLE": IDLE, "TCP_KEEPINTVL": BETWEEN, "TCP_KEEPCNT": TIMES, "TCP_USER_TIMEOUT": LOST * 1000}
"""Those that this system knows are set. The last is of what was sent and not received, in milliseconds."""


class AliveConnection(asyncpg.Connection):  # type: ignore[misc]  # a library without types
    def __init__(self, protocol: object, transport: asyncio.Transport, *rest: object) -> None:
        super().__init__(protocol, transport, *rest)
        keep_alive(transport.get_extra_info("socket"))


def keep_alive(connected: socket.socket) -> None:
    """Have the system ask whether the other end is there. On a Unix socket it always is."""
    if connected.family not in (socket.AF_INET, socket.AF_INET6):
        return
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in OPTIONS.items():
        if (option := getattr(socket, name, None)) is not None:
            connected.setsockopt(socket.IPPROTO_TCP, option, value)

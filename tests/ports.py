"""Ports of loopback for the servers that tests start as processes."""

import socket
import sys

_kept: list[socket.socket] = []


def free_port() -> int:
    """A port that is free, and stays free for whoever is told of it as long as this process lives."""
    place, port = kept_port()
    _kept.append(place)
    return port


def kept_port() -> tuple[socket.socket, int]:
    """A port that is free for whoever is told of it, however often they listen on it anew, until the socket is closed."""
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.bind(("127.0.0.1", 0))
    port = int(place.getsockname()[1])
    if sys.platform != "linux":  # there, bound and not listened on: a server that names the port may, and who asks for any gets another
        place.close()
    return place, port

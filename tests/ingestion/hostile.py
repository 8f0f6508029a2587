"""A server on this machine that behaves as badly as it is told, and a network in which it has a public
address.

The guard's rule is never loosened: names resolve to a public address, and only the connection to that
address, which no test can open, is made to the local server instead.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

#: example.com's, of old: an address as anybody's, that nobody here reaches.
PUBLIC = "93.184.216.34"
OTHER_PUBLIC = "2606:2800:220:1:248:1893:25c8:1946"
Behaviour = Callable[[socket.socket, bytes], None]


class Server:
    """Answers every connection by `behaviour`, which is given the socket and what was asked."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.behaviour: Behaviour = lambda connection, asked: None
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self._listening.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            asked = b""
            while b"\r\n\r\n" not in asked:
                if not (chunk := connection.recv(4096)):
                    return
                asked += chunk
            self.asked.append(asked)
            self.behaviour(connection, asked)

    def close(self) -> None:
        self._listening.close()

    def says(self, body: bytes, *, status: str = "200 OK", kind: str = "text/html", **headers: str) -> None:
        """From now on this is the answer to everything."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        lines = {"Content-Type": kind, "Content-Length": str(len(body)), **more}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
        answer = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body
        self.behaviour = lambda connection, asked: connection.sendall(answer)

    def leads_to(self, url: str) -> None:
        self.says(b"", status="302 Found", Location=url)


class Network:
    """Names as DNS would answer them, and what was connected to."""

    def __init__(self, server: Server) -> None:
        self.server = server
        #: Of a name, its addresses: a list for each time that it is asked, the last one for ever.
        self.names: dict[str, list[list[str]]] = {}
        self.resolved: list[str] = []
        self.connected: list[tuple[str, int]] = []

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        answers = self.names.get(host, [[PUBLIC]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect(self, address: tuple[str, int], timeout: float) -> socket.socket:
        self.connected.append(address)
        return socket.create_connection(("127.0.0.1", self.server.port), timeout)


@contextlib.contextmanager
def hostile_network() -> Iterator[Network]:
    server = Server()
    try:
        yield Network(server)
    finally:
        server.close()

"""A private Redis. It keeps nothing on the disk: what it holds can be rebuilt from PostgreSQL."""

import os
import shutil
import socket

from .place import NotReady, Process, as_user, free_port


class Redis:
    """Listens on a Unix socket and on a TCP port of its own."""

    def __init__(self, folder, user, tie, name="redis"):
        self.folder = folder
        self.start_as = as_user(user, "TERM" if tie else None)
        self.process = Process(name, folder)
        self.socket = os.path.join(folder, name + ".sock")
        self.port = free_port()

    @property
    def url(self):
        """As it stands in supportd.conf."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        """Starts the server and waits for its PONG."""
        if not shutil.which("redis-server"):
            raise NotReady("redis-server is missing: run contrib/setup")
        self.process.run([*self.start_as, "redis-server", "--bind", "127.0.0.1", "--port", str(self.port),
                          "--unixsocket", self.socket, "--unixsocketperm", "777", "--save", "", "--appendonly", "no",
                          "--dir", self.folder, "--databases", "4"])
        self.process.ready(lambda: self.command("PING") == "+PONG")

    def stop(self):
        """Ends the server; it forgets all."""
        self.process.stop()

    def command(self, *words):
        """Sends one command and returns the first line of the answer, or None if nobody answers."""
        request = f"*{len(words)}\r\n" + "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in words)
        with socket.socket(socket.AF_UNIX) as wire:
            wire.settimeout(5)
            try:
                wire.connect(self.socket)
                wire.sendall(request.encode())
                return wire.makefile("r", newline="\r\n").readline().rstrip("\r\n")
            except OSError:
                return None

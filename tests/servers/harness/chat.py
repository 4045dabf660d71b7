"""A WebSocket client (RFC 6455) of the standard library, and on it one that speaks supportd.v1."""

import base64
import json
import os
import select
import socket
import struct
import time
import urllib.parse
import uuid

PROTOCOL = "supportd.v1"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Closed(Exception):
    """The other side ended it, in good order (code) or not (code 1006)."""

    def __init__(self, code, reason=""):
        super().__init__(f"closed: {code} {reason}")
        self.code = code
        self.reason = reason


class WebSocket:
    """One connection."""

    def __init__(self, url, protocol=PROTOCOL, timeout=10, headers=(), receive_buffer=None):
        where = urllib.parse.urlsplit(url)
        self.wire = socket.socket()
        if receive_buffer:
            self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.wire.settimeout(timeout)
        self.wire.connect((where.hostname, where.port))
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.got = b""
        lines = [f"GET {where.path} HTTP/1.1", f"Host: {where.netloc}", "Upgrade: websocket", "Connection: Upgrade",
                 "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode(), "Sec-WebSocket-Version: 13",
                 *([f"Sec-WebSocket-Protocol: {protocol}"] if protocol else []), *headers]
        self.wire.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.got:
            self._read(time.monotonic() + timeout)
        head, self.got = self.got.split(b"\r\n\r\n", 1)
        self.status = int(head.split(b" ", 2)[1])
        if self.status != 101:
            raise Closed(1006, head.decode(errors="replace"))

    def _read(self, until):
        ready = select.poll()  # select ends at descriptor 1024
        ready.register(self.wire, select.POLLIN)
        if not ready.poll(max(0, until - time.monotonic()) * 1000):
            raise TimeoutError("nothing came")
        try:
            piece = self.wire.recv(65536)
        except OSError as why:
            raise Closed(1006, str(why)) from why
        if not piece:
            raise Closed(1006)
        self.got += piece

    def send(self, data, kind=TEXT, final=True):
        """One frame, masked as clients must."""
        if isinstance(data, str):
            data = data.encode()
        mask = os.urandom(4)
        size = len(data)
        head = bytes([kind | (0x80 if final else 0)])
        if size < 126:
            head += bytes([0x80 | size])
        elif size < 65536:
            head += bytes([0x80 | 126]) + struct.pack(">H", size)
        else:
            head += bytes([0x80 | 127]) + struct.pack(">Q", size)
        number = int.from_bytes(data, "big") ^ int.from_bytes((mask * (size // 4 + 1))[:size], "big")
        try:
            self.wire.sendall(head + mask + number.to_bytes(size, "big"))
        except OSError as why:
            raise Closed(1006, str(why)) from why

    def _frame(self, until):
        def need(size):
            while len(self.got) < size:
                self._read(until)
        need(2)
        kind, size, head = self.got[0] & 15, self.got[1] & 127, 2
        if size == 126:
            need(4)
            size, head = struct.unpack(">H", self.got[2:4])[0], 4
        elif size == 127:
            need(10)
            size, head = struct.unpack(">Q", self.got[2:10])[0], 10
        need(head + size)
        data, self.got = self.got[head:head + size], self.got[head + size:]
        return kind, data

    def receive(self, timeout=10):
        """The next text; pings are answered. TimeoutError, or Closed."""
        until = time.monotonic() + timeout
        while True:
            kind, data = self._frame(until)
            if kind == TEXT:
                return data.decode()
            if kind == PING:
                self.send(data, PONG)
            elif kind == CLOSE:
                raise Closed(struct.unpack(">H", data[:2])[0] if data else 1005, data[2:].decode())

    def cut(self):
        """Away, without a word."""
        self.wire.close()


class Chat:
    """Somebody at a WebSocket of the chat. Frames that nobody has expected yet wait in `kept`."""

    def __init__(self, url, token=None, **how):
        self.socket = WebSocket(url, **how)
        self.kept = []
        self.welcome = None
        if token:
            self.say("hello", token=token)
            self.welcome = self.expect("welcome")

    def say(self, kind, **fields):
        """Sends a frame."""
        self.socket.send(json.dumps({"type": kind, **fields}))

    def next(self, timeout=10):
        """The next frame, whatever it is."""
        if self.kept:
            return self.kept.pop(0)
        return json.loads(self.socket.receive(timeout))

    def expect(self, kind, timeout=10, where=lambda frame: True):
        """The next frame of that type that fits; others are kept."""
        for i, frame in enumerate(self.kept):
            if frame["type"] == kind and where(frame):
                return self.kept.pop(i)
        until = time.monotonic() + timeout
        while True:
            try:
                frame = json.loads(self.socket.receive(until - time.monotonic()))
            except TimeoutError:
                raise TimeoutError(f"no {kind} came, but {self.kept}") from None
            if frame["type"] == kind and where(frame):
                return frame
            self.kept.append(frame)

    def nothing(self, kind, seconds=0.5):
        """Holds that no such frame comes."""
        try:
            frame = self.expect(kind, seconds)
        except TimeoutError:
            return
        raise AssertionError(f"{frame} came")

    def error(self, name=None, timeout=10):
        """The next error; with a name, that one."""
        return self.expect("error", timeout, lambda frame: name in (None, frame["name"]))

    def open(self, body="Hello?", **fields):
        """Opens a chat; returns its ticket's id."""
        client_id = fields.pop("client_id", str(uuid.uuid4()))
        self.say("open", client_id=client_id, body=body, **fields)
        return self.expect("opened", where=lambda frame: frame["client_id"] == client_id)["chat"]["ticket"]

    def resume(self, ticket, seq=0):
        """Resumes a ticket; returns the messages that it was sent."""
        self.say("resume", ticket=ticket, seq=seq)
        self.expect("resumed", where=lambda frame: frame["ticket"] == ticket)
        return self.messages(ticket)

    def messages(self, ticket):
        """The messages that came so far and nobody took, in their order."""
        came = [frame["message"] for frame in self.kept if frame["type"] == "message" and frame["message"]["ticket_id"] == ticket]
        self.kept = [frame for frame in self.kept if frame["type"] != "message" or frame["message"]["ticket_id"] != ticket]
        return came

    def send(self, ticket, body, client_id=None, **fields):
        """Says something and waits for its ack."""
        client_id = client_id or str(uuid.uuid4())
        self.say("send", ticket=ticket, client_id=client_id, body=body, **fields)
        return self.expect("ack", where=lambda frame: frame["client_id"] == client_id)

    def message(self, body, timeout=10):
        """The message that says so."""
        return self.expect("message", timeout, lambda frame: frame["message"]["body"] == body)["message"]

    def closed(self, timeout=10):
        """Waits until the server ends it; returns (code, reason)."""
        try:
            while True:
                self.kept.append(json.loads(self.socket.receive(timeout)))
        except Closed as why:
            return why.code, why.reason

    def cut(self):
        """Away, without a word."""
        self.socket.cut()

"""Servers that misbehave on purpose: what no real server can be made to do."""

import contextlib
import socket
import ssl
import subprocess
import threading

from .certs import _openssl


class Fake:
    """A TCP server on a port of its own; each connection is handed to serve in a thread."""

    def __init__(self, serve, tls=None):
        self.serve = serve
        self.tls = tls
        self.got = bytearray()  # what clients sent, decrypted
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection):
        try:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            self.serve(self, connection)
        except OSError:
            pass
        finally:
            connection.close()

    def line(self, connection):
        """The next line of the client."""
        line = bytearray()
        while not line.endswith(b"\n"):
            byte = connection.recv(1)
            if not byte:
                raise ConnectionResetError
            line += byte
        self.got += line
        return bytes(line)


def tls_with(pem, key):
    """A server side with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    return context


def self_signed(folder):
    """A certificate for localhost that nobody vouches for."""
    pem, key = f"{folder}/self.pem", f"{folder}/self.key"
    _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", pem,
             "-days", "30", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    return pem, key


def expired(folder, stack):
    """A certificate for localhost by the stack's authority that ended long ago."""
    pem, key, request = f"{folder}/old.pem", f"{folder}/old.key", f"{folder}/old.csr"
    _openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", request,
             "-subj", "/CN=localhost")
    with open(f"{folder}/ca.conf", "w") as conf:
        conf.write(f"[ca]\ndefault_ca=it\n[it]\ndatabase={folder}/index\nserial={folder}/serial\nnew_certs_dir={folder}\n"
                   "default_md=sha256\npolicy=any\nx509_extensions=ext\n[any]\ncommonName=supplied\n"
                   "[ext]\nsubjectAltName=DNS:localhost\n")
    open(f"{folder}/index", "w").close()
    with open(f"{folder}/serial", "w") as serial:
        serial.write("1001\n")
    subprocess.run(["openssl", "ca", "-batch", "-notext", "-config", f"{folder}/ca.conf", "-cert", stack.ca_file, "-keyfile",
                    f"{stack.folder}/ca.key", "-in", request, "-out", pem, "-startdate", "200101000000Z", "-enddate",
                    "210101000000Z"], check=True, capture_output=True)
    return pem, key


def imap_without_tls(fake, connection):
    """An IMAP server from whose greeting someone took STARTTLS; it would take any password."""
    connection.sendall(b"* OK ready\r\n")
    while True:
        tag, _, rest = fake.line(connection).partition(b" ")
        command = rest.split()[0].upper()
        if command == b"CAPABILITY":
            connection.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK\r\n")
        elif command == b"STARTTLS":
            connection.sendall(tag + b" BAD unknown command\r\n")
        else:
            connection.sendall(tag + b" OK\r\n")


def imap_injecting(fake, connection):
    """An IMAP server in whose answer to STARTTLS someone put more, in the clear."""
    connection.sendall(b"* OK ready\r\n")
    while True:
        tag, _, rest = fake.line(connection).partition(b" ")
        if rest.split()[0].upper() == b"STARTTLS":
            connection.sendall(tag + b" OK begin\r\n* CAPABILITY IMAP4rev1 INJECTED\r\n")
        else:
            connection.sendall(b"* CAPABILITY IMAP4rev1 STARTTLS\r\n" + tag + b" OK\r\n")


class Proxy(Fake):
    """Passes a plain connection on to a server, changing what that says by a function; can go silent."""

    def __init__(self, port, change=lambda data: data):
        self.to_port = port
        self.change = change
        self.silent = False
        self.sockets = []
        self.bytes = 0
        super().__init__(self._pass)

    def _pass(self, _, connection):
        server = socket.create_connection(("127.0.0.1", self.to_port))
        self.sockets += [connection, server]
        answers = threading.Thread(target=self._pump, args=(server, connection, self.change), daemon=True)
        answers.start()
        self._pump(connection, server, lambda data: data)
        server.close()

    def _pump(self, source, target, change):
        with contextlib.suppress(OSError):  # either end may close at any time
            while data := source.recv(65536):
                self.bytes += len(data)
                if not self.silent:
                    target.sendall(change(data))
            target.shutdown(socket.SHUT_RDWR)

    def cut(self):
        """Ends all connections."""
        for end in self.sockets:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.sockets = []


def smtp(answers):
    """An SMTP server that answers commands by this table ("RCPT": b"550 no"), or by a function of the line, and else with yes.
    "." is the answer to the mail; None closes the connection instead."""
    def serve(fake, connection):
        connection.sendall(answers.get("greeting", b"220 fake ESMTP\r\n"))
        in_data = False
        while True:
            line = fake.line(connection)
            if in_data and line != b".\r\n":
                continue
            word = "." if in_data else line.split()[0].decode().upper()
            answer = answers.get(word, b"250 ok\r\n")
            if callable(answer):
                answer = answer(line)
            if answer is None:
                return
            in_data = word == "DATA" and (answer.startswith(b"354") or "DATA" not in answers)
            connection.sendall(b"354 go on\r\n" if in_data and "DATA" not in answers else answer)
    return serve

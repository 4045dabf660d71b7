"""All private servers together, and the command line behind contrib/stack."""

import argparse
import json
import os
import shutil
import signal
import sys
import time

from . import certs
from .dovecot import Dovecot
from .exim import Exim
from .place import NotReady, remove_folder, servers_folder, unprivileged_user
from .postgres import Postgres
from .redis import Redis

ROLES = ("postgres", "redis", "dovecot", "exim")


class Stack:
    """PostgreSQL, Redis, Dovecot and Exim in one folder, on ports of their own.

    durable keeps fsync on, for figures; tie ends the servers when this process ends, however it ends."""

    def __init__(self, folder, durable=False, tie=False):
        self.link = os.path.abspath(folder)
        self.user = unprivileged_user()
        self.folder = servers_folder(folder, self.user)
        self.state_file = os.path.join(self.folder, "stack.json")
        self.tie = tie
        state = self._load()
        self.durable = state.get("durable", durable)
        self.postgres = Postgres(self.folder, self.user, tie, self.durable)
        self.redis = Redis(self.folder, self.user, tie)
        self.dovecot = Dovecot(self.folder, self.user, tie, self.durable)
        self.exim = Exim(self.folder, self.user, tie)
        self._ports(state.get("ports"))

    def _load(self):
        try:
            with open(self.state_file) as file:
                return json.load(file)
        except FileNotFoundError:
            return {}

    def _ports(self, ports):
        if ports:
            self.postgres.port = ports["postgres"]
            self.redis.port = ports["redis"]
            self.dovecot.imap, self.dovecot.imaps = ports["imap"], ports["imaps"]
            self.exim.smtp, self.exim.submission, self.exim.smtps = ports["smtp"], ports["submission"], ports["smtps"]

    def ports(self):
        """The TCP ports by name."""
        return {"postgres": self.postgres.port, "redis": self.redis.port, "imap": self.dovecot.imap,
                "imaps": self.dovecot.imaps, "smtp": self.exim.smtp, "submission": self.exim.submission,
                "smtps": self.exim.smtps}

    @property
    def ca_file(self):
        """The certificate with which clients verify the servers."""
        return os.path.join(self.folder, "ca.pem")

    def servers(self):
        """The servers by name."""
        return {"postgres": self.postgres, "redis": self.redis, "dovecot": self.dovecot, "exim": self.exim}

    def start(self):
        """Starts what does not run; the first time, makes it. Returns self."""
        first = not os.path.exists(self.state_file)
        if first:
            self._clear()
            certs.make(self.folder, self.user)
            self.postgres.create()
            self.dovecot.create()
            self.exim.create()
        for server in self.servers().values():
            if not server.process.pid():
                server.start()
        if first:
            self.postgres.first_start()
            self.add_mailbox("outbox", "outbox")
            with open(self.state_file, "w") as file:
                json.dump({"durable": self.durable, "ports": self.ports()}, file)
        return self

    def _clear(self):
        for server in self.servers().values():
            server.process.kill()
        for entry in os.scandir(self.folder):  # a first start that was cut off
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry)
            else:
                os.unlink(entry)

    def stop(self):
        """Ends all servers. What they hold stays."""
        for server in reversed(self.servers().values()):
            server.stop()

    def remove(self):
        """Ends all servers and takes their folder away."""
        for server in self.servers().values():
            server.process.kill()
        remove_folder(self.link)

    def restart(self, role, kill=False):
        """Ends one server, in good order or by kill -9, and starts it again on the same port."""
        server = self.servers()[role]
        if kill:
            server.process.kill()
        else:
            server.stop()
        server.start()

    def add_mailbox(self, name, password, *addresses):
        """A mailbox that IMAP and SMTP AUTH know by name and password, and what comes to it."""
        self.dovecot.add_user(name, password)
        for address in addresses:
            self.exim.route(address, name)

    def env(self):
        """Where everything is, as environment variables."""
        ports = self.ports()
        return {"STACK_DIR": self.folder, "STACK_CA_FILE": self.ca_file,
                "STACK_PG": self.postgres.dsn("postgres"), "STACK_REDIS_URL": self.redis.url,
                "STACK_REDIS_SOCKET": self.redis.socket, "STACK_IMAP_URL": f"imap://localhost:{ports['imap']}",
                "STACK_IMAPS_URL": f"imaps://localhost:{ports['imaps']}",
                "STACK_SMTP_URL": f"smtp://localhost:{ports['smtp']}",
                "STACK_SUBMISSION_URL": f"smtp://localhost:{ports['submission']}",
                "STACK_SMTPS_URL": f"smtps://localhost:{ports['smtps']}"}


def _status(stack):
    for name, server in stack.servers().items():
        pid = server.process.pid()
        print(f"{name:9} {'runs, pid ' + str(pid) if pid else 'is down'}")
    return 0 if all(server.process.pid() for server in stack.servers().values()) else 1


def main(words=None):
    """contrib/stack."""
    parser = argparse.ArgumentParser(prog="contrib/stack", description="Private PostgreSQL, Redis, Dovecot and Exim.")
    parser.add_argument("action", choices=("start", "stop", "status", "env", "restart", "kill", "mailbox", "route",
                                           "database", "remove"))
    parser.add_argument("folder", help="where the servers keep everything")
    parser.add_argument("rest", nargs="*", help="restart, kill: " + "|".join(ROLES) + "; "
                        "mailbox: NAME PASSWORD ADDRESS...; route: ADDRESS MAILBOX; database: NAME")
    parser.add_argument("--durable", action="store_true", help="first start: keep fsync on")
    args = parser.parse_args(words)
    if args.action != "start" and not os.path.exists(os.path.join(args.folder, "stack.json")):
        if args.action in ("stop", "remove"):
            return 0
        parser.error(f"there are no servers in {args.folder}: contrib/stack start {args.folder}")
    if args.action in ("restart", "kill") and not (args.rest and set(args.rest) <= set(ROLES)):
        parser.error(f"{args.action} what? One of {', '.join(ROLES)}")
    try:
        return _act(Stack(args.folder, durable=args.durable), args)
    except NotReady as why:
        print(f"contrib/stack: {why}", file=sys.stderr)
        return 1


def _act(stack, args):
    if args.action == "start":
        began = time.monotonic()
        stack.start()
        print(f"the servers run in {stack.folder} ({time.monotonic() - began:.1f} s)")
    elif args.action == "stop":
        stack.stop()
    elif args.action == "remove":
        stack.remove()
    elif args.action == "status":
        return _status(stack)
    elif args.action == "env":
        print("".join(f"export {name}='{value}'\n" for name, value in stack.env().items()), end="")
    elif args.action == "mailbox":
        stack.add_mailbox(*args.rest)
    elif args.action == "route":
        stack.exim.route(*args.rest)
    elif args.action == "database":
        print(stack.postgres.dsn(stack.postgres.database(*args.rest)))
    else:
        for role in args.rest:
            if args.action == "kill":
                stack.servers()[role].process.kill()
            else:
                stack.restart(role)
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())

"""The suite itself: a configuration of its own, migrated database, the real programs from the build folder."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
import uuid

from .api import Api
from .place import ROOT, NotReady, Process, free_port, tail, wait_until

BUILD = os.environ.get("SUPPORTD_BUILD", os.path.join(ROOT, "build"))

PROGRAMS = {
    "supportd": "src/supportd/supportd",
    "email": "gateways/email/supportd-email",
    "index": "src/index/supportd-index",
    "web": "gateways/web/supportd-web",
    "chat": "gateways/chat/supportd-chat",
    "ctl": "src/ctl/supportctl",
}

CONFIG = """\
# Written for the private servers in {stack}.
database = "{database}";
redis = "{redis}";
run_dir = "{run_dir}";
public_url = "{url}";
chat_url = "ws://127.0.0.1:{chat_port}/api/v1/chat";
rules_dir = "{rules}";
secret_file = "{folder}/secret";
clock_offset_seconds = {clock_offset};
stop_seconds = 10;
log = {{ level = "{log_level}"; }};

web = {{
  listen = "127.0.0.1:{web_port}";
  workers = 4;
  rate_per_minute = {rate};
  files_dir = "{files}";
  jwt = {{
    issuer = "{issuer}";
    audience = "supportd";
    keys = ( {{ kid = "platform"; alg = "HS256"; secret_file = "{folder}/platform.key"; }} );
  }};
}};

chat = {{
  listen = "127.0.0.1:{chat_port}";
  workers = 4;
  rate_per_minute = {chat_rate};
{more_chat}}};

email = {{
  health = "127.0.0.1:{email_port}";
  ca_file = "{ca}";
  hello = "{domain}";
  undo_seconds = {undo};
  smtp = {{ url = "smtp://localhost:{submission}"; tls = "starttls"; user = "{user}"; secret = "support"; }};
{more_email}}};

index = {{ dir = "{folder}/index"; health = "127.0.0.1:{index_port}"; }};

secrets = {{
{secrets}}};
"""

ISSUER = "https://platform.example"


def missing(*roles):
    """The programs of these roles that are not built, for a test that must skip without them."""
    return [PROGRAMS[role] for role in roles if not os.access(os.path.join(BUILD, PROGRAMS[role]), os.X_OK)]


class Supportd:
    """One suite with its own database, mail domain, support mailbox and outbox, on shared private servers.

    Mail to support@DOMAIN (and its +details) reaches the suite; mail to every other address of the domains in
    `domain` and `customers` lands in the mailbox `outbox`."""

    def __init__(self, stack, folder, name=None, domain=None, customers=None, redis=None, public_port=None,
                 log_level="info", undo_seconds=0, rate=1000000, more_email="", chat_rate=1000000, more_chat="",
                 always_there=False, clock_offset=0):
        self.stack = stack
        self.folder = folder
        self.name = name or "s" + secrets.token_hex(4)
        self.domain = domain or self.name + ".example"
        self.customers = customers or self.name + "-client.example"
        self.address = "support@" + self.domain
        self.mailbox = (self.name + "-support", "support-" + self.name)
        self.outbox = (self.name + "-outbox", "outbox-" + self.name)
        self.redis = redis or stack.redis
        self.web_port = public_port or free_port()
        self.email_port = free_port()
        self.index_port = free_port()
        self.chat_port = free_port()
        self.url = f"http://127.0.0.1:{self.web_port}"
        self.config = os.path.join(folder, "supportd.conf")
        self.settings = {"log_level": log_level, "undo": undo_seconds, "rate": rate, "more_email": more_email,
                         "chat_rate": chat_rate, "more_chat": more_chat, "clock_offset": clock_offset}
        self.rules = self.always_there() if always_there else os.path.join(ROOT, "rules")
        self.database = None
        self.processes = {}
        self.more_chats = {}

    @property
    def chat_url(self):
        """Where the chat's WebSocket is."""
        return f"ws://127.0.0.1:{self.chat_port}/api/v1/chat"

    # -- making it

    def always_there(self):
        """Rules by which people chat with everybody at any hour; else they are the shipped ones."""
        shutil.copytree(os.path.join(ROOT, "rules"), self.path("rules"), dirs_exist_ok=True)
        os.makedirs(self.path("rules/local.d"), exist_ok=True)
        days = " ".join(f'{day} = [ "00:00-24:00" ];' for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
        plans = " ".join(f'{plan} = {{ channels = [ "email", "chat" ]; first = "person"; }};'
                         for plan in ("free", "starter", "professional", "business", "enterprise"))
        self.write("rules/local.d/hours.conf", f'hours = ( {{ zone = "UTC"; days = {{ {days} }}; }} );\n')
        self.write("rules/local.d/plans.conf", f'plans = {{ {plans} }};\n')
        return self.path("rules")

    def create(self):
        """Makes database, mailboxes and configuration, migrates, and makes the support mailbox known."""
        self.prepare()
        self.ctl("migrate")
        self.add_mailbox("support", self.address, self.mailbox[0], "support")
        return self

    def prepare(self):
        """Makes an empty database, mailboxes and configuration, and leaves it at that."""
        self.database = self.stack.postgres.database("supportd_" + self.name)
        self.stack.add_mailbox(*self.mailbox, self.address)
        self.stack.add_mailbox(*self.outbox, "*@" + self.domain, "*@" + self.customers)
        self.write_config()
        return self

    def add_mailbox(self, name, address, user, secret, *more):
        """supportctl mailbox add, for a mailbox on the private Dovecot."""
        self.ctl("mailbox", "add", name, "--address", address, "--imap-host", "localhost", "--imap-port",
                 str(self.stack.dovecot.imaps), "--imap-security", "tls", "--imap-user", user, "--secret", secret, *more)

    def write_config(self, **more_secrets):
        """Writes supportd.conf and the files that it names. more_secrets are name=value of further secrets."""
        run_dir = os.path.join(self.stack.folder, "run-" + self.name)  # a short path, for sockets
        os.makedirs(run_dir, mode=0o700, exist_ok=True)
        if not os.path.exists(self.path("secret")):
            self.write("secret", secrets.token_urlsafe(48))
            self.write("platform.key", secrets.token_urlsafe(48))
        named = {"support": self.mailbox[1], **more_secrets}
        for name, value in named.items():
            self.write("secret-" + name, value)
        lines = "".join(f'  {name} = {{ file = "{self.path("secret-" + name)}"; }};\n' for name in named)
        self.write("supportd.conf", CONFIG.format(
            stack=self.stack.folder, database=self.stack.postgres.dsn(self.database), redis=self.redis.url,
            folder=self.folder, run_dir=run_dir, url=self.url, rules=self.rules,
            files=os.path.join(ROOT, "gateways/web"), web_port=self.web_port,
            email_port=self.email_port, index_port=self.index_port, chat_port=self.chat_port,
            ca=self.stack.ca_file, domain=self.domain, user=self.mailbox[0],
            submission=self.stack.exim.submission, secrets=lines, issuer=ISSUER, **self.settings))

    def path(self, name):
        """A file of this suite."""
        return os.path.join(self.folder, name)

    def write(self, name, text):
        """Writes a file that only we may read."""
        with open(self.path(name), "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(text)

    # -- running it

    def start(self, *roles):
        """Starts the parent with all programs, or these roles ("email", "web") alone, and waits until they are ready."""
        for role in roles or ("supportd",):
            process = self.processes.setdefault(role, Process(role, self.folder))
            process.run([self.program(role), "--config", self.config])
        for role in roles or ("supportd",):
            for port in {"supportd": (self.web_port, self.email_port, self.index_port, self.chat_port), "index": (self.index_port,),
                         "web": (self.web_port,), "email": (self.email_port,), "chat": (self.chat_port,)}[role]:
                self.processes[role].ready(lambda port=port: _is_ready(port), 30)
        return self

    def start_chat(self, role="chat2"):
        """Starts one more chat gateway, with a port of its own; returns its address."""
        config = self.path(role + ".conf")
        port = self.more_chats.setdefault(role, free_port())
        with open(self.config) as file:
            text = file.read().replace(f"127.0.0.1:{self.chat_port}", f"127.0.0.1:{port}")
        self.write(role + ".conf", text)
        process = self.processes.setdefault(role, Process(role, self.folder))
        process.run([self.program("chat"), "--config", config])
        process.ready(lambda: _is_ready(port), 30)
        return f"ws://127.0.0.1:{port}/api/v1/chat"

    def adopt(self, *roles):
        """Takes over what an earlier program started in the same folder, to stop it or to look at it."""
        for role in roles:
            self.processes.setdefault(role, Process(role, self.folder))

    def stop(self):
        """Stops what runs, in good order."""
        for role in reversed(list(self.processes)):
            self.processes[role].stop()

    def pid(self, role):
        """The pid of a role, whether we or the parent started it; 0 if it does not run."""
        if role in self.processes:
            return self.processes[role].pid()
        parent = self.processes["supportd"].pid() if "supportd" in self.processes else 0
        if not parent:
            return 0
        return next((pid for pid, name in _children(parent) if name == os.path.basename(PROGRAMS[role])), 0)

    def kill(self, role, number=signal.SIGKILL):
        """kill -9 to one role. Its parent, if it has one, starts it again; else the test does."""
        pid = self.pid(role)
        if not pid:
            raise NotReady(f"{role} does not run")
        if role in self.processes and number == signal.SIGKILL:
            self.processes[role].kill()
        else:
            os.kill(pid, number)
        return pid

    def remove(self):
        """Stops it and takes its database away."""
        self.stop()
        if self.database:
            self.stack.postgres.drop(self.database)

    def log(self, role="supportd"):
        """What the role wrote so far."""
        return tail(self.path(role + ".log"), 1000000)

    @staticmethod
    def program(role):
        """The path of a role's program."""
        return os.path.join(BUILD, PROGRAMS[role])

    # -- talking to it

    def ctl(self, *words, check=True, stdin=None):
        """supportctl; returns what it printed. check=False returns the finished process instead."""
        ran = subprocess.run([self.program("ctl"), "--config", self.config, *words], capture_output=True, text=True,
                             input=stdin)
        if not check:
            return ran
        if ran.returncode != 0:
            raise RuntimeError(f"supportctl {' '.join(words)}: exit {ran.returncode}\n{ran.stderr}{ran.stdout}")
        return ran.stdout

    def sql(self, statement):
        """Looks into the suite's database."""
        return self.stack.postgres.sql(self.database, statement)

    def api(self, token=None):
        """A REST client; without a token, a stranger."""
        return Api(self.url, token)

    def admin(self):
        """A REST client with a service token of the admin role."""
        return self.api(self.ctl("token", "create", "--role", "admin", "--name", "tests").strip().splitlines()[-1])

    def customer_token(self, builder, user, role="owner", plan="professional", seconds=3600, **claims):
        """A platform token for a customer."""
        now = int(time.time())
        with open(self.path("platform.key"), "rb") as file:
            key = file.read()
        return jwt(key, {"iss": ISSUER, "aud": "supportd", "sub": user, "builder_id": builder, "role": role,
                         "plan_tier": plan, "iat": now, "exp": now + seconds, "jti": str(uuid.uuid4()), **claims})

    def customer(self, builder, user, **claims):
        """A REST client for a customer."""
        return self.api(self.customer_token(builder, user, **claims))

    def wait(self, check, seconds=10, what="what the test waits for"):
        """Calls check until it returns something true."""
        return wait_until(check, seconds, what, pause=0.05)


def jwt(key, claims, kid="platform"):
    """Signs a token with HS256."""
    def part(raw):
        return base64.urlsafe_b64encode(raw).rstrip(b"=")
    head = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": kid}).encode())
    signed = head + b"." + part(json.dumps(claims).encode())
    return (signed + b"." + part(hmac.new(key, signed, hashlib.sha256).digest())).decode()


def _is_ready(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return answer.status == 200
    except urllib.error.HTTPError as refused:  # a mailbox that cannot be watched is up to the test
        return all(line.startswith("mailboxes:") for line in refused.read().decode().splitlines())
    except (urllib.error.URLError, OSError):
        return False


def _children(parent):
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/status") as file:
                    fields = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
            except OSError:
                continue
            if fields.get("PPid", "").strip() == str(parent):
                with open(f"/proc/{entry}/cmdline", "rb") as file:
                    yield int(entry), os.path.basename(file.read().split(b"\0")[0].decode())

"""contrib/demo: the whole house in one folder, with a small company in it."""

import argparse
import json
import os
import shutil
import signal
import sys
import time
import urllib.parse

from . import company, hostpage
from .mail import Mail
from .place import ROOT, NotReady, Process, answers, free_port
from .stack import Stack
from .supportd import Supportd

FOLDER = os.path.join(ROOT, "demo")
STATE = os.path.join(FOLDER, "state.json")
ENV = os.path.join(FOLDER, "env")
MONTH_S = 30 * 24 * 3600


def _load():
    try:
        with open(STATE) as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def _save(state):
    with open(STATE, "w") as file:
        json.dump(state, file, indent=2)


def _suite(state):
    stack = Stack(os.path.join(FOLDER, "servers"), durable=True)
    suite = Supportd(stack, os.path.join(FOLDER, "supportd"), name="demo", domain=company.DOMAIN,
                     public_port=state["web_port"], undo_seconds=10, rate=6000)
    suite.email_port = state["email_port"]
    suite.chat_port = state.setdefault("chat_port", free_port())
    suite.mailbox = ("support", state["mailbox_password"])
    suite.outbox = ("outbox", "outbox")
    suite.database = "supportd_demo"
    return suite


def _start():
    """Starts what does not run. The first time, makes it and loads the company."""
    os.makedirs(os.path.join(FOLDER, "supportd"), exist_ok=True)
    state = _load()
    if not state:
        state = {"web_port": 8080 if not answers(8080) else free_port(), "email_port": free_port(),
                 "mailbox_password": "support-" + os.urandom(6).hex()}
        _save(state)
    suite = _suite(state)
    _save(state)
    suite.stack.start()
    if not state.get("made"):
        suite.stack.postgres.drop(suite.database)
        suite.create()
        state["made"] = True
        _save(state)
    suite.write_config()
    suite.ctl("migrate")
    suite.adopt("supportd")
    if not suite.pid("supportd"):
        suite.start()
    if "loaded" not in state:
        state["loaded"] = company.load(suite, Mail(suite.stack))
        _save(state)
    state["loaded"]["agent_token"] = company.log_in(suite, state["loaded"]["agent_login"], state["loaded"]["agent_password"])
    _write_env(suite, state["loaded"])
    state.setdefault("page_port", free_port())
    if "widget_key" not in state:
        state["widget_key"] = suite.ctl("widget", "add", "Demo page").strip()
    _save(state)
    _show_page(suite, state)
    state["loaded"]["page"] = f"http://127.0.0.1:{state['page_port']}/invoices?as=dana"
    return suite, state["loaded"]


def _page_process():
    return Process("page", os.path.join(FOLDER, "supportd"))


def _show_page(suite, state):
    """The platform's page with the widget on it; it knows some of the company's people."""
    people = company.customers(suite, state["loaded"], seconds=MONTH_S) if "users" in state["loaded"] else {}
    suite.write("page.json", json.dumps({"port": state["page_port"], "api": suite.url, "key": state["widget_key"], "people": people}))
    process = _page_process()
    process.stop()
    process.run([sys.executable, hostpage.__file__, suite.path("page.json")])
    process.ready(lambda: answers(state["page_port"]), 10)


def _write_env(suite, loaded):
    ports = suite.stack.ports()
    user, password = (urllib.parse.quote(word, safe="") for word in suite.mailbox)
    values = {
        "SUPPORTD_URL": suite.url,
        "SUPPORTD_CHAT_URL": suite.chat_url,
        "SUPPORTD_IMAP_URL": f"imap://{user}:{password}@localhost:{ports['imap']}/",
        "SUPPORTD_SMTP_URL": f"smtp://localhost:{ports['smtp']}",
        "SUPPORTD_OUTBOX_IMAP_URL": f"imap://outbox:outbox@localhost:{ports['imap']}/",
        "SUPPORTD_PG": f"postgresql://supportd@127.0.0.1:{ports['postgres']}/{suite.database}",
        "SUPPORTD_REDIS_URL": suite.redis.url,
        "SUPPORTD_ADMIN_TOKEN": loaded["admin_token"],
        "SUPPORTD_AGENT_TOKEN": loaded["agent_token"],
        "SUPPORTD_AGENT_LOGIN": loaded["agent_login"],
        "SUPPORTD_AGENT_PASSWORD": loaded["agent_password"],
        "SUPPORTD_CUSTOMER_TOKEN": suite.customer_token(loaded["builder"], loaded["customer"], seconds=MONTH_S),
        "SUPPORTD_CONFIG": suite.config,
        "SUPPORTD_CA_FILE": suite.stack.ca_file,
        "SUPPORTD_SUPPORT_ADDRESS": suite.address,
        "SUPPORTD_CUSTOMER_ADDRESS": loaded["customer_address"],
    }
    with open(ENV, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.writelines(f"export {name}='{value}'\n" for name, value in values.items())


def _tell(suite, loaded):
    ports = suite.stack.ports()
    print(f"""
supportd runs in {FOLDER} with a company of {loaded['people']} people and {loaded['tickets']} tickets.

  widget       {loaded['page']}   a page of the platform, for several people
  console      {suite.url}/console/
  REST         {suite.url}/api/v1/openapi.json
  chat         {suite.chat_url} (WebSocket, supportd.v1; /api/v1/asyncapi.json beside it)
  agent        {loaded['agent_login']}   password {loaded['agent_password']}
  supportctl   {suite.program('ctl')} --config {suite.config} ticket list
  database     psql "{suite.stack.postgres.dsn(suite.database)}"
  logs         {suite.path('supportd.log')}

Send a mail, and see it become a ticket:
  printf 'From: {loaded['customer_address']}\\nTo: {suite.address}\\nSubject: Hello\\n\\nIt works.\\n' |
    curl -s smtp://127.0.0.1:{ports['smtp']} --mail-from {loaded['customer_address']} --mail-rcpt {suite.address} -T -
What customers get is in the mailbox outbox (password outbox) at imap://localhost:{ports['imap']}.

For scripts: . {ENV}
Stop it: contrib/demo stop      Forget it: contrib/demo reset""", flush=True)


def _stop():
    state = _load()
    if state:
        suite = _suite(state)
        _page_process().stop()
        suite.adopt("supportd")
        suite.stop()
        suite.stack.stop()


def _reset():
    state = _load()
    if state:
        suite = _suite(state)
        _page_process().stop()
        suite.adopt("supportd")
        suite.stop()
        suite.stack.remove()
    shutil.rmtree(FOLDER, ignore_errors=True)


def _status():
    state = _load()
    if not state:
        print("the demo has not been started yet: contrib/demo")
        return 1
    suite = _suite(state)
    suite.adopt("supportd")
    down = 0
    for name, pid in [("supportd", suite.pid("supportd")), ("  email", suite.pid("email")), ("  web", suite.pid("web")), ("  chat", suite.pid("chat"))] + \
            [(name, server.process.pid()) for name, server in suite.stack.servers().items()]:
        print(f"{name:10} {'runs, pid ' + str(pid) if pid else 'is down'}")
        down += not pid
    return 1 if down else 0


def _foreground():
    def leave(*_):
        raise KeyboardInterrupt
    signal.signal(signal.SIGTERM, leave)
    try:
        suite, loaded = _start()
        _tell(suite, loaded)
        while suite.pid("supportd"):
            time.sleep(1)
        print("demo: supportd ended; its log says why", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        print("stopping", flush=True)
        _stop()


def main(words=None):
    """The command line."""
    parser = argparse.ArgumentParser(prog="contrib/demo", description="Runs supportd with private servers in demo/.")
    parser.add_argument("action", nargs="?", choices=("stop", "status", "reset"))
    parser.add_argument("--detach", action="store_true", help="leave it running in the background")
    args = parser.parse_args(words)
    try:
        if args.action:
            return {"stop": _stop, "status": _status, "reset": _reset}[args.action]()
        if not args.detach:
            return _foreground()
        _tell(*_start())
        return 0
    except (NotReady, RuntimeError, AssertionError) as why:
        print(f"contrib/demo: {why}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())

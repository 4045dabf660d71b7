"""What changes while it runs: rules are read again, readiness is told, and the bell rings for whoever looks."""

import json
import os
import shutil
import signal
import socket
import urllib.error
import urllib.request
import uuid

import pytest

from harness.place import ROOT

TICKETS = "/support/tickets"


@pytest.fixture
def own_rules(new_supportd):
    """A suite with a folder of rules of its own, started as `web` or `email` by the test."""
    suite = new_supportd()
    folder = suite.path("rules")
    shutil.copytree(os.path.join(ROOT, "rules"), folder)
    with open(suite.config, encoding="utf-8") as file:
        text = file.read()
    suite.write("supportd.conf", text.replace(os.path.join(ROOT, "rules"), folder))
    os.makedirs(os.path.join(folder, "local.d"), exist_ok=True)
    return suite, os.path.join(folder, "local.d", "categories.conf")


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def customer(suite):
    """A customer whose builder and user were provisioned."""
    builder, user = str(uuid.uuid4()), str(uuid.uuid4())
    admin = suite.admin()
    admin.call("PUT", f"/admin/builders/{builder}", {"name": "Reload"})
    admin.call("PUT", f"/admin/users/{user}", {"builder_id": builder, "email": f"{user}@reload.example", "name": "Re"})
    return suite.customer(builder, user)


def category(ana, subject):
    """What a new ticket of that subject is filed under."""
    return ana.post(TICKETS, {"subject": subject, "description": "…"})["category"]


def shipped():
    with open(os.path.join(ROOT, "rules", "categories.conf"), encoding="utf-8") as file:
        return file.read()


def other_fallback(text):
    """The shipped categories, but with another word for what nothing matches."""
    return text.replace('fallback = "general"', 'fallback = "reloaded"')


def test_new_rules_hold_after_a_sighup(own_rules):
    suite, local = own_rules
    suite.start("web")
    ana = customer(suite)
    assert category(ana, "zzz") == "general"
    write(local, other_fallback(shipped()))
    suite.kill("web", signal.SIGHUP)
    suite.wait(lambda: "rules-reloaded" in suite.log("web"), 5, "the reload")
    assert category(ana, "zzz") == "reloaded"


@pytest.mark.parametrize("role", ["web", "email"])
def test_rules_with_a_mistake_are_refused_and_the_old_ones_stay(own_rules, role):
    suite, local = own_rules
    suite.start("web", *{role} - {"web"})
    ana = customer(suite)
    write(local, shipped() + "\nthis is no rule\n")
    pid = suite.kill(role, signal.SIGHUP)
    line = suite.wait(lambda: [line for line in suite.log(role).splitlines() if "reload-refused" in line], 5, "the refusal")[0]
    assert f"categories.conf:{len(shipped().splitlines()) + 2}" in line, line
    assert suite.pid(role) == pid
    assert category(ana, "zzz") == "general"


def ready(suite):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{suite.email_port}/readyz", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_readyz_names_a_mailbox_that_nobody_watches(new_supportd):
    suite = new_supportd().start("email")
    suite.wait(lambda: ready(suite) == (200, "ready\n"), 10, "readiness")
    suite.add_mailbox("billing", "billing@" + suite.domain, "nobody-there", "support")
    status, text = suite.wait(lambda: (answer := ready(suite))[0] == 503 and answer, 20, "the mailbox that cannot be watched")
    assert "mailboxes: not ready" in text and "billing" in text, text


class Ear:
    """Listens to one channel of Redis."""

    def __init__(self, redis, channel):
        self.wire = socket.create_connection(("127.0.0.1", redis.port), timeout=10)
        self.file = self.wire.makefile("rb")
        self.wire.sendall(f"SUBSCRIBE {channel}\r\n".encode())
        assert self.next()[0] == b"subscribe"

    def next(self):
        words = []
        for _ in range(int(self.file.readline()[1:])):
            length = self.file.readline()
            words.append(self.file.read(int(length[1:]) + 2)[:-2] if length[:1] == b"$" else length[1:-2])
        return words

    def events(self):
        return json.loads(self.next()[2])


def test_the_bell_rings_for_a_ticket_after_it_was_written(new_supportd, mail):
    suite = new_supportd().start("web", "email")
    ear = Ear(suite.redis, "supportd:tickets")
    mail.send(mail.compose(f"ana@{suite.customers}", suite.address, "Ring", "Hello"))
    opened = ear.events()
    assert [event["type"] for event in opened] == ["ticket.opened", "message.added"]
    ticket = suite.admin().get(f"{TICKETS}/{opened[0]['ticket']}")
    assert ticket["subject"] == "Ring"
    answer = suite.admin().post(f"{TICKETS}/{ticket['id']}/messages", {"body": "Yes?"}, **{"Idempotency-Key": "ring-1"})
    while "message.added" not in (rung := {event["type"]: event for event in ear.events()}):
        pass
    assert rung["message.added"] == {"type": "message.added", "ticket": ticket["id"], "message": answer["id"]}

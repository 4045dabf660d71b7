"""What an operator does in a terminal, with the real program on a real database."""

import json
import mailbox
import os
from email.message import EmailMessage

import pytest


def _said(suite, *words, stdin=None):
    return json.loads(suite.ctl("--json", *words, stdin=stdin))


def test_migrating_twice_does_nothing_the_second_time(new_supportd):
    suite = new_supportd()
    assert _said(suite, "migrate")["migrations"] == 0
    assert "up to date" in suite.ctl("migrate")


def test_a_mistake_in_the_configuration_is_told_with_file_and_line(new_supportd):
    suite = new_supportd()
    with open(suite.config) as file:
        lines = file.read().splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text.startswith("redis"))
    lines[line - 1] = lines[line - 1].replace("redis", "rediss", 1)
    suite.write("supportd.conf", "\n".join(lines))
    result = suite.ctl("check", check=False)
    assert result.returncode == 3
    assert f"supportd.conf:{line}: unknown setting `rediss`; did you mean `redis`?" in result.stderr


def test_people_and_mailboxes_are_added_listed_and_changed(new_supportd):
    suite = new_supportd()
    builder = _said(suite, "builder", "add", "Casa Ñandú", "--plan", "business", "--domain", "nandu.example")
    user = _said(suite, "user", "add", "eva@nandu.example", "--builder", builder["id"], "--name", "Eva")
    assert [item["email"] for item in _said(suite, "user", "list", "--builder", builder["id"])["items"]] == ["eva@nandu.example"]
    assert _said(suite, "user", "set", user["id"], "--inactive")["is_active"] is False
    assert _said(suite, "builder", "set", builder["id"], "--plan", "enterprise")["plan_tier"] == "enterprise"
    assert "Casa Ñandú" in suite.ctl("builder", "list")
    agent = _said(suite, "agent", "add", "rosa@ours.example", "--name", "Rosa")
    assert _said(suite, "agent", "set", agent["id"], "--tier", "2")["display_name"] == "Rosa"
    assert _said(suite, "mailbox", "set", "support", "--disable")["is_enabled"] is False
    assert suite.ctl("mailbox", "set", "nowhere", "--disable", check=False).returncode == 1


def test_a_revoked_token_is_no_longer_listed(new_supportd):
    suite = new_supportd()
    suite.ctl("token", "create", "--role", "admin", "--name", "for a script")
    token = next(item for item in _said(suite, "token", "list")["items"] if item["name"] == "for a script")
    suite.ctl("token", "revoke", token["id"])
    assert token["id"] not in [item["id"] for item in _said(suite, "token", "list")["items"]]
    assert suite.ctl("token", "revoke", token["id"], check=False).returncode == 1


def _write_mails(box, count):
    for n in range(count):
        mail = EmailMessage()
        mail["From"] = f"old{n}@elsewhere.example"
        mail["To"] = "support@ours.example"
        mail["Subject"] = f"Old mail {n}"
        mail["Message-ID"] = f"<old{n}@elsewhere.example>"
        mail.set_content(f"From here on it is text {n}.\nFrom the second line too.\n")
        box.add(mail)
    box.flush()


@pytest.mark.parametrize("kind", [mailbox.mbox, mailbox.Maildir])
def test_old_mail_is_imported_once_however_often_it_is_tried(new_supportd, kind):
    suite = new_supportd().start("email")
    path = suite.path("old-mail")
    _write_mails(kind(path), 120)
    assert _said(suite, "import", "support", path) == {"read": 120, "new": 120}
    assert _said(suite, "import", "support", path) == {"read": 120, "new": 0}
    suite.wait(lambda: len(_said(suite, "ticket", "list", "-n", "200")["items"]) == 120, 20, "120 tickets")
    ticket = next(item for item in _said(suite, "ticket", "list", "-n", "200")["items"] if item["subject"] == "Old mail 7")
    shown = suite.ctl("ticket", "show", str(ticket["number"]))
    assert "From here on it is text 7." in shown and "old7@elsewhere.example" in shown


def test_the_doctor_finds_nothing_wrong_with_the_servers(new_supportd):
    suite = new_supportd()
    result = suite.ctl("doctor", "--json", check=False)
    found = {item["check"]: item for item in json.loads(result.stdout)["items"]}
    for what in ("configuration", "rules", "database", "clock", "redis", "IMAP support", "SMTP"):
        assert found[what]["verdict"] == "ok", found[what]


def test_the_doctor_says_what_to_fix(new_supportd):
    suite = new_supportd()
    suite.redis.stop()
    os.chmod(suite.path("secret-support"), 0o644)
    result = suite.ctl("doctor", "--json", check=False)
    found = {item["check"]: item for item in json.loads(result.stdout)["items"]}
    assert result.returncode == 3
    assert found["redis"]["verdict"] == "wrong" and found["redis"]["fix"]
    assert found["secret support"]["verdict"] == "doubtful" and "600" in found["secret support"]["fix"]


def test_a_reply_from_the_terminal_goes_out_and_can_be_watched(supportd, mail):
    mail.send(mail.compose(f"Ana <ana@{supportd.customers}>", supportd.address, "From the terminal", "Please answer."))
    ticket = supportd.wait(lambda: _said(supportd, "ticket", "list")["items"], 10, "a ticket")[0]
    supportd.ctl("ticket", "reply", str(ticket["number"]), stdin="Here is the answer.\n")
    mail.wait_for(*supportd.outbox, lambda got: "Here is the answer." in got.as_string(), seconds=20)
    supportd.wait(lambda: "sent" in [item["state"] for item in _said(supportd, "outbox", "list", "--ticket", str(ticket["number"]))["items"]
                                     if item["kind"] == "reply"], 10, "the reply is sent")

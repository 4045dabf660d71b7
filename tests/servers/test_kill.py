"""Killed at any moment: no mail is lost, none is there twice, and no reply is sent twice."""

import collections
import contextlib
import email
import email.policy
import http.client
import os
import random
import re
import smtplib
import threading
import time
import uuid

import pytest

from harness.letters import Letters

SEED = int(os.environ.get("SUPPORTD_SEED", "20260"))
MAILS, REPLIES, KILLS, RESTARTS = 1500, 300, 200, 5
LIVES_S = (0.05, 0.9)       # a program's life, from its start to its kill


class Writer(threading.Thread):
    """One side of the traffic, in the background: its trouble is the test's failure."""

    def __init__(self, work):
        super().__init__(daemon=True)
        self.work = work
        self.trouble = None
        self.start()

    def run(self):
        try:
            self.work()
        except BaseException as why:  # pylint: disable=broad-except
            self.trouble = why

    def finish(self, seconds):
        self.join(seconds)
        assert not self.is_alive(), "the traffic did not end"
        if self.trouble:
            raise self.trouble


class Traffic:
    """Customers who write, at a steady pace, and agents who answer whatever ticket is there."""

    def __init__(self, suite, mail, seconds):
        self.suite = suite
        self.mail = mail
        self.pause = seconds / MAILS
        self.letters = []
        self.replies = []
        self.admin = suite.admin()

    def write(self):
        made = Letters(SEED, self.suite.address, self.suite.customers)
        choose = random.Random(SEED + 1)
        with smtplib.SMTP("127.0.0.1", self.mail.stack.exim.smtp, timeout=60) as smtp:
            for n in range(MAILS):
                answers = choose.choice(self.letters) if self.letters and choose.random() < 0.2 else None
                letter = made.letter("large" if n % 150 == 75 else None, answers)
                smtp.sendmail(letter.sender, [self.suite.address], letter.bytes)
                self.letters.append(letter)
                time.sleep(self.pause)

    def call(self, method, path, body=None, key=None):
        """As an agent's program does it: asks again, with the same key, as long as the house is not up."""
        end = time.monotonic() + 120
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                answer = self.admin.call(method, path, body, {"Idempotency-Key": key} if key else None)
                if answer.status < 400:
                    return answer.json
                if answer.status not in (409, 500, 502, 503):
                    raise AssertionError(f"{method} {path}: {answer!r}")
            assert time.monotonic() < end, f"{method} {path} did not succeed"
            time.sleep(0.2)

    def answer(self):
        choose = random.Random(SEED + 2)
        while len(self.replies) < REPLIES:
            tickets = self.call("GET", "/support/tickets?limit=50")["items"]
            if not tickets:
                time.sleep(0.2)
                continue
            for ticket in choose.sample(tickets, min(5, len(tickets), REPLIES - len(self.replies))):
                mark = f"answer-{len(self.replies)}-{uuid.uuid4()}"
                made = self.call("POST", f"/support/tickets/{ticket['id']}/messages", {"body": f"{mark}\n\nWe look into it."},
                                 str(uuid.uuid4()))
                self.replies.append((made["id"], mark))
                time.sleep(self.pause * MAILS / REPLIES * 0.8)


class Killer:
    """KILLS kills of supportd-email, each at a random moment of its life; at some of them, servers are restarted."""

    def __init__(self, suite, stack):
        self.suite = suite
        self.stack = stack
        self.chance = random.Random(SEED)
        self.kills = 0
        self.is_over = False

    def kill(self):
        """kill -9, and a new one at once, again and again."""
        process = self.suite.processes["email"]
        while self.kills < KILLS and not self.is_over:
            time.sleep(self.chance.uniform(*LIVES_S))
            process.child.kill()
            process.child.wait()
            process.run([self.suite.program("email"), "--config", self.suite.config])
            self.kills += 1

    def restart(self, killing):
        """Meanwhile, in the thread that the servers' lives are tied to: restarts, every second one by kill -9."""
        for n, moment in enumerate(sorted(random.Random(SEED).sample(range(KILLS), 2 * RESTARTS))):
            while self.kills < moment and killing.is_alive():
                time.sleep(0.02)
            self.stack.restart("postgres" if n % 2 else "dovecot", kill=n % 4 > 1)


def settled(suite):
    """True once all that was sent has been taken in, and nothing is on its way any more."""
    [[taken, waiting]] = suite.sql("SELECT (SELECT count(*) FROM intake), (SELECT count(*) FROM intake WHERE state = 'stored') "
                                   "+ (SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending'))")
    return int(taken) >= MAILS and waiting == "0"


def message_ids(mail, user, password):
    """How often each Message-ID is in a mailbox, as its server tells it."""
    with contextlib.closing(mail.open(user, password)) as imap:
        parts = imap.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")[1]
    headers = [email.message_from_bytes(part[1], policy=email.policy.default) for part in parts if isinstance(part, tuple)]
    return collections.Counter(str(header["Message-ID"]).strip("<> ") for header in headers)


def check_mail_in(suite, mail, letters):
    arrived = message_ids(mail, *suite.mailbox)
    assert set(arrived) == {letter.message_id for letter in letters}, "Dovecot has other mails than were sent"
    rows = suite.sql("SELECT i.message_id, i.state, coalesce(i.reason, ''), count(m.id), coalesce(min(m.body), '') FROM intake i "
                     "LEFT JOIN ticket_messages m ON m.intake_id = i.id GROUP BY i.id")
    known = collections.defaultdict(list)
    for message_id, state, reason, messages, body in rows:
        known[message_id].append((state, reason, int(messages), body))
    states = collections.Counter(state for _, state, *_ in rows)
    print(f"mail in: {len(letters)} sent, {sum(arrived.values())} deliveries in Dovecot, {len(rows)} intake rows {dict(states)}")
    for letter in letters:
        ours = [row for row in known.pop(letter.message_id, []) if row[0] != "duplicate"]
        assert len(ours) == 1, f"{letter.message_id} has {len(ours)} intake rows: {ours}"
        [(state, reason, messages, body)] = ours
        assert (state == "received" and messages == 1 and letter.mark in body) or \
            (state in ("held", "refused", "set_aside") and messages == 0 and reason), f"{letter.message_id}: {ours}"
    assert not known, f"intake rows of mails that nobody sent: {list(known)[:5]}"
    assert states["received"] > MAILS * 0.9
    assert int(suite.sql("SELECT count(*) FROM (SELECT message_id FROM ticket_messages WHERE sender_type = 'customer' "
                         "GROUP BY message_id HAVING count(*) > 1) twice")[0][0]) == 0


def taken_by_exim(stack, domain):
    """How often Exim answered for each mail from our address, by its own log."""
    with open(os.path.join(stack.folder, "exim-mainlog"), errors="replace") as log:
        return collections.Counter(found[1] for line in log if " <= " in line
                                   and (found := re.search(rf" id=(\S+@{re.escape(domain)})\b", line)))


def check_mail_out(suite, stack, mail, replies):
    arrived = message_ids(mail, *suite.outbox)
    taken = taken_by_exim(stack, suite.domain)
    rows = suite.sql("SELECT message_id, state, kind, coalesce(message::text, '') FROM outbox")
    states = collections.Counter((kind, state) for _, state, kind, _ in rows)
    print(f"mail out: {len(replies)} replies asked for, outbox {dict(states)}, {len(arrived)} different mails in the mailbox, "
          f"{sum(arrived.values())} in all")
    unknown = [(taken[message_id], arrived[message_id]) for message_id, state, *_ in rows if state == "unknown"]
    print(f"unknown: {len(unknown)}, of which {sum(1 for _, there in unknown if there)} had arrived")
    by_message = collections.Counter(message for _, _, kind, message in rows if kind == "reply")
    assert by_message == collections.Counter(message for message, _ in replies), "each reply has one row in the outbox"
    for message_id, state, kind, _ in rows:
        assert state in ("sent", "unknown"), f"{kind} {message_id} is {state}"
        assert taken[message_id] == 1 or (state == "unknown" and taken[message_id] == 0), f"{message_id}: sent {taken[message_id]} times"
        assert arrived[message_id] == taken[message_id], f"{message_id} ({state}) is {arrived[message_id]} times in the mailbox"
    assert set(arrived) <= {row[0] for row in rows}
    assert states["reply", "sent"] > REPLIES * 0.8, "too much is unknown for this to be of use"


@pytest.mark.kill
def test_killed_at_any_moment_every_mail_is_there_once_and_no_reply_is_sent_twice(new_supportd, stack, mail):
    print(f"seed {SEED} (SUPPORTD_SEED)")
    suite = new_supportd(undo_seconds=0).start("email", "web")
    began = time.monotonic()
    traffic = Traffic(suite, mail, seconds=KILLS * sum(LIVES_S) / 2)
    writers = [Writer(traffic.write), Writer(traffic.answer)]
    killer = Killer(suite, stack)
    writers.append(Writer(killer.kill))
    try:
        killer.restart(writers[-1])
        for writer in writers:
            writer.finish(120)
    finally:
        killer.is_over = True
        writers[-1].join(10)
    print(f"{KILLS} kills and {2 * RESTARTS} restarts in {time.monotonic() - began:.0f} s")
    suite.wait(lambda: len(message_ids(mail, *suite.mailbox)) == MAILS, 120, "all mails to be delivered")
    suite.wait(lambda: settled(suite), 120, "everything to settle")
    print(f"settled after {time.monotonic() - began:.0f} s")
    check_mail_in(suite, mail, traffic.letters)
    check_mail_out(suite, stack, mail, traffic.replies)

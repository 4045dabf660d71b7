"""The chat while everything around it breaks: what was acked is on both sides, exactly once and in order."""

import collections
import json
import os
import random
import threading
import time
import uuid

import pytest

from harness.chat import Chat, Closed

PASSWORD = "a-long-enough-password"
# The full size is 200 visitors, 20 agents and 20,000 messages: SUPPORTD_CHAT_FULL=1.
VISITORS, AGENTS, MESSAGES, KILLS = (200, 20, 20000, 10) if os.environ.get("SUPPORTD_CHAT_FULL") else (40, 4, 3000, 6)


class Person(threading.Thread):
    """Somebody who numbers what they say, and connects again for as long as it takes.

    Keeps what was not acked and says it again; keeps the newest seq of each ticket and resumes there."""

    def __init__(self, urls, token, count):
        super().__init__(daemon=True)
        self.urls, self.token, self.count = urls, token, count
        self.chat = None
        self.last = collections.defaultdict(int)    # ticket: newest seq
        self.heard = collections.defaultdict(list)  # ticket: (seq, client_id), as they came
        self.unacked, self.acked = {}, {}           # client_id: (ticket, text); client_id: (ticket, seq)
        self.said = collections.Counter()           # ticket: how many
        self.faults = []
        self.ends = threading.Event()
        self.reconnects = 0
        self.follows = None

    def tickets(self):
        return list(self.said)

    def connect(self):
        self.chat = Chat(random.choice(self.urls), self.token, timeout=5)
        self.reconnects += 1
        self.follows = None
        self.greet()
        for ticket in self.tickets():
            if ticket != self.follows:
                self.chat.say("resume", ticket=ticket, seq=self.last[ticket])
        for client_id, (ticket, text) in list(self.unacked.items()):
            self.chat.say("send", ticket=ticket, client_id=client_id, body=text)

    def greet(self):
        pass

    def take(self, frame):
        kind = frame["type"]
        if kind == "message":
            message = frame["message"]
            ticket, seq = message["ticket_id"], message["seq"]
            if seq <= self.last[ticket]:
                self.faults.append(f"{seq} came after {self.last[ticket]} in {ticket}")
            self.last[ticket] = seq
            self.heard[ticket].append((seq, message["client_id"]))
        elif kind == "ack":
            self.unacked.pop(frame["client_id"], None)
            known = self.acked.setdefault(frame["client_id"], (frame["ticket"], frame["seq"]))
            if known != (frame["ticket"], frame["seq"]):
                self.faults.append(f"{frame} was acked before as {known}")
        elif kind == "move":
            raise Closed(1012)
        elif kind == "error" and frame["name"] not in ("chat-taken", "chat-not-waiting"):
            if frame["name"] not in ("database-unavailable", "busy", "stopping", "try-again", "commit-unknown"):
                self.faults.append(str(frame))
            raise Closed(1013)

    def talk(self):
        for ticket in self.tickets():
            if self.said[ticket] < self.count and len(self.unacked) < 4:
                client_id = str(uuid.uuid4())
                self.unacked[client_id] = (ticket, f"{self.said[ticket]} of {self.count}")
                self.said[ticket] += 1
                self.chat.say("send", ticket=ticket, client_id=client_id, body=self.unacked[client_id][1])

    def is_done(self):
        return not self.unacked and all(self.said[ticket] >= self.count for ticket in self.tickets())

    def run(self):
        while not self.ends.is_set():
            try:
                if self.chat is None:
                    self.connect()
                self.talk()
                for _ in range(20):
                    self.take(self.chat.next(timeout=0.05))
            except TimeoutError:
                continue
            except (Closed, OSError):
                self.drop()
                time.sleep(random.uniform(0.05, 0.4))

    def drop(self):
        if self.chat is not None:
            self.chat.cut()
        self.chat = None

    def cut(self):
        """From outside: the network goes."""
        chat = self.chat
        if chat is not None:
            try:
                chat.socket.wire.shutdown(2)
            except OSError:
                pass


class Visitor(Person):
    """Opens one chat."""

    def __init__(self, *args):
        super().__init__(*args)
        self.opening = str(uuid.uuid4())

    def greet(self):
        if not self.said:
            self.chat.say("open", client_id=self.opening, body="Here I am")  # its messages follow without a resume
            ticket = self.chat.expect("opened", timeout=5)["chat"]["ticket"]
            self.said[ticket] += 0
            self.follows = ticket


class Agent(Person):
    """Takes what is offered."""

    def __init__(self, *args):
        super().__init__(*args)
        self.most = 10

    def greet(self):
        for chat in self.chat.welcome["chats"]:
            self.said[chat["ticket"]] += 0
        self.chat.say("presence", state="online")

    def take(self, frame):
        if frame["type"] == "offer" and len(self.said) < self.most:
            self.chat.say("accept", ticket=frame["offer"]["ticket"])
        elif frame["type"] == "chat" and frame["chat"]["state"] == "active" and frame["chat"]["agent_id"] == self.chat.welcome["id"] and \
                frame["chat"]["ticket"] not in self.said:
            self.said[frame["chat"]["ticket"]] += 0
            self.chat.say("resume", ticket=frame["chat"]["ticket"], seq=self.last[frame["chat"]["ticket"]])
        else:
            super().take(frame)


def break_things(suite, people):
    """A gateway is killed KILLS times; Redis is flushed and restarted, PostgreSQL restarted, sockets are cut all the while."""
    for turn in range(KILLS):
        for _ in range(5):
            random.choice(people).cut()
            time.sleep(random.uniform(0.05, 0.3))
        role = ("chat", "chat2")[turn % 2]
        suite.kill(role)
        time.sleep(random.uniform(0.1, 0.5))
        if turn == 1:
            suite.redis.command("FLUSHALL")
        elif turn == 2:
            suite.redis.stop()
            time.sleep(0.5)
            suite.redis.start()
        elif turn == 3:
            suite.stack.restart("postgres")
        if role == "chat":
            suite.start("chat")
        else:
            suite.start_chat()


def make_people(suite):
    admin = suite.admin()
    key = json.loads(suite.ctl("--json", "widget", "add", "Front page"))["key"]
    urls = [suite.chat_url, suite.start_chat()]
    per_side = MESSAGES // (2 * VISITORS)
    agents = []
    for i in range(AGENTS):
        email, agent = f"agent{i}@{suite.domain}", str(uuid.uuid4())
        assert admin.call("PUT", f"/admin/agents/{agent}", {"email": email, "display_name": f"Agent {i}", "password": PASSWORD,
                                                            "max_active_chats": 100}).status == 200
        agents.append(Agent(urls, suite.api().post("/agent/session", {"email": email, "password": PASSWORD})["token"], per_side))
    # Sixty visitors come from one address in ten minutes: here more of them, so their tokens are the book's own.
    visitors = [Visitor(urls, token, per_side) for token in visitor_tokens(suite, key)]
    return visitors, agents


def visitor_tokens(suite, key):
    tokens = [suite.api().post("/chat/visitor", {"widget": key, "name": f"Visitor {i}"})["token"] for i in range(min(VISITORS, 50))]
    builder = str(uuid.uuid4())
    admin = suite.admin()
    for i in range(VISITORS - len(tokens)):  # the others are customers
        if i == 0:
            assert admin.call("PUT", f"/admin/builders/{builder}", {"name": "Many", "plan_tier": "business"}).status == 200
        user = str(uuid.uuid4())
        assert admin.call("PUT", f"/admin/users/{user}", {"builder_id": builder, "email": f"u{i}@{suite.customers}", "name": f"User {i}"}).status == 200
        tokens.append(suite.customer_token(builder, user))
    return tokens


@pytest.mark.kill
def test_what_was_acked_is_there_once_and_in_order_whatever_breaks(new_supportd):
    suite = new_supportd(always_there=True).start("web", "chat")
    visitors, agents = make_people(suite)
    people = visitors + agents
    for person in people:
        person.start()
    try:
        suite.wait(lambda: sum(len(agent.said) for agent in agents) >= VISITORS // 2, 60, "half of the chats to be taken")
        break_things(suite, people)
        suite.wait(lambda: sum(len(agent.said) for agent in agents) == VISITORS, 60, "all chats to be taken")
        suite.wait(lambda: all(person.is_done() for person in people), 180, "everything to be acked")
        counts = {ticket: int(n) for ticket, n in suite.sql("SELECT ticket_id, count(*) FROM ticket_messages GROUP BY ticket_id")}
        until = time.monotonic() + 30
        while unheard(people, counts) and time.monotonic() < until:
            time.sleep(0.1)
        assert unheard(people, counts) == []
    finally:
        for person in people:
            person.ends.set()
        for person in people:
            person.join(10)
            person.drop()
    assert [fault for person in people for fault in person.faults] == []
    check_the_book(suite, visitors, agents)


def unheard(people, counts):
    """Who has not heard all of a ticket: who, how often they connected, the newest seq that they know, how many they heard, how many there are."""
    return [(person.name, person.reconnects, ticket, person.last[ticket], len(person.heard[ticket]), counts[ticket])
            for person in people for ticket in person.tickets() if len(person.heard[ticket]) != counts[ticket]]


def check_the_book(suite, visitors, agents):
    book = collections.defaultdict(list)
    for ticket, seq, client_id in suite.sql("SELECT ticket_id, seq, client_id FROM ticket_messages ORDER BY ticket_id, seq"):
        book[ticket].append((int(seq), client_id))
    assert len(book) == VISITORS
    for person in visitors + agents:
        for ticket in person.tickets():
            assert person.heard[ticket] == book[ticket], ticket
            assert [seq for seq, _ in book[ticket]] == list(range(1, len(book[ticket]) + 1))
    acked = {client_id: place for person in visitors + agents for client_id, place in person.acked.items()}
    assert len(acked) == 2 * VISITORS * (MESSAGES // (2 * VISITORS))
    written = {client_id: (ticket, seq) for ticket, rows in book.items() for seq, client_id in rows}
    assert sum(map(len, book.values())) == len(written) == len(acked) + VISITORS  # and what opened each chat
    assert all(written[client_id] == place for client_id, place in acked.items())
    owners = collections.Counter(ticket for agent in agents for ticket in agent.said)
    assert set(owners.values()) == {1}
    assert suite.sql("SELECT count(*) FROM (SELECT ticket_id FROM events WHERE type = 'chat.accepted' GROUP BY ticket_id"
                     " HAVING count(DISTINCT actor_id) > 1) twice") == [["0"]]

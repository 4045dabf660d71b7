"""Live chat, both sides of it, against the real gateway."""

import json
import time
import uuid

import pytest

from harness.chat import Chat, Closed, WebSocket

PASSWORD = "a-long-enough-password"


class House:
    """A running chat gateway, two builders with a customer each, two agents, a widget."""

    def __init__(self, suite):
        self.suite = suite
        self.url = suite.chat_url
        self.admin = suite.admin()
        self.builder = self.put("builders", name="Abel Homes", plan_tier="professional")
        self.rival = self.put("builders", name="Baker Build", plan_tier="free")
        self.ana_id = self.put("users", builder_id=self.builder, email=f"ana@{suite.customers}", name="Ana")
        self.cy_id = self.put("users", builder_id=self.rival, email=f"cy@{suite.customers}", name="Cy")
        self.ana = suite.customer_token(self.builder, self.ana_id)
        self.cy = suite.customer_token(self.rival, self.cy_id, plan="free")
        self.sam_id, self.sam = self.agent("Sam")
        self.kim_id, self.kim = self.agent("Kim")
        self.widget = json.loads(suite.ctl("--json", "widget", "add", "Front page"))["key"]
        self.opened = []

    def put(self, kind, **fields):
        thing = str(uuid.uuid4())
        answer = self.admin.call("PUT", f"/admin/{kind}/{thing}", fields)
        assert answer.status == 200, answer
        return thing

    def agent(self, name):
        email = f"{name.lower()}@{self.suite.domain}"
        thing = self.put("agents", email=email, display_name=name, password=PASSWORD, max_active_chats=100)
        return thing, self.suite.api().post("/agent/session", {"email": email, "password": PASSWORD})["token"]

    def visitor(self, **fields):
        return self.suite.api().post("/chat/visitor", {"widget": self.widget, **fields})["token"]

    def join(self, token, url=None, **how):
        chat = Chat(url or self.url, token, **how)
        self.opened.append(chat)
        return chat

    def on_duty(self, token, url=None):
        chat = self.join(token, url)
        chat.say("presence", state="online")
        return chat

    def leave(self):
        for chat in self.opened:
            chat.cut()
        self.opened = []


@pytest.fixture
def house(new_supportd):
    house = House(new_supportd(log_level="debug", always_there=True).start("web", "chat"))
    yield house
    house.leave()


def take(agent, ticket):
    """The agent waits for the offer, takes it and looks at it."""
    agent.expect("offer", where=lambda frame: frame["offer"]["ticket"] == ticket)
    agent.say("accept", ticket=ticket)
    assert agent.expect("chat", where=lambda frame: frame["chat"]["ticket"] == ticket)["chat"]["state"] == "active"
    return agent.resume(ticket)


def test_a_customer_asks_and_an_agent_answers_within_a_second(house):
    sam = house.on_duty(house.sam)
    ana = house.join(house.ana)
    assert ana.welcome["kind"] == "customer" and ana.welcome["name"] == "Ana" and ana.welcome["chats"] == []
    began = time.monotonic()
    ticket = ana.open("Where is the invoice?")
    assert [m["body"] for m in take(sam, ticket)] == ["Where is the invoice?"]
    assert sam.send(ticket, "Under Documents.")["seq"] == 2
    got = ana.message("Under Documents.", timeout=1)
    assert time.monotonic() - began < 1
    assert got["seq"] == 2 and got["sender_type"] == "agent" and got["sender_name"] == "Sam" and got["channel"] == "chat"
    assert "bounces" not in got  # what is for our own eyes is not in it
    assert ana.send(ticket, "Thanks!")["seq"] == 3
    assert sam.message("Thanks!")["sender_name"] == "Ana"
    row = house.suite.api(house.sam).get(f"/support/tickets/{ticket}")
    assert row["source"] == "chat" and row["assigned_to"] == house.sam_id and row["status"] == "in_progress"
    assert [m["body"] for m in row["messages"]] == ["Where is the invoice?", "Under Documents.", "Thanks!"]
    assert row["subject"] == "Where is the invoice?" and row["message_count"] == 3


def test_a_resend_is_one_message(house):
    ana = house.join(house.ana)
    ticket = ana.open()
    first = ana.send(ticket, "Once.", client_id="c-1")
    again = ana.send(ticket, "Once.", client_id="c-1")
    assert (first["seq"], again["seq"]) == (2, 2)
    for _ in range(5):  # all in one batch, too
        ana.say("send", ticket=ticket, client_id="c-2", body="Twice?")
    assert {ana.expect("ack", where=lambda f: f["client_id"] == "c-2")["seq"] for _ in range(5)} == {3}
    other = house.join(house.ana)
    assert [m["body"] for m in other.resume(ticket)] == ["Hello?", "Once.", "Twice?"]


def test_opening_twice_opens_one_chat(house):
    ana = house.join(house.ana)
    ticket = ana.open(client_id="o-1")
    assert ana.open(client_id="o-1") == ticket
    assert house.suite.sql("SELECT count(*) FROM chats") == [["1"]]


def test_who_comes_back_gets_what_was_missed_and_nothing_else(house):
    ana = house.join(house.ana)
    ticket = ana.open()
    sam = house.on_duty(house.sam)
    take(sam, ticket)
    last = ana.send(ticket, "I go through a tunnel")["seq"]
    ana.cut()
    for i in range(450):  # more than a page of them
        sam.say("send", ticket=ticket, client_id=f"t-{i}", body=f"Note {i}")
    sam.expect("ack", where=lambda f: f["client_id"] == "t-449")
    sam.send(ticket, "between us", is_internal=True)
    sam.send(ticket, "Are you there?")
    back = house.join(house.ana)
    assert [c["ticket"] for c in back.welcome["chats"]] == [ticket]
    got = back.resume(ticket, last)
    assert [m["body"] for m in got] == [f"Note {i}" for i in range(450)] + ["Are you there?"]
    seqs = [m["seq"] for m in got]
    assert seqs == sorted(set(seqs)) and seqs[0] == last + 1
    back.send(ticket, "Yes")
    assert sam.message("Yes")


def test_several_tabs_and_windows_see_the_same(house):
    tabs = [house.join(house.ana) for _ in range(3)]
    ticket = tabs[0].open()
    for tab in tabs[1:]:
        tab.resume(ticket)
    sam, kim = house.on_duty(house.sam), house.join(house.kim)
    take(sam, ticket)
    kim.resume(ticket)
    sam.send(ticket, "One for all")
    for seat in (*tabs, kim, sam):
        assert seat.message("One for all")["seq"] == 2
    sam.send(ticket, "Only for us", is_internal=True)
    assert kim.message("Only for us")["is_internal"]
    sam.send(ticket, "And on")
    for tab in tabs:
        assert tab.message("And on")["seq"] == 4
        assert "Only for us" not in str(tab.kept)


def test_one_chat_has_one_agent(house):
    sam, kim = house.on_duty(house.sam), house.on_duty(house.kim)
    ticket = house.join(house.ana).open()
    for agent in (sam, kim):
        agent.expect("offer", where=lambda f: f["offer"]["ticket"] == ticket)
    sam.say("accept", ticket=ticket)
    kim.say("accept", ticket=ticket)
    outcomes = []
    for agent in (sam, kim):
        while not outcomes or outcomes[-1][0] is not agent:
            frame = agent.next()
            if frame["type"] in ("chat", "error"):
                outcomes.append((agent, frame))
    assert sorted(frame["type"] for _, frame in outcomes) == ["chat", "error"]
    assert [frame["name"] for _, frame in outcomes if frame["type"] == "error"] == ["chat-taken"]
    winner = house.sam_id if outcomes[0][1]["type"] == "chat" else house.kim_id
    assert house.suite.sql(f"SELECT state, agent_id FROM chats WHERE ticket_id = '{ticket}'") == [["active", winner]]


def test_a_visitor_without_a_name_chats(house):
    sam = house.on_duty(house.sam)
    token = house.visitor(name="Vic")
    vic = house.join(token)
    assert vic.welcome["kind"] == "visitor" and vic.welcome["name"] == "Vic"
    ticket = vic.open("What does it cost?")
    assert vic.expect("queue", timeout=5)["position"] == 1
    take(sam, ticket)
    sam.send(ticket, "It depends.")
    assert vic.message("It depends.")["sender_name"] == "Sam"
    vic.send(ticket, "On what?")
    assert sam.message("On what?")["sender_name"] == "Vic"
    other = house.join(house.visitor())
    other.say("resume", ticket=ticket)
    assert other.error("no-such-ticket")["re"] == "resume"
    assert house.suite.api(token).call("GET", "/support/tickets").status in (401, 403)


def test_another_builders_ticket_is_not_there(house):
    ana = house.join(house.ana)
    ticket = ana.open()
    cy = house.join(house.cy)
    for kind, fields in (("resume", {}), ("send", {"client_id": "x", "body": "I am in"}), ("close", {}), ("leave", {})):
        cy.say(kind, ticket=ticket, **fields)
        assert cy.error()["name"] in ("no-such-ticket", "no-such-chat"), kind
    for kind, fields in (("typing", {"is_typing": True}), ("read", {"seq": 1})):
        cy.say(kind, ticket=ticket, **fields)
        cy.error("not-resumed")
    time.sleep(0.3)
    assert [m["body"] for m in house.join(house.ana).resume(ticket)] == ["Hello?"]


def test_typing_and_reading_are_told_to_the_other_side(house):
    ana = house.join(house.ana)
    ticket = ana.open()
    sam = house.on_duty(house.sam)
    take(sam, ticket)
    sam.say("typing", ticket=ticket, is_typing=True)
    assert ana.expect("typing")["name"] == "Sam"
    ana.say("read", ticket=ticket, seq=1)
    assert sam.expect("read")["seq"] == 1
    sam.nothing("typing", 0.3)


def test_a_chat_is_handed_on_and_ended(house):
    sam, kim = house.on_duty(house.sam), house.on_duty(house.kim)
    ana = house.join(house.ana)
    ticket = ana.open()
    take(sam, ticket)
    assert ana.expect("chat", where=lambda f: f["chat"]["state"] == "active")["chat"]["agent_name"] == "Sam"
    kim.expect("offer")
    kim.expect("withdrawn")
    sam.say("transfer", ticket=ticket, agent=house.kim_id)
    take(kim, ticket)
    assert ana.expect("chat", where=lambda f: f["chat"]["agent_name"] == "Kim")
    sam.say("transfer", ticket=ticket)
    sam.error("not-yours")
    ana.say("close", ticket=ticket, transcript=True)
    assert ana.expect("chat", where=lambda f: f["chat"]["state"] == "closed")
    assert kim.expect("chat", where=lambda f: f["chat"]["state"] == "closed")
    assert house.suite.api(house.sam).get(f"/support/tickets/{ticket}")["status"] == "resolved"
    mailed = house.suite.sql(f"SELECT body FROM outbox WHERE ticket_id = '{ticket}' AND kind = 'notice'")
    assert "Ana: Hello?" in str(mailed)


def test_who_left_is_answered_by_mail(house):
    sam = house.on_duty(house.sam)
    vic = house.join(house.visitor(name="Vic", email=f"vic@{house.suite.customers}"))
    ticket = vic.open("Call me later")
    take(sam, ticket)
    vic.say("leave", ticket=ticket)
    vic.expect("chat", where=lambda f: f["chat"]["state"] == "left")
    sam.send(ticket, "Here is your answer.")
    mailed = house.suite.sql(f"SELECT recipients->0->>'address' || ' ' || body FROM outbox WHERE ticket_id = '{ticket}'")
    assert f"vic@{house.suite.customers} Here is your answer." in str(mailed)


HOSTILE = [
    ("", "bad-json"), ("{", "bad-json"), ("[]", "bad-frame"), ("7", "bad-json"), ("{}", "bad-frame"), ('{"type":7}', "bad-frame"),
    ('{"type":"hello"} x', "bad-json"), ('{"type":"nonsense"}', "unknown-frame"), ('{"type":"welcome","kind":"agent"}', "unknown-frame"),
    ('{"type":"hello"}', "field-missing"), ('{"type":"hello","token":7}', "bad-field"), ('{"type":"hello","token":""}', "bad-field"),
    ('{"type":"hello","token":"a\\u0000b"}', "bad-field"), ('{"type":"hello","token":null}', "bad-field"),
    ('{"type":"hello","token":"x","more":1}', "unknown-field"), ('{"type":"send","ticket":"x","client_id":"1","body":"b"}', "bad-field"),
    ('{"type":"ping"}', "hello-first"), ("[" * 60000, "bad-json"), ('"' + "x" * 60000, "bad-json"), ('{"a":' * 5000, "bad-json"), (b'{"type":"hello","token":"\xff"}', "bad-json"),
]


def test_hostile_frames_get_errors_with_names(house):
    stranger = house.join(None)
    for text, name in HOSTILE:
        stranger.socket.send(text)
        assert stranger.error()["name"] == name, text[:60]
    stranger.say("hello", token="sup_nonsense")
    stranger.error("unknown-token")
    assert stranger.closed()[0] == 1008


@pytest.mark.parametrize("token, name", [
    ("a.b.c", None), ("vis_x", "bad-token"), ("x" * 8000, "unknown-token"),
    ("vis_01900000-0000-7000-8000-000000000001~9999999999~aaaaaaaaaaaaaaaa", "bad-token")])
def test_a_wrong_token_opens_nothing(house, token, name):
    stranger = house.join(None)
    stranger.say("hello", token=token)
    error = stranger.error()
    assert error["re"] == "hello" and (name is None or error["name"] == name)
    assert stranger.closed()[0] == 1008


def test_an_expired_token_says_so(house):
    stranger = house.join(None)
    stranger.say("hello", token=house.suite.customer_token(house.builder, house.ana_id, seconds=-3600))
    stranger.error("token-expired")
    assert stranger.closed()[0] == 1008


def test_what_is_too_large_or_no_text_is_refused(house):
    ana = house.join(house.ana)
    ana.socket.send('{"type":"ping","x":"' + "x" * 200000 + '"}')
    ana.error("frame-too-large")
    assert ana.closed()[0] == 1009
    ana = house.join(house.ana)
    ana.socket.send(b"\0\1", kind=2)
    ana.error("not-text")
    assert ana.closed()[0] == 1003
    ana = house.join(house.ana)
    ana.say("open", client_id="x", body="y" * 16001)
    ana.error("bad-field")
    ana.socket.send('{"type":', final=False)
    ana.socket.send('"ping"}', kind=0)
    assert ana.expect("pong")


def test_another_subprotocol_is_not_spoken(house):
    for protocol in (None, "chat", "supportd.v2"):
        with pytest.raises(Closed):
            WebSocket(house.url, protocol)


def test_customers_do_not_do_what_agents_do(house):
    ana = house.join(house.ana)
    ticket = ana.open()
    for kind, fields in (("accept", {}), ("transfer", {}), ("decline", {})):
        ana.say(kind, ticket=ticket, **fields)
        ana.error("agents-only")
    ana.say("presence", state="online")
    ana.error("agents-only")
    ana.say("send", ticket=ticket, client_id="n", body="a note", is_internal=True)
    ana.error("agents-only")
    sam = house.join(house.sam)
    sam.say("open", client_id="x")
    sam.error("customers-only")


def test_a_flood_is_slowed_down_and_then_cut(new_supportd):
    house = House(new_supportd(chat_rate=60, always_there=True).start("web", "chat"))
    ana = house.join(house.ana)
    ticket = ana.open()
    for i in range(200):
        try:
            ana.say("send", ticket=ticket, client_id=str(i), body="flood")
        except Closed:
            break
    assert ana.closed()[0] in (1008, 1006)  # or the kernel's reset, for what we still sent
    limited = [f for f in ana.kept if f["type"] == "rate"]
    assert limited and limited[0]["retry_ms"] > 0 and limited[0]["client_id"]
    house.leave()


def test_a_reader_that_does_not_read_is_cut_and_resumes(new_supportd):
    house = House(new_supportd(always_there=True, more_chat="  max_waiting_bytes = 65536;\n").start("web", "chat"))
    ana = house.join(house.ana, receive_buffer=4096)
    ticket = ana.open()
    sam = house.on_duty(house.sam)
    take(sam, ticket)
    for i in range(600):
        sam.say("send", ticket=ticket, client_id=f"b-{i}", body=f"{i} " + "x" * 12000)
        sam.expect("ack")
        sam.kept.clear()
    with pytest.raises((Closed, TimeoutError)):
        for _ in range(10000):
            ana.next(timeout=3)
    back = house.join(house.ana)
    assert [m["body"].split()[0] for m in back.resume(ticket, 1)] == [str(i) for i in range(600)]
    house.leave()


def test_asyncapi_describes_every_frame_that_came(house):
    document = house.suite.api().__class__(house.url.replace("ws:", "http:")).get("/api/v1/asyncapi.json")
    assert document["asyncapi"] == "3.0.0"
    schemas = {name: message["payload"] for name, message in document["components"]["messages"].items()}
    sam, ana = house.on_duty(house.sam), house.join(house.ana)
    ticket = ana.open()
    take(sam, ticket)
    sam.send(ticket, "Hi")
    ana.say("ping")
    ana.expect("pong")
    ana.say("nonsense")
    ana.error()
    time.sleep(1.2)
    ana.nothing("none", 0.2)
    frames = [ana.welcome, sam.welcome, *ana.kept, *sam.kept]
    assert len({f["type"] for f in frames}) >= 4
    for frame in frames:
        holds(frame, schemas["server-" + frame["type"]])


def holds(frame, schema):
    """The little of JSON Schema that the document uses."""
    types = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list}
    assert set(schema["required"]) <= set(frame), (frame, schema["required"])
    assert set(frame) <= set(schema["properties"]), frame
    for name, value in frame.items():
        one = schema["properties"][name]
        assert value == one["const"] if "const" in one else isinstance(value, types[one["type"]]), (name, frame)
        assert "enum" not in one or value in one["enum"], (name, frame)


def test_two_gateways_and_a_redis_that_forgets(house):
    far = house.suite.start_chat()
    sam, ana = house.on_duty(house.sam, far), house.join(house.ana)
    ticket = ana.open()
    take(sam, ticket)
    sam.send(ticket, "From afar")
    assert ana.message("From afar", timeout=1)
    house.suite.redis.stop()
    sam.send(ticket, "Without a bell")
    assert ana.message("Without a bell", timeout=5)
    house.suite.redis.start()
    house.suite.redis.command("FLUSHALL")
    time.sleep(1)
    ana.send(ticket, "And back")
    assert sam.message("And back", timeout=5)


def test_a_stopping_gateway_asks_to_move_and_loses_nothing(house):
    far = house.suite.start_chat()
    ana = house.join(house.ana, far)
    ticket = ana.open()
    house.suite.processes["chat2"].stop()
    assert ana.expect("move")["after_ms"] >= 0
    assert ana.closed()[0] == 1012
    back = house.join(house.ana)
    assert [m["body"] for m in back.resume(ticket)] == ["Hello?"]


def test_an_agents_mail_like_answer_by_rest_reaches_the_chat(house):
    ana = house.join(house.ana)
    ticket = ana.open()
    house.suite.api(house.sam).post(f"/support/tickets/{ticket}/messages", {"body": "By another door"})
    assert ana.message("By another door", timeout=8)["channel"] == "in_app"

"""Every endpoint, asked by a customer of another builder: nothing is seen, nothing is changed."""

import os
import re
import tempfile
import uuid

import pytest

from harness.redis import Redis
from harness.supportd import Supportd, missing

SECRET = "heirloom-marker"  # stands in everything that the first builder has
METHODS = ("get", "post", "put", "patch", "delete")
# What belongs to the first builder, in one text; it must not change.
PICTURE = """
    SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM (
        SELECT b::text AS t FROM builders b WHERE id = '{0}' UNION ALL SELECT u::text FROM users u WHERE builder_id = '{0}'
        UNION ALL SELECT s::text FROM support_tickets s WHERE builder_id = '{0}' UNION ALL SELECT m::text FROM ticket_messages m WHERE builder_id = '{0}'
        UNION ALL SELECT p::text FROM ticket_participants p WHERE builder_id = '{0}' UNION ALL SELECT a::text FROM attachments a WHERE builder_id = '{0}'
        UNION ALL SELECT c::text FROM contacts c WHERE builder_id = '{0}' UNION ALL SELECT o::text FROM outbox o WHERE builder_id = '{0}'
        UNION ALL SELECT g::text FROM support_agents g UNION ALL SELECT x::text FROM mailboxes x) rows"""

# The help centre is everybody's.
KB = "/api/v1/support/kb"
PUBLIC = {("get", "/api/v1/support/entitlement"), ("get", KB + "/articles"), ("get", KB + "/articles/{slug}"), ("get", KB + "/contextual"),
          ("post", KB + "/articles/{id}/feedback"), ("post", "/api/v1/chat/visitor")}


@pytest.fixture(scope="module")
def suite(stack):
    absent = missing("web", "ctl")
    if absent:
        pytest.skip("not built yet: " + ", ".join(absent))
    folder = tempfile.mkdtemp(prefix="s-", dir=stack.folder)
    redis = Redis(folder, stack.user, tie=True)
    if os.geteuid() == 0:
        os.chown(folder, stack.user.pw_uid, stack.user.pw_gid)
    made = Supportd(stack, folder, redis=redis)
    redis.start()
    try:
        yield made.create().start("web")
    finally:
        made.remove()
        redis.stop()


def put(admin, kind, **fields):
    thing = str(uuid.uuid4())
    answer = admin.call("PUT", f"/admin/{kind}/{thing}", fields)
    assert answer.status == 200, answer
    return thing


class Victim:
    """The first builder: a ticket with an answer, a note and a file, and an upload that no message has taken."""

    def __init__(self, suite):
        admin = suite.admin()
        self.builder = put(admin, "builders", name=f"{SECRET} Homes")
        self.user = put(admin, "users", builder_id=self.builder, email=f"{SECRET}@{suite.customers}", name=SECRET)
        self.agent = put(admin, "agents", email="sam@support.example", display_name=SECRET)
        self.api = suite.customer(self.builder, self.user)
        self.upload, used = [self.api.post("/support/attachments", f"{SECRET} file".encode(), **{
            "Content-Type": "text/plain", "Content-Disposition": f'attachment; filename="{SECRET}.txt"'})["id"] for _ in range(2)]
        self.ticket = self.api.post("/support/tickets", {"subject": SECRET, "description": SECRET, "attachments": [used]})["id"]
        self.message = admin.post(f"/support/tickets/{self.ticket}/messages", {"body": SECRET, "undo_seconds": 3600})["id"]
        admin.post(f"/support/tickets/{self.ticket}/messages", {"body": SECRET, "is_internal": True})
        self.contact = admin.get(f"/support/tickets/{self.ticket}")["participants"][0]["contact_id"]
        self.outbox = admin.items("/admin/outbox")[0]["id"]
        self.mailbox = admin.items("/admin/mailboxes")[0]["id"]
        self.used = used

    def ids(self, path):
        """What an "{id}" in this path can be."""
        kinds = {"attachments": [self.used, self.upload], "messages": [self.message], "builders": [self.builder], "users": [self.user],
                 "contacts": [self.contact], "agents": [self.agent], "mailboxes": [self.mailbox], "outbox": [self.outbox]}
        return next((ids for kind, ids in kinds.items() if f"/{kind}/{{id}}" in path), [str(uuid.uuid4())])

    def places(self, path):
        """The path with the victim's own ids in it."""
        path = path.replace("{ticket}", self.ticket).replace("{message_id}", self.message).replace("{contact_id}", self.contact)
        path = path.replace("{slug}", "an-article-that-is-not-there")
        assert not re.search(r"\{(?!id\})", path), f"what belongs into {path}?"
        return [path.replace("{id}", one) for one in self.ids(path)] if "{id}" in path else [path]

    def value(self, name, schema):
        """Something that fits a field, of the victim's wherever it can be."""
        known = {"attachments": [self.used, self.upload], "message_ids": [self.message], "into": self.ticket, "builder_id": self.builder,
                 "user_id": self.user, "contact_id": self.contact, "agent_id": self.agent, "assigned_to": self.agent}
        kind = schema.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if name in known:
            return known[name]
        if "enum" in schema:
            return next(word for word in schema["enum"] if word is not None)
        if schema.get("format") == "email":
            return "eve@evil.example"
        return {"string": "evil", "integer": max(1, schema.get("minimum", 1)), "boolean": True, "array": [], "object": {}}[kind]

    def body(self, operation):
        schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        if schema is None:
            return [None]
        fields = schema.get("properties", {})
        required = {name: self.value(name, fields[name]) for name in schema.get("required", [])}
        return [required] + [required | {name: self.value(name, fields[name])} for name in fields if name not in required]


@pytest.fixture(scope="module")
def victim(suite):
    return Victim(suite)


def test_every_endpoint_is_closed_to_another_builder(suite, victim):
    admin = suite.admin()
    rival = put(admin, "builders", name="Rival")
    cy = suite.customer(rival, put(admin, "users", builder_id=rival, email=f"cy@rival-{suite.customers}", name="Cy"))
    api = admin.get("/openapi.json")
    before = suite.sql(PICTURE.format(victim.builder))
    asked, opened = 0, set()
    for path, operations in api["paths"].items():
        for method, operation in operations.items():
            if method not in METHODS or path.endswith("/session"):
                continue
            for place in victim.places(path):
                for body in victim.body(operation):
                    answer = cy.call(method.upper(), place, body)
                    asked += 1
                    assert answer.status < 500, (method, place, body, answer)
                    if place != "/api/v1/openapi.json":
                        assert SECRET not in answer.body.decode(errors="replace"), (method, place, body, answer)
                    if answer.status < 300:
                        opened.add((method, path))
    assert suite.sql(PICTURE.format(victim.builder)) == before
    assert asked > 100
    # What another builder's customer may do at all: see and make their own.
    assert opened <= {("get", "/api/v1/support/tickets"), ("post", "/api/v1/support/tickets"), ("post", "/api/v1/support/attachments"),
                      ("get", "/api/v1/openapi.json"), ("get", KB + "/articles"), ("get", KB + "/contextual"),
                      ("get", "/api/v1/support/entitlement")}, opened
    assert ("get", "/api/v1/support/tickets") in opened and ("post", "/api/v1/support/tickets") in opened


def test_every_filter_of_the_list_finds_nothing_of_another_builder(suite, victim):
    category = victim.api.get(f"/support/tickets/{victim.ticket}")["category"]
    admin = suite.admin()
    rival = put(admin, "builders", name="Third")
    cy = suite.customer(rival, put(admin, "users", builder_id=rival, email=f"di@third-{suite.customers}", name="Di"))
    for query in ({}, {"builder_id": victim.builder}, {"user_id": victim.user}, {"contact_id": victim.contact}, {"category": category},
                  {"sort": "waiting"}, {"sort": "updated"}, {"mailbox": "support"}, {"source": "in_app"}, {"triage": "true"},
                  {"waiting_since": "2100-01-01T00:00:00Z"}, {"updated_since": "2000-01-01T00:00:00Z"}):
        assert cy.items("/support/tickets", **query) == [], query


def test_nobody_without_a_token_is_told_anything(suite):
    api = suite.admin().get("/openapi.json")
    nobody = suite.api()
    for path, operations in api["paths"].items():
        for method in operations:
            if method in METHODS and not path.endswith(("/session", "/openapi.json")) and (method, path) not in PUBLIC:
                place = re.sub(r"\{[a-z_]+\}", str(uuid.uuid4()), path)
                assert nobody.call(method.upper(), place, {} if method != "get" else None).status == 401, (method, path)

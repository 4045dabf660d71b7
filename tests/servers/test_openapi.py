"""openapi.json against the server that serves it: what it describes is there, looks as described, and nothing else is."""

import re
import uuid

import pytest
from harness.schema import Api31

TICKETS = "/api/v1/support/tickets"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Whoever has no token yet may ask here: to log in, to chat as a visitor, to see what is on offer.
OPEN = ("/api/v1/openapi.json", "/api/v1/agent/session", "/api/v1/support/entitlement", "/api/v1/chat/visitor")


@pytest.fixture
def web(new_supportd):
    """supportd-web alone."""
    return new_supportd().start("web", "index")


@pytest.fixture
def api(web):
    """The description."""
    return Api31(web.api().get("/api/v1/openapi.json"))


def fill(path, ids=None):
    """A path template with ids in it."""
    return re.sub(r"{(\w+)}", lambda name: (ids or {}).get(name[1], str(uuid.uuid4())), path)


def name_of(answer):
    """The name of a problem; "" for other answers."""
    return answer.json["type"].rsplit("/", 1)[1] if answer.headers.get("Content-Type") == "application/problem+json" else ""


def test_all_that_is_described_is_there_and_nothing_else(web, api):
    described = {}
    for method, path, operation in api.operations():
        described.setdefault(path, set()).add(method)
        assert operation["summary"] and operation["responses"], path
    for path, methods in described.items():
        for method in METHODS:
            answer = web.api().call(method, fill(path))
            if method in methods:
                assert name_of(answer) not in ("no-such-path", "method-not-allowed"), f"{method} {path}: {answer}"
            else:
                assert name_of(answer) == "method-not-allowed", f"{method} {path}: {answer}"
                allowed = set(answer.headers["Allow"].split(", ")) - {"HEAD", "OPTIONS"}
                assert allowed == methods, path


OPEN = ("/api/v1/openapi.json", "/api/v1/agent/session", "/api/v1/support/entitlement", "/api/v1/chat/visitor")


def test_who_has_no_token_gets_in_nowhere(web, api):
    for method, path, operation in api.operations():
        body = b"x" if "multipart/form-data" in str(operation.get("requestBody")) else None
        answer = web.api().call(method, fill(path), body)
        if operation["security"]:
            assert answer.status == 401, f"{method} {path}: {answer}"
        else:
            assert path in OPEN or path.startswith("/api/v1/support/kb/"), f"{method} {path} is open to everybody"


def a_small_world(web):
    """One of each thing; (path part, id) of each, and clients."""
    admin, builder, user, agent = web.admin(), str(uuid.uuid4()), str(uuid.uuid4()), str(uuid.uuid4())
    put = [admin.call("PUT", f"/admin/builders/{builder}", {"name": "Ana's houses"}),
           admin.call("PUT", f"/admin/users/{user}", {"builder_id": builder, "email": "ana@houses.example", "name": "Ana"}),
           admin.call("PUT", f"/admin/agents/{agent}", {"email": "kim@support.example", "display_name": "Kim"})]
    assert all(answer.status in (200, 201) for answer in put), put
    ana = web.customer(builder, user)
    upload = ana.call("POST", "/support/attachments?filename=a.txt", b"hello", {"Content-Type": "text/plain"}).json
    ticket = ana.post(TICKETS, {"subject": "Sums", "description": "Wrong.", "attachments": [upload["id"]]})
    ana.post(f"{TICKETS}/{ticket['id']}/messages", {"body": "Still wrong."})
    assert admin.call("POST", f"{TICKETS}/{ticket['id']}/assign", {"agent_id": agent}).status == 200
    article = admin.post("/support/kb/articles", {"title": "Sums", "body_markdown": "How they are made."})
    ids = {"ticket": ticket["id"], "articles": article["id"], "slug": article["slug"], "builders": builder, "users": user, "agents": agent, "attachments": upload["id"],
           "contacts": admin.items("/api/v1/admin/contacts")[0]["id"], "mailboxes": admin.items("/api/v1/admin/mailboxes")[0]["id"]}
    return ids, ana, admin


def test_answers_look_as_described(web, api):
    ids, ana, admin = a_small_world(web)
    checked = set()
    for method, path, operation in api.operations():
        thing = path.split("/{")[0].rsplit("/", 1)[1]
        if method != "GET" or "file" in str(operation["responses"]) or path.endswith("/original"):
            continue
        for caller, who in ((ana, "customer"), (admin, "admin")):
            if who not in operation["x-who"] and operation["security"]:
                continue
            answer = caller.call("GET", fill(path, {**ids, "id": ids.get(thing)} if ids.get(thing) else ids))
            if answer.status == 404 and thing in ("intake", "outbox"):
                continue
            assert answer.status == 200, f"{who}: GET {path}: {answer}"
            schema = api.answer_schema(operation, 200)
            if schema:
                assert not api.faults(answer.json, schema), f"{who}: GET {path}: {api.faults(answer.json, schema)}"
                checked.add(path)
    assert len(checked) >= 18, sorted(checked)


def test_what_was_made_looks_as_described(web, api):
    described = {(method, path): operation for method, path, operation in api.operations()}
    ids, ana, admin = a_small_world(web)
    ticket = TICKETS + "/{ticket}"
    for caller, method, path, body in (
            (ana, "POST", TICKETS, {"subject": "x", "description": "y"}),
            (ana, "POST", ticket + "/messages", {"body": "x"}),
            (admin, "POST", ticket + "/messages", {"body": "x", "is_internal": True}),
            (ana, "PUT", ticket + "/status", {"status": "closed"}),
            (admin, "PATCH", ticket, {"severity": "P1"}),
            (admin, "PUT", "/api/v1/admin/builders/{id}", {"name": "New"}),
            (admin, "PUT", "/api/v1/admin/agents/{id}", {"email": "lee@support.example", "display_name": "Lee"})):
        answer = caller.call(method, fill(path, ids), body)
        schema = api.answer_schema(described[(method, path)], answer.status)
        assert not api.faults(answer.json, schema), f"{method} {path}: {api.faults(answer.json, schema)}"
    assert not api.faults(ana.call("POST", TICKETS, {}).json, {"$ref": "#/components/schemas/Problem"})

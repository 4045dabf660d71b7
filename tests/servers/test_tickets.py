"""Tickets by REST: what customers, agents and the platform do, against the real program."""

import os
import tempfile
import threading
import uuid

import pytest

from harness.redis import Redis
from harness.supportd import Supportd, missing

PASSWORD = "a-long-enough-password"


class Office:
    """A running supportd-web, two builders with their people, two agents."""

    def __init__(self, suite):
        self.suite = suite
        self.admin = suite.admin()
        self.builder = self.put("builders", name="Abel Homes", plan_tier="professional", domains=["abel.example"])
        self.rival = self.put("builders", name="Baker Build", plan_tier="free")
        self.ana_id = self.put("users", builder_id=self.builder, email=f"ana@{suite.customers}", name="Ana")
        self.bo_id = self.put("users", builder_id=self.builder, email=f"bo@{suite.customers}", name="Bo")
        self.cy_id = self.put("users", builder_id=self.rival, email=f"cy@rival-{suite.customers}", name="Cy")
        self.sam_id = self.put("agents", email="sam@support.example", display_name="Sam", password=PASSWORD)
        self.kim_id = self.put("agents", email="kim@support.example", display_name="Kim", password=PASSWORD)
        self.ana = suite.customer(self.builder, self.ana_id)
        self.bo = suite.customer(self.builder, self.bo_id)
        self.cy = suite.customer(self.rival, self.cy_id, plan="free")
        self.sam = self.log_in("sam@support.example")
        self.kim = self.log_in("kim@support.example")

    def put(self, kind, **fields):
        thing = str(uuid.uuid4())
        answer = self.admin.call("PUT", f"/admin/{kind}/{thing}", fields)
        assert answer.status == 200, answer
        assert answer.json["id"] == thing
        return thing

    def log_in(self, email):
        return self.suite.api(self.suite.api().post("/agent/session", {"email": email, "password": PASSWORD})["token"])

    def ticket(self, who=None, **fields):
        return (who or self.ana).post("/support/tickets", {"subject": "The schedule is empty", "description": "Since this morning.", **fields})


@pytest.fixture(scope="module")
def office(stack):
    absent = missing("web", "ctl")
    if absent:
        pytest.skip("not built yet: " + ", ".join(absent))
    folder = tempfile.mkdtemp(prefix="s-", dir=stack.folder)
    redis = Redis(folder, stack.user, tie=True)
    if os.geteuid() == 0:
        os.chown(folder, stack.user.pw_uid, stack.user.pw_gid)
    suite = Supportd(stack, folder, redis=redis)
    redis.start()
    try:
        yield Office(suite.create().start("web"))
    finally:
        suite.remove()
        redis.stop()


def refused(answer, status, name):
    assert answer.status == status and answer.json["type"].endswith(name), answer
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_customer_opens_reads_and_closes_a_ticket(office):
    answer = office.ana.call("POST", "/support/tickets", {
        "subject": "The schedule is empty", "description": "Since this morning.", "severity": "P2",
        "context_url": "https://app.example/jobs/7/schedules", "context_metadata": {"browser": "Firefox 128"}})
    assert answer.status == 201, answer
    made = answer.json
    assert answer.headers["Location"] == f"/api/v1/support/tickets/{made['id']}"
    assert (made["status"], made["severity"], made["category"], made["source"]) == ("open", "P2", "scheduling", "in_app")
    assert made["context_metadata"] == {"browser": "Firefox 128", "user_role": "owner", "plan_tier": "professional"}
    assert made["sla_response_by"] is not None and made["requester"]["name"] == "Ana"

    seen = office.bo.get(f"/support/tickets/{made['number']}")
    assert [m["body"] for m in seen["messages"]] == ["Since this morning."]
    assert [p["name"] for p in seen["participants"]] == ["Ana"] and seen["messages_next"] is None
    assert made["id"] in [t["id"] for t in office.ana.items("/support/tickets")]

    answer = office.ana.call("PUT", f"/support/tickets/{made['id']}/status", {"status": "closed"})
    assert answer.status == 200 and answer.json["status"] == "closed" and answer.json["closed_at"]
    refused(office.ana.call("PUT", f"/support/tickets/{made['id']}/status", {"status": "in_progress"}), 409, "illegal-transition")
    refused(office.ana.call("PATCH", f"/support/tickets/{made['id']}", {"severity": "P1"}), 403, "")


def test_another_builder_finds_none_of_it(office):
    ticket = office.ticket()
    path = f"/support/tickets/{ticket['id']}"
    for method, where, body in (("GET", path, None), ("GET", path + "/messages", None), ("GET", path + "/participants", None),
                                ("POST", path + "/messages", {"body": "Hi"}), ("PUT", path + "/status", {"status": "closed"})):
        refused(office.cy.call(method, where, body), 404, "no-such-ticket")
    assert ticket["id"] not in [t["id"] for t in office.cy.items("/support/tickets", builder_id=office.builder)]
    assert office.ana.get(path)["version"] == ticket["version"]


def test_an_answer_reaches_the_ticket_and_the_outbox_and_can_be_undone(office):
    path = f"/support/tickets/{office.ticket()['id']}"
    said = office.sam.post(path + "/messages", {"body": "We are looking.", "status": "waiting_on_customer", "undo_seconds": 600})
    assert said["delivery_state"] == "waiting" and said["sender_name"] == "Sam"
    assert office.ana.get(path)["messages"][-1]["body"] == "We are looking."
    mail = office.sam.items("/admin/outbox", ticket=path.rsplit("/", 1)[1])
    assert [m["state"] for m in mail] == ["waiting"] and mail[0]["message"] == said["id"]

    refused(office.kim.call("POST", f"{path}/messages/{said['id']}/undo"), 403, "not-yours")
    undone = office.sam.call("POST", f"{path}/messages/{said['id']}/undo")
    assert undone.status == 200 and undone.json["delivery_state"] == "cancelled", undone
    after = office.ana.get(path)
    assert after["status"] == "open" and after["waiting_since"] and len(after["messages"]) == 1
    assert "message.cancelled" in [e["type"] for e in office.sam.items(path + "/events")]


def test_the_same_post_twice_is_one_message(office):
    path = f"/support/tickets/{office.ticket()['id']}"
    first = office.ana.call("POST", path + "/messages", {"body": "Hello?", "client_id": "tab-7"})
    again = office.ana.call("POST", path + "/messages", {"body": "Hello?", "client_id": "tab-7"})
    assert (first.status, again.status) == (201, 200) and first.json == again.json
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = office.ana.call("POST", path + "/messages", {"body": "Anybody?"}, key)
    again = office.ana.call("POST", path + "/messages", {"body": "Anybody?"}, key)
    assert first.status == again.status == 201 and first.json == again.json
    assert len(office.ana.get(path)["messages"]) == 3


def test_who_saw_an_older_version_is_told(office):
    ticket = office.ticket()
    path = f"/support/tickets/{ticket['id']}"
    etag = office.sam.call("GET", path).headers["ETag"]
    assert office.sam.call("PATCH", path, {"severity": "P1"}, {"If-Match": etag}).status == 200
    refused(office.sam.call("PATCH", path, {"severity": "P4"}, {"If-Match": etag}), 412, "changed-meanwhile")
    assert office.sam.get(path)["severity"] == "P1"


def test_lists_filter_and_page(office):
    tickets = [office.ticket(category="paging", severity="P4")["id"] for _ in range(7)]
    office.sam.post(f"/support/tickets/{tickets[0]}/assign", {"agent_id": "me"})
    assert [t["id"] for t in office.sam.items("/support/tickets", category="paging", limit=3)] == tickets[::-1]
    assert [t["id"] for t in office.sam.items("/support/tickets", category="paging", sort="waiting", limit=2)] == tickets
    assert [t["id"] for t in office.sam.items("/support/tickets", assigned="me")] == [tickets[0]]
    assert tickets[0] not in [t["id"] for t in office.sam.items("/support/tickets", assigned="none", status="open,in_progress")]
    assert office.sam.items("/support/tickets", category="paging", status="closed") == []
    refused(office.sam.call("GET", "/support/tickets?cursor=bm9uc2Vuc2U"), 400, "bad-cursor")
    refused(office.ana.call("GET", "/support/tickets?assigned=none"), 403, "agents-only")
    assert office.sam.get("/admin/agents/" + office.sam_id)["active_tickets"] == 1


def test_merge_split_and_back(office):
    one, two = office.ticket(description="one"), office.ticket(office.bo, description="two")
    merged = office.sam.post(f"/support/tickets/{one['id']}/merge", {"into": str(two["number"])})
    assert merged["id"] == two["id"] and merged["message_count"] == 2
    assert office.ana.get(f"/support/tickets/{one['id']}")["merged_into"] == two["id"]
    refused(office.ana.call("POST", f"/support/tickets/{one['id']}/messages", {"body": "x"}), 409, "ticket-merged")
    back = office.sam.call("POST", f"/support/tickets/{one['id']}/unmerge")
    assert back.status == 200 and back.json["status"] == "open" and back.json["message_count"] == 1
    said = office.bo.post(f"/support/tickets/{one['id']}/messages", {"body": "another thing"})
    part = office.sam.call("POST", f"/support/tickets/{one['id']}/split", {"message_ids": [said["id"]], "subject": "The other thing"})
    assert part.status == 201 and part.json["split_from"] == one["id"] and part.json["requester"]["name"] == "Bo"


def test_a_file_goes_up_with_a_message_and_comes_down_to_its_builder_only(office):
    content = bytes(range(256)) * 4000
    up = office.ana.call("POST", "/support/attachments", content, {"Content-Type": "application/octet-stream",
                         "Content-Disposition": 'attachment; filename="plan.bin"'})
    assert up.status == 201, up
    refused(office.bo.call("GET", "/support/attachments/" + up.json["id"]), 404, "no-such-attachment")
    ticket = office.ticket(attachments=[up.json["id"]])
    message = office.sam.get(f"/support/tickets/{ticket['id']}")["messages"][0]
    assert [(a["filename"], a["size"]) for a in message["attachments"]] == [("plan.bin", len(content))]
    down = office.bo.call("GET", message["attachments"][0]["url"])
    assert down.status == 200 and down.body == content and "attachment" in down.headers["Content-Disposition"]
    part = office.sam.call("GET", message["attachments"][0]["url"], headers={"Range": "bytes=256-511"})
    assert part.status == 206 and part.body == content[256:512]
    refused(office.cy.call("GET", message["attachments"][0]["url"]), 404, "no-such-attachment")
    refused(office.ana.call("POST", "/support/tickets", {"subject": "x", "description": "x", "attachments": [up.json["id"]]}), 422, "no-such-upload")


def test_twenty_at_once_are_numbered_without_a_gap(office):
    path = f"/support/tickets/{office.ticket()['id']}"
    answers = []

    def say(who, n):
        answers.append(who.call("POST", path + "/messages", {"body": f"message {n}", "undo_seconds": 600} if who is not office.ana
                                else {"body": f"message {n}"}).status)
    threads = [threading.Thread(target=say, args=((office.ana, office.sam, office.kim)[n % 3], n)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [201] * 20
    assert [m["seq"] for m in office.sam.get(path)["messages"]] == list(range(1, 22))


def test_two_who_merge_crosswise_do_not_wait_for_each_other(office):
    for _ in range(5):
        one, two = office.ticket()["id"], office.ticket()["id"]
        answers = []
        threads = [threading.Thread(target=lambda a, b, who: answers.append(who.call("POST", f"/support/tickets/{a}/merge", {"into": b})),
                                    args=pair) for pair in ((one, two, office.sam), (two, one, office.kim))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(a.status for a in answers) == [200, 409]


def test_a_note_stays_inside(office):
    path = f"/support/tickets/{office.ticket()['id']}"
    note = office.sam.post(path + "/messages", {"body": "Known trouble.", "is_internal": True})
    assert note["is_internal"] and note["delivery_state"] is None
    assert "Known trouble." not in office.ana.call("GET", path).body.decode()
    refused(office.ana.call("POST", path + "/messages", {"body": "x", "is_internal": True}), 403, "agents-only")


def test_limits_have_names(office):
    answer = office.ana.call("POST", "/support/tickets", {"subject": "x" * 301, "description": "y"})
    assert answer.status in (413, 422) and answer.json["field"] == "subject"
    answer = office.ana.call("POST", "/support/tickets", {"subject": "x", "description": "y", "attachments": [str(uuid.uuid4())] * 51})
    assert answer.status in (413, 422) and answer.json["field"] == "attachments"


def test_a_service_token_opens_until_it_is_revoked(office):
    answer = office.admin.call("POST", "/admin/tokens", {"role": "platform", "name": "sync"})
    assert answer.status == 201, answer
    sync = office.suite.api(answer.json["token"])
    assert sync.get("/admin/builders/" + office.builder)["name"] == "Abel Homes"
    refused(sync.call("PUT", "/admin/mailboxes/" + str(uuid.uuid4()), {"name": "x", "address": "x@x.example", "imap_host": "x",
                                                                     "imap_user": "x", "secret": "x"}), 403, "")
    listed = [t for t in office.admin.items("/admin/tokens") if t["name"] == "sync"]
    assert office.admin.call("DELETE", "/admin/tokens/" + listed[0]["id"]).status == 204
    office.suite.wait(lambda: sync.call("GET", "/admin/builders").status == 401, 15, "the token to end")


def test_what_agents_do_is_in_the_audit_log(office):
    ticket = office.ticket()
    office.sam.patch(f"/support/tickets/{ticket['id']}", {"severity": "P1", "escalation_tier": 2})
    rows = office.suite.sql(f"SELECT action, actor_name, before #>> '{{}}', after #>> '{{}}' FROM audit_log WHERE object_id = '{ticket['id']}' ORDER BY id")
    assert rows == [["ticket.severity_changed", "Sam", "P3", "P1"], ["ticket.tier_changed", "Sam", "1", "2"]]

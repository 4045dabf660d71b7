"""Rows are kept apart by the database itself: a query that forgot its WHERE shows and changes one builder's rows only."""

import re
import uuid

import pytest

TICKETS = "/api/v1/support/tickets"
SECRET = "the-colour-of-the-vault"


@pytest.fixture
def web(new_supportd):
    """supportd-web alone."""
    return new_supportd().start("web")


def tenant(web, name, secret):
    """A builder with a user, a ticket, messages (one internal) and attachments, all marked by the secret; ids and the user's client."""
    admin, builder, user = web.admin(), str(uuid.uuid4()), str(uuid.uuid4())
    assert admin.call("PUT", f"/admin/builders/{builder}", {"name": f"{name} {secret}"}).status in (200, 201)
    made = admin.call("PUT", f"/admin/users/{user}", {"builder_id": builder, "email": f"{name}@{secret}.example", "name": f"{name} {secret}"})
    assert made.status in (200, 201), made
    client = web.customer(builder, user)
    files = [client.call("POST", f"/support/attachments?filename={secret}.txt", secret.encode(), {"Content-Type": "text/plain"}).json["id"]
             for _ in range(2)]     # the second one waits to be used
    ticket = client.post(TICKETS, {"subject": f"About {secret}", "description": secret, "attachments": files[:1]})
    message = client.post(f"{TICKETS}/{ticket['id']}/messages", {"body": f"More of {secret}"})
    admin.post(f"{TICKETS}/{ticket['id']}/messages", {"body": f"Between us: {secret}", "is_internal": True})
    contact = web.sql(f"SELECT id FROM contacts WHERE builder_id = '{builder}'")[0][0]
    return {"ticket": ticket["id"], "ticket_id": ticket["id"], "number": str(ticket["number"]), "message": message["id"],
            "message_id": message["id"], "messages": message["id"], "builder_id": builder, "user_id": user, "contact_id": contact,
            "builders": builder, "users": user, "contacts": contact, "attachments": files[0], "unused": files[1]}, client


def rows_of(web, builder):
    """A digest of all that belongs to a builder."""
    tables = ("builders WHERE id", "users WHERE builder_id", "contacts WHERE builder_id", "support_tickets WHERE builder_id",
              "ticket_messages WHERE builder_id", "ticket_participants WHERE builder_id", "attachments WHERE builder_id",
              "outbox WHERE builder_id", "events WHERE builder_id")
    return [web.sql(f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table.split()[0]} t "
                    f"WHERE {table.split()[2]} = '{builder}'") for table in tables]


def test_another_tenants_upload_cannot_be_used(web):
    theirs, _ = tenant(web, "ana", SECRET)
    own, eve = tenant(web, "eve", "nothing-special")
    answer = eve.call("POST", f"{TICKETS}/{own['ticket']}/messages", {"body": "look", "attachments": [theirs["unused"]]})
    assert answer.status >= 400, answer
    assert eve.call("GET", f"/support/attachments/{theirs['unused']}").status == 404


def test_an_internal_note_is_not_for_the_customer(web):
    mine, ana = tenant(web, "ana", SECRET)
    seen = ana.call("GET", f"{TICKETS}/{mine['ticket']}").body
    assert b"Between us" not in seen and f"More of {SECRET}".encode() in seen


@pytest.mark.parametrize("statement", [
    "SELECT count(*) FROM support_tickets", "SELECT count(*) FROM ticket_messages", "SELECT count(*) FROM attachments",
    "SELECT count(*) FROM users", "SELECT count(*) FROM builders", "SELECT count(*) FROM contacts",
    "WITH changed AS (UPDATE support_tickets SET status = 'closed' RETURNING 1) SELECT count(*) FROM changed"])
def test_a_query_that_forgot_its_where(web, statement):
    theirs, _ = tenant(web, "ana", SECRET)
    own, _ = tenant(web, "eve", "nothing-special")
    before = rows_of(web, theirs["builder_id"])
    table = re.search(r"(?:FROM|UPDATE) (\w+)", statement)[1]
    visible = f"SELECT count(*) FROM {table} WHERE {'id' if table == 'builders' else 'builder_id'} = '{own['builder_id']}'" + \
        (" AND NOT is_internal" if table == "ticket_messages" else "")
    got = web.sql(f"SET ROLE supportd_customer; SET supportd.builder_id = '{own['builder_id']}'; {statement}")[-1]
    assert got == web.sql(visible)[-1] and int(got[0]) > 0
    assert rows_of(web, theirs["builder_id"]) == before

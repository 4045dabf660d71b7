"""Mail about tickets that agents have merged, split, or not let in yet, by the real servers."""

import pytest


class Desk:
    """A running suite, its admin, and a customer who writes mail."""

    def __init__(self, suite, mail):
        self.suite, self.mail = suite, mail
        self.admin = suite.admin()
        self.ana = f"ana@{suite.customers}"

    def write(self, subject, text, to=None, sender=None, **headers):
        message = self.mail.compose(sender or f"Ana <{self.ana}>", to or self.suite.address, subject, text, **headers)
        self.mail.send(message)
        return message

    def ticket(self, subject):
        return self.suite.wait(lambda: [t for t in self.admin.items("/support/tickets") if t["subject"] == subject], 15, subject)[0]

    def messages(self, ticket):
        return self.admin.items(f"/support/tickets/{ticket['id']}/messages")

    def joined(self, ticket, text):
        return self.suite.wait(lambda: [m for m in self.messages(ticket) if text in m["body"]], 15, f"“{text}” in {ticket['number']}")[0]


@pytest.fixture
def desk(supportd, mail):
    return Desk(supportd, mail)


def test_mail_to_a_merged_ticket_follows_it_and_comes_back_after_the_merge_is_undone(desk):
    desk.write("First", "The first thing.")
    desk.write("Second", "The second thing.")
    first, second = desk.ticket("First"), desk.ticket("Second")
    desk.admin.post(f"/support/tickets/{first['id']}/messages", {"body": "Which one?", "undo_seconds": 0})
    got = desk.mail.wait_for(*desk.suite.outbox, lambda mail: "Which one?" in mail.as_string(), seconds=20)
    desk.admin.post(f"/support/tickets/{first['id']}/merge", {"into": second["id"]})
    desk.write("Re: First", "The left one.", to=str(got["Reply-To"]))
    assert desk.joined(second, "The left one.")["ticket_id"] == second["id"]
    desk.admin.post(f"/support/tickets/{first['id']}/unmerge")
    desk.write("Re: First", "Or the right one.", to=str(got["Reply-To"]))
    desk.joined(first, "Or the right one.")
    assert [m["body"].strip() for m in desk.messages(second)] == ["The second thing.", "The left one."]


def test_an_answer_to_a_message_that_was_split_off_goes_where_it_went(desk):
    desk.write("Two things", "The first thing.")
    ticket = desk.ticket("Two things")
    other = desk.write(f"Re: [#{ticket['number']}] Two things", "And another thing.")
    said = desk.joined(ticket, "And another thing.")
    part = desk.admin.post(f"/support/tickets/{ticket['id']}/split", {"message_ids": [said["id"]], "subject": "Another thing"})
    desk.write("Re: Two things", "More about the other.", References=other["Message-ID"])
    desk.joined(part, "More about the other.")


def test_a_strangers_mail_waits_until_an_agent_lets_it_in_or_not(desk):
    desk.write("Private matter", "Mine alone.")
    ticket = desk.ticket("Private matter")
    for text in ("Let me in.", "Spam for you."):
        desk.write(f"Re: [#{ticket['number']}] Private matter", text, sender="Eve <eve@stranger.example>")
    held = desk.suite.wait(lambda: len(desk.admin.items("/support/held", ticket=ticket["number"])) == 2 and
                           desk.admin.items("/support/held", ticket=ticket["number"]), 15, "two held mails")
    spam, wanted = held  # the newest first
    assert len(desk.messages(ticket)) == 1
    original = desk.admin.call("GET", f"/admin/intake/{wanted['id']}/original")
    assert original.status == 200 and b"Let me in." in original.body
    assert desk.admin.post(f"/support/held/{spam['id']}/refuse")["state"] == "rejected"
    desk.admin.post(f"/support/held/{wanted['id']}/approve")
    desk.joined(ticket, "Let me in.")
    assert [m["body"].strip() for m in desk.messages(ticket)] == ["Mine alone.", "Let me in."]
    assert desk.admin.items("/support/held") == []

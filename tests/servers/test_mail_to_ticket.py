"""A mail's whole way, by the real servers: in, a ticket, a reply, and the answer back into its ticket."""

import time
import uuid

import pytest


@pytest.fixture
def desk(supportd, mail):
    return Desk(supportd, mail)


class Desk:
    """What these tests do again and again."""

    def __init__(self, supportd, mail):
        self.supportd = supportd
        self.mail = mail
        self.admin = supportd.admin()
        self.ana = f"ana@{supportd.customers}"

    def write(self, subject, text, **more):
        return self.mail.send(self.mail.compose(f"Ana Builder <{self.ana}>", self.supportd.address, subject, text, **more))

    def tickets(self, subject):
        return [ticket for ticket in self.admin.items("/support/tickets") if ticket["subject"] == subject]

    def ticket(self, subject, seconds=10):
        return self.supportd.wait(lambda: self.tickets(subject), seconds, f"a ticket “{subject}”")[0]

    def messages(self, ticket):
        return self.admin.items(f"/support/tickets/{ticket['id']}/messages")

    def reply(self, ticket, text):
        return self.admin.post(f"/support/tickets/{ticket['id']}/messages", {"body": text},
                               **{"Idempotency-Key": str(uuid.uuid4())})

    def arrived(self, text):
        return self.mail.wait_for(*self.supportd.outbox, lambda mail: text in mail.as_string(), seconds=20)

    def joined(self, ticket, text, seconds=10):
        return self.supportd.wait(lambda: [m for m in self.messages(ticket) if text in m["body"]], seconds,
                                  f"a message “{text}” in ticket {ticket['number']}")[0]


def test_a_mail_is_a_ticket_within_two_seconds_of_its_delivery(desk):
    desk.write("The takeoff is blank", "The page stays white.")
    desk.mail.wait_for(*desk.supportd.mailbox)
    delivered = time.monotonic()
    ticket = desk.ticket("The takeoff is blank", seconds=2)
    assert time.monotonic() - delivered < 2
    assert ticket["status"] == "open"
    assert [message["body"].strip() for message in desk.messages(ticket)] == ["The page stays white."]


def test_a_reply_reaches_the_customer_and_threads_there(desk):
    sent = desk.write("Invoice twice", "I was charged twice.")
    ticket = desk.ticket("Invoice twice")
    desk.reply(ticket, "We have returned the second one.")
    got = desk.arrived("returned the second one")
    assert got["In-Reply-To"] == sent["Message-ID"]
    assert sent["Message-ID"] in got["References"]
    assert got["Envelope-to"] == desk.ana
    assert got["Auto-Submitted"] is None
    assert got["Reply-To"].addresses[0].addr_spec.startswith("support+t")


@pytest.mark.parametrize("way", ["reply-address", "references", "subject"])
def test_the_customers_answer_joins_the_ticket(desk, way):
    desk.write("Crew app offline", "It does not sync.")
    ticket = desk.ticket("Crew app offline")
    desk.reply(ticket, "Which phone do you use?")
    got = desk.arrived("Which phone do you use?")
    answer = desk.mail.compose(desk.ana, desk.supportd.address, "Something else", f"A Pixel 8, by {way}.")
    if way == "reply-address":
        answer.replace_header("To", str(got["Reply-To"]))
    elif way == "references":
        answer["References"] = got["Message-ID"]
    else:
        answer.replace_header("Subject", f"Re: {got['Subject']}")
    desk.mail.send(answer)
    desk.joined(ticket, f"A Pixel 8, by {way}.")
    assert len(desk.admin.items("/support/tickets")) == 1


def test_the_same_bytes_twice_are_one_message(desk):
    mail = desk.write("Sent twice", "Only once, please.")
    desk.ticket("Sent twice")
    desk.mail.send(mail)
    desk.write("Sent after it", "Marker.")
    desk.ticket("Sent after it")
    assert len(desk.tickets("Sent twice")) == 1
    assert len(desk.messages(desk.tickets("Sent twice")[0])) == 1


def test_the_parent_starts_a_killed_gateway_again(desk):
    old = desk.supportd.kill("email")
    desk.supportd.wait(lambda: desk.supportd.pid("email") not in (0, old), 10, "a new supportd-email")
    desk.write("After the kill", "Still there?")
    desk.ticket("After the kill", seconds=15)

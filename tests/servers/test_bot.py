"""The bot, over the WebSocket: after hours it answers from the help centre, and hands over into a ticket."""

import datetime
import os
import signal
import time

import pytest

from harness.place import wait_until
from test_chat import House, take

ARTICLES = {
    "en/invoicing/make.md": "# Make an invoice\n\nOpen Invoices, press New and choose the customer. Press Send when every line is right.\n",
    "en/scheduling/share.md": "# Share a schedule\n\nOpen the schedule, press Share and pick the vendors that may see the calendar.\n",
    "en/account/password.md": "# Change your password\n\nOpen your profile, press Security and type the old password and the new one.\n",
    "es/invoicing/make.md": "# Crear una factura\n\nAbra Facturas, pulse Nuevo y elija el cliente. Pulse Enviar cuando cada línea sea correcta.\n",
}


def until(weekday, hour):
    """Seconds from now to that weekday (0: Monday) and hour in UTC, in a week without holidays or changes of the clock."""
    monday = datetime.datetime(2027, 3, 1, tzinfo=datetime.timezone.utc)
    wanted = monday + datetime.timedelta(days=weekday, hours=hour)
    return int((wanted - datetime.datetime.now(datetime.timezone.utc)).total_seconds())


SATURDAY, TUESDAY_NOON = (5, 18), (1, 18)


@pytest.fixture
def at(new_supportd):
    """at(SATURDAY): a house with a help centre, at that time."""
    houses = []

    def make(when):
        suite = new_supportd(needs=("web", "chat", "ctl", "index"), clock_offset=until(*when))
        for name, text in ARTICLES.items():
            path = os.path.join(suite.path("kb"), name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        suite.ctl("kb", "import", suite.path("kb"))
        house = House(suite.start("web", "index", "chat"))
        houses.append(house)
        wait_until(lambda: suite.api().get("/support/kb/articles?q=invoice").get("items"), 20, "the index")
        return house

    yield make
    for house in houses:
        house.leave()


def bot_says(chat, timeout=10):
    frame = chat.expect("message", timeout, where=lambda frame: frame["message"]["sender_type"] == "system")
    return frame["message"]["body"]


def bot_is_silent(chat, seconds=1):
    with pytest.raises(TimeoutError):
        bot_says(chat, seconds)


def ticket_of(house, ticket):
    return house.suite.admin().get(f"/support/tickets/{ticket}")


def test_after_hours_the_bot_answers_in_english_and_makes_a_ticket(at):
    house = at(SATURDAY)
    visitor = house.join(house.visitor())
    ticket = visitor.open("How do I make an invoice for a customer?")
    answer = bot_says(visitor)
    assert "press New and choose the customer" in answer
    assert f"From \"Make an invoice\": {house.suite.url}/help/make-an-invoice" in answer
    assert "Did this help?" in answer
    visitor.send(ticket, "no")
    assert "Shall I pass your question on" in bot_says(visitor)
    visitor.send(ticket, "yes")
    said = bot_says(visitor)
    assert "Our team answers your questions by mail." in said and "plan" not in said
    visitor.send(ticket, "Vera")
    assert "Thank you, Vera" in bot_says(visitor)
    visitor.send(ticket, f"vera@{house.suite.customers}")
    assert "They answer to vera@" in bot_says(visitor)
    made = ticket_of(house, ticket)
    assert made["subject"] == "How do I make an invoice for a customer?"
    assert made["status"] == "open" and made["waiting_since"] is not None and made["source"] == "chat"


def test_after_hours_the_bot_answers_in_spanish(at):
    house = at(SATURDAY)
    visitor = house.join(house.visitor())
    ticket = visitor.open("¿Cómo hago una factura para un cliente?")
    answer = bot_says(visitor)
    assert "¡Hola!" in answer and "Pulse Enviar" in answer and "De «Crear una factura»" in answer
    visitor.send(ticket, "sí, gracias")
    assert "Me alegro" in bot_says(visitor)


def test_what_the_help_centre_does_not_know_is_admitted(at):
    house = at(SATURDAY)
    visitor = house.join(house.visitor())
    visitor.open("Who won the football game in Lisbon yesterday?")
    assert "I do not know that" in bot_says(visitor)


def test_in_hours_a_person_comes_and_the_bot_is_silent(at):
    house = at(TUESDAY_NOON)
    sam = house.on_duty(house.sam)
    ana = house.join(house.ana)
    ticket = ana.open("How do I make an invoice?")
    take(sam, ticket)
    sam.send(ticket, "Let me show you.")
    assert ana.message("Let me show you.")["sender_type"] == "agent"
    bot_is_silent(ana)


def test_a_small_plan_meets_the_bot_even_in_hours(at):
    house = at(TUESDAY_NOON)
    sam = house.on_duty(house.sam)
    cy = house.join(house.cy)
    ticket = cy.open("person")
    said = bot_says(cy)
    assert "Your plan (Free) reaches our team by mail" in said and "With Professional you would also have live chat" in said
    assert "What is it about?" in said
    sam.nothing("offer", 1)
    cy.send(ticket, "The export is empty")
    assert "Your ticket has the number" in bot_says(cy)


def test_an_urgent_matter_becomes_p1_with_its_promise(at):
    house = at(SATURDAY)
    ana = house.join(house.ana)
    ticket = ana.open("We cannot log in")
    assert "Is work stopped" in bot_says(ana)
    ana.send(ticket, "yes")
    said = bot_says(ana)
    assert "urgent" in said and "You will hear from us by Saturday, 2027-03-06, 14:0" in said
    assert ticket_of(house, ticket)["severity"] == "P1"


def test_an_agent_takes_a_chat_from_the_bot_by_answering(at):
    house = at(SATURDAY)
    ana = house.join(house.ana)
    ticket = ana.open("How do I share a schedule with a vendor?")
    bot_says(ana)
    sam = house.on_duty(house.sam)
    sam.resume(ticket)
    sam.send(ticket, "I happen to be here.")
    ana.message("I happen to be here.")
    ana.send(ticket, "How do I change my password?")
    sam.message("How do I change my password?")
    bot_is_silent(ana)


def test_a_killed_gateway_neither_loses_nor_doubles_an_answer(at):
    house = at(SATURDAY)
    tickets = []
    for round_ in range(5):
        visitor = house.join(house.visitor())
        tickets.append(visitor.open(f"How do I make an invoice, try {round_}?"))
        time.sleep(0.003 * round_)
        os.kill(house.suite.pid("chat"), signal.SIGKILL)
        house.suite.start("chat")

    def count(ticket):
        return house.suite.stack.postgres.sql(house.suite.database, sql.format(ticket))[0]

    sql = "SELECT count(*) FILTER (WHERE sender_type = 'system'), count(*) FROM ticket_messages WHERE ticket_id = '{}'"
    for ticket in tickets:
        wait_until(lambda ticket=ticket: count(ticket) == ["1", "2"], 20, "one answer each")
    time.sleep(6)
    for ticket in tickets:
        assert count(ticket) == ["1", "2"]

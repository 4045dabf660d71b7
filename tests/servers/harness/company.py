"""A small lively company for the demo: builders on every plan, their people, our agents, and a week of mail.

Builders, users and agents come in as the platform and an operator bring them in; every ticket comes by real mail."""

import json
import time
import uuid

DOMAIN = "buildwell.example"

# name, plan, domain, language, (name, mailbox, role, language)…
BUILDERS = [
    ("Casa Verde Homes", "business", "casaverde.example", "es",
     [("Lucía Ortega", "lucia", "owner", "es"), ("Mateo Ruiz", "mateo", "field", "es"), ("Ana Torres", "ana", "pm", "es")]),
    ("North Ridge Builders", "enterprise", "northridge.example", "en",
     [("Dana Whitfield", "dana", "owner", "en"), ("Sam Okafor", "sam", "pm", "en"), ("Priya Nair", "priya", "admin", "en")]),
    ("Harbor & Pine", "professional", "harborpine.example", "en",
     [("Owen Blake", "owen", "owner", "en"), ("June Park", "june", "field", "en")]),
    ("Oak Street Remodeling", "starter", "oakstreet.example", "en", [("Bea Lindqvist", "bea", "owner", "en")]),
    ("One Truck Carpentry", "free", "onetruck.example", "en", [("Al Novak", "al", "owner", "en")]),
]

# name, mailbox, tier, role, specialties
AGENTS = [
    ("Rosa Medina", "rosa", 1, "agent", ["billing", "general"]),
    ("Tom Achterberg", "tom", 2, "agent", ["scheduling", "mobile"]),
    ("Ines Caldwell", "ines", 3, "manager", ["integrations"]),
]

# from, subject, text, what an agent answers (or None), what the customer answers to that (or None)
MAILS = [
    ("dana@northridge.example", "URGENT: nobody can log in since 7 am",
     "All 40 of us get “session expired” right after the password. Crews are standing on three sites.\n\nDana",
     "We see it too and are on it. You will hear from me within 15 minutes.", "Thank you. It works again for half of us."),
    ("lucia@casaverde.example", "No puedo ver las facturas de marzo",
     "Hola,\n\nal abrir Facturas solo veo enero y febrero. ¿Dónde están las de marzo?\n\nSaludos\nLucía",
     "Hola Lucía, había un filtro por fecha. Ya lo quité; ¿las ve ahora?", "¡Sí! Muchas gracias."),
    ("mateo@casaverde.example", "La app no sincroniza en la obra",
     "Sin señal guardo las fotos del día, pero después no suben. Android 14.", None, None),
    ("sam@northridge.example", "Gantt: dependencies jump when I move a milestone",
     "Moving “Framing inspection” by one day moves the roof by a week.\n\nSam Okafor\nNorth Ridge Builders\n+1 555 0142",
     "Is the roof task set to “as late as possible”? Then this is what it does, though it should say so.", None),
    ("owen@harborpine.example", "Charged twice for June",
     "My card shows two payments of $199 on June 1. Please return one.\n\n-- \nOwen Blake\nHarbor & Pine",
     "You are right, and sorry. The second one is on its way back.", "Got it, thanks for the quick help!"),
    ("june@harborpine.example", "How do I add a crew member?", "I only see “invite client”.", None, None),
    ("bea@oakstreet.example", "Estimate template lost its logo", "Since the update the PDF has an empty box where our logo was.",
     "Could you send us the logo file? We will put it back.", None),
    ("al@onetruck.example", "Can I export everything to Excel?", "Thinking about doing taxes. One file would be great.", None, None),
    ("priya@northridge.example", "QuickBooks sync stopped on Friday",
     "Error: “invoice 2041 has no customer”. The 37 after it wait as well.", None, None),
    ("ana@casaverde.example", "Permiso de solo lectura para un arquitecto",
     "¿Se puede dar acceso a un solo proyecto, sin ver costos?", None, None),
    ("carla@unknown-supplier.example", "Your invoice portal", "Hi, I am a vendor of one of your customers. Where do I upload?", None, None),
]


def _made(suite, *words, stdin=None):
    return json.loads(suite.ctl("--json", *words, stdin=stdin))


def _people(suite):
    users = {}
    for name, plan, domain, language, people in BUILDERS:
        builder = _made(suite, "builder", "add", name, "--plan", plan, "--domain", domain, "--language", language)["id"]
        for person, mailbox, role, speaks in people:
            address = f"{mailbox}@{domain}"
            user = _made(suite, "user", "add", address, "--builder", builder, "--name", person, "--role", role,
                         "--language", speaks)["id"]
            users[address] = (builder, user)
    return users


def _agents(suite, password):
    return [_made(suite, "agent", "add", f"{mailbox}@{DOMAIN}", "--name", name, "--tier", str(tier), "--role", role,
                  "--specialties", ",".join(specialties), "--password-stdin", stdin=password + "\n")
            for name, mailbox, tier, role, specialties in AGENTS]


def _ticket(suite, api, subject, seconds=30):
    return suite.wait(lambda: [t for t in api.items("/support/tickets") if t["subject"] == subject], seconds,
                      f"the ticket “{subject}”")[0]


def _answered(suite, mail, sender, text):
    """The reply as it lies in the customer's mailbox, after its undo delay."""
    return mail.wait_for(*suite.outbox, lambda got: got["Envelope-to"] == sender and text[:30] in got.get_body().get_content(),
                         seconds=60)


def log_in(suite, login, password):
    """The token of a fresh agent's session."""
    return suite.api().post("/agent/session", {"email": login, "password": password})["token"]


def load(suite, mail):
    """Brings everybody in and lets them write. Returns what a visitor needs to log in."""
    password = "desk-" + uuid.uuid4().hex[:12]
    suite.stack.exim.route("*@" + suite.domain, suite.outbox[0])
    users = _people(suite)
    agents = _agents(suite, password)
    login = f"{AGENTS[0][1]}@{DOMAIN}"
    admin = suite.admin()
    agent = suite.api(log_in(suite, login, password))

    sent = {}
    for sender, subject, text, _, _ in MAILS:
        sent[subject] = mail.send(mail.compose(sender, suite.address, subject, text))
        time.sleep(0.05)  # one after the other, so that their numbers tell the order
    for sender, subject, _, answer, _ in MAILS:
        ticket = _ticket(suite, agent, subject)
        if answer:
            agent.post(f"/support/tickets/{ticket['id']}/messages", {"body": answer}, **{"Idempotency-Key": str(uuid.uuid4())})
    for sender, subject, _, answer, thanks in MAILS:
        if thanks:
            got = _answered(suite, mail, sender, answer)
            mail.send(mail.compose(sender, str(got["Reply-To"] or suite.address), "Re: " + subject, thanks, reply_to=got))
    builder, customer = users["dana@northridge.example"]
    return {"agent_login": login, "agent_password": password, "admin_token": admin.token,
            "builder": builder, "customer": customer, "customer_address": "dana@northridge.example",
            "people": len(users) + len(agents), "tickets": len(MAILS), "users": users}


def customers(suite, loaded, seconds=3600):
    """Some of the people as a page of the platform knows them: {who: {"name", "lang", "token", "plan"}}."""
    return {people[0][1]: {"name": people[0][0], "lang": people[0][3], "plan": plan, "token": suite.customer_token(
        *loaded["users"][f"{people[0][1]}@{domain}"], role=people[0][2], plan=plan, seconds=seconds, name=people[0][0])}
            for _, plan, domain, _, people in BUILDERS}

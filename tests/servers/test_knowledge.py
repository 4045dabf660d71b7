"""The help centre: imported, written, read, voted on, found."""

import os
import shutil

import pytest

from harness.place import wait_until

INVOICE = """---
title: Approve an invoice
module: invoicing
roles: [owner, pm]
urls: [/invoices]
description: Who approves what.
---
# Approve an invoice

The owner approves each invoice before it is paid.

## Undo an approval

1. Open the invoice.
2. Press **Undo**. <script>alert(1)</script>

![The button](https://cdn.example/undo.png)
"""
FACTURA = "---\nroles: [owner, pm]\n---\n# Aprobar una factura\n\nEl dueño aprueba cada factura antes del pago.\n"
GATED = "---\ngated: true\n---\n# Margins in detail\n\nOnly for customers.\n"


@pytest.fixture
def centre(new_supportd):
    suite = new_supportd(needs=("web", "ctl", "index"))
    folder = suite.path("kb")
    for name, text in (("en/billing/approve.md", INVOICE), ("es/billing/approve.md", FACTURA), ("en/margins.md", GATED)):
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    suite.imported = suite.ctl("kb", "import", folder, "--json")
    suite.folder_kb = folder
    return suite.start("web")


def test_an_import_is_idempotent_and_takes_changes(centre):
    assert '"written": 3' in centre.imported
    assert '"written": 0' in centre.ctl("kb", "import", centre.folder_kb, "--json")
    with open(os.path.join(centre.folder_kb, "en/margins.md"), "a", encoding="utf-8") as file:
        file.write("\nMore.\n")
    assert '"written": 1' in centre.ctl("kb", "import", centre.folder_kb, "--json")


def test_an_article_is_safe_and_knows_its_translation(centre):
    article = centre.api().get("/support/kb/articles/approve-an-invoice")
    assert "<script" not in article["body_html"]
    assert '<h2 id="undo-an-approval">' in article["body_html"]
    assert 'src="https://cdn.example/undo.png"' in article["body_html"]
    assert article["translations"] == [{"language": "es", "slug": "es-aprobar-una-factura", "title": "Aprobar una factura"}]
    assert article["category"] == "billing" and article["role_tags"] == ["owner", "pm"]
    assert "body_markdown" not in article
    assert centre.api().get("/support/kb/articles/approve-an-invoice")["view_count"] == 1


def test_a_gated_article_is_for_those_who_have_logged_in(centre):
    public = centre.api()
    assert public.call("GET", "/support/kb/articles/margins-in-detail").status == 401
    assert "margins-in-detail" not in [one["slug"] for one in public.get("/support/kb/articles")["items"]]
    assert centre.admin().get("/support/kb/articles/margins-in-detail")["is_gated"] is True


def test_a_page_of_the_platform_has_its_articles(centre):
    public = centre.api()
    there = public.get("/support/kb/contextual?url=https://app.example/invoices/17%3Ftab=1&language=es")["items"]
    assert [one["slug"] for one in there] == ["es-aprobar-una-factura"]
    assert public.get("/support/kb/contextual?module=invoicing&role=field")["items"] == []
    assert public.get("/support/kb/contextual?url=/schedule")["items"] == []
    assert public.get("/support/kb/contextual")["items"] == []


def test_a_reader_has_one_vote(centre):
    public = centre.api()
    article = public.get("/support/kb/articles/approve-an-invoice")
    for helpful in (True, True, False):
        assert public.call("POST", f"/support/kb/articles/{article['id']}/feedback", {"helpful": helpful}).status == 204
    article = public.get("/support/kb/articles/approve-an-invoice")
    assert (article["helpful_count"], article["not_helpful_count"]) == (0, 1)


def test_a_change_is_versioned_and_can_be_undone(centre):
    admin = centre.admin()
    article = admin.get("/support/kb/articles/approve-an-invoice")
    path = f"/support/kb/articles/{article['id']}"
    changed = admin.call("PATCH", path, {"title": "Approve invoices"}, headers={"If-Match": f'"{article["version"]}"'})
    assert changed.status == 200 and changed.json["title"] == "Approve invoices"
    late = admin.call("PATCH", path, {"title": "Something else"}, headers={"If-Match": f'"{article["version"]}"'})
    assert late.status in (409, 412)
    assert [one["title"] for one in admin.get(path + "/revisions")["items"]] == ["Approve invoices", "Approve an invoice"]
    restored = admin.post(path + "/restore", {"version": 1})
    assert restored["title"] == "Approve an invoice" and restored["version"] == 3


def test_only_the_support_team_writes(centre):
    new = {"title": "Mine", "body_markdown": "Text"}
    assert centre.api().call("POST", "/support/kb/articles", new).status == 401
    written = centre.admin().post("/support/kb/articles", new | {"is_published": False})
    assert written["slug"] == "mine"
    assert centre.api().call("GET", "/support/kb/articles/mine").status == 404
    bad = centre.admin().call("POST", "/support/kb/articles", new | {"video_url": "javascript:alert(1)"})
    assert bad.status in (400, 422) and bad.json["field"] == "video_url"


def test_before_the_index_is_there_a_search_says_so(centre):
    answer = centre.api().call("GET", "/support/kb/articles?q=invoice")
    assert answer.status == 503 and "search-not-ready" in answer.json["type"]


def found(api, query):
    return [one["slug"] for one in api.get("/support/kb/articles?" + query)["items"]]


def test_a_question_is_answered_by_the_section_that_knows(centre):
    centre.start("index")
    public = centre.api()
    first = public.get("/support/kb/articles?q=how+do+I+undo+an+aproval")["items"][0]
    assert (first["slug"], first["anchor"]) == ("approve-an-invoice", "undo-an-approval")
    assert "<mark>" in first["passage_html"] and "<script" not in first["passage_html"]
    assert found(public, "q=facturas&language=es") == ["es-aprobar-una-factura"]
    assert found(public, "q=invoice&role=field") == []
    assert found(public, "q=margins") == []
    assert found(centre.admin(), "q=margins") == ["margins-in-detail"]


def test_a_change_is_found_within_two_seconds(centre):
    centre.start("index")
    admin, public = centre.admin(), centre.api()
    admin.post("/support/kb/articles", {"title": "Cranes", "body_markdown": "A crane needs a permit."})
    wait_until(lambda: found(public, "q=crane+permit") == ["cranes"], 2, "the new article in the index")
    admin.call("PATCH", "/support/kb/articles/cranes", {"is_published": False})
    assert found(public, "q=crane+permit") == []  # at once: the book decides
    centre.kill("index")
    admin.call("PATCH", "/support/kb/articles/cranes", {"is_published": True, "title": "Lifting"})
    centre.start("index")
    wait_until(lambda: found(public, "q=lifting") == ["cranes"], 4, "what changed while nobody looked")


def test_a_deleted_index_is_filled_again(centre):
    centre.start("index")
    public = centre.api()
    assert found(public, "q=invoice+owner") != []
    shutil.rmtree(centre.path("index"))
    assert public.call("GET", "/support/kb/articles?q=invoice").status == 503
    wait_until(lambda: "index-deleted" in centre.log("index"), 5, "the index to give up what was deleted")
    centre.processes["index"].stop()
    centre.start("index")
    assert found(public, "q=invoice+owner") != []


def test_agents_find_tickets(centre):
    centre.start("index")
    admin = centre.admin()
    ticket = admin.post("/support/tickets", {"subject": "Gantt chart", "description": "The purchase order is late <b>again</b>",
                                            "requester_address": "ana@example.com", "requester_name": "Ana Garcia"})

    def search(query):
        return [one["ticket"]["id"] for one in admin.get("/support/search", q=query)["items"]]

    wait_until(lambda: search("late order") == [ticket["id"]], 2, "the ticket in the index")
    assert search('"purchase order" status:open') == [ticket["id"]]
    assert search('"order purchase"') == []
    assert search("late status:closed") == []
    assert search("late before:2001") == [] and search("late after:2001") == [ticket["id"]]
    item = admin.get("/support/search", q="late")["items"][0]
    assert "<mark>late</mark>" in item["passage_html"] and "&lt;b&gt;" in item["passage_html"]
    assert admin.call("GET", "/support/search?q=late+before:tomorrow").json["field"] == "q"
    admin.call("PUT", f"/support/tickets/{ticket['id']}/status", {"status": "closed"})
    wait_until(lambda: search("late status:closed") == [ticket["id"]], 2, "the status in the index")
    assert centre.api().call("GET", "/support/search?q=late").status == 401

"""The manners of the REST API: every refusal has a name, nothing that is sent ties the server up, nothing is done twice."""

import concurrent.futures
import json
import os
import socket
import time
import uuid

import pytest

TICKETS = "/api/v1/support/tickets"
SUBJECT = {"subject": "The totals do not add up", "description": "See the March invoice."}


@pytest.fixture
def web(new_supportd):
    """supportd-web alone."""
    return new_supportd().start("web")


@pytest.fixture
def ana(web):
    """A customer whose builder and user were provisioned."""
    return customer(web, "ana")


def customer(web, name):
    """Provisions a builder with one user; a client for that user."""
    builder, user = str(uuid.uuid4()), str(uuid.uuid4())
    admin = web.admin()
    assert admin.call("PUT", f"/admin/builders/{builder}", {"name": name}).status in (200, 201)
    made = admin.call("PUT", f"/admin/users/{user}", {"builder_id": builder, "email": f"{name}@{name}.example", "name": name})
    assert made.status in (200, 201), made
    return web.customer(builder, user)


def fault(answer):
    """The name of a problem, held against RFC 9457 on the way."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer
    problem = answer.json
    assert problem["status"] == answer.status and problem["title"] and problem["detail"].strip(), problem
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    return problem["type"].removeprefix("/problems/")


def raw(web, data, seconds=3):
    """Sends bytes as they are; all that comes back until the server is silent or closes."""
    got = b""
    with socket.create_connection(("127.0.0.1", web.web_port), timeout=seconds) as wire:
        wire.sendall(data)
        try:
            while True:
                more = wire.recv(65536)
                if not more:
                    return got, True
                got += more
        except TimeoutError:
            return got, False


def test_who_is_not_known_is_told_so(web, ana):
    refused = web.api().call("GET", TICKETS)
    assert (refused.status, fault(refused)) == (401, "token-missing")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert fault(web.api("nonsense").call("GET", TICKETS)) == "unknown-token"
    assert fault(web.api("a.b.c").call("GET", TICKETS)) == "bad-token"
    in_url = ana.call("GET", TICKETS + "?access_token=" + ana.token)
    assert (in_url.status, fault(in_url)) == (400, "token-in-url")
    stranger = web.customer(str(uuid.uuid4()), str(uuid.uuid4())).call("GET", TICKETS)
    assert (stranger.status, fault(stranger)) == (403, "user-not-provisioned")
    assert fault(web.admin().call("GET", "/api/v1/nowhere")) == "no-such-path"


def test_what_is_wrong_is_named_with_its_field(ana):
    for body, status, name, field in (
            ({}, 422, "missing-field", "subject"),
            ({"subject": 7}, 422, "invalid-field", "subject"),
            ({**SUBJECT, "colour": "red"}, 422, "unknown-field", "colour"),
            (b"{", 400, "bad-json", None),
            (b"[" * 5000, 413, "json-too-deep", None)):
        answer = ana.call("POST", TICKETS, body, {"Content-Type": "application/json"})
        assert (answer.status, fault(answer), answer.json.get("field")) == (status, name, field), answer
    assert fault(ana.call("POST", TICKETS, b"subject=x", {"Content-Type": "text/plain"})) == "wrong-content-type"
    assert fault(ana.call("GET", TICKETS + "?limit=0")) == "invalid-parameter"
    assert fault(ana.call("GET", TICKETS + "?colour=red")) == "unknown-parameter"
    wrong = ana.call("PUT", TICKETS)
    assert (wrong.status, fault(wrong)) == (405, "method-not-allowed")
    assert "POST" in wrong.headers["Allow"]
    assert ana.call("OPTIONS", TICKETS).headers["Allow"] == wrong.headers["Allow"]


def test_the_same_key_does_it_once(web, ana):
    key = {"Idempotency-Key": "order-1"}
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ana.call("POST", TICKETS, SUBJECT, key), range(8)))
    made = [answer for answer in answers if answer.status == 201]
    assert made and all(answer.status == 201 or fault(answer) == "key-in-use" for answer in answers), answers
    again = ana.call("POST", TICKETS, SUBJECT, key)
    assert again.status == 201 and {answer.body for answer in made} == {again.body}
    assert again.headers["Location"] == made[0].headers["Location"]
    assert web.sql("SELECT count(*) FROM support_tickets") == [["1"]]
    other = ana.call("POST", TICKETS, {**SUBJECT, "subject": "another"}, key)
    assert (other.status, fault(other)) == (422, "key-reused")
    bob = customer(web, "bob")
    assert bob.call("POST", TICKETS, SUBJECT, key).body != again.body


def test_a_failed_request_leaves_its_key_as_good_as_new(ana):
    key = {"Idempotency-Key": "order-2"}
    assert ana.call("POST", TICKETS + "/999999/messages", {"body": "x"}, key).status == 404
    assert ana.call("POST", TICKETS, SUBJECT, key).status == 201


def test_an_unchanged_ticket_is_not_sent_again(ana):
    ticket = ana.post(TICKETS, SUBJECT)
    first = ana.call("GET", f"{TICKETS}/{ticket['id']}")
    same = ana.call("GET", f"{TICKETS}/{ticket['id']}", headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status, same.body) == (304, b"")
    head = ana.call("HEAD", f"{TICKETS}/{ticket['id']}")
    assert (head.status, head.body) == (200, b"") and head.headers["Content-Length"] == first.headers["Content-Length"]


def test_an_attachment_comes_back_byte_for_byte_and_in_ranges(ana):
    content = os.urandom(700001)
    made = ana.call("POST", "/support/attachments?filename=r%C3%A9sum%C3%A9.bin", content, {"Content-Type": "application/octet-stream"})
    assert made.status == 201, made
    path = made.json["url"]
    whole = ana.call("GET", path)
    assert whole.body == content
    assert whole.headers["Content-Disposition"].startswith("attachment;") and "r%C3%A9sum%C3%A9.bin" in whole.headers["Content-Disposition"]
    for text, first, last in (("bytes=0-0", 0, 0), ("bytes=262143-262145", 262143, 262145), ("bytes=-10", 699991, 700000)):
        part = ana.call("GET", path, headers={"Range": text})
        assert part.status == 206 and part.body == content[first:last + 1]
        assert part.headers["Content-Range"] == f"bytes {first}-{last}/700001"
    outside = ana.call("GET", path, headers={"Range": "bytes=700001-"})
    assert (outside.status, fault(outside)) == (416, "range-not-satisfiable")
    assert ana.call("GET", path, headers={"If-None-Match": whole.headers["ETag"]}).status == 304


def test_a_form_uploads_too(ana):
    body = (b'--xYz\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n'
            b"hello\r\n--xYz--\r\n")
    made = ana.call("POST", "/support/attachments", body, {"Content-Type": "multipart/form-data; boundary=xYz"})
    assert made.status == 201 and (made.json["filename"], made.json["size"]) == ("a.txt", 5), made
    cut = ana.call("POST", "/support/attachments", body[:-12], {"Content-Type": "multipart/form-data; boundary=xYz"})
    assert (cut.status, fault(cut)) == (400, "bad-multipart")


def memory(web):
    """Most memory that supportd-web ever held, in kB."""
    with open(f"/proc/{web.pid('web')}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))


def test_large_files_stream_through_flat_memory(web, ana):
    content = os.urandom(20_000_000)
    ana.call("POST", "/support/attachments?filename=warm.bin", content[:1_000_000], {"Content-Type": "application/octet-stream"})
    before = memory(web)
    for _ in range(3):
        made = ana.call("POST", "/support/attachments?filename=large.bin", content, {"Content-Type": "application/octet-stream"})
        assert made.status == 201 and ana.call("GET", made.json["url"]).body == content
    assert memory(web) - before < 8192, f"{before} kB before, {memory(web)} kB after"


def test_too_large_is_said_before_it_was_sent(ana):
    refused = ana.call("POST", "/support/attachments?filename=x", b"x" * 27_000_000, {"Content-Type": "application/octet-stream"})
    assert (refused.status, fault(refused)) == (413, "upload-too-large")
    refused = ana.call("POST", TICKETS, b"x" * 2_000_000, {"Content-Type": "application/json"})
    assert (refused.status, fault(refused)) == (413, "body-too-large")


def test_odd_requests_are_refused_and_tie_nothing_up(web, ana):
    head = f"POST {TICKETS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ana.token}\r\nContent-Type: application/json\r\n".encode()
    for data, wanted in (
            (head + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", b"length-required"),
            (head + b"Content-Length: abc\r\n\r\n{}", b"bad-header"),
            (head + b"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}", b"bad-header"),
            (head + b"Content-Length: -5\r\n\r\n{}", b"bad-header"),
            (b"GET /" + b"a" * 6000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"uri-too-long"),
            (f"GET {TICKETS} HTTP/1.1\r\nHost: x\r\nUser-Agent: ".encode() + b"a" * 20000 + b"\r\n\r\n", b"headers-too-large")):
        assert b"/problems/" + wanted in raw(web, data, 1)[0], wanted
    for data in ((head + b"Content-Length: 2\r\n\r\n{}") * 3, b"GET /" + b"a" * 90000, b"\x16\x03\x01" * 50, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                 b"GET /\0 HTTP/1.1\r\n\r\n", b"BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n"):
        raw(web, data, 1)
        began = time.monotonic()
        assert web.api().call("GET", "/healthz").status == 200
        assert time.monotonic() - began < 1
    got, _ = raw(web, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 5, 1)
    assert got.count(b"HTTP/1.1 200 OK") == 5


def test_a_slow_client_is_cut_and_others_are_not_held_up(web, ana):
    head = f"POST {TICKETS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ana.token}\r\nContent-Type: application/json\r\n".encode()
    slow = [socket.create_connection(("127.0.0.1", web.web_port)) for _ in range(200)]
    for wire in slow[:100]:
        wire.sendall(head + b"Content-Length: 5000\r\n\r\n{")
    for wire in slow[100:]:
        wire.sendall(b"GET /healthz HTTP/1.1\r\nHos")
    assert ana.post(TICKETS, SUBJECT)["id"]
    body, header = slow[0], slow[100]
    body.settimeout(25)
    header.settimeout(25)
    assert b"too-slow" in body.recv(65536)
    assert b"200 OK" not in header.recv(65536)
    for wire in slow:
        wire.close()


def test_an_agent_logs_in_and_out(web):
    agent = str(uuid.uuid4())
    admin = web.admin()
    made = admin.call("PUT", f"/admin/agents/{agent}", {"email": "kim@support.example", "display_name": "Kim"})
    assert made.status in (200, 201), made
    for tries in range(11):
        wrong = web.api().call("POST", "/agent/session", {"email": "kim@support.example", "password": "not this one"})
        assert (wrong.status, fault(wrong)) == ((401, "wrong-login") if tries < 10 else (429, "too-many-logins"))
    assert int(wrong.headers["Retry-After"]) > 0


def test_a_token_holds_no_more_after_logging_out(web):
    made = web.admin().call("PUT", f"/admin/agents/{uuid.uuid4()}", {"email": "lee@support.example", "display_name": "Lee", "password": "long enough, 12"})
    assert made.status in (200, 201), made
    login = {"email": "lee@support.example", "password": "long enough, 12"}
    agent = web.api(web.api().post("/agent/session", login)["token"])
    assert agent.get("/agent/session")["agent"]["display_name"] == "Lee"
    assert agent.call("DELETE", "/agent/session").status == 204
    ended = web.wait(lambda: (answer := agent.call("GET", "/agent/session")).status != 200 and answer, 15, "the end of what was remembered of the token")
    assert fault(ended) == "unknown-token"


def test_too_many_requests_are_told_when_to_come_back(new_supportd):
    web = new_supportd(rate=5).start("web")
    stranger = web.api()
    answers = [stranger.call("GET", "/api/v1/openapi.json") for _ in range(7)]
    assert [answer.status for answer in answers[:5]] == [200] * 5
    assert (answers[6].status, fault(answers[6])) == (429, "too-many-requests")
    assert int(answers[6].headers["Retry-After"]) > 0
    assert [int(answer.headers["RateLimit-Remaining"]) for answer in answers[:5]] == [4, 3, 2, 1, 0]


def test_it_says_how_it_is(web, ana):
    ana.get(TICKETS)
    assert web.api().call("GET", "/healthz").status == 200
    assert web.api().call("GET", "/readyz").body == b"ready\n"
    metrics = web.api().call("GET", "/metrics").body.decode()
    assert 'supportd_web_requests_total{method="GET",path="/api/v1/support/tickets",status="200"} 1' in metrics
    assert json.loads(ana.call("GET", "/api/v1/openapi.json").body)["openapi"] == "3.1.0"

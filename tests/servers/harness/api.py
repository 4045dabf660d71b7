"""A small JSON client for the REST API, made of the standard library only."""

import http.client
import json
import urllib.parse


class Answer:
    """What came back: status, headers and the body, as bytes and (where it is JSON) as data."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        """The body as data; what is no JSON fails here."""
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:500]!r}"


class Api:
    """One caller: a base address such as http://127.0.0.1:8080 and a bearer token, or none."""

    def __init__(self, url, token=None):
        self.url = urllib.parse.urlsplit(url)
        self.token = token

    def call(self, method, path, body=None, headers=None):
        """Makes one request. A body that is no bytes is sent as JSON. Paths are under /api/v1 unless
        they start with it or with another root of the server."""
        if not path.startswith(("/api/", "/healthz", "/readyz", "/metrics")):
            path = "/api/v1" + path
        headers = dict(headers or {})
        if self.token:
            headers.setdefault("Authorization", "Bearer " + self.token)
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        wire = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=30)
        try:
            wire.request(method, path, body, headers)
            answer = wire.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            wire.close()

    def _expect(self, answer, wanted, method, path):
        if answer.status not in wanted:
            raise AssertionError(f"{method} {path}: {answer!r}")
        return answer.json if answer.body else None

    def get(self, path, **query):
        """GET that must succeed; returns the data."""
        if query:
            path += "?" + urllib.parse.urlencode(query)
        return self._expect(self.call("GET", path), (200,), "GET", path)

    def post(self, path, body=None, **headers):
        """POST that must succeed; returns the data."""
        return self._expect(self.call("POST", path, {} if body is None else body, headers), (200, 201, 202, 204),
                            "POST", path)

    def patch(self, path, body, **headers):
        """PATCH that must succeed; returns the data."""
        return self._expect(self.call("PATCH", path, body, headers), (200, 204), "PATCH", path)

    def items(self, path, **query):
        """All items of a list, page after page."""
        got = []
        while True:
            page = self.get(path, **query)
            got += page["items"]
            if not page["next"]:
                return got
            query["cursor"] = page["next"]

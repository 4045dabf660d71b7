"""A page of the platform that carries the widget, as a customer's browser sees it: for the demo and for the browser tests.

    python3 -m harness.hostpage FILE.json     {"port", "api", "chat", "key", "people": {who: {"name", "token", "lang"}}}

/PAGE?as=WHO&lang=&dir=&theme= ; without `as`, nobody is logged in."""

import html
import http.server
import json
import os
import signal
import sys
import threading
import urllib.parse

MODULES = {"projects": "Projects", "invoices": "Invoices", "schedule": "Schedule", "team": "Team"}

PAGE = """<!doctype html>
<html lang="{lang}" dir="{dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · Buildwell</title>
<style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }}
body {{ margin: 0; }} nav, main {{ padding: 16px 24px; }} nav {{ border-bottom: 1px solid #8886; display: flex; flex-wrap: wrap; gap: 20px; }}
a {{ color: LinkText; }} td, th {{ padding: 6px 24px 6px 0; text-align: start; }}
</style></head>
<body>
<nav aria-label="Buildwell"><b>Buildwell</b> {links}</nav>
<main><h1>{title}</h1><p>{who}</p>
<table><tr><th>No.</th><th>Project</th><th>State</th></tr><tr><td>2041</td><td>Maple Court</td><td>open</td></tr>
<tr><td>2042</td><td>Harbor View</td><td>paid</td></tr></table>
<p>See it as: {people}</p></main>
<script src="{api}/widget/widget.js" data-key="{key}" data-module="{module}"{more} async></script>
<script>
document.addEventListener("supportd:ready", () => {{ const token = {token}; if (token) supportd.identify(token); }});
</script>
</body></html>
"""


def page(settings, path):
    """The page at a path, as HTML."""
    where = urllib.parse.urlsplit(path)
    asked = dict(urllib.parse.parse_qsl(where.query))
    module = where.path.strip("/").split("/")[0] or "projects"
    person = settings["people"].get(asked.get("as"))
    escaped = {name: html.escape(value, quote=True) for name, value in {
        "lang": asked.get("lang") or (person or {}).get("lang", "en"), "dir": asked.get("dir", "ltr"), "api": settings["api"],
        "key": settings["key"], "title": MODULES.get(module, module.title()), "module": module,
        "who": f"{person['name']} is logged in." if person else "Nobody is logged in."}.items()}
    more = "".join(f' data-{name}="{html.escape(value, quote=True)}"' for name, value in
                   (("theme", asked.get("theme")), ("chat", settings.get("chat"))) if value)
    keep = "?as=" + urllib.parse.quote(asked["as"]) if person else ""
    links = " ".join(f'<a href="/{name}{html.escape(keep)}">{title}</a>' for name, title in MODULES.items())
    people = ", ".join([f'<a href="?as={urllib.parse.quote(who)}">{html.escape(one["name"])}</a>' for who, one in settings["people"].items()] +
                       ['<a href="?">a visitor</a>'])
    token = json.dumps(person["token"] if person else None).replace("<", "\\u003c")
    return PAGE.format(more=more, links=links, people=people, token=token, **escaped)


def serve(settings):
    """Serves it on 127.0.0.1 in a thread; the server, whose server_port tells where."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802, the library's name
            body = page(settings, self.path).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", settings.get("port", 0)), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main():
    """Serves until it is told to stop."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    with open(sys.argv[1]) as file:
        serve(json.load(file))
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    os._exit(0)


if __name__ == "__main__":
    main()

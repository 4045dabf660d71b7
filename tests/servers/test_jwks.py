"""The platform's published keys: fetched, kept in a file, and good for as long as the platform is down."""

import base64
import http.server
import json
import subprocess
import threading
import time
import uuid

from harness.supportd import ISSUER


def part(raw):
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def openssl(*words, data=None):
    """What openssl prints."""
    return subprocess.run(["openssl", *words], input=data, capture_output=True, check=True).stdout


class Platform:
    """Signs with RS256, and publishes its key over HTTP."""

    def __init__(self, folder):
        self.key = f"{folder}/platform.pem"
        openssl("genrsa", "-out", self.key, "2048")
        modulus = openssl("rsa", "-in", self.key, "-noout", "-modulus").decode().strip().split("=")[1]
        keys = json.dumps({"keys": [{"kty": "RSA", "kid": "rsa-1", "alg": "RS256", "use": "sig", "e": "AQAB",
                                     "n": part(bytes.fromhex(modulus))}]}).encode()

        class Answers(http.server.BaseHTTPRequestHandler):
            """Any path: the keys."""

            def do_GET(self):  # noqa: N802, the name that http.server wants
                self.send_response(200)
                self.end_headers()
                self.wfile.write(keys)

            def log_message(self, *_):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server.server_port}/jwks.json"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def token(self, builder, user):
        """A token for a customer."""
        claims = {"iss": ISSUER, "aud": "supportd", "sub": user, "builder_id": builder, "role": "owner", "exp": int(time.time()) + 600}
        text = part(b'{"alg":"RS256","kid":"rsa-1"}') + "." + part(json.dumps(claims).encode())
        return text + "." + part(openssl("dgst", "-sha256", "-sign", self.key, data=text.encode()))

    def stop(self):
        """The platform is down."""
        self.server.shutdown()
        self.server.server_close()


def test_published_keys_hold_while_the_platform_is_down(new_supportd, tmp_path):
    platform, suite = Platform(tmp_path), new_supportd()
    with open(suite.config) as file:
        text = file.read()
    suite.write("supportd.conf", text.replace(
        'audience = "supportd";', f'audience = "supportd"; jwks_url = "{platform.url}"; jwks_cache = "{suite.path("jwks.json")}";'))
    suite.start("web")
    builder, user = str(uuid.uuid4()), str(uuid.uuid4())
    admin = suite.admin()
    assert admin.call("PUT", f"/admin/builders/{builder}", {"name": "A"}).status == 200
    assert admin.call("PUT", f"/admin/users/{user}", {"builder_id": builder, "email": "a@a.example", "name": "A"}).status == 200
    suite.wait(lambda: suite.api(platform.token(builder, user)).call("GET", "/support/tickets").status == 200, 10, "the platform's key")
    platform.stop()
    suite.processes["web"].stop()
    suite.start("web")
    assert suite.api(platform.token(builder, user)).call("GET", "/support/tickets").status == 200

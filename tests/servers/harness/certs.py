"""A certificate authority of our own, and the servers' certificate for the name localhost.

It is not made out to 127.0.0.1: a client that connects to the address must refuse it."""

import os
import subprocess

from .place import NotReady


def _openssl(*words):
    ran = subprocess.run(["openssl", *words], capture_output=True, text=True)
    if ran.returncode != 0:
        raise NotReady("openssl: " + ran.stderr)


def make(folder, user):
    """Writes ca.pem, server.pem and server.key into the folder."""
    path = {name: os.path.join(folder, name) for name in ("ca.pem", "ca.key", "server.pem", "server.key", "server.csr")}
    ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    _openssl("req", "-x509", *ec, "-keyout", path["ca.key"], "-out", path["ca.pem"], "-days", "3650",
             "-subj", "/CN=supportd private CA", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    _openssl("req", "-new", *ec, "-keyout", path["server.key"], "-out", path["server.csr"], "-subj", "/CN=localhost")
    extensions = os.path.join(folder, "server.ext")
    with open(extensions, "w") as file:
        file.write("subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n")
    _openssl("x509", "-req", "-in", path["server.csr"], "-CA", path["ca.pem"], "-CAkey", path["ca.key"],
             "-CAcreateserial", "-days", "3650", "-extfile", extensions, "-out", path["server.pem"])
    if os.geteuid() == 0:
        os.chown(path["server.key"], user.pw_uid, user.pw_gid)

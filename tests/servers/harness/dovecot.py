"""A private Dovecot: IMAP for the support mailboxes and for the customers' outbox."""

import base64
import contextlib
import fcntl
import grp
import hashlib
import hmac
import imaplib
import json
import os
import shutil
import time

from .place import NotReady, Process, answers, as_user, free_port, wait_until

CONFIG = """\
# Private to supportd's tests and demo. It runs as one plain user, so it changes no user and no root folder.
protocols = imap lmtp
listen = 127.0.0.1, ::1
base_dir = {folder}/dovecot-run
state_dir = {folder}/dovecot-state
instance_name = supportd-private
log_path = /dev/stderr
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_fsync = {fsync}
# Only Dovecot changes these folders: a large one is not read again for each new mail.
maildir_very_dirty_syncs = yes
mail_max_userip_connections = 1000
recipient_delimiter = +
lmtp_add_received_header = no
lmtp_hdr_delivery_address = none

ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
disable_plaintext_auth = no

auth_mechanisms = plain login xoauth2 oauthbearer
auth_username_format = %Ln
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%Ln {folder}/mail-users
  mechanisms = plain login
}}
passdb {{
  driver = oauth2
  args = {folder}/dovecot-oauth2.conf
  mechanisms = xoauth2 oauthbearer
}}
userdb {{
  driver = passwd-file
  args = username_format=%Ln {folder}/mail-users
  override_fields = uid={uid} gid={gid} home={folder}/mail/%Ln
}}

namespace inbox {{
  inbox = yes
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  client_limit = 1000
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service imap {{
  process_limit = 1000
  service_count = 20
}}
service lmtp {{
  process_min_avail = 1
  service_count = 1000
  unix_listener {folder}/lmtp.sock {{
    mode = 0600
  }}
}}
service auth {{
  client_limit = 4000
}}
service anvil {{
  chroot =
  # no penalty for wrong passwords: all tests come from one address
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""

OAUTH2 = """\
# Tokens are JWTs that Dovecot checks by itself, against the key in the folder.
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/oauth2-keys/
username_attribute = sub
"""

OAUTH2_KEY = b"a key that only signs tokens for private test mailboxes"


class Dovecot:
    """IMAP with STARTTLS (`imap`, which also takes plain text logins), IMAPS, LMTP on a socket."""

    def __init__(self, folder, user, tie, durable):
        self.folder = folder
        self.user = user
        self.start_as = as_user(user, "TERM" if tie else None)
        self.process = Process("dovecot", folder)
        self.imap = free_port()
        self.imaps = free_port()
        self.durable = durable
        self.users_file = os.path.join(folder, "mail-users")

    def create(self):
        """Writes the configuration, and a file of users that is empty yet."""
        if not shutil.which("dovecot"):
            raise NotReady("dovecot is missing: run contrib/setup")
        with open(os.path.join(self.folder, "dovecot.conf"), "w") as conf:
            conf.write(CONFIG.format(folder=self.folder, user=self.user.pw_name, imap=self.imap, imaps=self.imaps,
                                     group=grp.getgrgid(self.user.pw_gid).gr_name, uid=self.user.pw_uid,
                                     gid=self.user.pw_gid, fsync="optimized" if self.durable else "never"))
        with open(os.path.join(self.folder, "dovecot-oauth2.conf"), "w") as conf:
            conf.write(OAUTH2.format(folder=self.folder))
        keys = os.path.join(self.folder, "oauth2-keys", "default", "HS256")
        os.makedirs(keys)
        with open(os.path.join(keys, "default"), "wb") as key:
            key.write(base64.b64encode(OAUTH2_KEY))
        open(self.users_file, "a").close()
        mail = os.path.join(self.folder, "mail")
        os.makedirs(mail)
        if os.geteuid() == 0:
            os.chown(mail, self.user.pw_uid, self.user.pw_gid)

    def start(self):
        """Starts the server and waits until it takes logins."""
        self.process.run([*self.start_as, "dovecot", "-F", "-c", os.path.join(self.folder, "dovecot.conf")])
        self.process.ready(lambda: answers(self.imaps))

    def stop(self):
        """Ends the server; the mail stays."""
        self.process.stop()

    def add_user(self, name, password):
        """Adds a mailbox. Dovecot sees the changed file by itself."""
        with open(self.users_file, "a") as users:
            fcntl.flock(users, fcntl.LOCK_EX)
            users.write(f"{name}:{password}::::::\n")
        if self.process.pid():  # it looks at the file at most once a second
            wait_until(lambda: self._lets_in(name, password), 10, f"a login for {name}")

    def _lets_in(self, name, password):
        with contextlib.suppress(imaplib.IMAP4.error), imaplib.IMAP4("127.0.0.1", self.imap, timeout=10) as imap:
            imap.login(name, password)
            return True
        return False

    def maildir(self, name):
        """The folder of a user's INBOX, where a bench may put mails without SMTP."""
        return os.path.join(self.folder, "mail", name, "Maildir")

    def oauth2_token(self, name, seconds=3600):
        """A token with which XOAUTH2 lets this user in for so long."""
        def part(raw):
            return base64.urlsafe_b64encode(raw).rstrip(b"=")
        now = int(time.time())
        claims = {"sub": name, "iat": now, "exp": now + seconds}
        signed = part(b'{"alg":"HS256","typ":"JWT"}') + b"." + part(json.dumps(claims).encode())
        return (signed + b"." + part(hmac.new(OAUTH2_KEY, signed, hashlib.sha256).digest())).decode()

"""A private Exim: a real mail server with a queue, bounces, STARTTLS and AUTH, for one plain user.

Why Exim: Postfix and OpenSMTPD need root and fixed paths, and Debian's packages of mail servers exclude one
another. Exim is one program: contrib/setup unpacks it from its package into build-servers/, whatever mail
server the machine has, and `-C` gives it a configuration of its own. It insists on a user Debian-exim: libnss_wrapper
shows it one, which is really the user that runs all private servers."""

import fcntl
import glob
import os
import shutil

from .place import ROOT, NotReady, Process, answers, as_user, free_port

CONFIG = """\
# Private to supportd's tests and demo.
exim_user = {uid}
exim_group = {gid}
exim_path = {folder}/exim4
deliver_drop_privilege = true
keep_environment = LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
primary_hostname = localhost
qualify_domain = localhost
spool_directory = {folder}/spool
log_file_path = {folder}/exim-%slog
pid_file_path = {folder}/spool/exim.pid
local_interfaces = <; [127.0.0.1]:{smtp} ; [127.0.0.1]:{submission} ; [127.0.0.1]:{smtps} ; [::1]:{smtp} ; [::1]:{submission} ; [::1]:{smtps}
tls_on_connect_ports = {smtps}
tls_advertise_hosts = *
tls_certificate = {folder}/server.pem
tls_privatekey = {folder}/server.key
message_size_limit = 64M
smtp_accept_max = 500
smtp_accept_queue_per_connection = 0
smtp_accept_max_per_connection = 0
remote_max_parallel = 1
check_spool_space = 0
check_spool_inodes = 0
rfc1413_query_timeout = 0s
timeout_frozen_after = 1h
acl_smtp_rcpt = rcpt
acl_smtp_data = accept

begin acl
rcpt:
  deny message = authentication needed on this port
       condition = ${{if !eq{{$received_port}}{{{smtp}}}}}
       !authenticated = *
  require verify = recipient
  accept

begin routers
# {folder}/addresses says which mailbox an address (its +detail left out), a domain or everyone else has.
addresses:
  driver = redirect
  domains = ! mailbox.invalid
  local_part_suffix = +*
  local_part_suffix_optional
  data = ${{lookup{{${{lc:$local_part@$domain}}}}lsearch*@{{{folder}/addresses}}\\
    {{${{if match{{$value}}{{^:}}{{$value}}{{$value+${{length_12:${{md5:$original_local_part@$original_domain}}}}@mailbox.invalid}}}}}}}}
  allow_fail
  allow_defer
mailboxes:
  driver = accept
  domains = mailbox.invalid
  transport = dovecot

begin transports
dovecot:
  driver = lmtp
  socket = {folder}/lmtp.sock
  timeout = 60s
  user = {uid}
  group = {gid}
  return_path_add
  envelope_to_add

begin retry
* * F,1h,2s

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if eq{{${{lookup{{$auth2}}lsearch{{{folder}/mail-users}}{{${{extract{{1}}{{:}}{{$value}}}}}}}}}}{{$auth3}}}}
  server_set_id = $auth2
  server_advertise_condition = ${{if and{{{{!eq{{$received_port}}{{{smtp}}}}}{{def:tls_in_cipher}}}}}}
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${{if eq{{${{lookup{{$auth1}}lsearch{{{folder}/mail-users}}{{${{extract{{1}}{{:}}{{$value}}}}}}}}}}{{$auth2}}}}
  server_set_id = $auth1
  server_advertise_condition = ${{if and{{{{!eq{{$received_port}}{{{smtp}}}}}{{def:tls_in_cipher}}}}}}
"""


class Exim:
    """`smtp` takes mail from anyone; `submission` (STARTTLS) and `smtps` take it after AUTH."""

    def __init__(self, folder, user, tie):
        self.folder = folder
        self.user = user
        self.start_as = as_user(user, "TERM" if tie else None)
        self.process = Process("exim", folder)
        self.smtp = free_port()
        self.submission = free_port()
        self.smtps = free_port()
        self.addresses_file = os.path.join(folder, "addresses")
        self.program = os.path.join(folder, "exim4")

    def create(self):
        """Writes the configuration, the users that Exim is to see, and an address book that knows all."""
        unpacked = os.path.join(ROOT, "build-servers", "usr", "sbin", "exim4")
        if not os.path.exists(unpacked):
            raise NotReady("the private mail server is missing: run contrib/setup")
        shutil.copyfile(unpacked, self.program)
        os.chmod(self.program, 0o755)
        spool = os.path.join(self.folder, "spool")
        os.makedirs(spool)
        if os.geteuid() == 0:
            os.chown(spool, self.user.pw_uid, self.user.pw_gid)
        ids = {"uid": self.user.pw_uid, "gid": self.user.pw_gid}
        self._write("exim.conf", CONFIG.format(folder=self.folder, smtp=self.smtp, submission=self.submission,
                                               smtps=self.smtps, **ids))
        self._write("exim-passwd", "root:x:0:0::/:/bin/false\nDebian-exim:x:{uid}:{gid}::/:/bin/false\n".format(**ids))
        self._write("exim-group", "root:x:0:\nDebian-exim:x:{gid}:\n".format(**ids))
        self._write("addresses", "*: outbox\n")

    def _write(self, name, text):
        with open(os.path.join(self.folder, name), "w") as file:
            file.write(text)

    def _env(self):
        wrapper = glob.glob("/usr/lib/*/libnss_wrapper.so")
        if not wrapper:
            raise NotReady("libnss-wrapper is missing: run contrib/setup")
        return {"PATH": "/usr/bin:/bin", "LD_PRELOAD": wrapper[0],
                "NSS_WRAPPER_PASSWD": os.path.join(self.folder, "exim-passwd"),
                "NSS_WRAPPER_GROUP": os.path.join(self.folder, "exim-group")}

    def start(self):
        """Starts the daemon and waits until it takes mail; what waits in its queue is tried every 2 s."""
        self.process.run([*self.start_as, self.program, "-C", os.path.join(self.folder, "exim.conf"), "-bdf", "-q2s"],
                         env=self._env())
        self.process.ready(lambda: answers(self.smtp) and answers(self.submission))

    def stop(self):
        """Ends the daemon; its queue stays on the disk."""
        self.process.stop()

    def route(self, address, mailbox):
        """Mail to the address (or to `*@domain`, or `*`) goes to this mailbox from now on. `:fail: why` refuses
        it, `:defer: why` puts it off, and a mailbox that is not there makes the mail bounce after it was taken."""
        with open(self.addresses_file, "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            kept = [line for line in file if not line.startswith(address.lower() + ":")]
            new = self.addresses_file + ".new"
            with open(new, "w") as book:
                book.writelines([f"{address.lower()}: {mailbox}\n", *kept])
            os.replace(new, self.addresses_file)

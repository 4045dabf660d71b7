/* check.h - supportd-email --check: logs in to every mailbox and to the SMTP server as it would at work, and moves nothing.
 *
 * One JSON object a line on standard output, {"check", "ok", "detail", "fix"}, for `supportctl doctor`.
 */
#pragma once

struct conf;

/* The exit code: 0 all is well, 3 something is wrong. */
int check_run(const struct conf *conf);

/* reader.h - the child that reads mail: bytes from strangers are parsed here, and nowhere else.
 *
 * It leases intake rows, reads them with mime.h and hands them to the desk, many in a transaction. It has its own database
 * connection and no other work; reader_jail.h takes away what it does not need. A mail on which it crashes, or
 * which it reads for longer than email.read_seconds (the alarm clock ends it), costs this process: its parent starts another.
 */
#pragma once

struct conf;

/* Descriptors that the parent gives it. */
#define READER_POKE_FD 3	/* a byte: there is mail; the end: finish the batch and leave */
#define READER_PROGRESS_FD 4	/* it writes a byte for each batch that is settled */
#define READER_MARK_FD 5	/* a file that holds the id of the intake row that it is reading, or spaces */

/* Runs until the parent closes the pipe. The exit code. owner is the name for its leases. */
int reader_run(const struct conf *conf, const char *owner);

/* reader_fault.h - faults on demand, for the tests of the supervision.
 *
 * SUPPORTD_FAULT_READER="crash:TEXT" or "hang:TEXT" makes the reader crash or hang on a mail whose bytes contain TEXT.
 */
#pragma once
#include <glib.h>

/* raw, or for a large mail its descriptor (the first 64 KB count). Does nothing without the variable. */
void reader_fault_inject(GBytes *raw, int fd);

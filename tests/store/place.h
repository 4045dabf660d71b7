/* place.h - a database of its own for a test program, on the server that SUPPORTD_TEST_PG names.
 *
 * Without that variable the program ends with 77 (skipped) and says so.
 */
#pragma once
#include <glib.h>

/* Makes a fresh database with the whole schema; its conninfo is the caller's. It is dropped at exit. */
char *place_database(void);

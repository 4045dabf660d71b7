/* problem.h - a fault as application/problem+json (RFC 9457). */
#pragma once
#include <glib.h>

/* The status for an error; 500 for errors that are not of our domain. */
int problem_status(const GError *error);

/* The body. What went wrong inside is not told: the log has it. */
char *problem_json(const GError *error, int status);

/* Seconds for Retry-After: 0 where trying again later does not help. */
int problem_retry_after(const GError *error);

/* For the OpenAPI file: the meaning of a status. */
const char *problem_title(int status);

/* fuzz.h - what every fuzz target has: libFuzzer's entry, and a check that is never compiled out. */
#pragma once
#include <glib.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(what) do { if (!(what)) { fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what); abort(); } } while (0)
#define MUST_BE_UTF8(text) do { const char *t_ = (text); MUST(t_ == NULL || g_utf8_validate(t_, -1, NULL)); } while (0)

/* html_check.h - an independent judge of sanitised HTML, for the unit test and the fuzzer: it shares no table with src/html. */
#pragma once

/* NULL if html, parsed as a browser would, holds only what may stay; else what is wrong with it. */
const char *html_check_safe(const char *html);

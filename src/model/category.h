/* category.h - what a ticket is about, guessed from the screen that the customer was on. */
#pragma once

/* "scheduling" for "https://app.example.com/builders/7/schedules/12?tab=gantt". "general" if no part of the path names a
 * module. context_url may be NULL. Borrowed, static. */
const char *category_from_url(const char *context_url);

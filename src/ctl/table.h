/* table.h - the desk's JSON as a table for people. */
#pragma once
#include <glib.h>

struct column {
	const char *title;	/* NULL ends the list */
	const char *path;	/* "requester.address" in each item */
	int most;		/* columns of the terminal at most; 0: as it comes */
};

/* Prints {"items": […]} or a single object as a table to standard output; says empty, a sentence that helps, where there is nothing. */
void table_print(const char *json, const struct column *columns, const char *empty);

/* Prints one object as lines "title  value". */
void table_print_object(const char *json, const struct column *columns);

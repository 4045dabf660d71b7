/* desk.h - one worker's place at the desk: a database connection, the rules, and who signs our addresses.
 *
 * Every use case is a desk_* function that reads top to bottom and owns its transaction. A desk is for one
 * thread at a time; a pool has one for each thread. Functions that fail did nothing, unless they say otherwise.
 */
#pragma once
#include <glib.h>

struct bus;
struct conf;
struct db;
struct rules;
struct search;
struct desk;

/* Connects and checks that the schema is ours. conf must outlive the desk. NULL with error set. */
struct desk *desk_open(const struct conf *conf, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void desk_free(struct desk **desk);

const struct conf *desk_conf(const struct desk *desk);

/* Reads the rules again, for every desk of this process. 1, or -1 with error "bad-rules", which names file and line: the old rules stay. */
int desk_reload_rules(const struct conf *conf, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For the files of this room only. */
struct db *desk_db(struct desk *desk);
const struct rules *desk_rules(const struct desk *desk);
struct bus *desk_bus(struct desk *desk);
struct search *desk_search(struct desk *desk);
/* What time it is where opening hours are looked up; the caller's. */
GDateTime *desk_now(const struct desk *desk);

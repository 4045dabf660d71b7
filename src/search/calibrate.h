/* calibrate.h - how sure an answer must be before it is believed; for this room's C++ only. */
#pragma once
#include <xapian.h>

#include <string>

/* Asks every off-topic question of each language and stores, as metadata, the confidence that only a few reach. Throws. */
void calibrate(Xapian::WritableDatabase &db);
/* The threshold of a language; a cautious one where it was never measured. */
double threshold_of(const Xapian::Database &db, const std::string &language);

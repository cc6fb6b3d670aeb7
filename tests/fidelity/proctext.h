/*
 * proctext - texts of /proc as the harness of the recordings takes them apart
 *
 * Every function returns a new value that the caller owns.
 */
#ifndef FIDELITY_PROCTEXT_H
#define FIDELITY_PROCTEXT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

/* "Key:  12 kB" or "key 12", one a line -> {"Key": 12}. */
cJSON *proctext_keys(const char *text);

/* The same without the zeros. */
cJSON *proctext_nonzero_keys(const char *text);

/* zoneinfo -> [{"node": 0, "zone": "DMA", "free": ...}] */
cJSON *proctext_zones(const char *text);

/* buddyinfo -> [{"node": 0, "zone": "DMA", "free_blocks": [...]}] */
cJSON *proctext_buddy(const char *text);

/* The number behind "key:" or "key " at the start of a line. */
bool proctext_number(const char *text, const char *key, int64_t *value);

/* Pages on all per-CPU lists, from zoneinfo. */
int64_t proctext_pcp_pages(const char *zoneinfo);

/* minflt and majflt of PID/stat. false if that is no such text. */
bool proctext_faults(const char *stat, int64_t *minor, int64_t *major);

#endif

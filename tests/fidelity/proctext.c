#include "proctext.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tree.h"

static const char *next_line(const char *s)
{
	const char *end = strchr(s, '\n');

	return end ? end + 1 : s + strlen(s);
}

/* "Key:" or "Key " at s and a number behind it. */
static bool key_value(const char *s, char key[64], int64_t *value)
{
	size_t n = strcspn(s, ": \t\n");
	char *end;

	if (!n || n >= 64 || (s[n] != ':' && s[n] != ' ' && s[n] != '\t'))
		return false;
	memcpy(key, s, n);
	key[n] = '\0';
	s += n + (s[n] == ':');
	*value = strtoll(s, &end, 10);
	return end != s && (*end == '\n' || *end == '\0' ||
			    strncmp(end, " kB", 3) == 0);
}

static cJSON *keys(const char *text, bool zeros)
{
	cJSON *object = cJSON_CreateObject();
	char key[64];
	int64_t value;

	for (; *text; text = next_line(text))
		if (key_value(text, key, &value) && (value || zeros))
			cJSON_AddNumberToObject(object, key, (double)value);
	return object;
}

cJSON *proctext_keys(const char *text)
{
	return keys(text, true);
}

cJSON *proctext_nonzero_keys(const char *text)
{
	return keys(text, false);
}

bool proctext_number(const char *text, const char *key, int64_t *value)
{
	char name[64];

	for (; *text; text = next_line(text))
		if (key_value(text, name, value) && strcmp(name, key) == 0)
			return true;
	return false;
}

/* "Node 0, zone    DMA32" at s. */
static bool zone_head(const char *s, cJSON *zone)
{
	char name[32];
	int node;

	if (sscanf(s, "Node %d, zone %31s", &node, name) != 2)
		return false;
	name[strcspn(name, ",")] = '\0';
	cJSON_AddNumberToObject(zone, "node", node);
	cJSON_AddStringToObject(zone, "zone", name);
	return true;
}

static cJSON *protection(const char *s)
{
	cJSON *list = cJSON_CreateArray();

	while (*s == '(' || *s == ',') {
		char *end;
		long long v = strtoll(s + 1, &end, 10);

		cJSON_AddItemToArray(list, cJSON_CreateNumber((double)v));
		s = end;
	}
	return list;
}

/* One of the lines of a zone that the harness keeps. */
static void zone_line(cJSON *zone, const char *s)
{
	static const struct {
		const char *text, *key;
	} lines[] = {
		{ "pages free ", "free" }, { "boost ", "boost" },
		{ "min ", "min" }, { "low ", "low" }, { "high ", "high" },
		{ "spanned ", "spanned" }, { "present ", "present" },
		{ "managed ", "managed" }, { "start_pfn:", "start_pfn" },
		{ "high:", "pcp_high" }, { "batch:", "pcp_batch" },
	};

	s += strspn(s, " ");
	if (strncmp(s, "protection: ", 12) == 0)
		cJSON_AddItemToObject(zone, "protection", protection(s + 12));
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		size_t n = strlen(lines[i].text);

		if (strncmp(s, lines[i].text, n) != 0)
			continue;
		cJSON_DeleteItemFromObjectCaseSensitive(zone, lines[i].key);
		cJSON_AddNumberToObject(zone, lines[i].key, atof(s + n));
	}
	if (strncmp(s, "count:", 6) == 0) {
		cJSON *count = cJSON_GetObjectItemCaseSensitive(zone, "pcp_count");

		if (count)
			cJSON_SetNumberValue(count, count->valuedouble + atof(s + 6));
		else
			cJSON_AddNumberToObject(zone, "pcp_count", atof(s + 6));
	}
}

/* Of a zone without RAM the harness keeps the name and the marks. */
static void zone_trim(cJSON *zone)
{
	static const char *const gone[] = { "free", "boost", "spanned", "present",
					    "managed", "protection" };
	const cJSON *present = key(zone, "present");

	if (!zone || (present && present->valuedouble > 0))
		return;
	for (size_t i = 0; i < sizeof(gone) / sizeof(*gone); i++)
		cJSON_DeleteItemFromObjectCaseSensitive(zone, gone[i]);
}

cJSON *proctext_zones(const char *text)
{
	cJSON *zones = cJSON_CreateArray(), *zone = NULL;

	for (; *text; text = next_line(text)) {
		cJSON *head = cJSON_CreateObject();

		if (zone_head(text, head)) {
			zone_trim(zone);
			cJSON_AddItemToArray(zones, head);
			zone = head;
			continue;
		}
		cJSON_Delete(head);
		if (zone)
			zone_line(zone, text);
	}
	zone_trim(zone);
	return zones;
}

static cJSON *counts(const char *s)
{
	cJSON *list = cJSON_CreateArray();
	char *end;

	for (;; s = end) {
		double v = strtod(s, &end);

		if (end == s)
			return list;
		cJSON_AddItemToArray(list, cJSON_CreateNumber(v));
		if (end[strspn(end, " ")] == '\n')
			return list;
	}
}

cJSON *proctext_buddy(const char *text)
{
	cJSON *zones = cJSON_CreateArray();

	for (; *text; text = next_line(text)) {
		cJSON *zone = cJSON_CreateObject();
		const char *s;

		if (!zone_head(text, zone)) {
			cJSON_Delete(zone);
			continue;
		}
		s = strstr(text, "zone") + 4;
		s += strspn(s, " ");
		s += strcspn(s, " ");
		cJSON_AddItemToObject(zone, "free_blocks", counts(s));
		cJSON_AddItemToArray(zones, zone);
	}
	return zones;
}

int64_t proctext_pcp_pages(const char *zoneinfo)
{
	int64_t pages = 0;

	for (const char *s = zoneinfo; (s = strstr(s, " count: ")); s += 8)
		pages += strtoll(s + 8, NULL, 10);
	return pages;
}

bool proctext_faults(const char *stat, int64_t *minor, int64_t *major)
{
	const char *s = strrchr(stat, ')');

	return s && sscanf(s + 1, " %*c %*d %*d %*d %*d %*d %*u %" SCNd64
			   " %*u %" SCNd64, minor, major) == 2;
}

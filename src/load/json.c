#include "load/json.h"

#include <string.h>

/* Numbers the values as scan did; no deeper than SCAN_MAX_DEPTH. */
static int order_set(cJSON *value, int order)
{
	for (; value; value = value->next) {
		value->valueint = order++;
		if (value->child)
			order = order_set(value->child, order);
	}
	return order;
}

bool json_parse(struct json *json, char *text, size_t len, uint32_t first_line,
		struct diags *faults)
{
	cJSON_Delete(json->root);
	json->root = NULL;
	if (!scan_text(&json->scan, text, len, first_line, faults))
		return false;
	json->root = cJSON_ParseWithLength(text, len);
	if (!json->root) {
		diags_add(faults, first_line, 1, "no tree can be made of it");
		return false;
	}
	order_set(json->root, 0);
	return true;
}

void json_free(struct json *json)
{
	cJSON_Delete(json->root);
	scan_free(&json->scan);
	json->root = NULL;
}

void json_where(const struct json *json, const cJSON *value, uint32_t *line,
		uint32_t *column)
{
	scan_where(&json->scan, json->scan.place[value->valueint].value, line,
		   column);
}

void json_where_key(const struct json *json, const cJSON *value,
		    uint32_t *line, uint32_t *column)
{
	scan_where(&json->scan, json->scan.place[value->valueint].key, line,
		   column);
}

const cJSON *json_member(const cJSON *object, const char *key)
{
	for (const cJSON *m = object->child; m; m = m->next)
		if (strcmp(m->string, key) == 0)
			return m;
	return NULL;
}

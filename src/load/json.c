#include "load/json.h"

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

/* Where cJSON takes memory while json_parse() runs: its hooks say nothing. */
static struct shelf ***tree_shelf(void)
{
	static struct shelf **the_one;

	return &the_one;
}

static void *tree_take(size_t bytes)
{
	return shelf_take(*tree_shelf(), bytes);
}

static void tree_keep(void *taken)
{
	(void)taken;		/* all goes when the shelf is rewound */
}

/* cJSON's tree of the text, on the shelf instead of the tree before. */
static cJSON *tree_make(struct shelf **shelf, const char *text, size_t len)
{
	cJSON_Hooks hooks = { .malloc_fn = tree_take, .free_fn = tree_keep };
	cJSON *root;

	shelf_rewind(shelf);
	*tree_shelf() = shelf;
	cJSON_InitHooks(&hooks);
	root = cJSON_ParseWithLength(text, len);
	cJSON_InitHooks(NULL);
	*tree_shelf() = NULL;
	return root;
}

bool json_parse(struct json *json, char *text, size_t len, uint32_t first_line,
		struct diags *faults)
{
	json->root = NULL;
	if (!scan_text(&json->scan, text, len, first_line, faults))
		return false;
	json->root = tree_make(&json->shelf, text, len);
	if (!json->root) {
		diags_add(faults, first_line, 1, "no tree can be made of it");
		return false;
	}
	order_set(json->root, 0);
	return true;
}

void json_free(struct json *json)
{
	shelf_free(json->shelf);
	json->shelf = NULL;
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
		if (same_word(m->string, key))
			return m;
	return NULL;
}

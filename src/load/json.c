#include "load/json.h"

#include "load/plain.h"

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

/*
 * cJSON's tree of the text, on the shelf instead of the tree before; `rest`:
 * where it ended.
 */
static cJSON *tree_make(struct shelf **shelf, const char *text, size_t len,
			const char **rest)
{
	cJSON_Hooks hooks = { .malloc_fn = tree_take, .free_fn = tree_keep };
	cJSON *root;

	shelf_rewind(shelf);
	*tree_shelf() = shelf;
	cJSON_InitHooks(&hooks);
	root = cJSON_ParseWithLengthOpts(text, len, rest, false);
	cJSON_InitHooks(NULL);
	*tree_shelf() = NULL;
	return root;
}

/* A tree without a scan before it, if the text can do without one. */
static bool plain_parse(struct json *json)
{
	const char *rest = NULL;

	if (!plain_text(json->text, json->len))
		return false;
	json->root = tree_make(&json->shelf, json->text, json->len, &rest);
	json->scanned = false;
	return json->root && plain_tree(json->root, rest);
}

static bool scanned_parse(struct json *json, struct diags *faults)
{
	const char *rest = NULL;

	json->root = NULL;
	json->scanned = true;
	if (!scan_text(&json->scan, json->text, json->len, json->first_line,
		       faults))
		return false;
	json->root = tree_make(&json->shelf, json->text, json->len, &rest);
	if (json->root)
		order_set(json->root, 0);
	else
		diags_add(faults, json->first_line, 1,
			  "no tree can be made of it");
	return json->root != NULL;
}

bool json_parse(struct json *json, char *text, size_t len, uint32_t first_line,
		struct diags *faults)
{
	json->text = text;
	json->len = len;
	json->first_line = first_line;
	return plain_parse(json) || scanned_parse(json, faults);
}

/* Where values stand is looked for when the first is asked for. */
static const struct scan_place *place_of(struct json *json, const cJSON *value)
{
	struct diags spare;

	if (!json->scanned) {
		diags_init(&spare, "");
		bug_on(!scan_text(&json->scan, json->text, json->len,
				  json->first_line, &spare));
		diags_free(&spare);
		order_set(json->root, 0);
		json->scanned = true;
	}
	return &json->scan.place[value->valueint];
}

void json_free(struct json *json)
{
	shelf_free(json->shelf);
	json->shelf = NULL;
	scan_free(&json->scan);
	json->root = NULL;
}

void json_where(struct json *json, const cJSON *value, uint32_t *line,
		uint32_t *column)
{
	scan_where(&json->scan, place_of(json, value)->value, line, column);
}

void json_where_key(struct json *json, const cJSON *value,
		    uint32_t *line, uint32_t *column)
{
	scan_where(&json->scan, place_of(json, value)->key, line, column);
}

const cJSON *json_member(const cJSON *object, const char *key)
{
	for (const cJSON *m = object->child; m; m = m->next)
		if (same_word(m->string, key))
			return m;
	return NULL;
}

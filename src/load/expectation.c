#include "load/expectation.h"

#include <string.h>

#include "base/text.h"
#include "base/tongue.h"
#include "base/xmalloc.h"
#include "mm/event.h"
#include "mm/zone.h"
#include "story/expr.h"
#include "story/page.h"
#include "story/place.h"

enum { MAX_VALUES = 64 };

static void expect_add(struct loader *l, struct expect_list *to,
		       const cJSON *v, struct expect e)
{
	json_where(&l->json, v, &e.line, &e.column);
	to->expect = xgrow(to->expect, to->nr, &to->cap, sizeof(*to->expect));
	to->expect[to->nr++] = e;
}

static bool bad_value(struct loader *l, const cJSON *v)
{
	diag_hint(fault_at(l, v, "this is nothing to expect"),
		  "write a number, a list of them, \"+4\", \"-8\", \"=5\", "
		  "\">=3\", {\"min\": 1, \"max\": 8} or {\"has\": TEXT}");
	return false;
}

/* 64 bits as they are: entries of page tables use them all. */
static bool digits_read(const char *s, int64_t *value)
{
	uint64_t bits;

	if (!text_size(s, strlen(s), &bits) ||
	    (bits > INT64_MAX && strncmp(s, "0x", 2) != 0))
		return false;
	*value = (int64_t)bits;
	return true;
}

/* "+4" and "-4" are a change, "=-4" and "4" are not. false: no number. */
static bool signed_read(const char *s, bool *relative, int64_t *value)
{
	bool absolute = s[0] == '=', minus;

	s += absolute;
	minus = s[0] == '-';
	*relative = !absolute && (s[0] == '+' || minus);
	s += s[0] == '+' || minus;
	if (!digits_read(s, value))
		return false;
	if (minus)
		*value = (int64_t)(0 - (uint64_t)*value);
	return true;
}

/* A number, or a string that holds one. */
static bool number_read(struct loader *l, const cJSON *v, bool *relative,
			int64_t *value)
{
	*relative = false;
	if (cJSON_IsNumber(v))
		return read_integer(l, v, tongue("the expected number"),
				    -LOAD_MAX_INTEGER, LOAD_MAX_INTEGER, value);
	if (cJSON_IsBool(v)) {
		*value = cJSON_IsTrue(v);
		return true;
	}
	return (cJSON_IsString(v) &&
		signed_read(v->valuestring, relative, value)) ||
	       bad_value(l, v);
}

/* ">=3", "<64": one side is open. false: it begins with no such sign. */
static bool open_read(const char *s, struct expect *e)
{
	bool less = s[0] == '<', equal = s[1] == '=';
	int64_t bound;

	if ((s[0] != '<' && s[0] != '>') ||
	    !signed_read(s + 1 + equal, &e->relative, &bound))
		return false;
	e->min = INT64_MIN;
	e->max = INT64_MAX;
	if (less)
		e->max = equal || bound == INT64_MIN ? bound : bound - 1;
	else
		e->min = equal || bound == INT64_MAX ? bound : bound + 1;
	return true;
}

static bool text_read(struct loader *l, const cJSON *v, struct expect *e)
{
	if (open_read(v->valuestring, e))
		return true;
	if (signed_read(v->valuestring, &e->relative, &e->min)) {
		e->max = e->min;
		return true;
	}
	e->relative = false;
	return read_string(l, v, tongue("the expected text"), &e->string);
}

/* {"min": 1, "max": 8} or {"has": "[heap]"} */
static bool object_read(struct loader *l, const cJSON *v, struct expect *e)
{
	static const char *const keys[] = { "min", "max", "has", NULL };
	const cJSON *min = json_member(v, "min"), *max = json_member(v, "max");
	const cJSON *has = json_member(v, "has");
	bool change = false;

	for (const cJSON *m = v->child; m; m = m->next) {
		if (m == min || m == max || m == has)
			continue;
		hint_words(fault_key(l, m, "unknown key \"%.60s\"", m->string),
			   keys, m->string);
		return false;
	}
	if (!has == (!min && !max))
		return bad_value(l, v);
	if (has) {
		e->has = true;
		return read_string(l, has, "\"has\"", &e->string);
	}
	e->min = INT64_MIN;
	e->max = INT64_MAX;
	if ((min && !number_read(l, min, &e->relative, &e->min)) ||
	    (max && !number_read(l, max, &change, &e->max)))
		return false;
	if (min && max && change != e->relative) {
		fault_at(l, v, "\"min\" and \"max\" must both be changes, or "
			 "neither");
		return false;
	}
	e->relative |= change;
	if (e->min <= e->max)
		return true;
	fault_at(l, v, "\"min\" is above \"max\": nothing fits");
	return false;
}

static bool values_read(struct loader *l, const cJSON *v, struct expect *e)
{
	int64_t values[MAX_VALUES];
	uint32_t nr = 0, nr_changes = 0;

	for (const cJSON *item = v->child; item; item = item->next) {
		bool change;

		if (nr == MAX_VALUES) {
			fault_at(l, item, "more than %d numbers", MAX_VALUES);
			return false;
		}
		if (!number_read(l, item, &change, &values[nr]))
			return false;
		nr_changes += change;
		nr++;
	}
	if (nr_changes && nr_changes != nr) {
		diag_hint(fault_at(l, v, "some of the numbers are changes, some "
				   "are not"), "write all with a sign, or none");
		return false;
	}
	e->array = true;
	e->relative = nr_changes != 0;
	e->nr_values = nr;
	e->values = shelf_take(l->shelf, nr * sizeof(values[0]));
	memcpy(e->values, values, nr * sizeof(values[0]));
	return true;
}

/* What is wanted of a value, in any of its forms. */
static bool wanted_read(struct loader *l, const cJSON *v, struct expect *e)
{
	if (cJSON_IsString(v))
		return text_read(l, v, e);
	if (cJSON_IsObject(v))
		return object_read(l, v, e);
	if (cJSON_IsArray(v))
		return values_read(l, v, e);
	if (!cJSON_IsNumber(v) && !cJSON_IsBool(v))
		return bad_value(l, v);
	if (!number_read(l, v, &e->relative, &e->min))
		return false;
	e->max = e->min;
	return true;
}

/* A member whose key is a value path or an expression. */
static void value_expected(struct loader *l, const cJSON *m,
			   struct expect_list *to)
{
	struct expect e = { .kind = EXPECT_VALUE };
	struct diag why = { 0 };

	if (!expr_check(m->string, &why) || strchr(m->string, '@')) {
		diag_hint(fault_key(l, m, "\"%.60s\" is no value%s%s",
				    m->string, why.what[0] ? tongue(": ") : "",
				    why.what),
			  "write a path as meminfo.MemFree, or \"event\", "
			  "\"events\", \"page\", \"list\"");
		return;
	}
	e.path = shelf_string(l->shelf, m->string, strlen(m->string));
	if (!wanted_read(l, m, &e))
		return;
	expect_add(l, to, m, e);
}

static enum event_id event_read(struct loader *l, const cJSON *v,
				const char **name)
{
	const char *words[NR_EVENTS + 1];
	int i;

	for (unsigned id = 0; id < NR_EVENTS; id++)
		words[id] = event_types[id].name;
	words[NR_EVENTS] = NULL;
	if (cJSON_IsString(v) && !word_nearest(words, v->valuestring) &&
	    event_by_name(v->valuestring, strlen(v->valuestring)) == NR_EVENTS) {
		diag_hint(fault_at(l, v, "no event is called \"%.60s\"",
				   v->valuestring),
			  "`framewalk events` prints those of a scenario");
		return NR_EVENTS;
	}
	i = read_word(l, v, tongue("the event"), words);
	if (i < 0)
		return NR_EVENTS;
	*name = words[i];
	return (enum event_id)i;
}

/* A field as it is printed: a number may be given for one that is a number. */
static bool event_field_read(struct loader *l, const cJSON *m,
			     enum event_id id, struct expect_field *field)
{
	const struct event_field *f = event_types[id].field;
	const char *words[EVENT_FIELDS + 2] = { "count" };
	unsigned nr = 1;
	char number[32];
	int64_t value;

	for (; f->name && strcmp(f->name, m->string); f++)
		words[nr++] = f->name;
	if (!f->name) {
		words[nr] = NULL;
		hint_words(fault_key(l, m, "event %s has no \"%.60s\"",
				     event_types[id].name, m->string), words,
			   m->string);
		return false;
	}
	field->name = f->name;
	if (!cJSON_IsNumber(m))
		return read_string(l, m, tongue("the field"), &field->value);
	if (!read_integer(l, m, tongue("the field"), 0, LOAD_MAX_INTEGER, &value))
		return false;
	snprintf(number, sizeof(number), "%lld", (long long)value);
	field->value = shelf_string(l->shelf, number, strlen(number));
	return true;
}

/* {"event": NAME, "count": 3, FIELD: VALUE ...}; without a count, at least 1. */
static void event_expected(struct loader *l, const cJSON *v,
			   struct expect_list *to)
{
	struct expect e = {
		.kind = EXPECT_EVENT, .min = 1, .max = INT64_MAX,
	};
	struct expect_field fields[EVENT_FIELDS];
	enum event_id id = event_read(l, json_member(v, "event"), &e.path);
	bool good = id != NR_EVENTS;

	for (const cJSON *m = v->child; good && m; m = m->next) {
		if (strcmp(m->string, "event") == 0)
			continue;
		if (strcmp(m->string, "count") != 0) {
			if (e.nr_fields == EVENT_FIELDS)
				return;		/* a key twice: told by scan */
			good = event_field_read(l, m, id, &fields[e.nr_fields]);
			e.nr_fields += good;
			continue;
		}
		good = wanted_read(l, m, &e);
		if (good && (e.array || e.string || e.relative)) {
			diag_hint(fault_at(l, m, "a count is a number or a band"),
				  "write 2, or {\"min\": 1, \"max\": 3}");
			good = false;
		}
	}
	if (!good)
		return;
	e.fields = shelf_take(l->shelf, e.nr_fields * sizeof(fields[0]));
	memcpy(e.fields, fields, e.nr_fields * sizeof(fields[0]));
	expect_add(l, to, v, e);
}

/* "none", or names in the order in which they must come */
static void events_take(struct loader *l, const cJSON *v, void *into)
{
	struct expect *e = into;
	unsigned nr = 0;

	if (cJSON_IsString(v) && strcmp(v->valuestring, "none") == 0) {
		e->kind = EXPECT_EVENT;
		return;
	}
	if (!cJSON_IsArray(v) || !v->child) {
		fault_at(l, v, "\"events\" must be \"none\" or a list of names");
		return;
	}
	e->names = shelf_take(l->shelf, ((size_t)cJSON_GetArraySize(v) + 1) *
					sizeof(*e->names));
	for (const cJSON *item = v->child; item; item = item->next)
		if (event_read(l, item, &e->names[nr]) != NR_EVENTS)
			nr++;
}

static const struct field order_fields[] = {
	{ .key = "events", .form = FORM_OTHER, .take = events_take,
	  .required = true, .schema = "event_order",
	  .doc = "events that come in this order, others may lie between; or none at all" },
	{ 0 },
};

const struct shape order_shape = {
	"expect_events", "an expectation on events",
	"Events of the step, one after the other.", order_fields,
};

/* "data#3": a page of one of the machine's files. */
static bool file_page(struct loader *l, const char *s)
{
	const char *hash = strchr(s, '#');
	uint64_t index;

	return hash && names_find(&l->files, s, (size_t)(hash - s)) &&
	       text_size(hash + 1, strlen(hash + 1), &index);
}

bool read_page(struct loader *l, const cJSON *v, const char *what,
	       const char **value)
{
	const char *s, *colon;
	struct place p;
	uint64_t pfn;
	uint32_t slot;

	if (!read_string(l, v, what, value))
		return false;
	s = *value;
	if (strncmp(s, "pfn ", 4) == 0 &&
	    address_parse(s + 4, strlen(s + 4), &pfn))
		return true;
	if (file_page(l, s))
		return true;
	colon = strchr(s, ':');
	if (colon && !name_known(l, v, s, (size_t)(colon - s), NAME_TASK))
		return false;
	s = colon ? colon + 1 : s;
	if (!place_parse(s, strlen(s), &p)) {
		diag_hint(fault_at(l, v, "%s is no page: \"%.60s\"", what, s),
			  "write a label, \"buf+4K\", \"TASK:0x400000\", "
			  "\"FILE#3\" or \"pfn 0x1a3\"");
		return false;
	}
	slot = p.name_len ? names_find(&l->names, s, p.name_len) : 0;
	if (p.is_address && (!slot || l->info[slot].kind == NAME_TASK))
		return true;
	return name_known(l, v, s, p.name_len, NAME_NEW) != 0;
}

/* A field that is told in words. */
static bool word_read(struct loader *l, const cJSON *v, enum page_field field,
		      const char **name)
{
	enum { MAX_FIELD_WORDS = 32 };
	const char *words[MAX_FIELD_WORDS + 1];
	char what[24];
	unsigned nr = 0;
	int i;

	while (nr < MAX_FIELD_WORDS && page_field_word(field, nr)) {
		words[nr] = page_field_word(field, nr);
		nr++;
	}
	words[nr] = NULL;
	snprintf(what, sizeof(what), tongue("the %s"), page_field_names[field]);
	i = read_word(l, v, what, words);
	if (i >= 0)
		*name = words[i];
	return i >= 0;
}

static bool page_field_read(struct loader *l, const cJSON *m, struct expect *e)
{
	enum page_field field =
		page_field_by_name(m->string, strlen(m->string));

	if (field == NR_PAGE_FIELDS) {
		hint_words(fault_key(l, m, "a page has no \"%.60s\"",
				     m->string), page_field_names, m->string);
		return false;
	}
	e->field = page_field_names[field];
	if (page_field_word(field, 0))
		return word_read(l, m, field, &e->string);
	if (!wanted_read(l, m, e))
		return false;
	if (!e->array && !e->string)
		return true;
	return bad_value(l, m);
}

/* {"page": "a", "pfn": 0, ...}: one expectation a field */
static void page_expected(struct loader *l, const cJSON *v,
			  struct expect_list *to)
{
	const cJSON *task = json_member(v, "task");
	const char *page, *name = NULL;
	unsigned nr = 0;

	if (!read_page(l, json_member(v, "page"), "\"page\"", &page))
		return;
	if (task && (!read_name(l, task, "\"task\"", &name) ||
		     !name_known(l, task, name, strlen(name), NAME_TASK)))
		return;
	for (const cJSON *m = v->child; m; m = m->next) {
		struct expect e = {
			.kind = EXPECT_PAGE, .path = page, .task = name,
		};

		if (m == task || strcmp(m->string, "page") == 0)
			continue;
		nr++;
		if (page_field_read(l, m, &e))
			expect_add(l, to, m, e);
	}
	if (!nr)
		diag_hint(fault_at(l, v, "nothing is said of the page"),
			  "add \"pfn\": 0, \"free\": true ...");
}

/* A free list as written. */
struct list_words {
	const char   *list;
	int	      type;
	struct expect expect;
};

static void frames_take(struct loader *l, const cJSON *v, void *into)
{
	struct expect *e = &((struct list_words *)into)->expect;

	if (!cJSON_IsArray(v)) {
		fault_at(l, v, "\"frames\" must be a list of frames");
		return;
	}
	if (values_read(l, v, e) && e->relative)
		fault_at(l, v, "frames are numbers, not changes");
}

static const char *const type_words[] = {
	[MIGRATE_UNMOVABLE] = "Unmovable", [MIGRATE_MOVABLE] = "Movable",
	[MIGRATE_RECLAIMABLE] = "Reclaimable",
	[MIGRATE_HIGHATOMIC] = "HighAtomic", [MIGRATE_ISOLATE] = "Isolate",
	NULL,
};

static const struct field list_fields[] = {
	{ .key = "list", .form = FORM_STRING, .required = true,
	  .offset = offsetof(struct list_words, list),
	  .doc = "zone and order, as Normal.0; 1.Normal.0 on node 1" },
	{ .key = "type", .form = FORM_WORD, .words = type_words,
	  .offset = offsetof(struct list_words, type),
	  .doc = "only the list of this migrate type (all, one after the other)" },
	{ .key = "frames", .form = FORM_OTHER, .take = frames_take,
	  .required = true, .schema = "frames",
	  .doc = "first frames of the blocks, head of the list first" },
	{ 0 },
};

const struct shape list_shape = {
	"expect_list", "an expectation on a free list",
	"The blocks on a free list, exactly.", list_fields,
};

static void list_expected(struct loader *l, const cJSON *v,
			  struct expect_list *to)
{
	struct list_words w = {
		.type = -1, .expect = { .kind = EXPECT_LIST },
	};

	if (!shape_read(l, v, &list_shape, &w))
		return;
	w.expect.path = w.list;
	w.expect.field = w.type < 0 ? NULL : type_words[w.type];
	expect_add(l, to, v, w.expect);
}

static void order_expected(struct loader *l, const cJSON *v,
			   struct expect_list *to)
{
	struct expect e = { .kind = EXPECT_ORDER };

	if (shape_read(l, v, &order_shape, &e))
		expect_add(l, to, v, e);
}

void expectation_read(struct loader *l, const cJSON *v, struct expect_list *to)
{
	static const struct {
		const char *key;
		void (*read)(struct loader *l, const cJSON *v,
			     struct expect_list *to);
	} kinds[] = {
		{ "event", event_expected },
		{ "events", order_expected },
		{ "page", page_expected },
		{ "list", list_expected },
	};
	struct expect e = { .kind = EXPECT_TRUE };

	if (cJSON_IsString(v)) {
		if (read_expr(l, v, tongue("the expectation"), false, &e.path))
			expect_add(l, to, v, e);
		return;
	}
	if (!cJSON_IsObject(v) || !v->child) {
		diag_hint(fault_at(l, v, "an expectation is %s, it must be an "
				   "object or an expression", value_kind(v)),
			  "write {\"meminfo.MemFree\": \"-4\"}");
		return;
	}
	for (unsigned i = 0; i < 4; i++) {
		if (json_member(v, kinds[i].key)) {
			kinds[i].read(l, v, to);
			return;
		}
	}
	for (const cJSON *m = v->child; m; m = m->next)
		value_expected(l, m, to);
}

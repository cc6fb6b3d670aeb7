#include "load/compare.h"

#include <string.h>

#include "base/xmalloc.h"
#include "load/machine.h"

/* One as written. */
struct compare_words {
	struct compare compare;
};

static void machine_take(struct loader *l, const cJSON *v, void *into)
{
	struct compare_words *w = into;

	machine_read(l, v, &w->compare.story->machine);
}

static const struct field compare_fields[] = {
	{ .key = "name", .form = FORM_NAME, .required = true,
	  .offset = offsetof(struct compare_words, compare.name),
	  .doc = "what it is called by" },
	{ .key = "title", .form = FORM_LINE,
	  .offset = offsetof(struct compare_words, compare.title),
	  .doc = "what is different" },
	{ .key = "machine", .form = FORM_OTHER, .take = machine_take,
	  .required = true, .shape = &machine_shape,
	  .doc = "the other machine, with the same disks and swap devices" },
	{ 0 },
};

const struct shape compare_shape = {
	"compare", "a comparison",
	"The same steps on another machine, shown side by side.", compare_fields,
};

/* Files and operations call them by their numbers. */
static bool same_devices(const struct machine_spec *a,
			 const struct machine_spec *b)
{
	if (a->nr_disks != b->nr_disks || a->nr_swaps != b->nr_swaps)
		return false;
	for (uint32_t i = 0; i < a->nr_disks; i++)
		if (strcmp(a->disk[i].name, b->disk[i].name))
			return false;
	for (uint32_t i = 0; i < a->nr_swaps; i++)
		if (strcmp(a->swap[i].name, b->swap[i].name))
			return false;
	return true;
}

bool compare_named(const struct story *s, const char *name)
{
	for (uint32_t i = 0; i < s->nr_compares; i++)
		if (s->compares[i].name && !strcmp(s->compares[i].name, name))
			return true;
	return false;
}

void compare_read(struct loader *l, const cJSON *v)
{
	struct story *s = l->draft.story;
	struct compare_words w = { 0 };

	if (s->nr_compares == LOAD_MAX_COMPARES) {
		fault_at(l, v, "more than %d comparisons", LOAD_MAX_COMPARES);
		return;
	}
	w.compare.story = xcalloc(1, sizeof(*w.compare.story));
	if (shape_read(l, v, &compare_shape, &w) &&
	    !same_devices(&s->machine, &w.compare.story->machine))
		diag_hint(fault_at(l, v, "the machine has other disks or swap "
				   "devices"),
			  "it has those of the first one, in their order");
	if (w.compare.name && compare_named(s, w.compare.name))
		fault_at(l, v, "two comparisons are called \"%s\"",
			 w.compare.name);
	s->compares = xrealloc(s->compares, (s->nr_compares + UINT64_C(1)) *
						    sizeof(*s->compares));
	s->compares[s->nr_compares++] = w.compare;
}

void compare_done(struct story *s)
{
	for (uint32_t i = 0; i < s->nr_compares; i++) {
		struct story *other = s->compares[i].story;
		struct machine_spec machine = other->machine;

		*other = *s;
		other->machine = machine;
		other->machine.file = s->machine.file;
		other->machine.nr_files = s->machine.nr_files;
		other->compares = NULL;
		other->nr_compares = 0;
	}
}

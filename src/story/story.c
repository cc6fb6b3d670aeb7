#include "story/story.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

const char *const story_views[] = {
	"overview", "space", "walk", "frames", "buddy", "zones", "proc",
	"story", "lru", "cache", "swap", "oom", NULL,
};

const char *words_in(const struct words *w, enum lang lang)
{
	const char *other = w->in[lang == LANG_EN ? LANG_ZH : LANG_EN];

	if (w->in[lang])
		return w->in[lang];
	return other ? other : "";
}

void story_free(struct story *s)
{
	if (!s)
		return;
	for (uint32_t i = 0; i < s->nr_what_ifs; i++)
		story_free(s->what_ifs[i].story);
	free(s->what_ifs);
	for (uint32_t i = 0; i < s->nr_compares; i++)
		free(s->compares[i].story);
	free(s->compares);
	free(s->chapters);
	free(s->steps);
	free(s->groups);
	free(s->details);
	free(s->group_details);
	free(s->names);
	tape_free(&s->keys);
	shelf_free(s->shelf);
	free(s);
}

/*
 * The i-th of 0..n-1 in an order that only the seed decides: a permutation of
 * the next power of two, walked on until it falls below n. Each round is a
 * bijection (odd factor, shift to the right), so the whole is one.
 */
static uint64_t shuffled(uint64_t i, uint64_t n, uint64_t seed)
{
	uint64_t mask = 1;
	unsigned bits = 1;

	while (mask < n - 1) {
		mask = mask << 1 | 1;
		bits++;
	}
	do {
		uint64_t key = hash_word(seed);

		for (unsigned round = 0; round < 3; round++) {
			i = (i * (key | 1) + (key >> 32)) & mask;
			i ^= i >> (bits / 2 + 1);
			key = key << 21 | key >> 43;
		}
	} while (i >= n);
	return i;
}

/* Which piece of the range the i-th access of a repetition takes. */
static uint64_t access_piece(const struct op *op, uint64_t i)
{
	uint64_t nr = (op->arg[1] + op->arg[2] - 1) / op->arg[2];
	uint64_t pass = i / nr;

	i %= nr;
	switch (op->mode >> MODE_PATTERN_SHIFT) {
	case PATTERN_DOWN:
		return nr - 1 - i;
	case PATTERN_RANDOM:
		return shuffled(i, nr, op->arg[4] + pass);
	default:
		return i;
	}
}

struct op op_at(const struct group *g, uint32_t i)
{
	struct op op = g->op;

	if (op.verb != OP_access)
		return op;
	/* a group made by hand may say only where: one byte */
	if (op.arg[1] && op.arg[2] && op.arg[3])
		op.arg[0] += access_piece(&g->op, i % op.arg[3]) * op.arg[2];
	op.mode &= MODE_MASK;
	memset(&op.arg[1], 0, sizeof(op.arg) - sizeof(op.arg[0]));
	return op;
}

const struct step_detail *step_detail(const struct story *s, uint32_t step)
{
	uint32_t low = 0, high = s->nr_details;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (s->details[middle].step <= step)
			low = middle;
		else
			high = middle;
	}
	return &s->details[s->details[low].step == step ? low : 0];
}

static bool is_name(const char *name, const char *s, size_t len)
{
	return strlen(name) == len && memcmp(name, s, len) == 0;
}

uint32_t story_label(const struct story *s, const char *label, size_t len)
{
	for (uint32_t i = 1; i < s->nr_details; i++) {
		const char *name = s->details[i].label;

		if (name && is_name(name, label, len))
			return s->details[i].step;
	}
	return 0;
}

uint32_t story_slot(const struct story *s, const char *name, size_t len)
{
	for (uint32_t slot = 1; slot < s->nr_names; slot++)
		if (is_name(s->names[slot], name, len))
			return slot;
	return 0;
}

uint32_t story_chapter(const struct story *s, uint32_t step)
{
	uint32_t chapter = 0;

	while (chapter + 1 < s->nr_chapters &&
	       s->chapters[chapter + 1].first_step <= step)
		chapter++;
	return chapter;
}

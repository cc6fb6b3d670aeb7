#include "order.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xmalloc.h"
#include "tree.h"

/* A sample in a group: all that have the same machine and other arguments. */
struct member {
	const struct sample *sample;
	char	   *group;	/* owned */
	long	    x;		/* the argument that sets them apart */
	struct ends share;
};

static cJSON *share_of(const cJSON *top, const cJSON *entry, bool *there)
{
	struct labels l = { 0 };
	const cJSON *seg, *o;

	cJSON_ArrayForEach(seg, key(entry, "path"))
		if (cJSON_IsString(seg))
			l.s[l.nr++] = seg->valuestring;
	o = path_lookup(top, &l);
	*there = cJSON_IsObject(o);
	return value_share(o, key(entry, "num"), key(entry, "den"));
}

/* Return: false if the sample lacks the argument or the value. */
static bool member_make(struct member *mb, const struct sample *s,
			const cJSON *entry)
{
	const char *arg = key(entry, "arg")->valuestring;
	struct text group = { 0 };
	size_t len = strlen(arg);
	bool there, has_x = false;
	const cJSON *a;
	cJSON *share;
	char *json;

	*mb = (struct member){ .sample = s };
	cJSON_ArrayForEach(a, key(s->real, "args")) {
		const char *word = cJSON_IsString(a) ? a->valuestring : "";

		if (strncmp(word, arg, len) == 0 && word[len] == '=') {
			mb->x = strtol(word + len + 1, NULL, 10);
			has_x = true;
		} else {
			text_printf(&group, "%s\n", word);
		}
	}
	json = cJSON_PrintUnformatted(key(s->real, "machine"));
	text_puts(&group, json ? json : "");
	cJSON_free(json);
	mb->group = group.s;
	share = share_of(s->real, entry, &there);
	has_x = has_x && share && value_ends(share, &mb->share);
	cJSON_Delete(share);
	return has_x;
}

static int by_group(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int c = strcmp(x->group, y->group);

	if (c)
		return c;
	if (x->x != y->x)
		return x->x < y->x ? -1 : 1;
	return strcmp(x->sample->name, y->sample->name);
}

/* Middle of the model's share; nothing done at all is 0. */
static bool middle(const struct sample *s, const cJSON *entry, double *mid)
{
	bool there = false;
	cJSON *share = s->model ? share_of(s->model, entry, &there) : NULL;
	struct ends e = { 0, 0 };

	if (share)
		value_ends(share, &e);
	cJSON_Delete(share);
	*mid = (e.low + e.high) / 2;
	return there;
}

static void judge(struct pair *p, const cJSON *entry)
{
	double a, b;

	p->got = '-';
	p->verdict = VERDICT_SKIPPED;
	if (!middle(p->a, entry, &a) || !middle(p->b, entry, &b))
		return;
	p->got = a < b ? '<' : a > b ? '>' : '=';
	p->verdict = p->got == p->sign ? VERDICT_EQUAL : VERDICT_DIFFERS;
}

static char sign_of(const struct member *a, const struct member *b, double gap)
{
	if (strcmp(a->group, b->group) != 0)
		return 0;
	if (a->share.high + gap <= b->share.low)
		return '<';
	if (b->share.high + gap <= a->share.low)
		return '>';
	return 0;
}

static size_t pairs_of(const cJSON *entry, const struct member *mb, size_t nr,
		       struct pair **pairs)
{
	const cJSON *gap = key(entry, "gap");
	size_t found = 0, cap = 0;

	for (size_t i = 0; i < nr; i++)
		for (size_t k = i + 1; k < nr; k++) {
			struct pair p = { mb[i].sample, mb[k].sample, 0, 0, 0 };

			p.sign = sign_of(&mb[i], &mb[k],
					 gap ? gap->valuedouble : 0);
			if (!p.sign)
				continue;
			judge(&p, entry);
			*pairs = xgrow(*pairs, found, &cap, sizeof(**pairs));
			(*pairs)[found++] = p;
		}
	return found;
}

size_t order_pairs(const cJSON *entry, const struct sample *samples, size_t nr,
		   struct pair **pairs)
{
	struct member *mb = xcalloc(nr + 1, sizeof(*mb));
	size_t found = 0;

	*pairs = NULL;
	if (cJSON_IsString(key(entry, "arg")))
		for (size_t i = 0; i < nr; i++) {
			if (member_make(&mb[found], &samples[i], entry))
				found++;
			else
				free(mb[found].group);
		}
	nr = found;
	if (nr)
		qsort(mb, nr, sizeof(*mb), by_group);
	found = pairs_of(entry, mb, nr, pairs);
	for (size_t i = 0; i < nr; i++)
		free(mb[i].group);
	free(mb);
	return found;
}

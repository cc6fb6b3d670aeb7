/*
 * A reason in words: the rows of why.def that hold for an event, with the
 * event's own fields in their places.
 */
#include "view/why.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mm/kswapd.h"
#include "mm/pgtable.h"
#include "mm/sysctl.h"
#include "mm/zone.h"

static const struct words sentences[] = {
#define WHY(event, when, en, zh) { { en, zh } },
#define MORE WHY
#include "view/why.def"
#undef MORE
#undef WHY
};

static unsigned field_nr(const struct event *e, const char *name, size_t len)
{
	const struct event_field *f = event_types[e->id].field;
	unsigned i = 0;

	while (f[i].name &&
	       (strncmp(f[i].name, name, len) != 0 || f[i].name[len]))
		i++;
	bug_on(!f[i].name);
	return i;
}

/* With its sign: what is left of free pages may be less than nothing. */
static int64_t field(const struct event *e, const char *name)
{
	return (int64_t)e->arg[field_nr(e, name, strlen(name))];
}

/* Return: the first row of WHY, or of MORE, that holds; NULL = none. */
static const struct words *first_row(const struct machine *m,
				     const struct event *e, bool more)
{
	const struct words *row = sentences;

#define F(name) field(e, #name)
#define ROW(is_more, event, when)                                              \
	if (more == is_more && e->id == EV_##event && (when))                  \
		return row;                                                    \
	row++;
#define WHY(event, when, en, zh) ROW(false, event, when)
#define MORE(event, when, en, zh) ROW(true, event, when)
#include "view/why.def"
#undef MORE
#undef WHY
#undef ROW
#undef F
	return NULL;
}

static void put_number(enum event_form form, int64_t v, struct text *out)
{
	if (form == EVENT_FORM_PFN)
		text_printf(out, "0x%" PRIx64, (uint64_t)v);
	else if (form == EVENT_FORM_ZTYPE)
		text_puts(out, zone_type_name((enum zone_type)v));
	else
		text_printf(out, "%" PRId64, v);
}

static void put_type(const char *which, int64_t v, struct text *out)
{
	bool wanted = !strncmp(which, "wanted}", strlen("wanted}"));

	v = wanted ? v >> 8 : v & 255;
	text_puts(out, migratetype_name((enum migratetype)v));
}

/* "page|pages", or which migrate type it is. */
static void put_word(const char *how, int64_t v, struct text *out)
{
	size_t one = strcspn(how, "|}");
	const char *many = how + one + 1;

	if (how[one] == '}')
		put_type(how, v, out);
	else if (v == 1)
		text_add(out, how, one);
	else
		text_add(out, many, strcspn(many, "}"));
}

/* "+1", "-rss-swap": what is added to a field, or taken from it. */
static int64_t correction(const struct event *e, const char *s)
{
	int64_t sum = 0;

	while (*s == '+' || *s == '-') {
		int64_t sign = *s++ == '-' ? -1 : 1;
		size_t len = strcspn(s, "+-:}");

		sum += sign * (*s >= '0' && *s <= '9' ?
			       strtol(s, NULL, 10) :
			       (int64_t)e->arg[field_nr(e, s, len)]);
		s += len;
	}
	return sum;
}

/* "order}", "order+1}" or "nr:page|pages}", from behind the brace. */
static void put_field(const struct event *e, const char *s, struct text *out)
{
	size_t len = strcspn(s, "+-:}");
	unsigned i = field_nr(e, s, len);
	int64_t v = (int64_t)e->arg[i];

	if (s[len] == ':')
		put_word(s + len + 1, v, out);
	else
		put_number(event_types[e->id].field[i].form,
			   v + correction(e, s + len), out);
}

static void put_sentence(const struct event *e, const char *s, struct text *out)
{
	while (*s) {
		size_t plain = strcspn(s, "{");

		text_add(out, s, plain);
		s += plain;
		if (!*s)
			break;
		put_field(e, s + 1, out);
		s = strchr(s, '}') + 1;
	}
}

void why_tell(const struct machine *m, const struct event *e, enum lang lang,
	      struct text *out)
{
	const struct words *row = first_row(m, e, false);

	if (!row)
		return;
	put_sentence(e, row->in[lang], out);
	row = first_row(m, e, true);
	if (row)
		put_sentence(e, row->in[lang], out);
}

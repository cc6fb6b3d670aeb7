#include "view/event_words.h"

#include <string.h>

/* A field is said first if it tells why or where to. */
static bool is_first(const char *name)
{
	return !strcmp(name, "reason") || !strcmp(name, "why") ||
	       !strcmp(name, "place");
}

/* " address=401000" from "address=000000401000 error_code=0x4". */
static void add_field(const char *s, enum event_form form, struct text *out)
{
	size_t len = strcspn(s, " "), name = strcspn(s, "=") + 1;

	text_puts(out, " ");
	text_add(out, s, name);
	s += name;
	len -= name;
	while (form == EVENT_FORM_ADDR && len > 1 && *s == '0') {
		s++;
		len--;
	}
	text_add(out, s, len);
}

/* The fields of one sort, as they stand in the printed line. */
static void add_fields(const struct event *e, const char *printed, bool first,
		       struct text *out)
{
	const struct event_field *field = event_types[e->id].field;

	for (int i = 0; i < EVENT_FIELDS && field[i].name; i++) {
		printed += strcspn(printed, " ");
		printed += *printed == ' ';
		if (is_first(field[i].name) == first)
			add_field(printed, field[i].form, out);
	}
}

void event_words(const struct machine *m, const struct event *e,
		 struct text *out)
{
	struct text printed = { 0 };

	event_print(m, e, &printed);
	text_printf(out, "%s ", event_types[e->id].name);
	add_fields(e, text_str(&printed), true, out);
	add_fields(e, text_str(&printed), false, out);
	text_free(&printed);
}

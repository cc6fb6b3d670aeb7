#include "out/cast.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

/* What xterm has: themes say only what a role looks like. */
static const char palette[] =
	"#000000:#cd0000:#00cd00:#cdcd00:#0000ee:#cd00cd:#00cdcd:#e5e5e5:"
	"#7f7f7f:#ff0000:#00ff00:#ffff00:#5c5cff:#ff00ff:#00ffff:#ffffff";

static void add_title(struct text *out, const char *title)
{
	char *clean = xstrdup(title);

	text_clean(clean);
	text_puts(out, ",\"title\":");
	text_json(out, clean, strlen(clean));
	free(clean);
}

static void add_theme(struct text *out, const struct theme *t)
{
	text_printf(out, ",\"theme\":{\"fg\":\"#%06" PRIx32 "\","
		    "\"bg\":\"#%06" PRIx32 "\",\"palette\":\"%s\"}",
		    t->foreground, t->background, palette);
}

void cast_begin(struct cast *c, int version, int columns, int rows,
		const char *title, const struct theme *t, struct text *out)
{
	static const char term[] = "xterm-256color";

	bug_on(version != 2 && version != 3);
	*c = (struct cast){.version = version};
	if (version == 2) {
		text_printf(out, "{\"version\":2,\"width\":%d,\"height\":%d,"
			    "\"env\":{\"TERM\":\"%s\"}", columns, rows, term);
		add_theme(out, t);
	} else {
		text_printf(out, "{\"version\":3,\"term\":{\"cols\":%d,"
			    "\"rows\":%d,\"type\":\"%s\"", columns, rows, term);
		add_theme(out, t);
		text_puts(out, "}");
	}
	add_title(out, title);
	text_puts(out, "}\n");
}

void cast_event(struct cast *c, uint64_t ms, char letter, const char *data,
		size_t len, struct text *out)
{
	uint64_t time = c->version == 2 ? ms : ms - c->last_ms;

	bug_on(ms < c->last_ms);
	c->last_ms = ms;
	text_printf(out, "[%" PRIu64 ".%03" PRIu64 ",\"%c\",", time / 1000,
		    time % 1000, letter);
	text_json(out, data, len);
	text_puts(out, "]\n");
}

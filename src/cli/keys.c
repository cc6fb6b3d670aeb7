#include "cli/keys.h"

#include <string.h>

#include "base/text.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"

const struct key_row key_rows[] = {
#define KEY(action, context, keys, shown, en, zh)                              \
	{ ACT_##action, KEYS_##context, keys, shown, { { en, zh } } },
#include "cli/keys.def"
#undef KEY
};
const unsigned nr_key_rows = sizeof(key_rows) / sizeof(key_rows[0]);

const struct words key_context_titles[NR_KEY_CONTEXTS] = {
	[KEYS_WALK] = { { "walk", "行走" } },
	[KEYS_JUMP] = { { "jump", "跳转" } },
	[KEYS_PLAY] = { { "play", "播放" } },
	[KEYS_LOOK] = { { "look", "观看" } },
	[KEYS_VIEW] = { { "in a view", "视图之内" } },
	[KEYS_ASK] = { { "ask", "提问" } },
	[KEYS_PRESENT] = { { "present", "演示" } },
	[KEYS_OTHER] = { { "other", "其他" } },
};

static bool named(const char *keys, const char *name)
{
	size_t len = strlen(name);

	while (*keys) {
		size_t here = strcspn(keys, " ");

		if (here == len && !strncmp(keys, name, len))
			return true;
		keys += here + (keys[here] != '\0');
	}
	return false;
}

enum action key_action(const char *name, unsigned contexts)
{
	for (unsigned i = 0; i < nr_key_rows; i++)
		if (contexts & 1u << key_rows[i].context &&
		    named(key_rows[i].keys, name))
			return key_rows[i].action;
	return ACT_NONE;
}

void keys_print(struct text *out, enum lang lang)
{
	enum key_context last = NR_KEY_CONTEXTS;

	for (unsigned i = 0; i < nr_key_rows; i++) {
		const struct key_row *row = &key_rows[i];

		if (row->context != last)
			text_printf(out, "%s%s\n", i ? "\n" : "",
				    words_in(&key_context_titles[row->context],
					     lang));
		last = row->context;
		text_printf(out, "  %-10s  %s\n", row->shown,
			    words_in(&row->doc, lang));
	}
}

int cmd_keys(const struct options *o)
{
	struct text text = { 0 };
	struct output out;

	keys_print(&text, options_lang(o));
	output_open(&out, NULL);
	output_text(&out, &text);
	text_free(&text);
	return output_close(&out);
}

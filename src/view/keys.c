#include "view/keys.h"

#include <string.h>


const struct key_row key_rows[] = {
#define KEY(action, context, keys, shown, en, zh)                              \
	{ ACT_##action, KEYS_##context, keys, shown, { { en, zh } } },
#include "view/keys.def"
#undef KEY
};
const unsigned nr_key_rows = sizeof(key_rows) / sizeof(key_rows[0]);

const struct words key_context_titles[NR_KEY_CONTEXTS] = {
	[KEYS_WALK] = { { "walk", "行走" } },
	[KEYS_JUMP] = { { "jump", "跳转" } },
	[KEYS_TRY] = { { "try", "尝试" } },
	[KEYS_PLAY] = { { "play", "播放" } },
	[KEYS_LOOK] = { { "look", "观看" } },
	[KEYS_VIEW] = { { "in a view", "视图之内" } },
	[KEYS_ASK] = { { "ask", "提问" } },
	[KEYS_PRESENT] = { { "present", "演示" } },
	[KEYS_OTHER] = { { "other", "其他" } },
};

bool key_in(const char *keys, const char *name)
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
		    key_in(key_rows[i].keys, name))
			return key_rows[i].action;
	return ACT_NONE;
}

const struct key_row *key_row_of(enum action act)
{
	for (unsigned i = 0; i < nr_key_rows; i++)
		if (key_rows[i].action == act)
			return &key_rows[i];
	return NULL;
}

/* Commands of the prompt, as far as they are written behind ':'. */
const struct prompt_row prompt_rows[] = {
#define PROMPT(name, run, complete, form, en, zh) { form, { { en, zh } } },
#include "view/prompt.def"
#undef PROMPT
};
const unsigned nr_prompt_rows = sizeof(prompt_rows) / sizeof(prompt_rows[0]);
const struct words prompt_title = { { "prompt", "提示符" } };

static void prompts_print(struct text *out, enum lang lang)
{
	text_printf(out, "\n%s\n", words_in(&prompt_title, lang));
	for (unsigned i = 0; i < nr_prompt_rows; i++)
		text_printf(out, "  :%-15s  %s\n", prompt_rows[i].form,
			    words_in(&prompt_rows[i].doc, lang));
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
	prompts_print(out, lang);
}

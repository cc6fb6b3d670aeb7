#include "load/theme_file.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tongue.h"
#include "base/xmalloc.h"
#include "load/loader.h"

static const char *const top_keys[] = {
	"theme", "name", "mono", "light", "own_background", "background",
	"foreground", "roles", "overlays", NULL
};

static const char *const mono_keys[] = {
	"theme", "name", "mono", "light", "background", "foreground", NULL
};

static const char *const ink_keys[] = {"rgb", "256", "16", "8", "bold", NULL};

static const char *const overlay_keys[] = {
	"touched", "follow", "follow_background", "cursor",
	"cursor_background", NULL
};

/* In the order of overlay_keys. */
static const size_t overlay_offsets[] = {
	offsetof(struct theme, touched),
	offsetof(struct theme, follow),
	offsetof(struct theme, follow_background),
	offsetof(struct theme, cursor),
	offsetof(struct theme, cursor_background),
};

static const char *const terminals_own[] = {"default", NULL};

/* An object; every key of it is one of `keys`. */
static bool is_object(struct loader *l, const cJSON *v, const char *what,
		      const char *const *keys)
{
	if (!cJSON_IsObject(v)) {
		fault_at(l, v, "%s is %s, it must be an object", what,
			 value_kind(v));
		return false;
	}
	for (const cJSON *m = v->child; m; m = m->next) {
		unsigned i = 0;

		while (keys[i] && strcmp(keys[i], m->string) != 0)
			i++;
		if (!keys[i])
			hint_words(fault_key(l, m, "%s has no \"%.60s\"", what,
					     m->string), keys, m->string);
	}
	return true;
}

/* A member that must be there; NULL and a fault if it is not. */
static const cJSON *need(struct loader *l, const cJSON *object,
			 const char *what, const char *key)
{
	const cJSON *v = json_member(object, key);

	if (!v)
		fault_at(l, object, "%s lacks \"%s\"", what, key);
	return v;
}

static void read_rgb(struct loader *l, const cJSON *v, uint32_t *rgb)
{
	const char *s = v && cJSON_IsString(v) ? v->valuestring : "";

	if (!v)
		return;
	if (s[0] == '#' && strlen(s) == 7 &&
	    strspn(s + 1, "0123456789abcdefABCDEF") == 6)
		*rgb = (uint32_t)strtoul(s + 1, NULL, 16);
	else
		diag_hint(fault_at(l, v, "this is no colour"),
			  "write \"#rrggbb\" in hexadecimal digits");
}

static void read_index(struct loader *l, const cJSON *v, int16_t max,
		       int16_t *index)
{
	int64_t number;

	if (v && read_integer(l, v, tongue("the number of a colour"), 0, max, &number))
		*index = (int16_t)number;
}

/* Of 8 colours a role may have none of its own. */
static void read_index8(struct loader *l, const cJSON *v, int16_t *index)
{
	if (v && cJSON_IsString(v)) {
		*index = -1;
		read_word(l, v, tongue("a colour by name"), terminals_own);
	} else {
		read_index(l, v, 7, index);
	}
}

static void read_depth(struct loader *l, const cJSON *v, struct ink *ink)
{
	static const struct {
		int64_t depth;
		uint16_t bold;
	} depths[] = {{8, BOLD_AT_8}, {16, BOLD_AT_16}, {256, BOLD_AT_256}};
	int64_t depth;

	if (!read_integer(l, v, tongue("the number of colours"), 8, 256, &depth))
		return;
	for (size_t i = 0; i < sizeof(depths) / sizeof(depths[0]); i++) {
		if (depths[i].depth == depth) {
			ink->bold |= depths[i].bold;
			return;
		}
	}
	diag_hint(fault_at(l, v, "there is no such depth"),
		  "it must be 256, 16 or 8");
}

static void read_bold(struct loader *l, const cJSON *v, struct ink *ink)
{
	if (!cJSON_IsArray(v)) {
		diag_hint(fault_at(l, v, "\"bold\" is %s", value_kind(v)),
			  "write a list, as in [256, 16, 8]");
		return;
	}
	for (const cJSON *m = v->child; m; m = m->next)
		read_depth(l, m, ink);
}

static void read_ink(struct loader *l, const cJSON *v, const char *name,
		     struct ink *ink)
{
	const cJSON *bold;

	if (!v || !is_object(l, v, name, ink_keys))
		return;
	read_rgb(l, need(l, v, name, "rgb"), &ink->rgb);
	read_index(l, need(l, v, name, "256"), 255, &ink->c256);
	read_index(l, need(l, v, name, "16"), 15, &ink->c16);
	read_index8(l, need(l, v, name, "8"), &ink->c8);
	bold = json_member(v, "bold");
	if (bold)
		read_bold(l, bold, ink);
}

static void read_roles(struct loader *l, const cJSON *v, struct theme *t)
{
	const char *keys[NR_ROLES + 1] = {NULL};

	memcpy(keys, role_names, sizeof(role_names));
	if (!v || !is_object(l, v, "\"roles\"", keys))
		return;
	for (int i = 0; i < NR_ROLES; i++)
		read_ink(l, need(l, v, "\"roles\"", keys[i]), keys[i],
			 &t->ink[i]);
}

static void read_overlays(struct loader *l, const cJSON *v, struct theme *t)
{
	if (!v || !is_object(l, v, "\"overlays\"", overlay_keys))
		return;
	for (unsigned i = 0; overlay_keys[i]; i++)
		read_ink(l, need(l, v, "\"overlays\"", overlay_keys[i]),
			 overlay_keys[i],
			 (struct ink *)(void *)((char *)t +
						overlay_offsets[i]));
}

static void read_theme_name(struct loader *l, const cJSON *v, struct theme *t)
{
	const char *s = v && cJSON_IsString(v) ? v->valuestring : "";

	if (!v)
		return;
	if (*s && strlen(s) < sizeof(t->name) &&
	    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(s))
		memcpy(t->name, s, strlen(s));
	else
		diag_hint(fault_at(l, v, "this is no name of a theme"),
			  "write at most %zu of a-z, 0-9 and '-'",
			  sizeof(t->name) - 1);
}

/* On a background of its own the terminal's plain ink may be invisible. */
static void check_own_ink(struct loader *l, const cJSON *roles,
			  const struct theme *t)
{
	for (int i = 0; t->own_background && i < NR_ROLES; i++)
		if (t->ink[i].c8 < 0)
			diag_hint(fault_at(l, json_member(roles, role_names[i]),
					   "%s leaves its ink to the terminal, "
					   "but not its background",
					   role_names[i]),
				  "give \"8\" a number, 0 to 7");
}

static void read_colours(struct loader *l, const cJSON *root, const char *what,
			 struct theme *t)
{
	const cJSON *v = need(l, root, what, "own_background");

	if (v)
		read_flag(l, v, "\"own_background\"", &t->own_background);
	v = need(l, root, what, "roles");
	read_roles(l, v, t);
	check_own_ink(l, v, t);
	read_overlays(l, need(l, root, what, "overlays"), t);
}

static void read_theme(struct loader *l, const cJSON *root, struct theme *t)
{
	const char *what = tongue("a theme");
	const cJSON *v = NULL;
	int64_t version;

	if (cJSON_IsObject(root))
		v = json_member(root, "mono");
	if (v)
		read_flag(l, v, "\"mono\"", &t->mono);
	if (t->mono)
		what = tongue("a mono theme");
	if (!is_object(l, root, what, t->mono ? mono_keys : top_keys))
		return;
	v = need(l, root, what, "theme");
	if (v)
		read_integer(l, v, tongue("the version"), 1, 1, &version);
	read_theme_name(l, need(l, root, what, "name"), t);
	v = need(l, root, what, "light");
	if (v)
		read_flag(l, v, "\"light\"", &t->light);
	read_rgb(l, need(l, root, what, "background"), &t->background);
	read_rgb(l, need(l, root, what, "foreground"), &t->foreground);
	if (!t->mono)
		read_colours(l, root, what, t);
}

bool theme_parse(struct theme *t, const char *json, size_t len,
		 struct diags *faults)
{
	size_t nr_before = faults->nr + faults->nr_more;
	struct theme made;
	struct loader l;
	char *text;
	bool good;

	if (len > THEME_FILE_MAX_BYTES) {
		diags_add(faults, 0, 0, "a theme has at most %d bytes",
			  THEME_FILE_MAX_BYTES);
		return false;
	}
	memset(&made, 0, sizeof(made));
	text = xmalloc(len + 1);
	memcpy(text, json, len);
	text[len] = '\0';
	loader_init(&l, faults);
	if (json_parse(&l.json, text, len, 1, faults))
		read_theme(&l, l.json.root, &made);
	loader_free(&l);
	free(text);
	good = faults->nr + faults->nr_more == nr_before;
	if (good)
		memcpy(t, &made, sizeof(*t));
	return good;
}

bool theme_load(struct theme *t, const char *path, struct diags *faults)
{
	FILE *file = fopen(path, "rb");
	bool good = false;
	char *text;
	size_t len;

	if (!file) {
		diags_add(faults, 0, 0, "cannot be opened: %s",
			  tongue(strerror(errno)));
		return false;
	}
	text = xmalloc(THEME_FILE_MAX_BYTES + 1);
	len = fread(text, 1, THEME_FILE_MAX_BYTES + 1, file);
	if (ferror(file))
		diags_add(faults, 0, 0, "cannot be read: %s", tongue(strerror(errno)));
	else
		good = theme_parse(t, text, len, faults);
	fclose(file);
	free(text);
	return good;
}

/*
 * source_words - the strings of C sources, and in whose calls they stand
 *
 * A string is what the compiler makes of it: neighbours are one, escapes and
 * PRIu64 are resolved.
 */
#ifndef TESTS_UNIT_SOURCE_WORDS_H
#define TESTS_UNIT_SOURCE_WORDS_H

#include <ctype.h>
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* name: of the call in whose arguments it stands; "" = each string is told */
typedef void source_word_fn(const char *path, const char *name,
			    const char *word);

/* Behind the string or the character that begins at s. */
static inline const char *source_quoted_end(const char *s)
{
	char quote = *s++;

	while (*s && *s != quote)
		s += *s == '\\' && s[1] ? 2 : 1;
	return *s ? s + 1 : s;
}

/* A whole file, comments made blank; the caller's. NULL = it is not there. */
static inline char *source_read(const char *path)
{
	enum { MOST_BYTES = 1 << 18 };
	FILE *file = fopen(path, "r");
	char *text = calloc(1, MOST_BYTES);

	if (!file || !text) {
		free(text);
		return NULL;
	}
	text[fread(text, 1, MOST_BYTES - 1, file)] = '\0';
	fclose(file);
	for (char *s = text; *s;) {
		if (*s == '"' || *s == '\'') {
			s = text + (source_quoted_end(s) - text);
		} else if (s[0] == '/' && s[1] == '*') {
			while (*s && strncmp(s, "*/", 2))
				*s++ = ' ';
			for (int i = 0; i < 2 && *s; i++)
				*s++ = ' ';
		} else {
			s++;
		}
	}
	return text;
}

static inline const char *source_blank_end(const char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	return s;
}

/* What <inttypes.h> has for that word; NULL = it is none of these. */
static inline const char *source_macro(const char *s)
{
	static const struct {
		const char *name, *is;
	} macros[] = {
		{ "PRId64", PRId64 }, { "PRIu64", PRIu64 }, { "PRIx64", PRIx64 },
	};

	for (size_t i = 0; i < sizeof(macros) / sizeof(macros[0]); i++)
		if (!strncmp(s, macros[i].name, strlen(macros[i].name)))
			return macros[i].is;
	return NULL;
}

static inline void source_add_quoted(struct text *to, const char *s)
{
	const char *end = source_quoted_end(s) - 1;

	for (s++; s < end; s++) {
		char c = *s;

		if (c == '\\')
			c = *++s == 'n' ? '\n' : *s == 't' ? '\t' : *s;
		text_add(to, &c, 1);
	}
}

/* The string at s, with its neighbours. Return: behind it. */
static inline const char *source_string(const char *s, struct text *word)
{
	for (;;) {
		const char *next = source_blank_end(s);
		const char *macro = source_macro(next);

		if (*next == '"') {
			source_add_quoted(word, next);
			s = source_quoted_end(next);
		} else if (macro) {
			text_puts(word, macro);
			s = next + strlen("PRIu64");
		} else {
			return s;
		}
	}
}

/* The strings in the arguments that begin at s, not those of calls in them. */
static inline void source_arguments(const char *path, const char *name,
				    const char *s, source_word_fn *tell)
{
	struct text word = { 0 };

	for (int depth = 0; *s && depth >= 0;) {
		if (*s == '"' && depth == 0) {
			text_reset(&word);
			s = source_string(s, &word);
			tell(path, name, text_str(&word));
			continue;
		}
		depth += strchr("([{", *s) ? 1 : strchr(")]}", *s) ? -1 : 0;
		s = *s == '"' || *s == '\'' ? source_quoted_end(s) : s + 1;
	}
	text_free(&word);
}

static inline bool source_is_listed(const char *const *names, const char *s,
				    size_t len)
{
	for (; *names; names++)
		if (strlen(*names) == len && !memcmp(*names, s, len))
			return true;
	return false;
}

/* A name and what stands behind it. Return: behind the name. */
static inline const char *source_name(const char *path, const char *s,
				      const char *const *names,
				      source_word_fn *tell)
{
	size_t len = 0;
	char name[64];
	const char *next;

	while (isalnum((unsigned char)s[len]) || s[len] == '_')
		len++;
	next = source_blank_end(s + len);
	snprintf(name, sizeof(name), "%.*s", (int)len, s);
	if (*next == '(' && names && source_is_listed(names, s, len))
		source_arguments(path, name, next + 1, tell);
	return s + len;
}

/* names: of calls, a NULL at the end; NULL = all strings, one by one. */
static inline void source_words(const char *path, const char *text,
				const char *const *names, source_word_fn *tell)
{
	struct text word = { 0 };

	for (const char *s = text; *s;) {
		if (isalpha((unsigned char)*s) || *s == '_') {
			s = source_name(path, s, names, tell);
		} else if (*s == '"' && !names) {
			text_reset(&word);
			s = source_string(s, &word);
			tell(path, "", text_str(&word));
		} else {
			s = *s == '"' || *s == '\'' ? source_quoted_end(s) :
						      s + 1;
		}
	}
	text_free(&word);
}

typedef void source_file_fn(const char *path, const char *text);

static inline unsigned source_folder(const char *folder, source_file_fn *each)
{
	DIR *dir = opendir(folder);
	const struct dirent *e;
	unsigned nr = 0;
	char path[600];

	while (dir && (e = readdir(dir))) {
		size_t len = strlen(e->d_name);
		char *text;

		if (len < 2 || strcmp(e->d_name + len - 2, ".c"))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		text = source_read(path);
		if (text)
			each(path, text);
		nr += text != NULL;
		free(text);
	}
	if (dir)
		closedir(dir);
	return nr;
}

/* Each source of the program. Return: how many there are. */
static inline unsigned source_files(source_file_fn *each)
{
	static const char *const folders[] = {
		"src/base", "src/mm", "src/story", "src/time", "src/draw",
		"src/load", "src/view", "src/tui", "src/out", "src/cli",
	};
	unsigned nr = 0;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		nr += source_folder(folders[i], each);
	return nr;
}

#endif

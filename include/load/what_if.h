/*
 * what_if - an operation that a viewer types in the middle of a run
 *
 * line   VERB [VALUE] [KEY=VALUE ...], the words of a scenario without its
 *        braces: "alloc_pages 3 as=b x=2", "mmap length=64K flags=private,
 *        populate", "sysctl vm.swappiness=0". A value with spaces stands in
 *        "quotes"; several are parted by commas. What begins with '{' is taken
 *        as a scenario has it. `until` repeats it, 10,000 times at most, since
 *        somebody waits for it; `max` allows more.
 * names  the story that knows the names of tasks and labels so far; what they
 *        stand for is what the machine says
 */
#ifndef LOAD_WHAT_IF_H
#define LOAD_WHAT_IF_H

#include "base/diag.h"
#include "base/text.h"
#include "story/story.h"

/*
 * Return: a story with one step of one operation, and the names of `names`
 * with new ones behind; the caller's, and `names` must outlive it. NULL and
 * *why, with the nearest known word.
 */
struct story *what_if_read(const struct story *names,
			   const struct machine *now, const char *line,
			   struct diag *why);

/* The line as JSON, as a scenario would have it. false: no such verb ... */
bool what_if_json(const char *line, struct text *out, struct diag *why);

/*
 * Tell every word that could stand at the end of the line in place of what
 * begins at *from; with what may be written for it, in no language, and a
 * sentence (NULL = none). One that ends in '=' waits for its value.
 */
typedef void what_if_word_fn(void *ctx, const char *word, const char *form,
			     const char *doc);
void what_if_words(const struct story *names, const struct machine *now,
		   const char *line, size_t *from, what_if_word_fn *each,
		   void *ctx);

#endif

/*
 * expr - values out of a machine, for expectations, questions and `until`
 *
 *   expr    = compare
 *   compare = sum [ ("==" "!=" "<" "<=" ">" ">=") sum ]       1 or 0
 *   sum     = product { ("+" | "-") product }
 *   product = factor { ("*" | "/" | "%") factor }              / truncates
 *   factor  = NUMBER | "sum" "(" path ")" | "max" "(" path ")" | path
 *           | "(" expr ")" | "-" factor | "events" "(" NAME ")"
 *           | "delta" "(" expr ")" | "page" "(" PAGE "." FIELD ")" | "result"
 *   whole   = expr [ "@" POSITION ]      evaluated there; default: after the step
 *
 * NUMBER is 64, 0x40 or 64K. path is procfs_values()'s; a path of several
 * numbers is an error outside of sum() and max(). It begins with a letter, or
 * with a PID and '/', and goes on over letters, digits, '_' '.' '/', "[3]" and
 * "(anon)": a division by a name needs spaces. Below "sys/" a hyphen belongs to
 * it too. PAGE and FIELD: story/page.h.
 */
#ifndef STORY_EXPR_H
#define STORY_EXPR_H

#include "mm/event.h"
#include "story/story.h"

/* The machine there, and what happened over the step, for events and delta. */
struct expr_env {
	const struct story   *story;	/* for names of labels */
	const struct machine *now;
	const struct machine *before;	/* NULL: delta() is an error */
	const uint64_t	     *count;	/* events by kind; NULL: events() is one */
	/* Events of the step that were kept, oldest first, for expectations
	   on fields and order; NULL: those are errors. */
	const struct event   *event;
	uint64_t	      nr_events;
	uint64_t	      nr_lost;	/* older ones, no longer kept */
};

/* Check the form only. Return: false and *why (column in the expression). */
bool expr_check(const char *expr, struct diag *why);
/* The same for a condition that is looked at again and again: no delta(), no @. */
bool expr_check_until(const char *expr, struct diag *why);

/* A value path and nothing else? */
bool expr_is_path(const char *s);

/*
 * Tell `each` (NULL = nobody) every value path of an expression, until it returns false and a
 * reason. Return: false and *why then, or if the form is not sound.
 */
typedef bool expr_path_fn(void *ctx, const char *path, struct diag *why);
bool expr_paths(const char *expr, expr_path_fn *each, void *ctx,
		struct diag *why);

/* Return: false and *why if it has no value there. `@` must be gone already. */
bool expr_eval(const char *expr, size_t len, const struct expr_env *env,
	       int64_t *value, struct diag *why);

/* Bytes before " @ ", and the position after it ("" if there is none). */
size_t expr_split(const char *expr, const char **position);

/*
 * Does the expectation hold? Return: false and, in *why, what was there
 * instead, in one sentence with both values.
 */
bool expect_holds(const struct expect *e, const struct expr_env *env,
		  struct diag *why);

/*
 * A label's block or range (first frame, address), or an address as such; a
 * label may carry "+2M" or "-4K". Return: false if there is none now.
 */
bool story_place(const struct story *s, const struct machine *m,
		 const char *place, uint64_t *value);

#endif

/*
 * diag - what is wrong with an input, where, and what would be right
 *
 * place   line and column, from 1, in bytes of the file; 0 = no place
 *
 * All faults of a file are gathered before any is printed: a reader mends
 * them in one go. Texts from a file are cleaned of control characters.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct diag {
	uint32_t line;
	uint32_t column;
	char	 what[240];	/* one sentence, no full stop */
	char	 hint[240];	/* what would be right; "" = nothing to add */
	uint32_t of_host;	/* 1: the input is right, the host has no room */
};

struct diags {
	char	     file[256];	/* as the user named it */
	struct diag *list;	/* owned; in the order of the calls */
	size_t	     nr;
	size_t	     cap;
	size_t	     nr_more;	/* faults beyond DIAGS_MAX, counted only */
};

enum { DIAGS_MAX = 100 };

#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/*
 * Fill one fault; both texts are cut at their size and cleaned. Formats are
 * looked up in tongue.def, here and in diags_add().
 */
void diag_set(struct diag *d, uint32_t line, uint32_t column, const char *fmt,
	      ...) PRINTF_LIKE(4, 5);
void diag_hint(struct diag *d, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* No fault of an input: this host has no address space left for a machine. */
void diag_out_of_memory(struct diag *d);

void diags_init(struct diags *ds, const char *file);
void diags_free(struct diags *ds);

/*
 * Add a fault. Return: it, for a diag_hint(); never NULL (beyond DIAGS_MAX a
 * spare one that is counted but not kept).
 */
struct diag *diags_add(struct diags *ds, uint32_t line, uint32_t column,
		       const char *fmt, ...) PRINTF_LIKE(4, 5);

/* FILE:LINE:COLUMN: what, hint - one a line, sorted by place. */
void diags_print(struct diags *ds, FILE *out);

/* What parts the hint from the fault, where both are one line; "" = no hint. */
const char *diag_comma(const struct diag *d);

/*
 * Our own mistake, never an input's: say where and abort. Always checked;
 * bug_on_debug() only when FRAMEWALK_DEBUG is defined.
 */
_Noreturn void bug(const char *file, int line, const char *what);

#define bug_on(cond)                                                           \
	do {                                                                   \
		if (__builtin_expect(!!(cond), 0))                             \
			bug(__FILE__, __LINE__, #cond);                        \
	} while (0)

#ifdef FRAMEWALK_DEBUG
#define bug_on_debug(cond) bug_on(cond)
#else
#define bug_on_debug(cond) ((void)sizeof(cond))
#endif

#endif

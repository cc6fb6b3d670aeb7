/*
 * story - a scenario as plain data: what the loader makes of a file, what the
 * timeline runs and the stage shows
 *
 * step     numbered 1.. through the whole file; one thought
 * group    an operation of a step as written, with its repetition
 * name     a task's or label's name; its slot is its number, from 1
 *
 * A step costs 4 bytes and a group 56, so that a million lines of a JSON Lines
 * file stay below 64 MB; what few steps have (texts, questions, expectations)
 * lies beside them in `details`, by their numbers.
 */
#ifndef STORY_STORY_H
#define STORY_STORY_H

#include "mm/kernel.h"
#include "mm/op.h"
#include "story/shelf.h"
#include "story/tape.h"

/* A text in the languages of the interface; NULL = not given. Owned by story. */
enum lang { LANG_EN, LANG_ZH, NR_LANGS };
struct words {
	const char *in[NR_LANGS];
};

/* The text in that language, else the other one, else "". */
const char *words_in(const struct words *w, enum lang lang);

struct group {
	struct op op;		/* as op_at() starts from */
	uint32_t  count;	/* repetitions, or pages of an access range */
	uint32_t  detail;	/* index of group_detail; 0 = none */
};
static_assert(sizeof(struct group) == 56, "64 bytes a line, with its step");

struct group_detail {
	int32_t	    error;	/* -errno the operation must end in; 0 = success */
	uint32_t    signal;	/* it must end in */
	const char *until;	/* expression; NULL = repeat `count` times */
	uint32_t    line;	/* in the file, for messages */
	uint32_t    column;
};

/* What to look at. */
struct show {
	const char **views;	/* names, NULL-terminated; NULL = not said */
	const char  *task;	/* name; NULL = the last that acted */
	const char  *address;	/* place as written, "buf+2M" or hex; NULL */
	const char  *follow;	/* label, "pfn 0x1a3" or place; NULL */
	const char  *proc;	/* path of the proc view; NULL */
};

enum ask_kind { ASK_CHOICE, ASK_NUMBER, ASK_PREDICT, ASK_TALK };

struct ask {
	enum ask_kind kind;
	struct words  text;
	struct words  choice[6];	/* of ASK_CHOICE, nr_choices of them */
	uint32_t      nr_choices;
	const char   *answer;	/* expression (see expr.h); for a choice its value
				   picks the choice, from 0; NULL only for talk */
	uint32_t      line, column;
};

/* One thing that must hold after the step; framewalk-scenario(5) has the forms. */
enum expect_kind {
	EXPECT_VALUE,	/* a value path or expression: number, array, text */
	EXPECT_TRUE,	/* an expression that is not 0 */
	EXPECT_EVENT,	/* how often an event was said over the step */
	EXPECT_ORDER,	/* events of the step, one after the other */
	EXPECT_PAGE,	/* one field of a page */
	EXPECT_LIST,	/* free list of zone and order: exact frames, head first */
};

/* An event counts only if it is printed with this value. */
struct expect_field {
	const char *name;
	const char *value;
};

struct expect {
	enum expect_kind kind;
	bool	    relative;	/* change over the step */
	bool	    array;	/* compare with `values`, else with min..max */
	bool	    has;	/* the text must hold `string`, not be it */
	const char *path;	/* value path, expression, event, place of a page,
				   "ZONE.ORDER" of a list; NULL = any event */
	const char *field;	/* of a page; migrate type of a list, NULL = all */
	const char *task;	/* whose address the page's place is; NULL */
	const char *string;	/* expected as text; NULL */
	int64_t	    min, max;	/* what is allowed, both included */
	int64_t	   *values;	/* of an array */
	uint32_t    nr_values;
	uint32_t    nr_fields;
	struct expect_field *fields;	/* of an event */
	const char **names;	/* EXPECT_ORDER: events, NULL-terminated */
	uint32_t    line, column;
};

struct step_detail {
	const char    *label;	/* NULL = none */
	struct words   title;
	struct words   say;
	struct show    show;
	struct ask    *asks;
	struct expect *expects;
	uint32_t       nr_asks;
	uint32_t       nr_expects;
	uint32_t       step;	/* whose it is */
	uint32_t       line;
};

struct step {
	uint32_t first_group;	/* groups of step i end where those of i+1 begin */
};

struct chapter {
	struct words title;
	uint32_t     first_step;	/* number, from 1 */
};

/*
 * A named branch: cut after a step, with steps of its own (1.. of `story`).
 * It has the slots and the machine of the trunk, whose shelf holds its texts.
 */
struct what_if {
	const char   *name;
	struct words  title;
	uint32_t      at_step;
	struct story *story;	/* owned */
};

/*
 * The same steps on another machine: `story` is the scenario itself but for
 * its machine. What it points to is the scenario's.
 */
struct compare {
	const char   *name;
	struct words  title;
	struct story *story;	/* owned, what it points to is not */
};

struct story {
	struct words	     title;
	const char	    *name;	/* file name without folder and ending */
	struct machine_spec  machine;
	struct chapter	    *chapters;
	uint32_t	     nr_chapters;
	struct step	    *steps;	/* [1 .. nr_steps], and one behind */
	uint32_t	     nr_steps;
	struct group	    *groups;
	uint32_t	     nr_groups;
	struct step_detail  *details;	/* [0] is empty; by step */
	uint32_t	     nr_details;
	struct group_detail *group_details;	/* [0] is empty */
	uint32_t	     nr_group_details;
	const char	   **names;	/* slot -> name; [0] is "" */
	uint32_t	     nr_names;	/* slots, [0] counted */
	struct what_if	    *what_ifs;
	uint32_t	     nr_what_ifs;
	struct compare	    *compares;
	uint32_t	     nr_compares;
	struct tape	     keys;	/* that a recording presses; owned */
	struct shelf	    *shelf;	/* what the pointers in details lead to */
};

void story_free(struct story *s);	/* all it owns; s itself too; NULL is fine */

/* Names of views that a step may ask for, NULL-terminated. */
extern const char *const story_views[];

static inline uint32_t step_nr_groups(const struct story *s, uint32_t step)
{
	return s->steps[step + 1].first_group - s->steps[step].first_group;
}

/* The empty one if the step has none, or is none. */
const struct step_detail *step_detail(const struct story *s, uint32_t step);

/*
 * The i-th repetition (from 0) of a group: pure, the same whenever asked.
 *
 * An access over a range has in its group arg[1] the bytes of the range,
 * arg[2] the stride, arg[3] the accesses of one repetition and arg[4] the
 * seed; what is returned has only the place in arg[0] and the plain mode.
 * `random` takes every page once before it takes one again.
 */
struct op op_at(const struct group *g, uint32_t i);

/* Return: the step of that label; 0 = none. The slot of that name; 0 = none. */
uint32_t story_label(const struct story *s, const char *label, size_t len);
uint32_t story_slot(const struct story *s, const char *name, size_t len);

/* Chapter (index) that a step belongs to. */
uint32_t story_chapter(const struct story *s, uint32_t step);

#endif

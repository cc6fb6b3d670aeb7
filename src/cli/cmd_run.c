/* run - to the end without a screen, and all that the scenario expects */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/tongue.h"
#include "cli/judge.h"
#include "cli/language.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "mm/procfs.h"
#include "view/refusal.h"

/* Machines up to 16 MiB are checked whole after every operation. */
enum { SMALL_FRAMES = 4096 };

struct tally {
	uint64_t ops, steps, expects, asks;
	uint64_t failed;
};

/* One timeline under test: the scenario itself, or one of its what-ifs. */
struct run {
	const char	*file;
	const char	*branch;	/* name of the what-if; NULL = the trunk */
	struct timeline *timeline;
	struct judge	 judge;
	const struct group *group;	/* of the newest operation */
	struct output	*out;
	struct text	 line;
	struct tally	*tally;
	enum lang	 lang;
	bool		 small;
	bool		 broken;	/* machine_check() failed */
};

/* "FILE:LINE: step 3 "label": " - the sentence is the caller's to add. */
static struct text *failure(struct run *r, uint32_t step, uint32_t line)
{
	const struct step_detail *d = timeline_detail(r->timeline, step);
	const char *name = d->label ? d->label : words_in(&d->title, r->lang);

	r->tally->failed++;
	text_puts(&r->line, r->file);
	if (line ? line : d->line)
		text_printf(&r->line, ":%u", line ? line : d->line);
	text_printf(&r->line, tongue(": step %u"), step);
	if (*name)
		text_printf(&r->line, " \"%s\"", name);
	if (r->branch)
		text_printf(&r->line, tongue(" of what-if \"%s\""), r->branch);
	text_puts(&r->line, tongue(": "));
	return &r->line;
}

static void failure_end(struct run *r)
{
	text_puts(&r->line, "\n");
	output_text(r->out, &r->line);
}

/* "-ENOMEM", "SIGSEGV", "success" */
static void print_ending(struct text *out, int64_t error, uint32_t signal)
{
	const char *name = signal ? signal_name(signal) : NULL;

	if (name)
		text_puts(out, name);
	else if (signal)
		text_printf(out, tongue("signal %u"), signal);
	else if (!error)
		text_puts(out, tongue("success"));
	else if ((name = errno_name((int)-error)))
		text_printf(out, "-%s", name);
	else
		text_printf(out, "%" PRId64, error);
}

static bool is_error(int64_t result)
{
	return result < 0 && result >= -4095;
}

/* An operation ends as its scenario says: without a word, in success. */
static void check_ending(struct run *r, const struct machine *m, uint32_t step,
			 uint32_t op, const struct group *g,
			 const struct op *did)
{
	uint32_t number;
	const struct story *s = timeline_story(r->timeline, step, &number);
	const struct group_detail *d = &s->group_details[g->detail];
	int64_t error = is_error(m->s->op_result) ? m->s->op_result : 0;
	uint32_t signal = m->s->op_signal;
	const char *why = NULL;
	struct text *line;

	/* what a signal leaves in the result is no matter */
	if (signal == d->signal && (signal || error == d->error))
		return;
	line = failure(r, step, d->line);
	text_printf(line, tongue("operation %u (%s) ended in "), op,
		    op_verb_name(did->verb));
	print_ending(line, error, signal);
	text_puts(line, tongue(", expected "));
	print_ending(line, d->error, d->signal);
	if (error && !signal)
		why = refusal_words((enum op_verb)did->verb, (int)-error,
				    r->lang);
	text_printf(line, "%s%s", why ? "; " : "", why ? why : "");
	failure_end(r);
}

/*
 * An `until` without a value would never hold. It is looked at once a group,
 * after the first repetition, where the names in it should stand for something.
 */
static void check_until(struct run *r, const struct walker *w, uint32_t step,
			const struct group *g)
{
	uint32_t number;
	const struct story *s = timeline_story(r->timeline, step, &number);
	const struct group_detail *d = &s->group_details[g->detail];
	struct expr_env env = { .story = s, .now = &w->machine,
				.count = w->log.count };
	const char *position;
	struct diag why;
	int64_t value;

	if (r->group == g)
		return;
	r->group = g;
	if (!d->until || expr_eval(d->until, expr_split(d->until, &position),
				   &env, &value, &why))
		return;
	text_printf(failure(r, step, d->line), tongue("until \"%s\": %s"),
		    d->until, why.what);
	failure_end(r);
}

static bool check_due(const struct run *r, uint32_t op)
{
	return r->small || (op & (op - 1)) == 0 /* 1, 2, 4, 8 ... */;
}

static void watch(void *ctx, struct walker *w, uint32_t step, uint32_t op,
		  const struct group *g, const struct op *did)
{
	struct run *r = ctx;
	struct diag why;

	r->tally->ops++;
	check_ending(r, &w->machine, step, op, g, did);
	check_until(r, w, step, g);
	if (r->broken || !check_due(r, op) || machine_check(&w->machine, &why))
		return;
	r->broken = true;
	text_printf(failure(r, step, 0),
		    tongue("after operation %u the machine is unsound: %s"), op,
		    why.what);
	failure_end(r);
}

static void check_expects(struct run *r, uint32_t step,
			  const struct step_detail *d)
{
	struct diag why;

	if (!d->nr_expects)
		return;
	if (!judge_stand(&r->judge, step_end(r->timeline, step), &why)) {
		text_puts(failure(r, step, 0), why.what);
		failure_end(r);
		return;
	}
	for (uint32_t i = 0; i < d->nr_expects; i++) {
		r->tally->expects++;
		if (judge_expect(&r->judge, &d->expects[i], &why))
			continue;
		text_puts(failure(r, step, d->expects[i].line), why.what);
		failure_end(r);
	}
}

/* An answer has to be one of the choices. Return: false, said in *why. */
static bool answer_fits(const struct ask *ask, int64_t value, struct diag *why)
{
	if (ask->kind != ASK_CHOICE ||
	    (value >= 0 && value < (int64_t)ask->nr_choices))
		return true;
	diag_set(why, 0, 0, "it is %" PRId64 ", and the choices are 0 to %u",
		 value, ask->nr_choices - 1);
	return false;
}

static void check_asks(struct run *r, uint32_t step,
		       const struct step_detail *d)
{
	for (uint32_t i = 0; i < d->nr_asks; i++) {
		const struct ask *ask = &d->asks[i];
		struct diag why;
		int64_t value;

		r->tally->asks++;
		if (ask->kind == ASK_TALK)
			continue;
		if (judge_answer(&r->judge, step, ask, &value, &why) &&
		    answer_fits(ask, value, &why))
			continue;
		text_printf(failure(r, step, ask->line),
			    tongue("the answer '%s' of question %u: %s"),
			    ask->answer ? ask->answer : "", i + 1, why.what);
		failure_end(r);
	}
}

static void check_steps(struct run *r, uint32_t first)
{
	uint32_t last = timeline_nr_steps(r->timeline);

	for (uint32_t step = first; step <= last && !r->out->error; step++) {
		const struct step_detail *d = timeline_detail(r->timeline, step);

		r->tally->steps++;
		check_expects(r, step, d);
		check_asks(r, step, d);
	}
}

static uint64_t machine_frames(const struct machine *m)
{
	uint64_t frames = 0;

	for (uint32_t z = 0; z < MAX_ZONES; z++)
		frames += m->s->zone[z].present;
	return frames;
}

/* Run one timeline. Return: false if it could not be run to its end. */
static bool run_timeline(struct run *r, uint32_t first_step, struct diag *why)
{
	struct walker w;
	bool ran;

	if (!walker_open(&w, r->timeline, why))
		return false;
	r->small = machine_frames(&w.machine) <= SMALL_FRAMES;
	ran = walker_run(&w, timeline_end(r->timeline), watch, r, why);
	walker_close(&w);
	if (!ran || !judge_open(&r->judge, r->timeline, why))
		return false;
	check_steps(r, first_step);
	judge_close(&r->judge);
	return true;
}

static bool run_what_if(const struct run *trunk, const struct what_if *w,
			struct diag *why)
{
	struct run r = *trunk;
	bool ran;

	r.branch = w->name;
	r.line = (struct text){ 0 };
	r.timeline = timeline_branch(trunk->timeline,
				     step_end(trunk->timeline, w->at_step),
				     w->story, why);
	if (!r.timeline)
		return false;
	ran = run_timeline(&r, w->at_step + 1, why);
	timeline_close(r.timeline);
	text_free(&r.line);
	return ran;
}

static void print_count(struct text *t, uint64_t nr, const char *one,
			const char *many)
{
	text_printf(t, tongue("%" PRIu64 " %s"), nr,
		    tongue(nr == 1 ? one : many));
}

static void summary(struct run *r)
{
	struct text *t = &r->line;

	text_printf(t, "%s: ", r->file);
	print_count(t, r->tally->steps, "step", "steps");
	text_puts(t, tongue(", "));
	print_count(t, r->tally->ops, "operation", "operations");
	text_puts(t, tongue(", "));
	print_count(t, r->tally->expects, "expectation", "expectations");
	text_puts(t, tongue(", "));
	print_count(t, r->tally->asks, "question", "questions");
	if (r->tally->failed)
		text_printf(t, tongue(": %" PRIu64 " failed\n"),
			    r->tally->failed);
	else
		text_puts(t, tongue(": all hold\n"));
	output_text(r->out, t);
}

static int run_one(const struct options *o, const char *scenario,
		   struct output *out)
{
	struct tally tally = { 0 };
	struct session s;
	struct run r;
	struct diag why;
	bool ran;
	int outcome;

	language_of_messages(o);
	outcome = session_open(&s, scenario, o->program);
	if (outcome != DONE)
		return outcome;
	tongue_set(options_lang(o) == LANG_ZH);	/* what fails is printed */
	r = (struct run){ .file = s.path, .timeline = s.timeline, .out = out,
			  .tally = &tally, .lang = options_lang(o) };
	ran = run_timeline(&r, 1, &why);
	for (uint32_t i = 0; ran && i < s.story->nr_what_ifs; i++)
		ran = run_what_if(&r, &s.story->what_ifs[i], &why);
	if (ran)
		summary(&r);
	else
		complain("%s: %s", s.path, why.what);
	text_free(&r.line);
	session_close(&s);
	if (!ran || r.broken)
		return FAILED;
	return tally.failed ? UNMET : DONE;
}

/* Of several scenarios: an error outweighs a fault, a fault an expectation. */
static int worse(int a, int b)
{
	static const int weight[] = {
		[DONE] = 0, [UNMET] = 1, [INVALID] = 2, [USAGE] = 3, [FAILED] = 4,
	};

	return weight[a] >= weight[b] ? a : b;
}

int cmd_run(const struct options *o)
{
	struct output out;
	int outcome = DONE, closed;

	output_open(&out, NULL);
	for (int i = 0; i < o->nr_args && !out.error; i++)
		outcome = worse(run_one(o, o->args[i], &out), outcome);
	language_of_messages(o);
	closed = output_close(&out);
	return worse(closed, outcome);
}

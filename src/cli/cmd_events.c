/* events - what the engine said, one a line, as perf script prints it */
#include <inttypes.h>
#include <string.h>

#include "cli/output.h"
#include "cli/session.h"
#include "mm/daemon.h"
#include "view/why.h"

/* Printing while the walk goes on. */
struct teller {
	struct timeline *timeline;
	struct output	 out;
	struct text	 line;
	struct text	 why;
	struct pos	 from;	/* events after this are told */
	struct pos	 op;	/* place of the operation that runs */
	uint64_t	 nr;	/* its events so far */
	bool		 json;
};

static const char *system_of(const struct event *e)
{
	const char *from = event_types[e->id].from;

	return strcmp(from, "own") ? from : "framewalk";
}

/* The name of the running task or daemon; what nobody does, process 0 does. */
static void print_comm(const struct machine *m, uint32_t pid, char comm[NAME_BYTES])
{
	const char *daemon = daemon_name(pid);

	if (daemon)
		snprintf(comm, NAME_BYTES, "%s", daemon);
	else
		snprintf(comm, NAME_BYTES, pid ? ":%u" : "swapper", pid);
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		if (pid && task_at(m, h)->pid == pid)
			memcpy(comm, task_at(m, h)->comm, NAME_BYTES);
	comm[NAME_BYTES - 1] = '\0';
}

/* Seconds and microseconds, cut as perf cuts them. */
static void print_line(struct teller *t, const struct machine *m,
		       const struct event *e)
{
	char comm[NAME_BYTES];

	print_comm(m, e->pid, comm);
	text_printf(&t->line, "%16s %5u [000] %5" PRIu64 ".%06" PRIu64 ": %s:",
		    comm, e->pid, e->ns / 1000000000,
		    e->ns / 1000 % 1000000, system_of(e));
	event_print(m, e, &t->line);
	text_puts(&t->line, "\n");
}

/* A number that every reader of JSON keeps exactly: below 2^53. */
static bool is_number(const char *s, size_t len)
{
	size_t digits = s[0] == '-';

	if (len == digits || len - digits > 15)
		return false;
	return strspn(s + digits, "0123456789") >= len - digits &&
	       (s[digits] != '0' || len == digits + 1);
}

/* "name: key=value key=value" as the members of an object. */
static void json_fields(struct text *out, const char *printed)
{
	const char *s = strstr(printed, ": ");
	const char *comma = "";

	for (s = s ? s + 2 : ""; *s; s += strspn(s, " ")) {
		size_t key = strcspn(s, "= ");
		size_t value;

		if (s[key] != '=') {
			s += key;
			continue;
		}
		text_puts(out, comma);
		text_json(out, s, key);
		text_puts(out, ":");
		s += key + 1;
		value = strcspn(s, " ");
		if (is_number(s, value))
			text_add(out, s, value);
		else
			text_json(out, s, value);
		s += value;
		comma = ",";
	}
}

static void print_json(struct teller *t, const struct machine *m,
		       const struct event *e, struct pos pos)
{
	struct text *out = &t->line, printed = { 0 };
	char comm[NAME_BYTES];

	print_comm(m, e->pid, comm);
	text_puts(out, "{\"position\":\"");
	timeline_print_pos(t->timeline, pos, out);
	text_printf(out, "\",\"ns\":%" PRIu64 ",\"cpu\":0,\"pid\":%u,\"comm\":",
		    e->ns, e->pid);
	text_json(out, comm, strlen(comm));
	text_printf(out, ",\"system\":\"%s\",\"event\":\"%s\",\"fields\":{",
		    system_of(e), event_types[e->id].name);
	event_print(m, e, &printed);
	json_fields(out, text_str(&printed));
	text_free(&printed);
	text_puts(out, "}");
	text_reset(&t->why);
	why_tell(m, e, LANG_EN, &t->why);
	if (t->why.len) {
		text_puts(out, ",\"why\":");
		text_json(out, t->why.s, t->why.len);
	}
	text_puts(out, "}\n");
}

static void hear(void *ctx, const struct machine *m, const struct event *e)
{
	struct teller *t = ctx;
	struct pos pos = { t->op.step, t->op.op - 1, ++t->nr };

	if (t->out.error || pos_order(pos, t->from) <= 0)
		return;
	if (t->json)
		print_json(t, m, e, pos);
	else
		print_line(t, m, e);
	output_text(&t->out, &t->line);
}

/* The operation that runs next is known by where it will end. */
static void expect_op(struct teller *t, struct pos after)
{
	t->op = after;
	do {
		after = t->op;
		t->op = timeline_next(t->timeline, after, UNIT_OP);
	} while (!t->op.op && pos_compare(t->timeline, after, t->op));
	t->nr = 0;
}

static void watch(void *ctx, struct walker *w, uint32_t step, uint32_t op,
		  const struct group *g, const struct op *did)
{
	(void)w;
	(void)g;
	(void)did;
	expect_op(ctx, (struct pos){ step, op, 0 });
}

static int tell(struct teller *t, struct pos to, const char *path)
{
	struct walker w;
	struct diag why;
	bool ran;

	if (!walker_open(&w, t->timeline, &why)) {
		complain("%s: %s", path, why.what);
		return FAILED;
	}
	expect_op(t, (struct pos){ 0, 0, 0 });
	w.log.hear = hear;
	w.log.ctx = t;
	ran = walker_run(&w, to, watch, t, &why);
	if (!ran)
		complain("%s: %s", path, why.what);
	walker_close(&w);
	return ran ? DONE : FAILED;
}

int cmd_events(const struct options *o)
{
	struct teller t = { .json = options_has(o, OPT_json) };
	struct session s;
	struct pos to;
	int outcome = session_open(&s, o->args[0], o->program), closed;

	if (outcome != DONE)
		return outcome;
	t.timeline = s.timeline;
	if (!session_pos(&s, o, OPT_from, "0", &t.from) ||
	    !session_pos(&s, o, OPT_at, "end", &to)) {
		session_close(&s);
		return USAGE;
	}
	if (pos_compare(s.timeline, t.from, to) > 0) {
		complain("--from %s lies behind --at %s, nothing is between",
			 o->value[OPT_from], o->value[OPT_at] ?
			 o->value[OPT_at] : "end");
		session_close(&s);
		return USAGE;
	}
	output_open(&t.out, NULL);
	outcome = tell(&t, to, s.path);
	closed = output_close(&t.out);
	text_free(&t.line);
	text_free(&t.why);
	session_close(&s);
	return outcome != DONE ? outcome : closed;
}

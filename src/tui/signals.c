#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xmalloc.h"

enum { STACK_BYTES = 64 << 10 };

static void on_end(int number)
{
	struct terminal *t = terminal();

	if (t->waiting) {
		t->ended_by = number;
		return;
	}
	leave_now(t);
	signals_die(number);
}

static void on_crash(int number)
{
	leave_now(terminal());
	signals_die(number);
}

static void on_note(int number)
{
	struct terminal *t = terminal();

	if (number == SIGWINCH)
		t->resized = 1;
	else if (number == SIGTSTP)
		t->stopped = 1;
	else
		t->continued = 1;
}

/*
 * `blocked`: held back while the terminal is taken or given back, and inside
 * tui_key() but for its wait; elsewhere on_end() ends at once. Never a crash.
 */
static const struct {
	int  number;
	void (*handler)(int);
	bool blocked;
	bool leave_ignored;	/* as nohup and shells without jobs want it */
} taken[NR_SIGNALS] = {
	{SIGINT, on_end, true, true},
	{SIGTERM, on_end, true, true},
	{SIGHUP, on_end, true, true},
	{SIGQUIT, on_end, true, true},
	{SIGWINCH, on_note, true, false},
	{SIGTSTP, on_note, true, true},
	{SIGCONT, on_note, true, false},
	{SIGSEGV, on_crash, false, false},
	{SIGABRT, on_crash, false, false},
	{SIGBUS, on_crash, false, false},
	{SIGFPE, on_crash, false, false},
};

_Noreturn void signals_die(int number)
{
	struct sigaction action = {.sa_handler = SIG_DFL};
	sigset_t this;

	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
	sigemptyset(&this);
	sigaddset(&this, number);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &this, NULL);
	_exit(128 + number);		/* it was none to die of */
}

/* A crash of the stack itself needs another one to be handled on. */
static void take_stack(struct terminal *t)
{
	stack_t stack = {.ss_size = STACK_BYTES};

	t->stack = xmalloc(STACK_BYTES);
	stack.ss_sp = t->stack;
	sigaltstack(&stack, NULL);
}

static void take_one(struct terminal *t, size_t i)
{
	struct sigaction action = {.sa_handler = taken[i].handler};

	if (taken[i].leave_ignored && t->before[i].sa_handler == SIG_IGN)
		return;
	sigfillset(&action.sa_mask);
	if (!taken[i].blocked)
		action.sa_flags = SA_ONSTACK | (int)SA_RESETHAND;
	sigaction(taken[i].number, &action, NULL);
}

void signals_hold(struct terminal *t)
{
	sigemptyset(&t->handled);
	for (size_t i = 0; i < NR_SIGNALS; i++)
		if (taken[i].blocked)
			sigaddset(&t->handled, taken[i].number);
	sigprocmask(SIG_BLOCK, &t->handled, &t->held);
}

void signals_let(struct terminal *t)
{
	sigprocmask(SIG_SETMASK, &t->held, NULL);
}

void signals_note(struct terminal *t)
{
	for (size_t i = 0; i < NR_SIGNALS; i++)
		sigaction(taken[i].number, NULL, &t->before[i]);
}

static void take(struct terminal *t, bool blocked)
{
	for (size_t i = 0; i < NR_SIGNALS; i++)
		if (taken[i].blocked == blocked)
			take_one(t, i);
}

void signals_take_crashes(struct terminal *t)
{
	take_stack(t);
	take(t, false);
}

void signals_take(struct terminal *t)
{
	take(t, true);
}

void signals_give_back(struct terminal *t)
{
	stack_t none = {.ss_flags = SS_DISABLE};

	for (size_t i = 0; i < NR_SIGNALS; i++)
		sigaction(taken[i].number, &t->before[i], NULL);
	sigaltstack(&none, NULL);
	free(t->stack);
	t->stack = NULL;
}

void signals_stop(struct terminal *t)
{
	struct sigaction ours, action = {.sa_handler = SIG_DFL};
	sigset_t jobs;

	sigemptyset(&action.sa_mask);
	sigemptyset(&jobs);
	sigaddset(&jobs, SIGTSTP);
	sigaddset(&jobs, SIGCONT);
	sigaction(SIGTSTP, &action, &ours);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &jobs, NULL);	/* stops here */
	sigprocmask(SIG_BLOCK, &jobs, NULL);
	sigaction(SIGTSTP, &ours, NULL);
	t->stopped = t->continued = 0;
}

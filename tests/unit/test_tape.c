/* Tapes as they are written, and every way to write one wrong */
#include "story/tape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void print_cue(const struct cue *cue, struct text *out)
{
	static const char *const names[] = {
		"", "hold", "resize", "step", "event", "question", "end",
	};

	text_printf(out, "%u:%u ", cue->line, cue->column);
	switch (cue->kind) {
	case CUE_KEY:
		text_printf(out, "%s\n", cue->key);
		return;
	case CUE_RESIZE:
		text_printf(out, "%s %dx%d\n", names[cue->kind], cue->w, cue->h);
		return;
	case CUE_EVENT:
		text_printf(out, "%s %s\n", names[cue->kind],
			    event_types[cue->event].name);
		return;
	default:
		text_printf(out, "%s %u\n", names[cue->kind], cue->number);
	}
}

static void reads(const char *tape, const char *wanted)
{
	struct text out = { 0 };
	struct diags faults;
	struct tape t = { 0 };

	diags_init(&faults, "tape");
	assert_true(tape_parse(&t, tape, strlen(tape), &faults));
	assert_int_equal(faults.nr, 0);
	for (size_t i = 0; i < t.nr; i++)
		print_cue(&t.list[i], &out);
	assert_string_equal(text_str(&out), wanted);
	text_free(&out);
	tape_free(&t);
	diags_free(&faults);
}

static void test_keys(void **state)
{
	(void)state;
	reads("", "");
	reads(" # nothing\n\n\t# at all", "");
	reads("l l\tPgDn # on\n  C-a é\r\n S-Tab F12 Space",
	      "1:1 l\n1:3 l\n1:5 PgDn\n2:3 C-a\n2:7 é\n3:2 S-Tab\n"
	      "3:8 F12\n3:12 Space\n");
}

static void test_directives(void **state)
{
	(void)state;
	reads("hold 2s hold 1.5s\nhold 0.004s hold 300ms hold 3600s",
	      "1:6 hold 2000\n1:14 hold 1500\n2:6 hold 4\n2:18 hold 300\n"
	      "2:29 hold 3600000\n");
	reads("resize 100x30 l wait step 12 wait end\n"
	      "wait event mm_page_alloc wait question",
	      "1:8 resize 100x30\n1:15 l\n1:27 step 12\n1:35 end 0\n"
	      "2:12 event mm_page_alloc\n2:31 question 0\n");
	reads("type  :a #中\r\ntype\nEnter",
	      "1:7 :\n1:8 a\n1:9 Space\n1:10 #\n1:11 中\n3:1 Enter\n");
}

static void faults_of(const char *tape, size_t len, const char *wanted)
{
	struct text out = { 0 };
	struct diags faults;
	struct tape t = { 0 };

	diags_init(&faults, "tape");
	assert_false(tape_parse(&t, tape, len, &faults));
	for (size_t i = 0; i < faults.nr; i++)
		text_printf(&out, "%u:%u %s|%.24s\n", faults.list[i].line,
			    faults.list[i].column, faults.list[i].what,
			    faults.list[i].hint);
	assert_string_equal(text_str(&out), wanted);
	text_free(&out);
	tape_free(&t);
	diags_free(&faults);
}

static void wrong(const char *tape, const char *wanted)
{
	faults_of(tape, strlen(tape), wanted);
}

static void test_faults(void **state)
{
	(void)state;
	wrong("F01 F+2",
	      "1:1 no key is named 'F01'|`framewalk keys` lists t\n"
	      "1:5 no key is named 'F+2'|`framewalk keys` lists t\n");
	wrong("l pgdn\n lll F13 \033[2J",
	      "1:3 no key is named 'pgdn'|did you mean 'PgDn'?\n"
	      "2:2 no key is named 'lll'|`framewalk keys` lists t\n"
	      "2:6 no key is named 'F13'|`framewalk keys` lists t\n"
	      "2:10 no key is named '?[2J'|`framewalk keys` lists t\n");
	wrong("hold\nl hold 2 hold .2s hold -1s hold 1.5ms hold 3601s hold s",
	      "1:5 '' is no time|hold 2s, hold 1.5s, hold\n"
	      "2:8 '2' is no time|hold 2s, hold 1.5s, hold\n"
	      "2:15 '.2s' is no time|hold 2s, hold 1.5s, hold\n"
	      "2:24 '-1s' is no time|hold 2s, hold 1.5s, hold\n"
	      "2:33 '1.5ms' is no time|hold 2s, hold 1.5s, hold\n"
	      "2:44 '3601s' is no time|hold 2s, hold 1.5s, hold\n"
	      "2:55 's' is no time|hold 2s, hold 1.5s, hold\n");
	wrong("resize 0x0 resize 100 resize",
	      "1:8 '0x0' is no size|columns and rows up to 1\n"
	      "1:19 '100' is no size|columns and rows up to 1\n"
	      "1:29 '' is no size|columns and rows up to 1\n");
	wrong("wait\nwait me wait step 0 wait step -1 wait event mm_page_aloc",
	      "1:5 '' cannot be waited for|wait step N, wait event \n"
	      "2:6 'me' cannot be waited for|wait step N, wait event \n"
	      "2:19 '0' is no step|wait step 12: the number\n"
	      "2:31 '-1' is no step|wait step 12: the number\n"
	      "2:45 no event is named 'mm_page_aloc'|did you mean 'mm_page_al\n");
	wrong("type a\tb\nl",
	      "1:7 here is no character to type|a tape is UTF-8 text\n");
	faults_of("type \x80\0", 7,
		  "1:6 here is no character to type|a tape is UTF-8 text\n"
		  "1:7 here is no character to type|a tape is UTF-8 text\n");
	faults_of("l\0 l", 4,
		  "1:1 no key is named 'l?'|`framewalk keys` lists t\n");
}

static void test_long_words(void **state)
{
	char tape[4096];

	(void)state;
	memset(tape, 'x', sizeof(tape) - 1);
	tape[sizeof(tape) - 1] = '\0';
	wrong(tape, "1:1 no key is named 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	      "xxxxxxxxxxxxxxxxxxxxxxxxx'|`framewalk keys` lists t\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_directives),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_long_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

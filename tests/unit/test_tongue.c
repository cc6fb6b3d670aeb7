/* Each message of the sources has its row, and each row its message */
#include "source_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "load/operation.h"
#include "load/shape.h"

static const struct row {
	const char *english, *chinese;
} rows[] = {
#define TONGUE(english, chinese) { english, chinese },
#include "base/tongue.def"
#undef TONGUE
};
enum { NR_ROWS = sizeof(rows) / sizeof(rows[0]) };

/* In whose arguments messages stand, and words that are put into them. */
static const char *const speakers[] = {
	"diag_set", "diag_hint", "diags_add", "complain", "fault_at",
	"fault_key", "fault", "fail", "mistyped", "syntax", "cannot_draw",
	"print_count", "tongue", NULL,
};

/*
 * Sentences of machine_check(), which only finds our own mistakes, and of
 * event_parse(), which only tests call: no reader of a terminal meets them.
 */
static const char *const internal[] = {
	"src/mm/buddy.c", "src/mm/check.c", "src/mm/check_task.c",
	"src/mm/disk.c", "src/mm/event_text.c", "src/mm/filemap_check.c",
	"src/mm/kmem.c", "src/mm/lru_check.c", "src/mm/pcp.c",
	"src/mm/pgtable.c", "src/mm/rmap_check.c", "src/mm/swap_check.c",
	"src/mm/vma.c", "src/mm/writeback.c", NULL,
};

/* Tables whose words are put into messages. */
static const struct {
	const char *path, *begin;
} tables[] = {
	{ "src/load/loader.c", "kind_names[] = {" },
	{ "src/tui/terminfo.c", "not_found[] = {" },
};

/* What stays: keys of a scenario, a position. */
static const char *const kept[] = { "stride", "length", "end", NULL };

static bool used[NR_ROWS];

static int row_of(const char *english)
{
	for (int i = 0; i < NR_ROWS; i++)
		if (!strcmp(rows[i].english, english))
			return i;
	return -1;
}

static bool is_one_of(const char *const *list, const char *word)
{
	return source_is_listed(list, word, strlen(word));
}

/* Behind the conversion that begins at s. */
static const char *conversion_end(const char *s)
{
	s += 1 + strspn(s + 1, "-+ #0123456789.*$hlzj");
	return *s ? s + 1 : s;
}

/* Is there anything to translate but what is put in? */
static bool has_letters(const char *s)
{
	while (*s) {
		if (*s == '%')
			s = conversion_end(s);
		else if (isalpha((unsigned char)*s))
			return true;
		else
			s++;
	}
	return false;
}

static void must_be_there(const char *path, const char *name, const char *word)
{
	int i = row_of(word);

	if (i >= 0)
		used[i] = true;
	else if (has_letters(word) && !is_one_of(internal, path) &&
		 !is_one_of(kept, word))
		fail_msg("%s: %s() says what no row of include/base/tongue*.def "
			 "has: \"%s\"", path, name, word);
}

static void call_words(const char *path, const char *text)
{
	source_words(path, text, speakers, must_be_there);
}

static void test_none_is_missing(void **state)
{
	(void)state;
	assert_true(source_files(call_words) > 200);
}

static void table_words(const char *path, const char *begin)
{
	char *text = source_read(path), *from, *end;

	assert_non_null(text);
	from = strstr(text, begin);
	assert_non_null(from);
	end = strstr(from, "};");
	assert_non_null(end);
	*end = '\0';
	source_words(path, from, NULL, must_be_there);
	free(text);
}

/* What a shape is called, what the manual says of it and of its keys. */
static void shape_words(const struct shape *shape)
{
	if (shape->noun[0] != '"')
		must_be_there(shape->name, "noun", shape->noun);
	must_be_there(shape->name, "doc", shape->doc);
	for (const struct field *f = shape->fields; f->key; f++)
		must_be_there(shape->name, f->key, f->doc);
}

static void test_words_of_tables(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		table_words(tables[i].path, tables[i].begin);
	for (unsigned i = 0; shapes[i]; i++)
		shape_words(shapes[i]);
	for (const struct modifier *m = modifiers; m->key; m++)
		must_be_there("a modifier", m->key, m->doc);
}

/* Who reads a value is told what it is: a key in quotes, or words. */
static const char *const readers[] = {
	"read_integer", "read_size", "read_address", "read_string", "read_name",
	"read_word", "read_flag", "read_words", "read_expr", "read_until",
	"read_place", "read_page", "read_index", NULL,
};

static void must_be_key(const char *path, const char *name, const char *word)
{
	if (word[0] != '"')
		fail_msg("%s: %s() is told \"%s\" without tongue()", path, name,
			 word);
}

static void told_words(const char *path, const char *text)
{
	source_words(path, text, readers, must_be_key);
}

static void test_words_for_values(void **state)
{
	(void)state;
	source_files(told_words);
}

static void mark(const char *path, const char *name, const char *word)
{
	int i = row_of(word);

	(void)path;
	(void)name;
	if (i >= 0)
		used[i] = true;
}

static void all_words(const char *path, const char *text)
{
	source_words(path, text, NULL, mark);
}

/* No source has it any more; the C library's sentences stand in none. */
static void test_none_is_left_over(void **state)
{
	(void)state;
	source_files(all_words);
	for (int error = 1; error < 200; error++)
		mark("", "", strerror(error));
	for (int i = 0; i < NR_ROWS; i++) {
		if (!used[i])
			fail_msg("nobody says \"%s\"", rows[i].english);
		assert_int_equal(row_of(rows[i].english), i);
	}
}

/* What a format takes, place by place: "*", "d", "lu", ".60s". */
struct takes {
	char type[10][16];
	int  nr;
	bool numbered, plain;
};

/* "3$" at *s; else the next place. */
static int take_place(const char **s, struct takes *t)
{
	size_t digits = strspn(*s, "0123456789");

	if (digits && (*s)[digits] == '$') {
		int place = atoi(*s) - 1;

		t->numbered = true;
		*s += digits + 1;
		return place;
	}
	t->plain = true;
	return t->nr;
}

static void take(struct takes *t, int place, const char *type, size_t len)
{
	assert_in_range(place, 0, 9);
	snprintf(t->type[place], sizeof(t->type[place]), "%.*s", (int)len, type);
	if (place >= t->nr)
		t->nr = place + 1;
}

/* The conversion behind the '%' at s. Return: behind it. */
static const char *take_one(struct takes *t, const char *s)
{
	const char *from = s;
	size_t digits = strspn(s, "0123456789");
	int place = -1;

	if (s[digits] == '$')
		place = take_place(&s, t);
	s += strspn(s, "-+ #0123456789");
	from = s;
	if (s[0] == '.' && s[1] == '*') {
		s += 2;
		take(t, take_place(&s, t), "*", 1);
		from = s;
	} else if (*s == '.') {
		s += 1 + strspn(s + 1, "0123456789");
	}
	s += strspn(s, "hlzj");
	if (place < 0) {
		t->plain = true;
		place = t->nr;
	}
	take(t, place, from, (size_t)(s + 1 - from));
	return s + 1;
}

static struct takes takes_of(const char *format)
{
	struct takes t = { .nr = 0 };

	while ((format = strchr(format, '%'))) {
		format++;
		if (*format == '%')
			format++;
		else
			format = take_one(&t, format);
	}
	return t;
}

static void test_both_take_the_same(void **state)
{
	(void)state;
	for (int i = 0; i < NR_ROWS; i++) {
		struct takes en = takes_of(rows[i].english);
		struct takes zh = takes_of(rows[i].chinese);

		if (memcmp(en.type, zh.type, sizeof(en.type)) ||
		    (zh.numbered && zh.plain))
			fail_msg("not for the same: \"%s\" and \"%s\"",
				 rows[i].english, rows[i].chinese);
	}
}

/* Chinese, no full stop, room for it where faults are kept. */
static void test_form(void **state)
{
	static const char stop[] = "。";

	(void)state;
	for (int i = 0; i < NR_ROWS; i++) {
		const char *zh = rows[i].chinese, *s = zh;
		size_t len = strlen(zh);

		while (*s && (unsigned char)*s < 0x80)
			s++;
		if (!*s)
			fail_msg("no Chinese: \"%s\"", zh);
		assert_true(len < sizeof(((struct diag *)0)->hint));
		assert_true(len < strlen(stop) ||
			    strcmp(zh + len - strlen(stop), stop));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_none_is_missing),
		cmocka_unit_test(test_words_of_tables),
		cmocka_unit_test(test_words_for_values),
		cmocka_unit_test(test_none_is_left_over),
		cmocka_unit_test(test_both_take_the_same),
		cmocka_unit_test(test_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

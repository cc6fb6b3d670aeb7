/* What a line of /proc means: every line has a row, every row a line */
#include "stage_fixture.h"

#include <stdlib.h>

#include "base/text.h"
#include "draw/widget.h"
#include "mm/procfs.h"
#include "mm/sysctl.h"
#include "mm/task.h"
#include "view/deeper.h"
#include "view/inspect.h"
#include "view/proc_meaning.h"

static bool *met;

/* All lines of a file must have a row that says something in both languages. */
static void read_file(const struct machine *m, const char *path)
{
	struct proc_lines l;
	struct diag why;

	assert_true(proc_lines_read(&l, m, path, true, &why));
	assert_true(proc_source(path)[0]);
	for (int i = 0; i < l.nr; i++) {
		const struct proc_meaning *w = proc_meaning(path, &l.line[i]);

		if (!l.line[i].len)
			continue;
		if (!w)
			fail_msg("%s: nothing is known of '%.*s'", path,
				 (int)l.line[i].len, l.line[i].s);
		met[w - proc_meanings] = true;
	}
	proc_lines_free(&l);
}

/* "sys/vm/swappiness" */
static void setting_path(unsigned i, char path[64])
{
	snprintf(path, 64, "sys/%s", sysctl_infos[i].key);
	*strchr(path, '.') = '/';
}

static void read_settings(const struct machine *m)
{
	for (unsigned i = 0; i < NR_SYSCTLS; i++) {
		char path[64];

		setting_path(i, path);
		if (i != SYSCTL_drop_caches)
			read_file(m, path);
	}
}

static void read_task(const struct machine *m, const struct task *t)
{
	for (unsigned i = 0; i < nr_procfs_files; i++) {
		const char *file = procfs_files[i].path;
		char path[64];

		if (strncmp(file, "PID/", 4) != 0)
			continue;
		snprintf(path, sizeof(path), "%u/%s", t->pid, file + 4);
		read_file(m, path);
	}
}

static void read_all(const struct machine *m)
{
	for (unsigned i = 0; i < nr_procfs_files; i++)
		if (procfs_files[i].print)
			read_file(m, procfs_files[i].path);
	read_file(m, "free -h --old");
	read_file(m, "/proc/meminfo");
	read_file(m, "/sys/kernel/mm/transparent_hugepage/enabled");
	read_settings(m);
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		if (task_at(m, h)->state != TASK_DEAD)
			read_task(m, task_at(m, h));
}

static void walk(const char *path)
{
	struct stage_fixture f;

	fixture_open(&f, path);
	for (uint32_t step = 0; step <= timeline_nr_steps(f.timeline); step++) {
		fixture_stand(&f, step_end(f.timeline, step), UNIT_STEP);
		read_all(f.scene.now);
	}
	fixture_close(&f);
}

/* Rows of a log tell what went wrong; the runs here go well but for one. */
static bool may_be_unmet(const struct proc_meaning *w)
{
	return !strcmp(w->file, "dmesg") || !strncmp(w->words, "High", 4) ||
	       !strncmp(w->words, "Low", 3);
}

static void test_every_line(void **state)
{
	(void)state;
	met = calloc(nr_proc_meanings, sizeof(*met));
	assert_non_null(met);
	walk("traces/tour.json");
	walk("traces/39-oom.json");
	walk("traces/32-kswapd.json");
	for (unsigned i = 0; i < nr_proc_meanings; i++) {
		const struct proc_meaning *w = &proc_meanings[i];
		const char *en = words_in(&w->says, LANG_EN);
		const char *zh = words_in(&w->says, LANG_ZH);

		assert_true(en[0] && zh[0]);
		assert_string_not_equal(en, zh);
		/* a formula is no prose: it is read in both languages */
		assert_null(strstr(w->counter, " of "));
		assert_null(strstr(w->counter, " the "));
		assert_null(strstr(w->counter, " or "));
		if (!met[i] && !may_be_unmet(w))
			fail_msg("no line of %s is '%s'", w->file, w->words);
	}
	free(met);
}

/* 32 bits print lines of their own. */
static void test_lines_of_i386(void **state)
{
	static const char *const names[] = {
		"HighTotal: 1 kB", "HighFree: 1 kB", "LowTotal: 1 kB",
		"LowFree: 1 kB", "DirectMap4M: 1 kB",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct proc_line l = { names[i], strlen(names[i]) };

		assert_non_null(proc_meaning("meminfo", &l));
	}
}

/* The box on the line of the shown file that begins so. */
static struct mark line_of(const struct facts *f, const char *name)
{
	struct mark m = { .kind = OBJ_LINE };
	struct proc_lines l;
	struct diag why;

	assert_true(proc_lines_read(&l, f->now, proc_path(f), true, &why));
	while (m.id < (uint64_t)l.nr && !proc_line_is(&l.line[m.id], name))
		m.id++;
	assert_true(m.id < (uint64_t)l.nr);
	proc_lines_free(&l);
	return m;
}

static void says(const struct facts *f, const struct mark *m, const char *words)
{
	struct text title = { 0 }, lines = { 0 };

	assert_true(inspect_tell(f, m, &title, &lines));
	if (!strstr(text_str(&lines), words) &&
	    !strstr(text_str(&title), words))
		fail_msg("'%s' is not in: %s\n%s", words, text_str(&title),
			 text_str(&lines));
	text_free(&title);
	text_free(&lines);
}

static void facts_of(struct stage_fixture *s, struct facts *f,
		     const char *path)
{
	facts_gather(f, &s->scene, false);
	f->show.proc = path;
}

static void test_value_now_and_before(void **state)
{
	struct stage_fixture s;
	struct facts f;
	struct mark m;

	(void)state;
	fixture_open(&s, "traces/05-demand.json");
	fixture_at(&s, "1", UNIT_STEP);
	facts_of(&s, &f, "demo/status");
	m = line_of(&f, "VmRSS:");
	says(&f, &m, "demo/status  VmRSS");
	says(&f, &m, "one step before  this line was not there");
	fixture_at(&s, "5", UNIT_STEP);
	facts_of(&s, &f, "demo/status");
	m = line_of(&f, "VmRSS:");
	says(&f, &m, "now  28 kB  +4  1 x zero page became a frame\n");
	says(&f, &m, "one step before  24 kB\n");
	says(&f, &m, "RssAnon + RssFile + RssShmem");
	says(&f, &m, "fs/proc/array.c proc_pid_status()");
	m = line_of(&f, "VmStk:");
	says(&f, &m, "one step before  the same");
	f.lang = LANG_ZH;
	says(&f, &m, "一步之前  相同");
	fixture_close(&s);
}

/* Where Enter leads from a line. */
static void leads(struct stage_fixture *s, const char *path, const char *name,
		  enum object kind, uint64_t id)
{
	struct facts f;
	struct mark m, next;

	facts_of(s, &f, path);
	m = line_of(&f, name);
	if (kind == OBJ_NONE) {
		assert_false(deeper_next(&f, &m, &next));
		return;
	}
	assert_true(deeper_next(&f, &m, &next));
	assert_int_equal(next.kind, kind);
	assert_int_equal(next.id, id);
}

static void test_leads(void **state)
{
	struct stage_fixture s;
	handle_t demo;

	(void)state;
	fixture_open(&s, "traces/05-demand.json");
	fixture_at(&s, "3", UNIT_STEP);
	demo = procfs_task(s.scene.now, "demo", 4);
	leads(&s, "demo/status", "VmRSS:", OBJ_TASK, demo);
	leads(&s, "/proc/demo/status", "VmRSS:", OBJ_TASK, demo);
	leads(&s, "demo/smaps_rollup", "Rss:", OBJ_TASK, demo);
	leads(&s, "demo/smaps", "Rss:", OBJ_VMA, 0x400000);
	leads(&s, "demo/maps", "00479000-004a1000", OBJ_VMA, 0x479000);
	leads(&s, "meminfo", "Dirty:", OBJ_NONE, 0);
	fixture_close(&s);
	fixture_open(&s, "traces/39-oom.json");
	fixture_at(&s, "3", UNIT_STEP);
	leads(&s, "vmstat", "pgalloc_dma", OBJ_ZONE, 0);
	leads(&s, "vmstat", "pgalloc_dma32", OBJ_ZONE, 1);
	leads(&s, "zoneinfo", "spanned", OBJ_ZONE, 0);
	fixture_close(&s);
}

/* How many rows the box on a line needs in a terminal so many columns wide. */
static int box_rows(const struct facts *f, const struct mark *m, int columns)
{
	struct text title = { 0 }, lines = { 0 };
	int rows;

	inspect_tell(f, m, &title, &lines);
	deeper_tell(f, m, &lines);
	rows = paragraph_draw(NULL, (struct rect){ .w = columns - 4 },
			      ROLE_TEXT, text_str(&lines), 0) + 2;
	text_free(&title);
	text_free(&lines);
	return rows;
}

static void boxes_fit(struct stage_fixture *s, const char *path, int columns,
		      int rows)
{
	struct facts f;
	struct proc_lines l;
	struct diag why;

	facts_of(s, &f, path);
	assert_true(proc_lines_read(&l, f.now, path, true, &why));
	for (int i = 0; i < 2 * l.nr; i++) {
		struct mark m = { .kind = OBJ_LINE, .id = (uint64_t)i / 2 };

		f.lang = i % 2 ? LANG_ZH : LANG_EN;
		if (box_rows(&f, &m, columns) > rows)
			fail_msg("%s: no room for what is said of '%.*s'", path,
				 (int)l.line[i / 2].len, l.line[i / 2].s);
	}
	proc_lines_free(&l);
}

/* In 40x12 all that is said has room, unless the line itself is long. */
static void test_boxes_fit(void **state)
{
	static const char *const paths[] = {
		"meminfo", "vmstat", "zoneinfo", "buddyinfo", "swaps",
		"free -h", "demo/maps", "demo/smaps", "demo/smaps_rollup",
		"demo/status", "demo/statm", "demo/oom_score",
		"demo/oom_score_adj", "demo/oom_adj",
		"/sys/kernel/mm/transparent_hugepage/enabled",
	};
	struct stage_fixture s;
	char path[64];

	(void)state;
	fixture_open(&s, "traces/05-demand.json");
	fixture_at(&s, "5", UNIT_STEP);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		boxes_fit(&s, paths[i], 40, 12);
	for (unsigned i = 0; i < NR_SYSCTLS; i++)
		if (i != SYSCTL_drop_caches) {
			setting_path(i, path);
			boxes_fit(&s, path, 40, 12);
		}
	boxes_fit(&s, "pagetypeinfo", 58, 24);
	boxes_fit(&s, "demo/stat", 58, 24);
	fixture_close(&s);
	fixture_open(&s, "traces/39-oom.json");
	fixture_at(&s, "end", UNIT_STEP);
	boxes_fit(&s, "dmesg", 58, 24);
	fixture_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_line),
		cmocka_unit_test(test_lines_of_i386),
		cmocka_unit_test(test_value_now_and_before),
		cmocka_unit_test(test_leads),
		cmocka_unit_test(test_boxes_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

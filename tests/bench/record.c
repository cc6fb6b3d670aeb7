/* A recording of the tour at 80x24; the same pictures each as a whole beside it. */
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "cli/recorder.h"
#include "out/ansi.h"

enum { COLUMNS_ = 80, ROWS_ = 24, TRUE_COLOUR = 1 << 24 };

static const double MINUTE_US = 60e6, TEN_MINUTES_MS = 600e3;

struct cost {
	double cpu_us;
	double show_ms;		/* how long the recording plays */
	double bytes;
};

static void stage_open(struct recorder *r, struct options *o, struct screen *s)
{
	static const char *args[] = { "traces/tour.json" };

	*o = (struct options){ .args = args, .nr_args = 1, .program = "" };
	*s = (struct screen){ .theme = *theme_default(), .lang = LANG_EN };
	if (recorder_open(r, o, s) != DONE)
		bench_die("record", "the tour cannot be walked");
}

static struct cost record(void)
{
	struct output out = { .file = tmpfile(), .name = "recording" };
	double start = bench_cpu_ns();
	struct recorder r;
	struct options o;
	struct screen s;
	struct cost cost;

	if (!out.file)
		bench_die("record", "no file to write to");
	stage_open(&r, &o, &s);
	recorder_begin(&r, &out, COLUMNS_, ROWS_);
	recorder_walk(&r, timeline_end(r.player.session.timeline));
	recorder_end(&r);
	cost.show_ms = (double)r.now_ms;
	recorder_close(&r);
	cost.cpu_us = (bench_cpu_ns() - start) / 1e3;
	cost.bytes = (double)ftell(out.file);
	fclose(out.file);
	return cost;
}

/* Bytes of all pictures, none knowing of the one before. */
static double whole_pictures(void)
{
	struct recorder r;
	struct options o;
	struct screen s;
	struct text text = { 0 };
	double bytes;

	stage_open(&r, &o, &s);
	canvas_open(&r.player.canvas, COLUMNS_, ROWS_, false);
	for (player_draw(&r.player);; player_draw(&r.player)) {
		ansi_print(&r.player.canvas, &s.theme, TRUE_COLOUR, &text);
		if (player_at_end(&r.player))
			break;
		player_key(&r.player, "l");
	}
	bytes = (double)text.len;
	text_free(&text);
	recorder_close(&r);
	return bytes;
}

void bench_record(struct bench *b)
{
	struct cost cost = record();
	double ten_minutes = cost.show_ms / TEN_MINUTES_MS;

	bench_tell(b, FIG_record_cpu, cost.cpu_us * MINUTE_US /
		   (cost.show_ms * 1e3));
	bench_tell(b, FIG_show_minute, MINUTE_US);
	bench_tell(b, FIG_record_size, cost.bytes / 1024 / ten_minutes);
	bench_tell(b, FIG_whole_pictures, whole_pictures() / 1024 / ten_minutes);
}

#include "report.h"

#include <inttypes.h>

void report_line(struct report *r, const char *file, const char *metric,
		 const char *real, const char *model, const char *verdict)
{
	fprintf(r->out, "%s\t%s\t%s\t%s\t%s\n", file, metric, real, model,
		verdict);
}

void report_count(struct report *r, bool exact, enum verdict v)
{
	bool right = v == VERDICT_EQUAL || v == VERDICT_IN_BAND;

	*(exact ? &r->exact_all : &r->banded_all) += 1;
	*(exact ? &r->exact : &r->banded) += right;
	r->skipped += v == VERDICT_SKIPPED;
	r->bad += v == VERDICT_DIFFERS;
}

void report_check(struct report *r, const char *set, const char *what,
		  const char *real, const char *model, bool good)
{
	report_line(r, set, what, real, model,
		    verdict_name(good ? VERDICT_EQUAL : VERDICT_DIFFERS));
	r->bad += !good;
}

void report_unreadable(struct report *r, const char *path,
		       const struct diag *why)
{
	fflush(r->out);
	fprintf(stderr, "fidelity: %s: %s\n", path, why->what);
	r->unreadable++;
}

int report_end(const struct report *r)
{
	fprintf(r->out,
		"fidelity: %" PRIu64 " files, %" PRIu64 "/%" PRIu64
		" exact, %" PRIu64 "/%" PRIu64 " banded, %" PRIu64
		" skipped, %" PRIu64 " right, %" PRIu64 " wrong, %" PRIu64
		" unknown\n",
		r->nr_files, r->exact, r->exact_all, r->banded, r->banded_all,
		r->skipped, r->right, r->wrong, r->unknown);
	if (r->unreadable)
		return 3;
	return r->bad || r->wrong ? 1 : 0;
}

#include "draw/rect.h"

/* What two spans share. Ends in 64 bits: a span may end where no int does. */
static int meet(int a, int a_length, int b, int b_length, int *length)
{
	int64_t a_end = (int64_t)a + a_length, b_end = (int64_t)b + b_length;
	int64_t end = a_end < b_end ? a_end : b_end;
	int start = a > b ? a : b;

	*length = end > start ? (int)(end - start) : 0;
	return start;
}

struct rect rect_meet(struct rect a, struct rect b)
{
	struct rect r;

	r.x = meet(a.x, a.w, b.x, b.w, &r.w);
	r.y = meet(a.y, a.h, b.y, b.h, &r.h);
	if (!r.w || !r.h)
		r.w = r.h = 0;
	return r;
}

bool rect_has(struct rect r, int x, int y)
{
	return x >= r.x && (int64_t)x < (int64_t)r.x + r.w &&
	       y >= r.y && (int64_t)y < (int64_t)r.y + r.h;
}

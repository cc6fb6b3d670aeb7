#include "base/xmalloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

/*
 * No mistake of ours and nothing to be undone: what was asked for does not fit
 * into this host. exit() gives a terminal back that was taken.
 */
static void *granted(void *p)
{
	static const char words[] = "framewalk: out of memory\n";

	if (p)
		return p;
	fwrite(words, 1, sizeof(words) - 1, stderr);
	exit(EXIT_FAILURE);
}

void *xmalloc(size_t bytes)
{
	return granted(malloc(bytes ? bytes : 1));
}

void *xcalloc(size_t nr, size_t bytes)
{
	return granted(calloc(nr ? nr : 1, bytes ? bytes : 1));
}

void *xrealloc(void *old, size_t bytes)
{
	return granted(realloc(old, bytes ? bytes : 1));
}

char *xstrndup(const char *s, size_t max_bytes)
{
	size_t len = strnlen(s, max_bytes);
	char *p = xmalloc(len + 1);

	memcpy(p, s, len);
	p[len] = '\0';
	return p;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, SIZE_MAX);
}

void *xgrow(void *array, size_t nr, size_t *cap, size_t bytes_each)
{
	if (nr < *cap)
		return array;
	*cap = *cap ? *cap * 2 : 16;
	bug_on(*cap > SIZE_MAX / bytes_each);
	return xrealloc(array, *cap * bytes_each);
}

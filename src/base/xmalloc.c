#include "base/xmalloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

void *xmalloc(size_t bytes)
{
	void *p = malloc(bytes ? bytes : 1);

	if (!p)
		bug(__FILE__, __LINE__, "the host has no memory left");
	return p;
}

void *xcalloc(size_t nr, size_t bytes)
{
	void *p = calloc(nr ? nr : 1, bytes ? bytes : 1);

	if (!p)
		bug(__FILE__, __LINE__, "the host has no memory left");
	return p;
}

void *xrealloc(void *old, size_t bytes)
{
	void *p = realloc(old, bytes ? bytes : 1);

	if (!p)
		bug(__FILE__, __LINE__, "the host has no memory left");
	return p;
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

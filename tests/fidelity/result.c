#include "result.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/xmalloc.h"

static bool ends_in(const char *s, const char *end)
{
	size_t len = strlen(s), n = strlen(end);

	return len > n && strcmp(s + len - n, end) == 0;
}

/* Return: false on a read error. */
static bool read_all(FILE *f, struct text *out)
{
	char buf[16384];
	size_t n;

	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		text_add(out, buf, n);
	return !ferror(f);
}

/* The child's side: xz writes to fd. */
static void become_xz(const char *path, int fd)
{
	dup2(fd, STDOUT_FILENO);
	execlp("xz", "xz", "-dc", "--", path, (char *)NULL);
	_exit(127);
}

static bool unpack(const char *path, struct text *out, struct diag *why)
{
	int end[2], status = -1;
	bool good;
	pid_t pid;
	FILE *f;

	if (access(path, R_OK) != 0) {
		diag_set(why, 0, 0, "%s", strerror(errno));
		return false;
	}
	fflush(stdout);
	if (pipe(end) != 0 || (pid = fork()) < 0) {
		diag_set(why, 0, 0, "cannot start xz: %s", strerror(errno));
		return false;
	}
	if (pid == 0) {
		close(end[0]);
		become_xz(path, end[1]);
	}
	close(end[1]);
	f = fdopen(end[0], "r");
	good = f && read_all(f, out);
	if (f)
		fclose(f);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (good && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	diag_set(why, 0, 0, WIFEXITED(status) && WEXITSTATUS(status) == 127 ?
		 "xz is not installed" : "xz cannot unpack it");
	return false;
}

bool file_read(const char *path, struct text *out, struct diag *why)
{
	bool good;
	FILE *f;

	if (ends_in(path, ".xz"))
		return unpack(path, out, why);
	f = fopen(path, "r");
	good = f && read_all(f, out);
	if (!good)
		diag_set(why, 0, 0, "%s", strerror(errno));
	if (f)
		fclose(f);
	return good;
}

cJSON *json_read(const char *path, struct diag *why)
{
	struct text t = { 0 };
	const char *stop = NULL;
	cJSON *json = NULL;

	if (file_read(path, &t, why)) {
		json = cJSON_ParseWithOpts(text_str(&t), &stop, true);
		if (json && !cJSON_IsObject(json)) {
			cJSON_Delete(json);
			json = NULL;
		}
		if (!json)
			diag_set(why, 0, 0, "no JSON object (it breaks at byte %zu of %zu)",
				 stop ? (size_t)(stop - text_str(&t)) : 0, t.len);
	}
	text_free(&t);
	return json;
}

static int by_name(const void *a, const void *b)
{
	const struct result *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static void add(struct results *rs, const char *dir, const char *file)
{
	struct text path = { 0 };
	struct result *r;
	size_t len = strlen(file);

	len -= strlen(ends_in(file, ".xz") ? ".json.xz" : ".json");
	rs->r = xgrow(rs->r, rs->nr, &rs->cap, sizeof(*rs->r));
	r = &rs->r[rs->nr++];
	text_printf(&path, "%s/%s", dir, file);
	*r = (struct result){ .name = xstrndup(file, len), .path = path.s };
	r->json = json_read(r->path, &r->why);
}

bool results_read(const char *dir, struct results *rs, struct diag *why)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	*rs = (struct results){ 0 };
	if (!d) {
		diag_set(why, 0, 0, "%s", strerror(errno));
		return false;
	}
	while ((e = readdir(d)))
		if (ends_in(e->d_name, ".json") || ends_in(e->d_name, ".json.xz"))
			add(rs, dir, e->d_name);
	closedir(d);
	if (rs->nr)
		qsort(rs->r, rs->nr, sizeof(*rs->r), by_name);
	return true;
}

void results_free(struct results *rs)
{
	for (size_t i = 0; i < rs->nr; i++) {
		free(rs->r[i].name);
		free(rs->r[i].path);
		cJSON_Delete(rs->r[i].json);
	}
	free(rs->r);
	*rs = (struct results){ 0 };
}

/*
 * driver - feeds a fuzz target where there is no libFuzzer
 *
 * Every seed as it is, then mutations of seeds: the same ones every time, for
 * so many runs or seconds. It takes those of libFuzzer's flags that `make`
 * uses, so that one command line serves both:
 *
 *   fuzz_NAME [-runs=N] [-max_total_time=S] [-max_len=BYTES] [-seed=N]
 *             [-timeout=S] [-artifact_prefix=DIR/] [FILE | DIRECTORY]...
 *
 * An input that crashes, hangs or eats memory is written to
 * DIR/crash-HASH; give that file as the only seed with -runs=1 to see it
 * again.
 */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/xmalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Asked for by the sanitizers at the start: end in SIGABRT, which we hear. */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

enum { RSS_LIMIT_KB = 2 << 20 };

struct input {
	uint8_t *bytes;		/* owned */
	size_t	 size;
};

struct fuzzer {
	struct input *seeds;	/* owned */
	size_t	      nr_seeds;
	size_t	      cap_seeds;
	size_t	      max_len;
	uint64_t      max_runs;
	uint64_t      max_seconds;
	uint64_t      random;
	unsigned      timeout_seconds;
	const char   *artifacts;
};

const char *__asan_default_options(void)
{
	return "abort_on_error=1";
}

const char *__ubsan_default_options(void)
{
	return "abort_on_error=1:print_stacktrace=1";
}

/* What runs now, for last words: a handler has no other way to reach it. */
static struct input current;
static const char  *current_folder = "";

static uint64_t draw(struct fuzzer *f, uint64_t below)
{
	f->random++;
	return below ? hash_word(f->random) % below : 0;
}

static void save_current(void)
{
	char name[512];
	int  fd;

	snprintf(name, sizeof(name), "%scrash-%016" PRIx64, current_folder,
		 hash_bytes(current.bytes, current.size, 0));
	fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (fd < 0)
		return;
	if (write(fd, current.bytes, current.size) == (ssize_t)current.size)
		fprintf(stderr, "the input is in %s\n", name);
	close(fd);
}

static void last_words(int sig)
{
	fprintf(stderr, "fuzz: %s\n", sig == SIGALRM ? "hangs" : "crashes");
	save_current();
	_exit(1);
}

static void run_one(struct fuzzer *f, const uint8_t *bytes, size_t size)
{
	/* A copy of the exact size: a read past the end is seen. */
	current.bytes = xmalloc(size ? size : 1);
	current.size = size;
	memcpy(current.bytes, bytes, size);
	alarm(f->timeout_seconds);
	LLVMFuzzerTestOneInput(current.bytes, size);
	alarm(0);
	free(current.bytes);
}

static void add_seed(struct fuzzer *f, uint8_t *bytes, size_t size)
{
	f->seeds = xgrow(f->seeds, f->nr_seeds, &f->cap_seeds,
			 sizeof(*f->seeds));
	f->seeds[f->nr_seeds++] = (struct input){ bytes, size };
}

static void read_seed(struct fuzzer *f, const char *path)
{
	FILE *in = fopen(path, "rb");
	uint8_t *bytes = xmalloc(f->max_len);

	if (!in) {
		perror(path);
		exit(2);
	}
	add_seed(f, bytes, fread(bytes, 1, f->max_len, in));
	fclose(in);
}

static void read_seeds(struct fuzzer *f, const char *path)
{
	struct dirent **names;
	struct stat st;
	char inner[1024];
	int nr;

	if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode)) {
		read_seed(f, path);
		return;
	}
	nr = scandir(path, &names, NULL, alphasort);
	for (int i = 0; i < nr; i++) {
		snprintf(inner, sizeof(inner), "%s/%s", path, names[i]->d_name);
		if (stat(inner, &st) == 0 && S_ISREG(st.st_mode))
			read_seed(f, inner);
		free(names[i]);
	}
	if (nr >= 0)
		free(names);
}

/* Make room for, or close, a hole of `by` bytes at `at`. */
static void shift(uint8_t *bytes, size_t *size, size_t at, size_t by, bool open)
{
	if (open) {
		memmove(bytes + at + by, bytes + at, *size - at);
		*size += by;
	} else {
		memmove(bytes + at, bytes + at + by, *size - at - by);
		*size -= by;
	}
}

/* A piece of a seed over, or in front of, what stands at a place. */
static void splice(struct fuzzer *f, uint8_t *bytes, size_t *size)
{
	const struct input *from = &f->seeds[draw(f, f->nr_seeds)];
	size_t at = draw(f, *size + 1);
	size_t first = draw(f, from->size);
	size_t len = 1 + draw(f, 32);

	if (len > from->size - first)
		len = from->size - first;
	if (*size + len > f->max_len)
		return;
	if (draw(f, 2) || at + len > *size)
		shift(bytes, size, at, len, true);
	memcpy(bytes + at, from->bytes + first, len);
}

static void mutate_byte(struct fuzzer *f, uint8_t *byte)
{
	static const char telling[] = "{}[]\",:0123456789-+.\\/ \n\xff\x80\x01";

	switch (draw(f, 4)) {
	case 0:
		*byte ^= (uint8_t)(1u << draw(f, 8));
		break;
	case 1:
		*byte = (uint8_t)draw(f, 256);
		break;
	case 2:
		*byte = (uint8_t)telling[draw(f, sizeof(telling))];
		break;
	default:
		*byte = (uint8_t)(*byte + draw(f, 9) - 4);
		break;
	}
}

/* In place; there is room for max_len bytes. */
static void mutate(struct fuzzer *f, uint8_t *bytes, size_t *size)
{
	for (uint64_t n = 1 + draw(f, 1u << draw(f, 5)); n; n--) {
		size_t len = 1 + draw(f, 1u << draw(f, 6));
		size_t at = draw(f, *size);

		switch (draw(f, 5)) {
		case 0:		/* take away */
			if (at + len <= *size)
				shift(bytes, size, at, len, false);
			break;
		case 1:		/* say again */
			if (at + len > *size || *size + len > f->max_len)
				break;
			shift(bytes, size, at, len, true);
			memmove(bytes + at, bytes + at + len, len);
			break;
		case 2:
			splice(f, bytes, size);
			break;
		default:
			if (*size)
				mutate_byte(f, bytes + at);
			break;
		}
	}
}

static void check_memory(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	if (usage.ru_maxrss < RSS_LIMIT_KB)
		return;
	fprintf(stderr, "fuzz: %ld KiB resident\n", usage.ru_maxrss);
	exit(1);
}

/* Return: runs done. */
static uint64_t run_all(struct fuzzer *f)
{
	uint8_t *bytes = xmalloc(f->max_len);
	time_t end = time(NULL) + (time_t)f->max_seconds;
	uint64_t runs = 0;

	for (size_t i = 0; i < f->nr_seeds; i++, runs++)
		run_one(f, f->seeds[i].bytes, f->seeds[i].size);
	for (; runs < f->max_runs && time(NULL) < end; runs++) {
		const struct input *seed = &f->seeds[draw(f, f->nr_seeds)];
		size_t size = seed->size;

		memcpy(bytes, seed->bytes, size);
		mutate(f, bytes, &size);
		run_one(f, bytes, size);
		if (runs % 64 == 0)
			check_memory();
	}
	free(bytes);
	return runs;
}

static bool flag(struct fuzzer *f, const char *arg)
{
	const char *value = strchr(arg, '=');
	uint64_t n;

	if (arg[0] != '-' || !value)
		return false;
	n = strtoull(++value, NULL, 10);
	if (!strncmp(arg, "-runs=", 6))
		f->max_runs = n;
	else if (!strncmp(arg, "-max_total_time=", 16))
		f->max_seconds = n;
	else if (!strncmp(arg, "-max_len=", 9))
		f->max_len = n;
	else if (!strncmp(arg, "-seed=", 6))
		f->random = n << 32;
	else if (!strncmp(arg, "-timeout=", 9))
		f->timeout_seconds = (unsigned)n;
	else if (!strncmp(arg, "-artifact_prefix=", 17))
		f->artifacts = value;
	return true;
}

static void listen_for_the_end(void)
{
	static const int signals[] = { SIGABRT, SIGALRM, SIGSEGV, SIGBUS,
				       SIGFPE };

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		struct sigaction old;

		/* Wild accesses are the sanitizer's to explain. */
		sigaction(signals[i], NULL, &old);
		if (old.sa_handler == SIG_DFL)
			signal(signals[i], last_words);
	}
}

int main(int argc, char **argv)
{
	struct fuzzer f = {
		.max_len = 1 << 16,
		.max_runs = UINT64_MAX,
		.max_seconds = 5,
		.timeout_seconds = 20,
		.artifacts = "",
	};
	uint64_t runs;

	for (int i = 1; i < argc; i++)
		flag(&f, argv[i]);
	for (int i = 1; i < argc; i++)
		if (argv[i][0] != '-')
			read_seeds(&f, argv[i]);
	if (!f.nr_seeds)
		for (size_t size = 0; size <= 512; size += 32) {
			uint8_t *bytes = xmalloc(size + 1);

			for (size_t i = 0; i < size; i++)
				bytes[i] = (uint8_t)draw(&f, 256);
			add_seed(&f, bytes, size);
		}
	current_folder = f.artifacts;
	listen_for_the_end();
	runs = run_all(&f);
	printf("  ok    %-36s %" PRIu64 " runs, %zu seeds\n", argv[0], runs,
	       f.nr_seeds);
	for (size_t i = 0; i < f.nr_seeds; i++)
		free(f.seeds[i].bytes);
	free(f.seeds);
	return 0;
}

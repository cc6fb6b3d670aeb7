/* What this host charges: the anchors. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/xmalloc.h"
#include "bench.h"

enum { KERNEL_PAGES = 1 << 15, FORK_PAGES = 1 << 16, LOADS = 1 << 20, BLOCKS = 1 << 13 };

static unsigned char *map_pages(size_t nr)
{
	void *p = mmap(NULL, nr << 12, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		bench_die("mmap", "no memory");
#ifdef MADV_NOHUGEPAGE
	madvise(p, nr << 12, MADV_NOHUGEPAGE);
#endif
	return p;
}

/* Each page once; an odd factor visits all of a power of two. */
static double kernel_fault(size_t factor)
{
	volatile unsigned char *p = map_pages(KERNEL_PAGES);
	double start = bench_cpu_ns(), ns;

	for (size_t i = 0; i < KERNEL_PAGES; i++)
		p[(i * factor & (KERNEL_PAGES - 1)) << 12] = 1;
	ns = (bench_cpu_ns() - start) / KERNEL_PAGES;
	munmap((void *)(uintptr_t)p, (size_t)KERNEL_PAGES << 12);
	return ns;
}

/* Pages of 64 MiB, one after the other: they come from memory, not cache. */
static double clear_page(void)
{
	enum { PAGES = 1 << 14 };
	unsigned char *p = map_pages(PAGES);
	double start, ns;

	memset(p, 1, (size_t)PAGES << 12);
	start = bench_cpu_ns();
	for (size_t i = 0; i < PAGES; i++) {
		memset(p + (i << 12), 0, 4096);
		__asm__ volatile("" : : "r"(p) : "memory");
	}
	ns = (bench_cpu_ns() - start) / PAGES;
	munmap(p, (size_t)PAGES << 12);
	return ns;
}

/* A walk along pointers all over 64 MiB: each load waits for the last. */
static double memory_load(void)
{
	enum { LINES = 1 << 20 };
	uint64_t *p = (uint64_t *)(void *)map_pages(LINES >> 6);
	volatile uint64_t at = 0;
	double start, ns;

	for (uint64_t i = 0; i < LINES; i++)
		p[i * 8] = (hash_word(i) & (LINES - 1)) * 8;
	start = bench_cpu_ns();
	for (uint64_t i = 0; i < LOADS; i++)
		at = (p[at] ^ i * 8) & (LINES * 8 - 8);
	ns = (bench_cpu_ns() - start) / LOADS;
	munmap(p, (size_t)LINES << 6);
	return ns;
}

static double library_alloc(void)
{
	void **blocks = xcalloc(BLOCKS, sizeof(*blocks));
	double start = bench_cpu_ns(), ns;

	for (int i = 0; i < BLOCKS; i++)
		if (!(blocks[i] = aligned_alloc(4096, 4096)))
			bench_die("aligned_alloc", "no memory");
	ns = (bench_cpu_ns() - start) / BLOCKS;
	for (int i = 0; i < BLOCKS; i++)
		free(blocks[i]);
	free(blocks);
	return ns;
}

/* One page out of a file that is in memory. */
static double kernel_read(void)
{
	static char page[4096];
	FILE *f = tmpfile();
	double start;

	if (!f || fwrite(page, sizeof(page), 1, f) != 1 || fflush(f))
		bench_die("tmpfile", "cannot be written");
	start = bench_cpu_ns();
	for (int i = 0; i < KERNEL_PAGES; i++)
		if (pread(fileno(f), page, sizeof(page), 0) != sizeof(page))
			bench_die("pread", "too short");
	start = bench_cpu_ns() - start;
	fclose(f);
	return start / KERNEL_PAGES;
}

/* In the child: the price of a write to each page it shares. */
static void break_all(volatile unsigned char *p, int fd)
{
	double start = bench_cpu_ns();

	for (size_t i = 0; i < KERNEL_PAGES; i++)
		p[i << 12] = 2;
	start = (bench_cpu_ns() - start) / KERNEL_PAGES;
	_exit(write(fd, &start, sizeof(start)) != sizeof(start));
}

/* fork() of 256 MiB, its part in the parent; told in us, for four of them. */
static double kernel_fork(double *cow)
{
	unsigned char *p = map_pages(FORK_PAGES);
	double start;
	int fd[2];
	pid_t child;

	for (size_t i = 0; i < FORK_PAGES; i++)
		p[i << 12] = 1;
	if (pipe(fd))
		bench_die("pipe", "failed");
	start = bench_cpu_ns();
	child = fork();
	if (child == 0)
		break_all(p, fd[1]);
	start = bench_cpu_ns() - start;
	if (child < 0 || read(fd[0], cow, sizeof(*cow)) != sizeof(*cow))
		bench_die("fork", "failed");
	waitpid(child, NULL, 0);
	close(fd[0]);
	close(fd[1]);
	munmap(p, (size_t)FORK_PAGES << 12);
	return 4 * start / 1e3;
}

void bench_host(struct bench *b)
{
	double cow, read_ns = kernel_read();

	bench_tell(b, FIG_kernel_fork_1g, kernel_fork(&cow));
	bench_tell(b, FIG_kernel_cow_break, cow);
	bench_tell(b, FIG_kernel_read_page, read_ns);
	bench_tell(b, FIG_kernel_read_rate, 1e9 / read_ns);
	bench_tell(b, FIG_kernel_fault_seq, kernel_fault(1));
	bench_tell(b, FIG_kernel_fault_random, kernel_fault(0x9e3779b1));
	bench_tell(b, FIG_clear_page, clear_page());
	bench_tell(b, FIG_memory_load, memory_load());
	bench_tell(b, FIG_library_alloc_page, library_alloc());
}

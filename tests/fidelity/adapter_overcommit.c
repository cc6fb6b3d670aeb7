#include "adapter.h"

#include <errno.h>
#include <stdio.h>

#include "guest.h"

#define MB (UINT64_C(1024) * 1024)

enum { RW = PROT_READ_ | PROT_WRITE_, PRIVATE = MAP_PRIVATE_ | MAP_ANONYMOUS_,
       SHARED = MAP_SHARED_ | MAP_ANONYMOUS_ };
enum { MOST_MAPPINGS = 256, MODES = 3, USER = 1000 };

/* What the calls are made by: the program, or its child. */
struct caller {
	struct guest *g;
	uint16_t      task;
};

static int64_t map(struct caller *c, uint64_t bytes, unsigned prot,
		   unsigned flags)
{
	return guest_do(c->g, (struct op){ .verb = OP_mmap, .task = c->task,
					   .arg = { 0, bytes, prot, flags } });
}

static void unmap(struct caller *c, int64_t at, uint64_t bytes)
{
	guest_do(c->g, (struct op){ .verb = OP_munmap, .task = c->task,
				    .arg = { (uint64_t)at, bytes } });
}

/* Pages of the largest mapping that is accepted, by bisection. */
static int64_t largest(struct caller *c, unsigned prot, unsigned flags)
{
	uint64_t low = 0, high = UINT64_C(1) << 24;

	while (low < high && !c->g->lost) {
		uint64_t mid = low + (high - low + 1) / 2;
		int64_t at = map(c, mid * PAGE_SIZE, prot, flags);

		if (at < 0) {
			high = mid - 1;
		} else {
			unmap(c, at, mid * PAGE_SIZE);
			low = mid;
		}
	}
	return (int64_t)low;
}

static void PRINTF_LIKE(3, 4) note(struct guest *g, int64_t value,
				   const char *fmt, ...)
{
	char name[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(name, sizeof(name), fmt, ap);
	va_end(ap);
	guest_note(g, name, value);
}

static int64_t meminfo(struct guest *g, const char *field)
{
	int64_t kb = 0;

	guest_number(g, "meminfo", field, &kb);
	return kb;
}

static void table(struct caller *c, unsigned mode, const char *who)
{
	static const char *const fields[] = { "MemTotal", "SwapTotal",
					      "CommitLimit", "Committed_AS" };
	static const struct {
		const char *what;
		unsigned prot, flags;
	} kinds[] = {
		{ "private writable", RW, PRIVATE },
		{ "private writable NORESERVE", RW, PRIVATE | MAP_NORESERVE_ },
		{ "private read-only", PROT_READ_, PRIVATE },
		{ "shared anonymous", RW, SHARED },
	};

	for (int i = 0; i < 4; i++)
		note(c->g, meminfo(c->g, fields[i]), "mode%u %s %s_kb", mode,
		     who, fields[i]);
	for (int i = 0; i < 4; i++)
		note(c->g, largest(c, kinds[i].prot, kinds[i].flags),
		     "mode%u %s largest %s, pages", mode, who, kinds[i].what);
}

/* Many medium mappings. */
static void sums(struct caller *c, unsigned mode)
{
	uint64_t each = guest_arg(c->g, "each_mb", 64) * MB;
	int64_t at[MOST_MAPPINGS];
	int nr = 0;

	while (nr < MOST_MAPPINGS && (at[nr] = map(c, each, RW, PRIVATE)) >= 0)
		nr++;
	note(c->g, nr, "mode%u number of %llu MiB mappings accepted (stops at 256)",
	     mode, (unsigned long long)guest_arg(c->g, "each_mb", 64));
	while (nr > 0)
		unmap(c, at[--nr], each);
}

static void charge(struct caller *c, unsigned mode, const char *what,
		   unsigned prot, unsigned flags, int prot2)
{
	const uint64_t bytes = 64 * MB;
	int64_t before = meminfo(c->g, "Committed_AS"), mapped;
	int64_t at = map(c, bytes, prot, flags);

	if (at < 0) {
		note(c->g, -at, "charge_kb mode%u %s: refused", mode, what);
		return;
	}
	mapped = meminfo(c->g, "Committed_AS");
	note(c->g, mapped - before, "charge_kb mode%u %s: mmap", mode, what);
	if (prot2 >= 0) {
		guest_do(c->g, (struct op){ .verb = OP_mprotect, .task = c->task,
				 .arg = { (uint64_t)at, bytes, (unsigned)prot2 } });
		note(c->g, meminfo(c->g, "Committed_AS") - mapped,
		     "charge_kb mode%u %s: then mprotect", mode, what);
	}
	unmap(c, at, bytes);
	note(c->g, meminfo(c->g, "Committed_AS") - before,
	     "charge_kb mode%u %s: after munmap", mode, what);
}

static void charges(struct caller *c, unsigned mode)
{
	charge(c, mode, "private rw", RW, PRIVATE, -1);
	charge(c, mode, "private ro->rw", PROT_READ_, PRIVATE, RW);
	charge(c, mode, "private rw->ro", RW, PRIVATE, PROT_READ_);
	charge(c, mode, "shared anon", RW, SHARED, -1);
	charge(c, mode, "noreserve", RW, PRIVATE | MAP_NORESERVE_, -1);
}

/* Is a process of that size copied, and what does it cost in promises? */
static void forks(struct caller *c, unsigned mode, uint64_t mb)
{
	unsigned long long shown = mb;
	int64_t at = map(c, mb * MB, RW, PRIVATE), before, child;

	if (at < 0) {
		note(c->g, -at, "mode%u fork of %llu MiB process: mmap errno",
		     mode, shown);
		return;
	}
	guest_touch(c->g, (uint64_t)at, guest_arg(c->g, "touch_mb", 8) * MB,
		    MODE_WRITE);
	before = meminfo(c->g, "Committed_AS");
	child = guest_fork(c->g, SLOT_CHILD, "exp");
	note(c->g, child < 0 ? -child : 0,
	     "mode%u fork of %llu MiB process: errno or 0", mode, shown);
	if (child >= 0) {
		note(c->g, meminfo(c->g, "Committed_AS") - before,
		     "mode%u fork of %llu MiB process: Committed_AS growth kB",
		     mode, shown);
		guest_exit(c->g, SLOT_CHILD);
	}
	unmap(c, at, mb * MB);
}

static void as_user(struct guest *g, unsigned mode)
{
	struct caller user = { g, SLOT_CHILD };

	if (guest_fork(g, SLOT_CHILD, "exp") < 0)
		return;
	guest_do(g, (struct op){ .verb = OP_setuid, .task = SLOT_CHILD,
				 .arg = { 0, USER } });
	table(&user, mode, "user");
	guest_exit(g, SLOT_CHILD);
}

static void one_mode(struct guest *g, unsigned mode)
{
	struct caller root = { g, g->task };
	char text[2] = { (char)('0' + mode), '\0' };

	guest_write(g, "/proc/sys/vm/overcommit_memory", text);
	if (mode == 2)
		guest_write(g, "/proc/sys/vm/overcommit_ratio",
			    guest_arg_text(g, "ratio", "50"));
	table(&root, mode, "root");
	sums(&root, mode);
	charges(&root, mode);
	forks(&root, mode, guest_arg(g, "fork_mb", 200));
	forks(&root, mode, guest_arg(g, "fork2_mb", 60));
	as_user(g, mode);
}

cJSON *adapter_overcommit(const cJSON *rec, struct diag *why)
{
	struct guest g;

	if (!guest_open(&g, rec, why))
		return NULL;
	guest_exec(&g);
	guest_snap(&g, "before", SNAP_ALL);
	for (unsigned mode = 0; mode < MODES; mode++)
		one_mode(&g, mode);
	guest_write(&g, "/proc/sys/vm/overcommit_kbytes",
		    guest_arg_text(&g, "kbytes", "40000"));
	guest_note(&g, "CommitLimit_kb with overcommit_kbytes",
		   meminfo(&g, "CommitLimit"));
	guest_write(&g, "/proc/sys/vm/overcommit_memory", "0");
	guest_write(&g, "/proc/sys/vm/overcommit_ratio", "80");
	guest_note(&g, "CommitLimit_kb with ratio 80, mode 0",
		   meminfo(&g, "CommitLimit"));
	guest_snap(&g, "after", SNAP_ALL);
	return guest_close(&g);
}

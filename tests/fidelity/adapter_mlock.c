#include "adapter.h"

#include "guest.h"

#define MB (UINT64_C(1024) * 1024)

enum { RW = PROT_READ_ | PROT_WRITE_, ANON = MAP_PRIVATE_ | MAP_ANONYMOUS_ };
enum { USER = 1000 };

static int64_t lock(struct guest *g, uint16_t task, enum op_verb verb,
		    uint64_t at, uint64_t bytes, bool onfault)
{
	return guest_do(g, (struct op){ .verb = (uint8_t)verb, .task = task,
					.mode = onfault, .arg = { at, bytes } });
}

static void lock_parts(struct guest *g, uint64_t p, uint64_t len, uint64_t part)
{
	guest_touch(g, p, part / 2, MODE_WRITE);
	guest_step(g, "touched");
	lock(g, g->task, OP_mlock, p, part, false);
	guest_step(g, "mlock");
	lock(g, g->task, OP_mlock, p + part / 2, part / 2, false);
	guest_step(g, "mlock again");
	lock(g, g->task, OP_munlock, p, part / 4, false);
	guest_step(g, "munlock a quarter");
	lock(g, g->task, OP_mlock, p + part, len - part, true);
	guest_step(g, "mlock2 ONFAULT");
	guest_touch(g, p + part, MB, MODE_WRITE);
	guest_step(g, "touch 1 MiB of ONFAULT range");
	guest_snap(g, "locked", SNAP_ALL);
}

static void fork_and_look(struct guest *g)
{
	int64_t kb;

	guest_fork(g, SLOT_CHILD, "child");
	if (guest_number(g, "child/status", "VmLck", &kb))
		guest_note(g, "child VmLck after fork", kb);
	guest_exit(g, SLOT_CHILD);
	guest_step(g, "child gone");
}

static void lock_all(struct guest *g, uint64_t p, uint64_t len)
{
	int64_t q;

	guest_do(g, (struct op){ .verb = OP_munlockall, .task = g->task });
	guest_step(g, "munlockall");
	guest_do(g, (struct op){ .verb = OP_mlockall, .task = g->task,
				 .mode = MCL_CURRENT_ | MCL_FUTURE_ });
	guest_step(g, "mlockall");
	q = guest_mmap(g, 0, 4 * MB, RW, ANON);
	guest_step(g, "mmap after MCL_FUTURE");
	guest_do(g, (struct op){ .verb = OP_munlockall, .task = g->task });
	guest_munmap(g, (uint64_t)q, 4 * MB);
	guest_munmap(g, p, len);
	guest_step(g, "end");
}

static void note_lock(struct guest *g, const char *what, uint64_t at,
		      uint64_t bytes)
{
	int64_t ret = lock(g, SLOT_CHILD, OP_mlock, at, bytes, false);

	guest_note(g, what, ret < 0 ? -ret : 0);
}

/* A user with a limit of 1 MiB. */
static void as_user(struct guest *g)
{
	int64_t at;

	guest_fork(g, SLOT_CHILD, "child");
	guest_do(g, (struct op){ .verb = OP_setrlimit, .task = SLOT_CHILD,
				 .mode = LIMIT_MEMLOCK, .arg = { 0, MB } });
	guest_do(g, (struct op){ .verb = OP_setuid, .task = SLOT_CHILD,
				 .arg = { 0, USER } });
	at = guest_do(g, (struct op){ .verb = OP_mmap, .task = SLOT_CHILD,
				      .arg = { 0, 2 * MB, RW, ANON } });
	note_lock(g, "uid 1000, RLIMIT_MEMLOCK 1 MiB, mlock 2 MiB: errno or 0",
		  (uint64_t)at, 2 * MB);
	note_lock(g, "uid 1000, RLIMIT_MEMLOCK 1 MiB, mlock 1 MiB: errno or 0",
		  (uint64_t)at, MB);
	note_lock(g, "uid 1000, one page more: errno or 0", (uint64_t)at + MB,
		  PAGE_SIZE);
	guest_exit(g, SLOT_CHILD);
}

cJSON *adapter_mlock(const cJSON *rec, struct diag *why)
{
	uint64_t len, part;
	struct guest g;
	int64_t p;

	if (!guest_open(&g, rec, why))
		return NULL;
	guest_exec(&g);
	len = guest_arg(&g, "mb", 16) * MB;
	part = guest_arg(&g, "lock_mb", 8) * MB;
	guest_write(&g, "/sys/kernel/mm/transparent_hugepage/enabled", "never");
	guest_snap(&g, "before", SNAP_ALL);
	guest_step(&g, "start");
	p = guest_mmap(&g, 0, len, RW, ANON);
	guest_step(&g, "mapped");
	lock_parts(&g, (uint64_t)p, len, part);
	fork_and_look(&g);
	guest_madvise(&g, (uint64_t)p + part / 2, MB, MADV_DONTNEED_);
	guest_step(&g, "DONTNEED on locked");
	guest_munmap(&g, (uint64_t)p + part / 4, part / 4);
	guest_step(&g, "munmap locked part");
	lock_all(&g, (uint64_t)p, len);
	as_user(&g);
	guest_snap(&g, "after", SNAP_ALL);
	return guest_close(&g);
}

/*
 * types - everything a modelled machine consists of, laid out
 *
 * Rooms own functions, this header owns the structs: all of them lie in the
 * arena, hold no host pointer, have no holes, and are reached by handles
 * (struct handle_t = offset / 16 in the arena) or by frame number.
 *
 * pfn     number of a page frame          vaddr  byte of an address space
 * vpn     vaddr >> PAGE_SHIFT             index  page of a file
 * link    number of a frame or block + 1; 0 = none
 */
#ifndef MM_TYPES_H
#define MM_TYPES_H

#include "mm/types_file.h"
#include "mm/types_zone.h"

/* vm_flags of a VMA: values of include/linux/mm.h. */
enum {
	VM_READ = 0x1,
	VM_WRITE = 0x2,
	VM_EXEC = 0x4,
	VM_SHARED = 0x8,
	VM_MAYREAD = 0x10,
	VM_MAYWRITE = 0x20,
	VM_MAYEXEC = 0x40,
	VM_MAYSHARE = 0x80,
	VM_GROWSDOWN = 0x100,
	VM_PFNMAP = 0x400,
	VM_LOCKED = 0x2000,
	VM_IO = 0x4000,
	VM_SEQ_READ = 0x8000,
	VM_RAND_READ = 0x10000,
	VM_DONTCOPY = 0x20000,
	VM_DONTEXPAND = 0x40000,
	VM_LOCKONFAULT = 0x80000,
	VM_ACCOUNT = 0x100000,
	VM_NORESERVE = 0x200000,
	VM_HUGETLB = 0x400000,
	VM_WIPEONFORK = 0x2000000,
	VM_DONTDUMP = 0x4000000,
	VM_SOFTDIRTY = 0x8000000,
	VM_HUGEPAGE = 0x20000000,
	VM_NOHUGEPAGE = 0x40000000,
};
#define VM_ACCESS_FLAGS (VM_READ | VM_WRITE | VM_EXEC)
#define VM_LOCKED_MASK ((uint32_t)(VM_LOCKED | VM_LOCKONFAULT))
/* The kernel's own: never merged, never locked. */
#define VM_SPECIAL (VM_IO | VM_DONTEXPAND | VM_PFNMAP)
/*
 * Neighbours in a list that is kept oldest first: 0 after the last one; the
 * first one's prev is the last.
 */
struct links {
	handle_t next;
	handle_t prev;
};

/*
 * One address range of a task, half open. A node of the mm's search tree (a
 * treap; 6.1 has a maple tree): the last fields say what lies below it.
 */
struct vma {
	vaddr_t	 start;
	vaddr_t	 end;
	uint64_t pgoff;
	uint32_t flags;
	handle_t file;
	handle_t anon_vma;	/* 0 until the first private page */
	struct links by_anon;	/* VMAs of the same anon_vma ... */
	struct links by_file;	/* ... and of the same inode */
	handle_t left;
	handle_t right;
	uint32_t heap_key;
	handle_t mm;
	uint32_t pad32;
	vaddr_t	 sub_start;	/* lowest start_gap below, stack guard taken off */
	vaddr_t	 sub_end;	/* highest end below */
	uint64_t sub_gap;	/* largest free range between VMAs below, bytes */
	uint64_t swap_ra;	/* of its faults: address | window << 6 | hits; 0 = none yet */
	uint64_t pad;
};

struct anon_vma {
	handle_t root;		/* itself, or the first ancestor's */
	handle_t parent;
	uint32_t nr_links;	/* VMAs chained to it */
	handle_t vmas;		/* first VMA whose own it is */
	handle_t children;	/* first of those below */
	struct links siblings;	/* below the same parent */
	uint32_t pad;
};

/* A page table: the content of the frame whose `mapping` it is. */
struct table {
	pte_t entry[PTRS_PER_TABLE];
};

enum { MM_FILEPAGES, MM_ANONPAGES, MM_SWAPENTS, MM_SHMEMPAGES, NR_MM_COUNTERS };

/* struct mm_struct. Sizes are pages unless named otherwise. */
struct mm {
	handle_t vmas;		/* root of the tree */
	handle_t vma_cache;	/* last VMA found by a fault */
	uint32_t map_count;
	uint32_t nr_users;
	pfn_t	 pgd;
	uint64_t total_vm;
	uint64_t data_vm;
	uint64_t exec_vm;
	uint64_t stack_vm;
	uint64_t locked_vm;
	uint64_t rss[NR_MM_COUNTERS];
	uint64_t hiwater_rss;
	uint64_t hiwater_vm;
	uint64_t nr_tables;	/* PUD, PMD and PTE pages: VmPTE / 4 kB */
	vaddr_t	 task_size;	/* no area ends above */
	vaddr_t	 mmap_base;
	vaddr_t	 mmap_legacy_base;	/* of the search upwards */
	vaddr_t	 start_code, end_code;
	vaddr_t	 start_data, end_data;
	vaddr_t	 start_brk, brk;
	vaddr_t	 start_stack;
	vaddr_t	 walk_base;	/* 2 MiB slot of the last walk ... */
	handle_t walk_table;	/* ... and its PTE table; 0 = none */
	uint32_t oom_skip;	/* MMF_OOM_SKIP: the reaper has been here */
	uint32_t def_flags;	/* VM_LOCKED ... of areas to come: mlockall */
	uint32_t bottom_up;	/* mmap() fills upwards (VR1.10) */
};

enum task_state { TASK_RUNNING, TASK_ZOMBIE, TASK_DEAD };

struct task {
	char	 comm[NAME_BYTES];	/* what the kernel prints */
	char	 name[NAME_BYTES];	/* what the scenario calls it */
	uint32_t pid;
	uint32_t ppid;
	uint32_t state;		/* enum task_state */
	uint32_t tag;		/* 1.. ; shown as 1-9, A-Z, kept for life */
	handle_t mm;		/* 0 = none left */
	handle_t next;		/* of all tasks, by pid */
	uint32_t exit_code;	/* as wait() would report it */
	uint32_t slot;		/* name slot in the scenario; 0 = none */
	uint64_t min_flt;
	uint64_t maj_flt;
	uint64_t rlimit_stack_bytes;
	uint64_t rlimit_as_bytes;
	uint64_t rlimit_data_bytes;
	uint64_t rlimit_memlock_bytes;
	int32_t	 oom_score_adj;
	int32_t	 oom_score_adj_min;
	uint32_t uid;
	uint32_t oom_victim;	/* TIF_MEMDIE: it may use the last reserves */
	uint32_t sigkill;	/* it dies at the end of the operation */
	handle_t fds;		/* struct fd, the newest first */
	uint32_t vfork_child;	/* pid for whose end it sleeps; 0 = it runs */
	uint32_t pad;
	uint64_t nr_dirtied;	/* since it last asked whether to pause ... */
	uint64_t nr_dirtied_pause;	/* ... which it does after so many */
	uint64_t dirty_paused_ns;	/* up to there it has paid for what it dirtied */
	uint64_t start_ns;
	pfn_t	 stack[4];	/* kernel stack, 16 kB, a frame each (VMAP_STACK) */
};

/*
 * What a label stands for: a place in an address space, a block of frames, or
 * the inode of a System V segment.
 * A label that is given twice is a stack: its name means the newest.
 */
enum label_kind { LABEL_NONE, LABEL_RANGE, LABEL_BLOCK, LABEL_FILE };

struct label {
	uint32_t kind;		/* enum label_kind */
	handle_t below;		/* the older one of the same name */
	uint64_t value;		/* vaddr, pfn or handle */
	uint64_t extent;	/* bytes of a range; order of a block */
};

/* include/linux/vm_event_item.h: counters of /proc/vmstat, in its order. */
enum vm_event {
#define VM_EVENT(item, name) item,
#include "mm/vmstat.def"
	NR_VM_EVENTS,
};

/* sysctl values, in the order of mm/sysctl.def. */
enum { MAX_SYSCTLS = 48 };

/* /sys/kernel/mm/transparent_hugepage/enabled */
enum { THP_NEVER, THP_MADVISE, THP_ALWAYS };

/* What a long call does at present; each is cut after some entries. */
enum work_phase {
	WORK_NONE,
	WORK_DETACH,	/* areas leave the tree */
	WORK_ZAP,	/* pages are unmapped */
	WORK_TABLES,	/* empty page tables go */
	WORK_POPULATE,	/* pages are faulted in */
	WORK_PROTECT,	/* entries get new rights */
	WORK_MOVE,	/* entries move to another address */
	WORK_COPY,	/* fork copies areas and entries */
	WORK_READ,	/* file pages are read ... */
	WORK_WRITE,	/* ... or written */
	WORK_SYNC,	/* dirty pages go to the disk, and are waited for */
	WORK_TRUNCATE,	/* pages leave a file that ends earlier, or goes */
	WORK_DROP,	/* drop_caches walks inodes */
	WORK_LOCK,	/* mlock, munlock: areas and pages */
	WORK_ADVISE,	/* madvise and fadvise over pages */
	WORK_SWAPOFF,	/* slots are read back */
	WORK_RECLAIM,	/* pages at the tails are judged */
	WORK_EVICT,	/* pages of files that nobody has any more */
};

/*
 * A long call under way: its progress, so that a checkpoint may stand in the
 * middle. The operation goes on with op_go_on() until phase is WORK_NONE.
 */
struct work {
	uint32_t verb;		/* of the operation; 0 = none under way */
	uint32_t phase;		/* enum work_phase */
	uint32_t gather;	/* batch of pages that leave page tables */
	handle_t task;
	handle_t other;		/* the child of a fork; the file of a read */
	uint32_t pad;
	vaddr_t	 at;		/* the phase goes on here */
	vaddr_t	 start;
	vaddr_t	 end;
	vaddr_t	 floor;		/* neighbours that stay; see pgtable_free_range() */
	vaddr_t	 ceiling;
	uint64_t accounted;	/* pages to give back to Committed_AS */
	uint64_t to;		/* address a range moves to; end of an area */
	uint64_t write;		/* populate for writing; how far a fork, a move is */
	uint64_t returned;	/* the call is over; what follows is its wake */
	uint64_t op[6];		/* the operation itself */
};

/*
 * Caches of kernel objects that stand for the slab allocator: objects are
 * counted and their slabs are real frames; see mm/kmem.h.
 */
enum kmem_cache { KMEM_XA_NODE, KMEM_BUFFER_HEAD, KMEM_INODE, NR_KMEM_CACHES };

/* A line of the kernel's log; one of an OOM report has 400 characters. */
struct dmesg_line {
	uint64_t ns;
	handle_t next;
	uint32_t length;
	char	 text[624];
};

/* So many reports in a while; the others are left out. */
struct ratelimit {
	uint64_t begin_ns;	/* of the present while; 0 = none yet */
	uint32_t printed;
	uint32_t missed;
};

/*
 * Who runs on a machine's only CPU, the task or the daemons: two entities, as
 * the fair scheduler would have them.
 */
struct cpu_queue {
	int64_t	 lead_ns;	/* vruntime of the daemons less the task's */
	uint64_t seen_ns;	/* the task's part of it is counted up to then */
	uint64_t since_ns;	/* who runs has done so since then */
	uint32_t daemon_waits;	/* runnable, but the task runs */
	uint32_t task_gone;	/* who ran has ended */
};

/* The root: at the start of the arena, written by every operation. */
struct state {
	uint64_t now_ns;	/* machine time */
	uint64_t slice_ns;	/* what the present slice of a daemon has taken */
	uint64_t tick_ns;	/* between two interrupts of the timer */
	struct cpu_queue cpu_queue;
	uint64_t nr_ops;	/* operations done */
	struct zone zone[MAX_ZONES];	/* by node, then by type; populated or not */
	struct node node[MAX_NODES];
	uint32_t nr_nodes;
	uint32_t nr_zones;
	uint32_t arch;		/* enum arch */
	uint32_t nr_cpus;
	uint64_t nr_blocks;	/* of the block table */
	handle_t blocks;
	handle_t tasks;		/* first of the list, by pid */
	handle_t inodes;
	handle_t files;		/* open ones */
	handle_t file_names;	/* table of struct file_name, by slot from 1 */
	uint32_t nr_file_names;
	uint32_t nr_requests;	/* under way at all disks */
	uint32_t nr_dirty_inodes;
	uint32_t nr_orphans;	/* inodes without user and name that still have pages */
	handle_t shadow_first, shadow_last;	/* nodes of shadows alone, oldest first */
	uint32_t next_pid;
	uint32_t next_tag;
	uint32_t nr_tasks;
	uint32_t nr_slots;	/* of both tables, of handle_t each: */
	handle_t labels;	/* the newest label */
	handle_t task_slots;	/* the newest task */
	uint32_t kswapds_awake;	/* nodes whose kswapd has work, as bits */
	uint64_t nr_block_labels;	/* of all labels those of blocks */
	uint64_t next_ino;
	pfn_t	 zero_pfn;
	uint64_t totalreserve_pages;
	uint64_t vm_committed;	/* Committed_AS, pages */
	uint64_t vm_event[NR_VM_EVENTS];
	int64_t	 sysctl[MAX_SYSCTLS];
	int64_t	 user_min_free_kbytes;	/* -1 = nobody wrote it */
	uint32_t lowmem_reserve_ratio[MAX_NR_ZONES];
	uint32_t thp_enabled;
	uint32_t thp_disabled_at_boot;	/* below 512 MiB */
	int64_t	 op_result;	/* of the last operation: value, -errno */
	uint32_t op_signal;	/* it ended in; 0 = none */
	uint32_t op_si_code;
	uint64_t random;	/* of rng */
	handle_t pcps;		/* struct per_cpu_pages [zone][cpu]; see mm/pcp.h */
	uint32_t cpu;		/* on which the operation runs */
	uint32_t pcp_on;	/* per-CPU lists are used */
	uint32_t lru_batch_size;	/* PAGEVEC_SIZE; 1 = each page at once */
	struct lru_batch lru_batch[NR_LRU_BATCHES];
	uint32_t mlock_new;	/* bit i: page i of BATCH_MLOCK is on no list yet ... */
	uint32_t mlock_undo;	/* ... is to be unlocked */
	struct disk disk[MAX_DISKS];
	uint32_t nr_disks;
	uint32_t nr_swapfiles;	/* entries of swap_area that were ever used */
	struct swap_area swap_area[MAX_SWAP_AREAS];
	uint64_t total_swap_pages;
	uint64_t nr_swap_pages;	/* free slots */
	uint64_t swapin_hits;	/* swapin_readahead_hits: 4 at boot */
	uint64_t swapin_prev_offset;
	uint64_t swapin_last_window;
	uint32_t slots_cache[64];	/* slots fetched in advance; see mm/swap_slots.c */
	uint32_t slots_ret[64];	/* freed ones that are not given back yet */
	uint32_t nr_slots_cache, cur_slots_cache;
	uint32_t nr_slots_ret;
	uint32_t slots_cache_active;	/* enough slots are free to keep a stock */
	uint32_t nr_auto_prios;	/* areas on that came without a priority */
	uint32_t nr_rotate_swap;	/* areas on that lie on turning disks */
	uint64_t swap_turns;	/* of areas of the same priority */
	uint64_t flusher_next_ns;	/* when it looks for old inodes next */
	uint64_t flusher_wake_ns;	/* when its next request is due, while it works */
	uint64_t shrink_deferred;	/* nodes that mm/shrinker.c put off */
	uint64_t flusher_left;	/* pages that its present work may still write */
	uint32_t flusher_pending;	/* works asked for, bit = enum wb_reason */
	uint32_t dirty_exceeded;	/* writers are held up: asked more often */
	uint32_t drop_caches_quiet;	/* no more lines of it in the log */
	uint32_t next_shmid;
	uint32_t flusher_why;	/* mm/flusher.c */
	uint32_t flusher_held;	/* a scenario keeps it from running */
	handle_t flusher_inode;
	uint32_t oom_log;	/* OOM_LOG_6_1 ... */
	uint64_t write_seq;
	uint64_t free_at_boot_kb;	/* for user_reserve and admin_reserve */
	uint64_t kmem_objects[NR_KMEM_CACHES];
	uint64_t kmem_slabs[NR_KMEM_CACHES];
	uint64_t kmem_room[NR_KMEM_CACHES];	/* objects that they hold */
	struct page_list kmem_list[NR_KMEM_CACHES];	/* their slabs, newest first */
	handle_t dmesg_first, dmesg_last;	/* struct dmesg_line */
	uint64_t nr_dmesg;
	struct ratelimit oom_reports;
	struct ratelimit alloc_reports;
	uint32_t in_slice;	/* a daemon runs: the clock of the task stands */
	uint32_t kills_pending;	/* tasks with sigkill that have not ended yet */
	uint32_t legible;	/* simplified for a lesson: see the overview */
	uint32_t fail_nth;	/* scarcity tests: refuse the n-th frame; 0 = off */
	struct work work;
	struct pool pool_vma;
	struct pool pool_anon_vma;
	struct pool pool_table;
	struct pool pool_mm;
	struct pool pool_task;
	struct pool pool_inode;
	struct pool pool_file;
	struct pool pool_fd;
	struct pool pool_xa_node;
	struct pool pool_request;
	struct pool pool_swap_chunk;
	struct pool pool_dmesg;
	struct pool pool_label;
};

enum arch { ARCH_X86_64, ARCH_I386 };

/* In whose words the log tells of a kill: 6.1's, or those of the 2010s. */
enum { OOM_LOG_6_1, OOM_LOG_OLD };

#endif

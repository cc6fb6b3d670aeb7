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

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

typedef uint64_t pfn_t;
typedef uint64_t vaddr_t;
typedef uint64_t vpn_t;
typedef uint64_t pte_t;
typedef uint32_t gfp_t;

enum {
	PAGE_SHIFT = 12,
	PAGE_SIZE = 1 << PAGE_SHIFT,
	MAX_ORDER = 11,		/* orders 0..10, as 6.1 counts */
	BLOCK_SHIFT = 10,	/* frames of a largest block, 4 MiB */
	BLOCK_FRAMES = 1 << BLOCK_SHIFT,
	GROUP_SHIFT = 6,	/* frames counted together for pictures */
	GROUP_FRAMES = 1 << GROUP_SHIFT,
	BLOCK_GROUPS = BLOCK_FRAMES / GROUP_FRAMES,
	PTRS_PER_TABLE = 512,
	NAME_BYTES = 16,	/* TASK_COMM_LEN */
};

/* include/linux/mmzone.h enum migratetype; no CMA, as Debian builds it. */
enum migratetype {
	MIGRATE_UNMOVABLE,
	MIGRATE_MOVABLE,
	MIGRATE_RECLAIMABLE,
	MIGRATE_HIGHATOMIC,
	MIGRATE_ISOLATE,
	MIGRATE_TYPES,
	MIGRATE_PCPTYPES = 3,
};

/* include/linux/mmzone.h enum zone_type. HighMem is printed on i386 only. */
enum zone_type {
	ZONE_DMA,
	ZONE_DMA32,
	ZONE_NORMAL,
	ZONE_HIGHMEM,
	ZONE_MOVABLE,
	ZONE_DEVICE,
	MAX_NR_ZONES,
};

enum { WMARK_MIN, WMARK_LOW, WMARK_HIGH, WMARK_PROMO, NR_WMARK };

enum { MAX_NODES = 4, MAX_ZONES = MAX_NODES * MAX_NR_ZONES };

/*
 * What a frame is used for: one letter on the stage each. Kept in the frame
 * and counted per group, block, zone.
 */
enum frame_kind {
	KIND_FREE,	/* on a free list of the buddy system */
	KIND_HOLE,	/* no RAM here */
	KIND_RESERVED,	/* kept at boot, never given to the allocator */
	KIND_INHAND,	/* never stored: what a picture calls a block in hand (PG_INHAND) */
	KIND_PCP,	/* free, on a per-CPU list */
	KIND_KERNEL,
	KIND_PGTABLE,
	KIND_SLAB,
	KIND_ANON,
	KIND_FILE,
	KIND_SHMEM,
	KIND_HUGE,
	NR_KINDS,
	MAX_KINDS = 16,
};

/*
 * frame.flags
 *
 *  31          18 17     12 11   9 8     4 3     0
 * |  PG_ bits    |  zone   | type | kind  | order |
 *
 * order  of the block whose first frame this is: free, in hand or allocated
 * type   of the free list that a free block stands on
 */
enum {
	FRAME_ORDER_SHIFT = 0,
	FRAME_KIND_SHIFT = 4,
	FRAME_TYPE_SHIFT = 9,
	FRAME_ZONE_SHIFT = 12,
	PG_HEAD = 1 << 18,	/* first frame of an allocated block */
	PG_BUDDY = 1 << 19,	/* first frame of a free block */
	PG_INHAND = 1 << 20,	/* first frame of a block on no list */
	PG_ANON_EXCLUSIVE = 1 << 21,
	PG_SWAPBACKED = 1 << 22,
	PG_UPTODATE = 1 << 23,
	PG_ACTIVE = 1 << 24,
	PG_REFERENCED = 1 << 25,
	PG_DIRTY = 1 << 26,
	PG_WRITEBACK = 1 << 27,
	PG_LRU = 1 << 28,
	PG_UNEVICTABLE = 1 << 29,
	PG_MOVABLE_OWNER = 1 << 30,	/* its owner could migrate it */
};

/* struct page: 32 bytes a frame, in chunks that come with the first use. */
struct frame {
	uint32_t next;		/* link: free list, LRU list */
	uint32_t prev;
	uint32_t flags;
	int32_t	 refcount;
	int32_t	 mapcount;	/* mappings, from 0; the kernel stores it less 1 */
	handle_t mapping;	/* anon_vma, file, or struct table of a page table */
	uint64_t index;		/* page of its area or file, as pgoff counts */
};
static_assert(sizeof(struct frame) == 32, "a frame is 32 bytes");

/*
 * The frames of one 4 MiB block, and what a picture needs of them. Pageblock
 * types stand here once the block has a chunk: one a 4 frames at the least.
 */
struct chunk {
	struct frame frame[BLOCK_FRAMES];
	uint8_t	     count[BLOCK_GROUPS][MAX_KINDS];
	uint8_t	     pageblock_type[BLOCK_FRAMES / 4];
};

/* State of a block of 1024 frames. */
enum block_state {
	BLOCK_HOLE,	/* no RAM, no chunk */
	BLOCK_RESERVED,	/* all kept at boot, no chunk */
	BLOCK_FREE,	/* a free block of order 10, on its list */
	BLOCK_CHUNK,	/* look into the chunk */
};

/*
 * One entry a 4 MiB of address range. The lists of order 10 run through here,
 * so that RAM never touched needs no frames.
 */
struct block {
	handle_t chunk;		/* may be there while BLOCK_FREE; 0 = never used */
	uint32_t next;		/* link by block number */
	uint32_t prev;
	uint8_t	 state;		/* enum block_state */
	uint8_t	 type;		/* list of a free block; pageblocks if no chunk */
	uint8_t	 zone;
	uint8_t	 pad;
};
static_assert(sizeof(struct block) == 16, "a block entry is 16 bytes");

struct free_list {
	uint32_t head;		/* link: frame, or block at order 10 */
	uint32_t tail;
};

struct free_area {
	struct free_list list[MIGRATE_TYPES];
	uint64_t nr_free;	/* blocks of all types */
};

/* struct zone. Amounts are pages. */
struct zone {
	char	 name[8];
	uint8_t	 node;
	uint8_t	 type;			/* enum zone_type */
	uint8_t	 pageblock_order;
	uint8_t	 highmem;
	uint32_t pcp_batch;
	pfn_t	 start_pfn;
	uint64_t spanned;
	uint64_t present;
	uint64_t managed;
	uint64_t nr_free;		/* NR_FREE_PAGES */
	uint64_t nr_inhand;		/* off the lists, not yet given out */
	uint64_t nr_pcp;
	uint64_t watermark[NR_WMARK];	/* without boost */
	uint64_t watermark_boost;
	uint64_t lowmem_reserve[MAX_NR_ZONES];
	uint64_t pcp_high;
	uint64_t nr_kind[MAX_KINDS];	/* frames of each kind; sum = present */
	uint64_t pgalloc;		/* pages given out since boot */
	uint64_t numa_hit;
	struct free_area free_area[MAX_ORDER];
};

/* A node's FALLBACK zonelist: numbers of populated zones, best first. */
struct node {
	uint32_t nr_zonelist;
	uint8_t	 zonelist[MAX_ZONES];
	uint32_t pad;
};

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

/* What stands behind a VMA that is not anonymous. */
enum file_kind {
	FILE_REGULAR,
	FILE_VVAR,
	FILE_VDSO,
	FILE_SHMEM,	/* the hidden file of shared anonymous memory */
};

struct file {
	char	 name[64];
	uint64_t promised_pages;	/* its part of Committed_AS: shmem's */
	uint64_t ino;
	uint32_t kind;		/* enum file_kind */
	uint32_t nr_refs;	/* VMAs that hold it */
	uint16_t dev_major;
	uint16_t dev_minor;
	handle_t next;		/* of all files */
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
	uint32_t nr_anon_links;	/* length of its anon_vma chain */
	handle_t left;
	handle_t right;
	uint32_t heap_key;
	handle_t mm;
	vaddr_t	 sub_start;	/* lowest start_gap below, stack guard taken off */
	vaddr_t	 sub_end;	/* highest end below */
	uint64_t sub_gap;	/* largest free range between VMAs below, bytes */
};

struct anon_vma {
	handle_t root;		/* itself, or the first ancestor's */
	handle_t parent;
	uint32_t nr_links;	/* VMAs chained to it */
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
	vaddr_t	 mmap_base;
	vaddr_t	 start_code, end_code;
	vaddr_t	 start_data, end_data;
	vaddr_t	 start_brk, brk;
	vaddr_t	 start_stack;
	vaddr_t	 walk_base;	/* 2 MiB slot of the last walk ... */
	handle_t walk_table;	/* ... and its PTE table; 0 = none */
	uint32_t pad;
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
	pfn_t	 stack[4];	/* kernel stack, 16 kB, a frame each (VMAP_STACK) */
};

/*
 * What a label stands for: a place in an address space or a block of frames.
 * A label that is given twice is a stack: its name means the newest.
 */
enum label_kind { LABEL_NONE, LABEL_RANGE, LABEL_BLOCK };

struct label {
	uint32_t kind;		/* enum label_kind */
	handle_t below;		/* the older one of the same name */
	uint64_t value;		/* vaddr or pfn */
	uint64_t extent;	/* bytes of a range; order of a block */
};

/* Event counters of /proc/vmstat that the engine keeps. */
enum vm_event {
	PGFAULT,
	PGMAJFAULT,
	PGFREE,
	PGREUSE,
	OOM_KILL,
	NR_VM_EVENTS = 16,
};

/* sysctl values, in the order of mm/sysctl.def. */
enum { MAX_SYSCTLS = 32 };

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
};

/*
 * A long call under way: its progress, so that a checkpoint may stand in the
 * middle. The operation goes on with op_go_on() until phase is WORK_NONE.
 */
struct work {
	uint32_t verb;		/* of the operation; 0 = none under way */
	uint32_t phase;		/* enum work_phase */
	handle_t task;
	handle_t other;		/* the child of a fork */
	vaddr_t	 at;		/* the phase goes on here */
	vaddr_t	 start;
	vaddr_t	 end;
	vaddr_t	 floor;		/* neighbours that stay; see pgtable_free_range() */
	vaddr_t	 ceiling;
	uint64_t accounted;	/* pages to give back to Committed_AS */
	uint64_t to;		/* address a range moves to; end of an area */
	uint64_t write;		/* populate for writing; how far a fork, a move is */
	uint64_t op[6];		/* the operation itself */
};

/* The root: at the start of the arena, written by every operation. */
struct state {
	uint64_t now_ns;	/* machine time */
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
	handle_t files;
	uint32_t next_pid;
	uint32_t next_tag;
	uint32_t nr_tasks;
	uint32_t nr_labels;	/* slots of the label table */
	handle_t labels;	/* table of handle_t, one a slot */
	uint64_t next_ino;
	pfn_t	 zero_pfn;
	uint64_t totalreserve_pages;
	uint64_t vm_committed;	/* Committed_AS, pages */
	uint64_t nr_anon_mapped;
	uint64_t nr_file_mapped;
	uint64_t nr_page_table;	/* PTE and PMD pages, as meminfo counts */
	uint64_t nr_kernel_stack_kb;
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
	uint32_t legible;	/* simplified for a lesson: see the overview */
	uint32_t fail_nth;	/* scarcity tests: refuse the n-th frame; 0 = off */
	struct work work;
	struct pool pool_vma;
	struct pool pool_anon_vma;
	struct pool pool_table;
	struct pool pool_mm;
	struct pool pool_task;
	struct pool pool_file;
	struct pool pool_label;
};

enum arch { ARCH_X86_64, ARCH_I386 };

#endif

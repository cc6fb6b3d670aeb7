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
 *  31          16 15     11 10    8 7     4 3     0
 * |  PG_ bits    |  zone   | type  | kind  | order |
 *
 * order  of the block whose first frame this is: free, in hand or allocated
 * type   of the free list that a free block stands on; of a frame on a per-CPU
 *        list, the type remembered when it came there
 */
enum {
	FRAME_ORDER_SHIFT = 0,
	FRAME_KIND_SHIFT = 4,
	FRAME_TYPE_SHIFT = 8,
	FRAME_ZONE_SHIFT = 11,
	FRAME_PG_SHIFT = 16,
};
#define PG_HEAD (1u << 16)	/* first frame of an allocated block */
#define PG_BUDDY (1u << 17)	/* first frame of a free block */
#define PG_INHAND (1u << 18)	/* first frame of a block on no list */
#define PG_ANON_EXCLUSIVE (1u << 19)
#define PG_PRIVATE PG_ANON_EXCLUSIVE	/* of a file's page: a buffer head hangs on it */
#define PG_SWAPBACKED (1u << 20)
#define PG_UPTODATE (1u << 21)	/* its content is there: no read is under way */
#define PG_ACTIVE (1u << 22)
#define PG_REFERENCED (1u << 23)
#define PG_DIRTY (1u << 24)
#define PG_WRITEBACK (1u << 25)	/* being written to its disk */
#define PG_LRU (1u << 26)	/* on an LRU list: neither in a batch nor isolated */
#define PG_UNEVICTABLE (1u << 27)
#define PG_MOVABLE_OWNER (1u << 28)	/* its owner could migrate it */
#define PG_RECLAIM (1u << 29)	/* to be reclaimed as soon as it is written */
#define PG_READAHEAD PG_RECLAIM	/* of a clean page: reading it asks for more */
#define PG_WORKINGSET (1u << 30)	/* was active before */
#define PG_MLOCKED (1u << 31)

/* struct page: 32 bytes a frame, in chunks that come with the first use. */
struct frame {
	uint32_t next;		/* link: free list, LRU list */
	uint32_t prev;
	uint32_t flags;
	int32_t	 refcount;
	int32_t	 mapcount;	/* mappings, from 0; the kernel stores it less 1 */
	handle_t mapping;	/* anon_vma, inode, or struct table of a page table */
	uint64_t index : 36;	/* page of its area or file, as pgoff counts */
	uint64_t swap : 28;	/* slot that it has in the swap cache; see mm/swap.h; 0 = none */
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

/* A list of frames through their links; of blocks, the free ones of order 10. */
struct page_list {
	uint32_t head;		/* link */
	uint32_t tail;
};

/* PR5.1: orders 0 to 3 of three types; order 9 by unmovable or movable. */
enum {
	PAGE_ALLOC_COSTLY_ORDER = 3,
	NR_LOWORDER_PCP_LISTS = MIGRATE_PCPTYPES * (PAGE_ALLOC_COSTLY_ORDER + 1),
	NR_PCP_LISTS = NR_LOWORDER_PCP_LISTS + 2,
};

/* One CPU's lists of one zone; zone.pcp names its first. */
struct per_cpu_pages {
	struct page_list list[NR_PCP_LISTS];
	uint32_t count;		/* pages, over all lists */
	uint32_t free_factor;
	uint32_t pad[2];
};
static_assert(sizeof(struct per_cpu_pages) == 128, "two lines");

/* include/linux/mmzone.h enum lru_list */
enum lru_list {
	LRU_INACTIVE_ANON,
	LRU_ACTIVE_ANON,
	LRU_INACTIVE_FILE,
	LRU_ACTIVE_FILE,
	LRU_UNEVICTABLE,
	NR_LRU_LISTS,
	NR_EVICTABLE_LRU_LISTS = LRU_UNEVICTABLE,
};

/* Pages on their way to another place in the lists (PR7.3); each holds one. */
enum lru_batch_kind {
	BATCH_ADD,
	BATCH_ROTATE,
	BATCH_DEACTIVATE_FILE,
	BATCH_DEACTIVATE,
	BATCH_LAZYFREE,
	BATCH_ACTIVATE,
	BATCH_MLOCK,
	NR_LRU_BATCHES,
};
enum { PAGEVEC_SIZE = 15 };

struct lru_batch {
	uint32_t nr;
	uint32_t page[PAGEVEC_SIZE];	/* link; 0 = it has moved on already */
};

/*
 * The LRU lists of a node: head = newest, tail = reclaimed first. Sizes are
 * node_stat NR_INACTIVE_ANON ..., and by zone in zone.nr_lru. Unevictable
 * pages are counted, not linked.
 */
struct lruvec {
	struct page_list list[NR_EVICTABLE_LRU_LISTS];
	uint64_t anon_cost;
	uint64_t file_cost;
	uint64_t nonresident_age;
	uint64_t refaults[2];	/* WORKINGSET_ACTIVATE_ of the last snapshot: anon, file */
	/* what kswapd found at the tails (PR8.8), until the node is balanced */
	uint32_t dirty;		/* PGDAT_DIRTY: nothing but dirty pages of files */
	uint32_t writeback;	/* PGDAT_WRITEBACK: all of it on its way to a disk */
	uint32_t congested;	/* LRUVEC_CONGESTED: and met for the second time */
	uint32_t pad;
};

struct free_area {
	struct page_list list[MIGRATE_TYPES];
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
	uint64_t nr_lru[NR_LRU_LISTS];	/* NR_ZONE_INACTIVE_ANON ... */
	uint64_t nr_write_pending;	/* dirty or under writeback */
	uint64_t nr_mlock;
	uint64_t nr_reserved_highatomic;
	uint64_t boosted;		/* ZONE_BOOSTED_WATERMARK: wake kswapd at the next chance */
	uint64_t reclaim_active;	/* ZONE_RECLAIM_ACTIVE: kswapd is balancing its node */
	uint64_t pgalloc;		/* pages given out since boot */
	uint64_t allocstall;
	uint64_t pgskip;
	uint64_t numa_hit;		/* the zone's node was the wanted one ... */
	uint64_t numa_miss;		/* ... or not, and */
	uint64_t numa_foreign;		/* a page wanted here came from another node */
	uint64_t numa_local;		/* to a CPU of its node ... */
	uint64_t numa_other;		/* ... or of another */
	uint32_t nr;			/* its place in state.zone */
	handle_t pcp;			/* its first CPU's lists; 0 = none */
	struct free_area free_area[MAX_ORDER];
};

/* include/linux/mmzone.h enum node_stat_item: mm/vmstat.def in its order. */
enum node_stat_item {
#define NODE_STAT(item, name) item,
#include "mm/vmstat.def"
	NR_VM_NODE_STAT_ITEMS,
};

/* One reclaim and its pass over the lists of a node. See mm/vmscan.h. */
struct scan_control {
	uint64_t nr[NR_EVICTABLE_LRU_LISTS];	/* pages still to scan of each list */
	uint64_t targets[NR_EVICTABLE_LRU_LISTS];
	uint64_t nr_to_reclaim;
	uint64_t nr_scanned;	/* at this priority */
	uint64_t nr_reclaimed;
	/* of the pass: of struct reclaim_stat, and what it began with */
	uint64_t nr_dirty;
	uint64_t nr_unqueued_dirty;
	uint64_t nr_congested;
	uint64_t nr_writeback;
	uint64_t nr_immediate;
	uint64_t nr_taken;
	uint64_t nr_file_taken;
	uint64_t pass_reclaimed;
	uint64_t reclaimed_before;
	int32_t	 priority;
	uint32_t order;
	uint32_t reclaim_idx;	/* highest zone type */
	uint32_t list;		/* whose turn it is in the round */
	gfp_t	 gfp;
	uint8_t	 node;
	uint8_t	 kswapd;	/* by kswapd, not by the task itself */
	uint8_t	 may_writepage;
	uint8_t	 may_swap;
	uint8_t	 may_deactivate;	/* bit 0 anon, bit 1 file */
	uint8_t	 force_deactivate;
	uint8_t	 skipped_deactivate;
	uint8_t	 cache_trim_mode;
	uint8_t	 file_is_tiny;
	uint8_t	 compaction_ready;	/* enough is free for another way */
	uint8_t	 pad[2];
};

/* Where a daemon is; `next_ns` is when its next slice is due. */
enum daemon { DAEMON_KSWAPD, DAEMON_FLUSHER, NR_DAEMONS };
enum { DAEMON_ASLEEP = 0 };
#define NEVER_NS (~UINT64_C(0))

struct kswapd {
	uint64_t next_ns;
	uint32_t state;		/* mm/kswapd.c; DAEMON_ASLEEP */
	uint32_t held;		/* a scenario keeps it from running */
	/* asked for since it last looked: the highest order, and zone type + 1 */
	uint32_t order;
	uint32_t zoneidx;	/* 0 = nobody asked */
	/* what the present run works for, and for which order it may sleep */
	uint32_t run_order;
	uint32_t run_zoneidx;
	uint32_t sleep_order;
	uint32_t failures;	/* runs in a row without a page; 16 = hopeless */
	uint32_t boosted;	/* a mark was raised when the run began ... */
	uint32_t pad;
	uint64_t boosts[MAX_NR_ZONES];	/* ... by so much */
	uint64_t nr_boost_reclaim;
	uint64_t reclaimed;	/* by the run, when the present pass began */
	uint64_t written;	/* NR_WRITTEN of the node when it paused ... */
	uint64_t pause_end_ns;	/* ... until then at the latest */
	struct scan_control scan;
};

/* struct pglist_data; its zonelist is FALLBACK: populated zones, best first. */
struct node {
	uint32_t nr_zonelist;
	uint8_t	 zonelist[MAX_ZONES];
	uint32_t pad;
	uint64_t totalreserve_pages;
	uint64_t stat[NR_VM_NODE_STAT_ITEMS];
	struct lruvec lruvec;
	struct kswapd kswapd;
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
#define VM_LOCKED_MASK ((uint32_t)(VM_LOCKED | VM_LOCKONFAULT))
/* The kernel's own: never merged, never locked. */
#define VM_SPECIAL (VM_IO | VM_DONTEXPAND | VM_PFNMAP)

/* What an inode is: where its pages come from and go to. */
enum inode_kind {
	INODE_REGULAR,	/* on a disk */
	INODE_VVAR,
	INODE_VDSO,
	INODE_SHMEM,	/* the hidden file of shared anonymous memory */
	INODE_TMPFS,	/* a named file without a disk */
	INODE_BDEV,	/* a block device: its pages are Buffers */
};

/*
 * Node of a file's tree of pages (PR9.1), 64 slots. A slot is 0, a page
 * (link << 2 | 1), a shadow (| 2) or, of shmem, a swap entry (| 3): see
 * mm/filemap.h. Marks: bit i is slot i.
 */
enum { XA_CHUNK_SHIFT = 6, XA_CHUNK_SIZE = 1 << XA_CHUNK_SHIFT };
enum xa_mark { XA_MARK_DIRTY, XA_MARK_WRITEBACK, XA_MARK_TOWRITE, NR_XA_MARKS };

struct xa_node {
	uint64_t slot[XA_CHUNK_SIZE];	/* of an upper node: handles of nodes */
	uint64_t mark[NR_XA_MARKS];
	uint32_t shift;		/* 0 = its slots are entries */
	uint32_t count;		/* slots in use ... */
	uint32_t nr_values;	/* ... and those that hold no page */
	uint32_t offset;	/* its slot in the parent */
	handle_t parent;
	handle_t inode;
	handle_t shadow_next, shadow_prev;	/* of nodes that hold shadows alone */
	uint32_t on_shadow_list;
	uint32_t pad;
};

/* struct inode and its address_space. */
struct inode {
	char	 name[64];
	uint64_t promised_pages;	/* its part of Committed_AS: shmem's */
	uint64_t ino;
	uint64_t size_bytes;
	uint64_t nrpages;
	uint64_t root;		/* a slot: handle of a node << 2, or the entry of page 0 */
	uint64_t dirtied_when_ns;	/* 0 = not on its disk's list of dirty inodes */
	uint64_t write_seq;	/* place in that list */
	uint64_t writeback_index;	/* page where the flusher goes on */
	handle_t i_mmap;	/* first VMA that maps it */
	uint32_t kind;		/* enum inode_kind */
	uint32_t nr_refs;	/* open files, and names (a link) */
	uint32_t nlink;
	uint32_t slot;		/* of the scenario's files; 0 = none */
	uint32_t disk;		/* number of its disk + 1; 0 = none */
	uint16_t dev_major;
	uint16_t dev_minor;
	uint16_t mode;
	uint16_t noreserve;	/* shmem: pages are charged when they come */
	handle_t next;		/* of all inodes */
	uint32_t root_marks;	/* of page 0 that has no node: bit = enum xa_mark */
	uint64_t disk_start;	/* first page of it on its disk */
	uint32_t wb_list;	/* of dirty ones: mm/writeback.h enum wb_list */
	uint32_t wb_left;	/* pages that the flusher's turn with it has left */
};

/* struct file: an inode opened once; held by descriptors and VMAs. */
struct file {
	handle_t inode;
	uint32_t nr_refs;
	uint64_t pos_bytes;
	/* struct file_ra_state, in pages */
	uint64_t ra_start;
	uint32_t ra_size;
	uint32_t ra_async_size;
	uint32_t ra_pages;	/* largest window; 0 = no readahead */
	uint32_t mmap_miss;
	int64_t	 prev_pos_bytes;	/* -1 = nothing read yet */
	uint32_t flags;		/* O_ of open; mm/file.h FILE_RANDOM */
	handle_t next;		/* of all open files */
};

/* A descriptor of a task: the label by which the scenario calls it. */
struct fd {
	handle_t file;
	handle_t next;		/* older ones of the task */
	uint32_t slot;		/* label */
	uint32_t number;
};

/* What the scenario says of a file, whether it is there at present or not. */
struct file_name {
	char	 name[64];
	uint32_t kind;		/* enum inode_kind */
	uint32_t disk;		/* number + 1; 0 = none */
	uint32_t pad[2];
};

/* A disk with a queue, first come first served (PR9, the model's rule). */
enum { MAX_DISKS = 4, MAX_SWAP_AREAS = 3 };

struct disk {
	char	 name[16];
	uint64_t latency_ns;
	uint64_t bytes_per_s;
	uint64_t busy_until_ns;
	uint64_t size_pages;
	uint64_t next_page;	/* where the next file is laid out */
	uint64_t last_page;	/* where the head stands: the next page costs no latency */
	uint64_t nr_read, nr_written;	/* pages */
	uint32_t rotational;
	uint32_t nr_requests;	/* under way */
	handle_t first, last;	/* struct request */
};

/* A request to write pages, or to read ahead: done at `done_ns`. */
struct request {
	uint64_t done_ns;
	uint64_t sector_page;
	uint32_t disk;
	uint32_t write;
	uint32_t nr;
	handle_t next;
	uint32_t page[32];	/* links of the frames */
	uint32_t by_daemon;	/* sent in a daemon's slice */
	uint32_t nr_direct;	/* pages of a program's own memory: no frame is held */
	uint32_t pad[2];
};

/*
 * A slot of a swap area. `taken`: handed out from the free ones, to a page or
 * to the stock (the kernel's SWAP_HAS_CACHE); it is free iff neither is set.
 */
struct swap_slot {
	uint64_t cache;		/* as a slot of xa_node: page, shadow, or 0 */
	uint32_t users;
	uint32_t taken;
};

enum { SWAP_CHUNK_SHIFT = 8, SWAP_CHUNK_SLOTS = 1 << SWAP_CHUNK_SHIFT };

/* Slots that lie together; made when the first of them is used. */
struct swap_chunk {
	struct swap_slot slot[SWAP_CHUNK_SLOTS];
};

enum swap_state { SWAP_OFF, SWAP_ON, SWAP_CLOSING };

/* A swap device: one slot a page, slot 0 the header (PR8.13). */
struct swap_area {
	char	 name[32];
	uint64_t max;		/* slots, the header among them */
	uint64_t nr_good;	/* usable ones */
	uint64_t inuse;
	uint64_t lowest_bit, highest_bit;
	uint64_t cluster_next, cluster_nr;
	uint64_t disk_start;	/* page of the disk where it begins */
	uint64_t turn;		/* among areas of the same priority: lowest first */
	int32_t	 prio;
	uint32_t disk;		/* number */
	uint32_t on;		/* enum swap_state */
	uint32_t solid_state;
	handle_t chunks;	/* table of handle_t, one a chunk; 0 = none used */
	uint32_t pad;
};

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

/* The root: at the start of the arena, written by every operation. */
struct state {
	uint64_t now_ns;	/* machine time */
	uint64_t slice_ns;	/* what the present slice of a daemon has taken */
	uint64_t task_turn_ns;	/* the only CPU is the task's until then */
	uint64_t sched_slice_ns;	/* how long a turn on it is */
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

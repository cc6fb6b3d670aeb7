/*
 * types_zone - page frames and who hands them out: frames, blocks, zones with
 * their free lists and per-CPU lists, LRU lists, kswapd, nodes (see types.h)
 */
#ifndef MM_TYPES_ZONE_H
#define MM_TYPES_ZONE_H

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

#endif

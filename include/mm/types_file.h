/*
 * types_file - what holds pages for others: inodes and their trees, open
 * files, disks with their requests, swap areas (see types.h)
 */
#ifndef MM_TYPES_FILE_H
#define MM_TYPES_FILE_H

#include "mm/types_zone.h"

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

#endif

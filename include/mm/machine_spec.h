/*
 * machine_spec - a machine as a scenario, a test or a recording describes it
 */
#ifndef MM_MACHINE_SPEC_H
#define MM_MACHINE_SPEC_H

#include "base/diag.h"
#include "mm/types.h"

/*
 * One zone by hand, or as a real machine reported it. Ranges in pages; what
 * is not managed is reserved at the low end, or given in `hole` (absent RAM,
 * between the first and the last frame).
 */
struct zone_spec {
	char	 name[8];	/* "" = as its type */
	uint32_t node;
	uint32_t type;		/* enum zone_type */
	uint32_t pageblock_order;
	uint32_t pad;
	pfn_t	 start_pfn;
	uint64_t spanned;
	uint64_t present;	/* spanned - present frames are a hole ... */
	pfn_t	 hole_pfn;	/* ... that begins here; 0 = at the end */
	uint64_t managed;	/* present - managed frames are reserved, lowest first */
	uint64_t kernel_used;	/* managed frames that the kernel took at boot */
};

/* 0 = the usual: 100 us and 500 MB/s; see mm/disk.h. */
struct disk_spec {
	char	 name[16];
	uint64_t size_pages;	/* 0 = as large as wanted */
	uint64_t latency_ns;
	uint64_t bytes_per_s;
	uint32_t rotational;
};

struct swap_spec {
	char	 name[32];	/* "/dev/vda" */
	uint64_t pages;		/* the header among them */
	uint32_t disk;		/* number in machine_spec.disk */
	int32_t	 prio;		/* -1 = the kernel's: -2, -3 ... */
	uint32_t solid_state;
	uint32_t on;		/* swapon at boot */
};

struct file_spec {
	char	 name[64];
	uint64_t size_bytes;
	uint32_t kind;		/* INODE_REGULAR, INODE_TMPFS, INODE_BDEV */
	uint32_t disk;
	uint32_t absent;	/* not there until open(create) */
};

struct machine_spec {
	enum arch arch;
	uint32_t  nr_cpus;
	uint32_t  nr_zones;
	uint32_t  nr_nodes;
	struct zone_spec zone[MAX_ZONES];
	uint32_t  distance[MAX_NODES][MAX_NODES];	/* 10 local, 20 remote */
	int64_t	  sysctl[MAX_SYSCTLS];	/* INT64_MIN = the kernel's default */
	uint32_t  lowmem_reserve_ratio[MAX_NR_ZONES];
	uint32_t  pcp_off;		/* per-CPU lists are not used; nor if legible */
	uint32_t  lru_batch_off;	/* each page goes to its list at once; so if legible */
	uint32_t  nr_disks;
	struct disk_spec disk[MAX_DISKS];	/* none: one is made if it is needed */
	uint32_t  nr_swaps;
	struct swap_spec swap[MAX_SWAP_AREAS];
	uint32_t  nr_files;
	const struct file_spec *file;	/* slot of file[i] is i + 1; not owned */
	uint64_t  tick_ns;		/* of the timer; 0 = 4 ms, CONFIG_HZ=250 */
	uint32_t  thp_enabled;		/* THP_NEVER ... */
	uint32_t  legible;
	uint32_t  oom_log;		/* OOM_LOG_6_1 ... */
	uint64_t  seed;
	uint64_t  arena_bytes;		/* address space to reserve; 0 = 64 GiB */
};

/*
 * x86_64, one node, one CPU, no zone yet; THP as Debian has it; no per-CPU
 * lists, no LRU batches.
 */
void machine_spec_init(struct machine_spec *spec);

/*
 * Zones of a PC with this much RAM on one node, cut as the kernel cuts them
 * (PR1.1, PR1.2): below 1 MiB reserved, the device hole of a PC below 4 GiB,
 * managed by what Debian's 6.1 kept on the recorded machines; per-CPU lists
 * and LRU batches from 64 MiB on.
 * Return: false if a machine of that size does not boot (less than 2 MiB).
 */
bool machine_spec_ram(struct machine_spec *spec, uint64_t ram_bytes);

/*
 * Do its zones fit together, and is what lies on its disks possible?
 * Return: false, and *why, if not.
 */
bool machine_spec_check(const struct machine_spec *spec, struct diag *why);

#endif

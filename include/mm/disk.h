/*
 * disk - where files and swap areas lie: a queue, first come first served
 *
 * A request takes the disk's latency (none where it goes on at the page after
 * the last one) and its bytes at the disk's bandwidth; it begins when the one
 * before has ended. Its end is a completion, due at that time.
 */
#ifndef MM_DISK_H
#define MM_DISK_H

#include "mm/event.h"
#include "mm/zone.h"

/* Return: its number; MAX_DISKS if there are too many. latency 0, bandwidth 0
 * = the usual ones. */
unsigned disk_new(struct machine *m, const char *name, uint64_t size_pages,
		  uint64_t latency_ns, uint64_t bytes_per_s, bool rotational);
unsigned disk_by_name(const struct machine *m, const char *name);

/*
 * Start to read or write nr (<= 32) pages that lie one after the other from
 * `page` of the disk. The frames are held by a reference each until the
 * completion, which sets them up to date or ends their writeback.
 * Return: machine time of the completion. Emits block_rq_issue.
 */
uint64_t disk_submit(struct machine *m, unsigned disk, bool write,
		     uint64_t page, const pfn_t *pfns, unsigned nr);

/*
 * The same for nr pages of a program's own memory, past the page cache: no
 * frame is held. Return: machine time of the completion.
 */
uint64_t disk_transfer(struct machine *m, unsigned disk, bool write,
		       uint64_t page, unsigned nr);

/*
 * A disk takes so many requests to write from tasks, and so many from daemons,
 * before it lets them wait: machine time when there is room again everywhere; 0
 * if there is. Reclaim asks; what was sent is sent.
 * Source: block/blk-wbt.c get_limit() (6.1).
 */
uint64_t disk_write_room_ns(const struct machine *m, bool daemon);

/* When the disk has fewer than nr requests of any kind under way; 0 if now. */
uint64_t disk_room_ns(const struct machine *m, unsigned disk, unsigned nr);

/* Is a request under way that reads into the page? */
bool disk_reads(const struct machine *m, unsigned disk, pfn_t pfn);

/* A daemon's pair: when the next completion is due, and its work. */
uint64_t disk_due(const struct machine *m);
void disk_complete(struct machine *m);

/* The task waits for the page's read to end; for its writeback too. */
void wait_on_page_read(struct machine *m, pfn_t pfn);
void wait_on_page(struct machine *m, pfn_t pfn);

bool disk_check(const struct machine *m, struct diag *why);

#endif

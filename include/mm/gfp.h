/*
 * gfp - what a request for pages may do and where it may look
 *
 * Source: include/linux/gfp_types.h, include/trace/events/mmflags.h (6.1).
 */
#ifndef MM_GFP_H
#define MM_GFP_H

#include "base/text.h"
#include "mm/types.h"

enum {
	GFP_BIT_DMA = 0x01,
	GFP_BIT_HIGHMEM = 0x02,
	GFP_BIT_DMA32 = 0x04,
	GFP_BIT_MOVABLE = 0x08,
	GFP_BIT_RECLAIMABLE = 0x10,
	GFP_BIT_HIGH = 0x20,
	GFP_BIT_IO = 0x40,
	GFP_BIT_FS = 0x80,
	GFP_BIT_ZERO = 0x100,
	GFP_BIT_ATOMIC = 0x200,
	GFP_BIT_DIRECT_RECLAIM = 0x400,
	GFP_BIT_KSWAPD_RECLAIM = 0x800,
	GFP_BIT_WRITE = 0x1000,
	GFP_BIT_NOWARN = 0x2000,
	GFP_BIT_RETRY_MAYFAIL = 0x4000,
	GFP_BIT_NOFAIL = 0x8000,
	GFP_BIT_NORETRY = 0x10000,
	GFP_BIT_MEMALLOC = 0x20000,
	GFP_BIT_COMP = 0x40000,
	GFP_BIT_NOMEMALLOC = 0x80000,
	GFP_BIT_HARDWALL = 0x100000,
	GFP_BIT_THISNODE = 0x200000,
	GFP_BIT_ACCOUNT = 0x400000,

	GFP_KERNEL = GFP_BIT_DIRECT_RECLAIM | GFP_BIT_KSWAPD_RECLAIM |
		     GFP_BIT_IO | GFP_BIT_FS,
	GFP_USER = GFP_KERNEL | GFP_BIT_HARDWALL,
	GFP_HIGHUSER_MOVABLE = GFP_USER | GFP_BIT_HIGHMEM | GFP_BIT_MOVABLE,
	GFP_PGTABLE_USER = GFP_KERNEL | GFP_BIT_ACCOUNT | GFP_BIT_ZERO,
};

/*
 * How one attempt at a request is checked and served; the kernel's ALLOC_
 * flags of the same meaning (mm/internal.h).
 */
enum alloc_flags {
	ALLOC_WMARK_MIN = WMARK_MIN,
	ALLOC_WMARK_LOW = WMARK_LOW,
	ALLOC_WMARK_HIGH = WMARK_HIGH,
	ALLOC_WMARK_MASK = 3,
	ALLOC_NO_WATERMARKS = 4,
	ALLOC_OOM = 8,
	ALLOC_NON_BLOCK = 16,
	ALLOC_MIN_RESERVE = 32,
	ALLOC_HIGHATOMIC = 64,	/* pageblocks kept for such requests, too */
	ALLOC_NO_BOOST = 128,	/* ours: the boost is not for this request */
	ALLOC_NOFRAGMENT = 256,	/* rather another zone than another type */
	ALLOC_KSWAPD = 512,	/* kswapd may be woken */
	ALLOC_RESERVES = ALLOC_OOM | ALLOC_NON_BLOCK | ALLOC_MIN_RESERVE |
			 ALLOC_HIGHATOMIC,
};

/*
 * What a request asks for, and where it may look.
 *
 * Source: mm/internal.h struct alloc_context (6.1).
 */
struct alloc_context {
	gfp_t	 gfp;
	unsigned order;
	uint32_t node;
	enum frame_kind kind;	/* what the block will be */
	enum zone_type highest;
	uint32_t preferred;	/* in the node's zonelist: the first one allowed */
	struct zone *best;	/* that zone */
};

/* "GFP_KERNEL", "GFP_HIGHUSER_MOVABLE|__GFP_ZERO"; false if a word is unknown. */
bool gfp_by_name(const char *s, size_t len, gfp_t *gfp);

/* As the kernel prints them: the largest named sets first, then single bits. */
void gfp_print(gfp_t gfp, struct text *out);

/*
 * PR6.1: highest zone the request may use.
 *
 * Source: include/linux/gfp.h gfp_zone() (6.1).
 */
static inline enum zone_type gfp_zone(gfp_t gfp, enum arch arch)
{
	enum { N = ZONE_NORMAL, D = ZONE_DMA, H = ZONE_HIGHMEM, M = ZONE_MOVABLE,
	       D32 = ZONE_DMA32 };
	/* by GFP_BIT_MOVABLE, _DMA32, _HIGHMEM, _DMA */
	static const uint8_t zones[][16] = {
		[ARCH_X86_64] = { N, D, N, D, D32, D, D32, D,
				  N, D, M, D, D32, D, D32, D },
		[ARCH_I386] = { N, D, H, D, N, D, N, D,
				N, D, M, D, N, D, N, D },
	};

	return (enum zone_type)zones[arch][gfp & 15];
}

/* PR4.1 */
static inline enum migratetype gfp_migratetype(gfp_t gfp)
{
	return (enum migratetype)(gfp >> 3 & 3);
}

#endif

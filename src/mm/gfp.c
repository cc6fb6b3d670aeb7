#include "mm/gfp.h"

#include <string.h>

/* In the order in which the kernel takes names off a mask. */
static const struct {
	const char *name;
	gfp_t	    bits;
} gfp_names[] = {
	{ "GFP_TRANSHUGE", GFP_HIGHUSER_MOVABLE | GFP_BIT_COMP |
				   GFP_BIT_NOMEMALLOC | GFP_BIT_NOWARN },
	{ "GFP_HIGHUSER_MOVABLE", GFP_HIGHUSER_MOVABLE },
	{ "GFP_HIGHUSER", GFP_USER | GFP_BIT_HIGHMEM },
	{ "GFP_USER", GFP_USER },
	{ "GFP_KERNEL_ACCOUNT", GFP_KERNEL | GFP_BIT_ACCOUNT },
	{ "GFP_KERNEL", GFP_KERNEL },
	{ "GFP_NOFS", GFP_BIT_DIRECT_RECLAIM | GFP_BIT_KSWAPD_RECLAIM |
			      GFP_BIT_IO },
	{ "GFP_ATOMIC", GFP_BIT_HIGH | GFP_BIT_ATOMIC |
				GFP_BIT_KSWAPD_RECLAIM },
	{ "GFP_NOIO", GFP_BIT_DIRECT_RECLAIM | GFP_BIT_KSWAPD_RECLAIM },
	{ "GFP_NOWAIT", GFP_BIT_KSWAPD_RECLAIM },
	{ "GFP_DMA", GFP_BIT_DMA },
	{ "__GFP_HIGHMEM", GFP_BIT_HIGHMEM },
	{ "GFP_DMA32", GFP_BIT_DMA32 },
	{ "__GFP_HIGH", GFP_BIT_HIGH },
	{ "__GFP_ATOMIC", GFP_BIT_ATOMIC },
	{ "__GFP_IO", GFP_BIT_IO },
	{ "__GFP_FS", GFP_BIT_FS },
	{ "__GFP_NOWARN", GFP_BIT_NOWARN },
	{ "__GFP_RETRY_MAYFAIL", GFP_BIT_RETRY_MAYFAIL },
	{ "__GFP_NOFAIL", GFP_BIT_NOFAIL },
	{ "__GFP_NORETRY", GFP_BIT_NORETRY },
	{ "__GFP_COMP", GFP_BIT_COMP },
	{ "__GFP_ZERO", GFP_BIT_ZERO },
	{ "__GFP_NOMEMALLOC", GFP_BIT_NOMEMALLOC },
	{ "__GFP_MEMALLOC", GFP_BIT_MEMALLOC },
	{ "__GFP_HARDWALL", GFP_BIT_HARDWALL },
	{ "__GFP_THISNODE", GFP_BIT_THISNODE },
	{ "__GFP_RECLAIMABLE", GFP_BIT_RECLAIMABLE },
	{ "__GFP_MOVABLE", GFP_BIT_MOVABLE },
	{ "__GFP_ACCOUNT", GFP_BIT_ACCOUNT },
	{ "__GFP_WRITE", GFP_BIT_WRITE },
	{ "__GFP_DIRECT_RECLAIM", GFP_BIT_DIRECT_RECLAIM },
	{ "__GFP_KSWAPD_RECLAIM", GFP_BIT_KSWAPD_RECLAIM },
};

enum { NR_GFP_NAMES = sizeof(gfp_names) / sizeof(gfp_names[0]) };

static bool gfp_word(const char *s, size_t len, gfp_t *bits)
{
	for (size_t i = 0; i < NR_GFP_NAMES; i++)
		if (strlen(gfp_names[i].name) == len &&
		    memcmp(gfp_names[i].name, s, len) == 0) {
			*bits |= gfp_names[i].bits;
			return true;
		}
	return false;
}

bool gfp_by_name(const char *s, size_t len, gfp_t *gfp)
{
	gfp_t bits = 0;

	for (;;) {
		const char *bar = memchr(s, '|', len);
		size_t word = bar ? (size_t)(bar - s) : len;

		if (!gfp_word(s, word, &bits))
			return false;
		if (!bar)
			break;
		s += word + 1;
		len -= word + 1;
	}
	*gfp = bits;
	return true;
}

void gfp_print(gfp_t gfp, struct text *out)
{
	const char *bar = "";

	if (!gfp) {
		text_puts(out, "none");
		return;
	}
	for (size_t i = 0; i < NR_GFP_NAMES && gfp; i++) {
		if ((gfp & gfp_names[i].bits) != gfp_names[i].bits)
			continue;
		text_printf(out, "%s%s", bar, gfp_names[i].name);
		gfp &= ~gfp_names[i].bits;
		bar = "|";
	}
	if (gfp)
		text_printf(out, "%s0x%x", bar, gfp);
}

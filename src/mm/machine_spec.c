#include "mm/machine_spec.h"

#include <string.h>

#include "mm/storage.h"
#include "mm/zone.h"

void machine_spec_init(struct machine_spec *spec)
{
	static const uint32_t ratios[MAX_NR_ZONES] = {
		[ZONE_DMA] = 256, [ZONE_DMA32] = 256, [ZONE_NORMAL] = 32,
	};

	memset(spec, 0, sizeof(*spec));
	spec->arch = ARCH_X86_64;
	spec->nr_cpus = 1;
	spec->nr_nodes = 1;
	spec->thp_enabled = THP_ALWAYS;
	spec->pcp_off = 1;	/* zones by hand are for looking at every block */
	spec->lru_batch_off = 1;
	memcpy(spec->lowmem_reserve_ratio, ratios, sizeof(ratios));
	for (unsigned i = 0; i < MAX_SYSCTLS; i++)
		spec->sysctl[i] = INT64_MIN;
	for (unsigned i = 0; i < MAX_NODES; i++)
		for (unsigned j = 0; j < MAX_NODES; j++)
			spec->distance[i][j] = i == j ? 10 : 20;
}

static void spec_zone(struct machine_spec *spec, enum zone_type type,
		      pfn_t start, pfn_t end)
{
	struct zone_spec *z = &spec->zone[spec->nr_zones++];

	memset(z, 0, sizeof(*z));
	z->type = (uint32_t)type;
	z->pageblock_order = 9;
	z->start_pfn = start;
	z->spanned = end - start;
	z->present = z->spanned;
	z->managed = z->spanned;
}

enum {
	MIB_PAGES = 256,
	PCP_LEAST_PAGES = 64 * MIB_PAGES,
	DMA_END = 4096,			/* 16 MiB */
	DMA32_END = 1 << 20,		/* 4 GiB */
	SECTION_PAGES = 128 * MIB_PAGES,
	VGA_HOLE = 159, VGA_END = 256,	/* 0x9f000..0xfffff */
	ACPI_PAGES = 32,		/* the firmware's, at the end of low RAM */
};

/*
 * What the recorded machines kept of a zone: the kernel image and its early
 * data, and for each 128 MiB section its memmap and a little more. From
 * 4 GiB on the bounce buffers of 64 MiB lie in DMA32 and the memmaps on top.
 */
static uint64_t kept_pages(enum zone_type type, uint64_t present, bool high)
{
	uint64_t sections = (present + DMA_END + SECTION_PAGES - 1) /
			    SECTION_PAGES;

	if (type == ZONE_DMA)
		return VGA_HOLE - 1;
	if (type == ZONE_NORMAL)
		return 13373 + 608 * (present / SECTION_PAGES);
	return high ? 27702 : 11440 + 560 * sections;
}

static void spec_keep(struct machine_spec *spec, bool high)
{
	for (unsigned i = 0; i < spec->nr_zones; i++) {
		struct zone_spec *z = &spec->zone[i];
		uint64_t kept = kept_pages((enum zone_type)z->type, z->present,
					   high);

		/* a tiny zone goes to the kernel as a whole, but for a tenth */
		if (kept > z->present - z->present / 10)
			kept = z->present - z->present / 10;
		z->managed = z->present - kept;
	}
}

/* Source: arch/x86/mm/init.c zone_sizes_init() (6.1); QEMU's memory map. */
bool machine_spec_ram(struct machine_spec *spec, uint64_t ram_bytes)
{
	const uint64_t split = UINT64_C(3584) * MIB_PAGES;
	uint64_t pages = ram_bytes >> PAGE_SHIFT;
	uint64_t low = pages < split ? pages : UINT64_C(3072) * MIB_PAGES;
	bool high = low < pages;
	struct zone_spec *dma;

	if (pages < 2 * MIB_PAGES)
		return false;
	spec->pcp_off = pages < PCP_LEAST_PAGES;
	spec->lru_batch_off = spec->pcp_off;
	/* 16 MiB or less is the DMA zone of a PC taken as a machine of its own */
	if (low > DMA_END)
		low -= ACPI_PAGES;
	spec_zone(spec, ZONE_DMA, 1, low < DMA_END ? low : DMA_END);
	dma = &spec->zone[spec->nr_zones - 1];
	dma->hole_pfn = VGA_HOLE;
	dma->present -= VGA_END - VGA_HOLE;
	if (low > DMA_END)
		spec_zone(spec, ZONE_DMA32, DMA_END, low);
	if (high) {
		struct zone_spec *dma32 = &spec->zone[spec->nr_zones - 1];

		dma32->spanned = DMA32_END - DMA_END;
		dma32->hole_pfn = low;
		spec_zone(spec, ZONE_NORMAL, DMA32_END,
			  DMA32_END + pages - (low + ACPI_PAGES));
	}
	spec_keep(spec, high);
	return true;
}

static bool zone_spec_check(const struct zone_spec *z, struct diag *why)
{
	const char *name = zone_type_name((enum zone_type)z->type);

	if (!z->spanned || z->present > z->spanned || z->managed > z->present ||
	    z->kernel_used > z->managed)
		diag_set(why, 0, 0, "zone %s: spanned >= present >= managed >= kernel_used does not hold",
			 name);
	else if (z->pageblock_order < 2 || z->pageblock_order > MAX_ORDER - 1)
		diag_set(why, 0, 0, "zone %s: a pageblock has an order from 2 to %d",
			 name, MAX_ORDER - 1);
	else if (z->start_pfn + z->spanned > UINT32_MAX)
		diag_set(why, 0, 0, "zone %s: ends above 16 TiB", name);
	else if (z->hole_pfn && (z->hole_pfn < z->start_pfn ||
				 z->hole_pfn + (z->spanned - z->present) >
					 z->start_pfn + z->spanned))
		diag_set(why, 0, 0, "zone %s: its hole lies outside of it", name);
	else
		return true;
	return false;
}

bool machine_spec_check(const struct machine_spec *spec, struct diag *why)
{
	if (!spec->nr_zones || !spec->nr_nodes || spec->nr_nodes > MAX_NODES) {
		diag_set(why, 0, 0, "a machine has at least one zone and one node");
		return false;
	}
	for (unsigned i = 0; i < spec->nr_zones; i++) {
		const struct zone_spec *a = &spec->zone[i];

		if (!zone_spec_check(a, why))
			return false;
		for (unsigned k = 0; k < i; k++) {
			const struct zone_spec *b = &spec->zone[k];

			if (a->start_pfn < b->start_pfn + b->spanned &&
			    b->start_pfn < a->start_pfn + a->spanned) {
				diag_set(why, 0, 0, "zones %s and %s overlap",
					 zone_type_name((enum zone_type)b->type),
					 zone_type_name((enum zone_type)a->type));
				return false;
			}
		}
	}
	return storage_spec_check(spec, why);
}

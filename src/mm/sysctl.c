#include "mm/sysctl.h"

#include <errno.h>
#include <string.h>

#include "mm/watermark.h"

const struct sysctl_info sysctl_infos[NR_SYSCTLS] = {
#define SYSCTL(name, key, def, min, max, doc)                                  \
	[SYSCTL_##name] = { key, doc, def, min, max },
#include "mm/sysctl.def"
#undef SYSCTL
};

static bool same_key(const char *key, const char *s, size_t len)
{
	if (strlen(key) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (key[i] != s[i] && !(key[i] == '.' && s[i] == '/'))
			return false;
	return true;
}

enum sysctl_id sysctl_by_key(const char *key, size_t len)
{
	for (unsigned i = 0; i < NR_SYSCTLS; i++)
		if (same_key(sysctl_infos[i].key, key, len))
			return (enum sysctl_id)i;
	return NR_SYSCTLS;
}

/* Below 8 the fraction would let lists take all of a zone. */
enum { MIN_PERCPU_PAGELIST_HIGH_FRACTION = 8 };

static bool in_range(enum sysctl_id id, int64_t value)
{
	if (id == SYSCTL_percpu_pagelist_high_fraction && value &&
	    value < MIN_PERCPU_PAGELIST_HIGH_FRACTION)
		return false;
	return value >= sysctl_infos[id].min && value <= sysctl_infos[id].max;
}

/*
 * One number a zone type, as the kernel keeps them in a row; below 1 means that
 * nothing is kept back.
 *
 * Source: mm/page_alloc.c lowmem_reserve_ratio_sysctl_handler() (6.1).
 */
static void write_ratios(struct machine *m, const uint64_t values[5])
{
	static const enum zone_type amd64[] = { ZONE_DMA, ZONE_DMA32, ZONE_NORMAL,
						ZONE_MOVABLE, ZONE_DEVICE };
	static const enum zone_type i386[] = { ZONE_DMA, ZONE_NORMAL,
					       ZONE_HIGHMEM, ZONE_MOVABLE };
	bool pae = m->s->arch == ARCH_I386;

	for (unsigned i = 0; i < (pae ? 4u : 5u); i++) {
		int32_t ratio = (int32_t)values[i];

		m->s->lowmem_reserve_ratio[pae ? i386[i] : amd64[i]] =
			ratio < 1 ? 0 : (uint32_t)ratio;
	}
	setup_per_zone_lowmem_reserve(m);
}

/*
 * A limit is given one way or the other: writing one clears its twin.
 *
 * Source: mm/util.c overcommit_ratio_handler(), mm/page-writeback.c
 * dirty_ratio_handler() (6.1).
 */
static void forget_twin(struct machine *m, enum sysctl_id id)
{
	static const enum sysctl_id twins[][2] = {
		{ SYSCTL_overcommit_ratio, SYSCTL_overcommit_kbytes },
		{ SYSCTL_dirty_ratio, SYSCTL_dirty_bytes },
		{ SYSCTL_dirty_background_ratio, SYSCTL_dirty_background_bytes },
	};

	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++)
		for (int k = 0; k < 2; k++)
			if (id == twins[i][k])
				m->s->sysctl[twins[i][!k]] = 0;
}

int64_t sysctl_write(struct machine *m, enum sysctl_id id,
		     const uint64_t values[5])
{
	int64_t value = (int64_t)values[0], was = m->s->sysctl[id];

	/* of the command line only; the areas are kept apart by it */
	if (id == SYSCTL_stack_guard_gap)
		return -ENOENT;
	if (id != SYSCTL_lowmem_reserve_ratio && !in_range(id, value))
		return -EINVAL;
	event_emit(m, EV_sysctl_write, id, value, was);
	if (id == SYSCTL_lowmem_reserve_ratio) {
		write_ratios(m, values);
		return 0;
	}
	m->s->sysctl[id] = value;
	forget_twin(m, id);
	if (id == SYSCTL_min_free_kbytes)
		m->s->user_min_free_kbytes = value;
	if (id == SYSCTL_min_free_kbytes || id == SYSCTL_watermark_scale_factor)
		setup_per_zone_wmarks(m);
	if (id == SYSCTL_percpu_pagelist_high_fraction)
		setup_pcp_limits(m);
	return 0;
}

/*
 * Source: mm/khugepaged.c start_stop_khugepaged(),
 * set_recommended_min_free_kbytes() (6.1).
 */
void thp_write(struct machine *m, unsigned enabled)
{
	int64_t rec;

	m->s->thp_enabled = enabled;
	if (enabled == THP_NEVER) {
		init_per_zone_wmark_min(m);
		return;
	}
	rec = recommended_min_free_kbytes(m);
	if (rec > m->s->sysctl[SYSCTL_min_free_kbytes])
		m->s->sysctl[SYSCTL_min_free_kbytes] = rec;
	setup_per_zone_wmarks(m);
}

void lowmem_reserve_ratio_read(struct machine *m)
{
	setup_per_zone_lowmem_reserve(m);
}

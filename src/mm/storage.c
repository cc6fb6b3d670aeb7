#include "mm/storage.h"

#include <string.h>

#include "mm/disk.h"
#include "mm/inode.h"
#include "mm/swap_area.h"

static bool swaps_check(const struct machine_spec *spec, uint32_t nr_disks,
			struct diag *why)
{
	for (uint32_t i = 0; i < spec->nr_swaps; i++) {
		const struct swap_spec *s = &spec->swap[i];

		if (s->disk < nr_disks && s->pages >= SWAP_MIN_PAGES &&
		    s->pages <= UINT64_C(1) << SWP_SLOT_BITS)
			continue;
		diag_set(why, 0, 0, "swap device %.31s: no disk or no size",
			 s->name);
		return false;
	}
	return true;
}

bool storage_spec_check(const struct machine_spec *spec, struct diag *why)
{
	uint32_t nr_disks = spec->nr_disks ? spec->nr_disks : 1;

	if (spec->nr_disks > MAX_DISKS || spec->nr_swaps > MAX_SWAP_AREAS) {
		diag_set(why, 0, 0, "a machine has at most %d disks and %d swap devices",
			 MAX_DISKS, MAX_SWAP_AREAS);
		return false;
	}
	for (uint32_t i = 0; i < spec->nr_files; i++)
		if (spec->file[i].disk >= nr_disks) {
			diag_set(why, 0, 0, "file %.63s: it has no disk",
				 spec->file[i].name);
			return false;
		}
	return swaps_check(spec, nr_disks, why);
}

static void disks_set_up(struct machine *m, const struct machine_spec *spec)
{
	for (uint32_t i = 0; i < spec->nr_disks; i++) {
		const struct disk_spec *d = &spec->disk[i];

		disk_new(m, d->name, d->size_pages, d->latency_ns,
			 d->bytes_per_s, d->rotational);
	}
	if (!spec->nr_disks && (spec->nr_swaps || spec->nr_files))
		disk_new(m, "vda", 0, 0, 0, false);
}

static void swaps_set_up(struct machine *m, const struct machine_spec *spec)
{
	for (uint32_t i = 0; i < spec->nr_swaps; i++) {
		const struct swap_spec *s = &spec->swap[i];
		unsigned type = swap_area_new(m, s->name, s->pages, s->disk,
					      s->solid_state);

		if (s->on)
			swap_area_on(m, type, s->prio);
	}
}

/* A file that is there: a new one lies on the first disk. */
static void file_set_up(struct machine *m, uint32_t slot,
			const struct file_spec *f)
{
	handle_t h = inode_new(m, f->name, (enum inode_kind)f->kind,
			       f->size_bytes);

	inode_mut(m, h)->slot = slot;
	if (f->kind != INODE_TMPFS && f->disk)
		inode_lay_out(m, h, f->disk);
}

/* Names are known of absent files too: open() makes such a file by them. */
static void files_set_up(struct machine *m, const struct machine_spec *spec)
{
	struct file_name *names;
	handle_t table;

	if (!spec->nr_files)
		return;
	table = arena_grow(&m->arena,
			   (spec->nr_files + 1) * sizeof(struct file_name));
	if (!table)
		machine_escape(m, ESCAPE_FULL);
	m->s->file_names = table;
	m->s->nr_file_names = spec->nr_files;
	names = arena_mut(&m->arena, table,
			  (spec->nr_files + 1) * sizeof(*names));
	for (uint32_t slot = 1; slot <= spec->nr_files; slot++) {
		const struct file_spec *f = &spec->file[slot - 1];

		memcpy(names[slot].name, f->name, sizeof(f->name));
		names[slot].kind = f->kind;
		names[slot].disk = f->kind == INODE_TMPFS ? 0 : f->disk + 1;
	}
	for (uint32_t slot = 1; slot <= spec->nr_files; slot++)
		if (!spec->file[slot - 1].absent)
			file_set_up(m, slot, &spec->file[slot - 1]);
}

void storage_set_up(struct machine *m, const struct machine_spec *spec)
{
	disks_set_up(m, spec);
	swaps_set_up(m, spec);
	files_set_up(m, spec);
}

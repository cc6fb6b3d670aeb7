#include "load/storage.h"

#include <inttypes.h>
#include <string.h>

enum { NO_DISK = -1, KERNELS_PRIORITY = -1 };
enum { ON_DISK, ON_TMPFS, ON_DEVICE };

/* Offsets in a file are kept in 48 bits; ext4 ends at 16 TiB. */
#define MAX_FILE_BYTES (UINT64_C(1) << 44)
/* A slot of a swap area has 26 bits (mm/swap.h). */
#define MAX_SWAP_BYTES (UINT64_C(1) << (26 + PAGE_SHIFT))

static const char default_disk[] = "vda";

struct disk_words {
	const char *name;
	uint64_t    size, bandwidth;
	int64_t	    latency_us;
	bool	    rotational;
};

#define AT(member) offsetof(struct disk_words, member)

static const struct field disk_fields[] = {
	{ .key = "name", .form = FORM_NAME, .offset = AT(name),
	  .required = true, .doc = "the disk's device, as vda; at most 15 letters" },
	{ .key = "size", .form = FORM_SIZE, .offset = AT(size),
	  .doc = "its bytes (as many as are wanted)" },
	{ .key = "latency_us", .form = FORM_NUMBER, .offset = AT(latency_us),
	  .min = 1, .max = 10000000,
	  .doc = "microseconds before a request that does not go on where the last one ended (100)" },
	{ .key = "bandwidth", .form = FORM_SIZE, .offset = AT(bandwidth),
	  .doc = "bytes a second (500000000)" },
	{ .key = "rotational", .form = FORM_FLAG, .offset = AT(rotational),
	  .doc = "it turns (false)" },
	{ 0 },
};
#undef AT

const struct shape disk_shape = {
	"disk", "a disk", "A disk, for files and swap devices.", disk_fields,
};

struct swap_words {
	const char *device, *disk;
	uint64_t    size;
	int64_t	    priority;
	bool	    solid_state, on;
};

#define AT(member) offsetof(struct swap_words, member)

static const struct field swap_fields[] = {
	{ .key = "device", .form = FORM_STRING, .offset = AT(device),
	  .required = true, .doc = "its name, as /dev/vdb; at most 31 letters" },
	{ .key = "size", .form = FORM_SIZE, .offset = AT(size),
	  .required = true, .doc = "its bytes; a page of them is the header" },
	{ .key = "disk", .form = FORM_STRING, .offset = AT(disk),
	  .doc = "the disk on which it lies (the first)" },
	{ .key = "priority", .form = FORM_NUMBER, .offset = AT(priority),
	  .min = KERNELS_PRIORITY, .max = INT16_MAX,
	  .doc = "areas of a higher one are filled first (-1: the kernel gives -2, -3 ...)" },
	{ .key = "solid_state", .form = FORM_FLAG, .offset = AT(solid_state),
	  .doc = "neighbours in memory are read along, not neighbours on the device (false)" },
	{ .key = "on", .form = FORM_FLAG, .offset = AT(on),
	  .doc = "in use from the start (true)" },
	{ 0 },
};
#undef AT

const struct shape swap_shape = {
	"swap", "a swap device", "A swap device.", swap_fields,
};

struct file_words {
	const char *name, *disk;
	uint64_t    size;
	int	    on;
	bool	    absent;
};

static const char *const on_words[] = {
	[ON_DISK] = "disk", [ON_TMPFS] = "tmpfs", [ON_DEVICE] = "device", NULL,
};

#define AT(member) offsetof(struct file_words, member)

static const struct field file_fields[] = {
	{ .key = "name", .form = FORM_STRING, .offset = AT(name),
	  .required = true, .doc = "a path or a word, by which operations call it; at most 63 letters" },
	{ .key = "size", .form = FORM_SIZE, .offset = AT(size),
	  .doc = "its bytes (0; of a device those of its disk)" },
	{ .key = "on", .form = FORM_WORD, .offset = AT(on), .words = on_words,
	  .doc = "where its pages lie: on a disk, in memory alone, or the device itself (disk)" },
	{ .key = "disk", .form = FORM_STRING, .offset = AT(disk),
	  .doc = "which disk (the first)" },
	{ .key = "absent", .form = FORM_FLAG, .offset = AT(absent),
	  .doc = "it is not there until it is opened with \"create\" (false)" },
	{ 0 },
};
#undef AT

const struct shape file_shape = {
	"file", "a file", "A file of the machine.", file_fields,
};

/* The machine keeps names in fields of their own. */
static bool word_fits(struct loader *l, const cJSON *v, const char *key,
		      const char *word, size_t room)
{
	if (strlen(word) < room)
		return true;
	fault_at(l, json_member(v, key), "\"%s\" has more than %zu letters",
		 key, room - 1);
	return false;
}

/* The disk of that name; the first if none is named. NO_DISK and a fault. */
static int disk_known(struct loader *l, const cJSON *v, const char *name,
		      const struct machine_spec *spec)
{
	const char *names[MAX_DISKS + 1] = { default_disk, NULL };
	uint32_t i = 0;

	for (; i < spec->nr_disks; i++)
		names[i] = spec->disk[i].name;
	if (!name)
		return 0;
	for (i = 0; names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return (int)i;
	hint_words(fault_at(l, json_member(v, "disk"), "the machine has no "
			    "disk \"%.60s\"", name), names, name);
	return NO_DISK;
}

/* Everything on the disk so far, in pages, and `more` bytes: do they fit? */
static bool disk_has_room(struct loader *l, const cJSON *v,
			  const struct machine_spec *spec, uint32_t disk,
			  uint64_t more)
{
	uint64_t size = spec->disk[disk].size_pages;
	uint64_t pages = (more + PAGE_SIZE - 1) >> PAGE_SHIFT;

	if (disk >= spec->nr_disks || !size)
		return true;
	for (uint32_t i = 0; i < spec->nr_swaps; i++)
		if (spec->swap[i].disk == disk)
			pages += spec->swap[i].pages;
	for (uint32_t i = 0; i < spec->nr_files; i++)
		if (spec->file[i].kind == INODE_REGULAR &&
		    spec->file[i].disk == disk)
			pages += (spec->file[i].size_bytes + PAGE_SIZE - 1) >>
				 PAGE_SHIFT;
	if (pages <= size)
		return true;
	diag_hint(fault_at(l, v, "disk %s is full", spec->disk[disk].name),
		  "with this there were %" PRIu64 " pages on it, it has %" PRIu64,
		  pages, size);
	return false;
}

void disk_read(struct loader *l, const cJSON *v, struct machine_spec *spec)
{
	struct disk_words w = { 0 };
	struct disk_spec *d;

	if (!shape_read(l, v, &disk_shape, &w) ||
	    !word_fits(l, v, "name", w.name, sizeof(d->name)))
		return;
	if (json_member(v, "bandwidth") && !w.bandwidth) {
		fault_at(l, json_member(v, "bandwidth"),
			 "\"bandwidth\" must not be 0");
		return;
	}
	if (spec->nr_disks == MAX_DISKS) {
		fault_at(l, v, "more than %d disks", MAX_DISKS);
		return;
	}
	for (uint32_t i = 0; i < spec->nr_disks; i++)
		if (strcmp(spec->disk[i].name, w.name) == 0) {
			fault_at(l, json_member(v, "name"), "a second disk is "
				 "called \"%s\"", w.name);
			return;
		}
	d = &spec->disk[spec->nr_disks++];
	*d = (struct disk_spec){
		.size_pages = w.size >> PAGE_SHIFT,
		.latency_ns = (uint64_t)w.latency_us * 1000,
		.bytes_per_s = w.bandwidth,
		.rotational = w.rotational,
	};
	memcpy(d->name, w.name, strlen(w.name));
}

static bool swap_sound(struct loader *l, const cJSON *v,
		       const struct machine_spec *spec,
		       const struct swap_words *w)
{
	if (spec->nr_swaps == MAX_SWAP_AREAS) {
		fault_at(l, v, "more than %d swap devices", MAX_SWAP_AREAS);
		return false;
	}
	if (w->size < 2 * PAGE_SIZE || w->size > MAX_SWAP_BYTES) {
		diag_hint(fault_at(l, json_member(v, "size"), "no swap device "
				   "has that size"), "8K to 256G");
		return false;
	}
	for (uint32_t i = 0; i < spec->nr_swaps; i++)
		if (strcmp(spec->swap[i].name, w->device) == 0) {
			fault_at(l, json_member(v, "device"), "a second swap "
				 "device is called \"%s\"", w->device);
			return false;
		}
	return true;
}

void swap_read(struct loader *l, const cJSON *v, struct machine_spec *spec)
{
	struct swap_words w = { .priority = KERNELS_PRIORITY, .on = true };
	struct swap_spec *s = &spec->swap[spec->nr_swaps];
	int disk;

	if (!shape_read(l, v, &swap_shape, &w) ||
	    !word_fits(l, v, "device", w.device, sizeof(s->name)) ||
	    !swap_sound(l, v, spec, &w))
		return;
	disk = disk_known(l, v, w.disk, spec);
	if (disk == NO_DISK ||
	    !disk_has_room(l, v, spec, (uint32_t)disk, w.size))
		return;
	*s = (struct swap_spec){
		.pages = w.size >> PAGE_SHIFT,
		.disk = (uint32_t)disk,
		.prio = (int32_t)w.priority,
		.solid_state = w.solid_state,
		.on = w.on,
	};
	memcpy(s->name, w.device, strlen(w.device));
	spec->nr_swaps++;
}

/* Room for all files is taken when the first of them is met. */
static struct file_spec *file_next(struct loader *l, const cJSON *v)
{
	struct machine_spec *spec = &l->draft.story->machine;
	size_t nr = 0;

	if (!l->file) {
		for (const cJSON *item = v; item; item = item->next)
			nr++;
		l->file = shelf_take(l->shelf, nr * sizeof(*l->file));
		spec->file = l->file;
	}
	return &l->file[spec->nr_files];
}

static bool file_sound(struct loader *l, const cJSON *v,
		       const struct file_words *w)
{
	const cJSON *disk = json_member(v, "disk");
	const cJSON *absent = json_member(v, "absent");

	if (w->on == ON_TMPFS && disk) {
		fault_key(l, disk, "a file on tmpfs has no disk");
		return false;
	}
	if (w->absent && (w->on == ON_DEVICE || w->size)) {
		fault_key(l, absent, w->size ? "a file that is absent has no "
			  "size" : "a device is there from the start");
		return false;
	}
	if (w->size > MAX_FILE_BYTES) {
		diag_hint(fault_at(l, json_member(v, "size"), "the file is too "
				   "large"), "at most 16T");
		return false;
	}
	return true;
}

/* A device that does not say its size is as large as its disk. */
static bool file_place(struct loader *l, const cJSON *v,
		       struct file_words *w, uint32_t *number)
{
	const struct machine_spec *spec = &l->draft.story->machine;
	int disk = disk_known(l, v, w->disk, spec);

	if (disk == NO_DISK)
		return false;
	*number = (uint32_t)disk;
	if (w->on == ON_DEVICE && !w->size) {
		w->size = spec->disk[disk].size_pages << PAGE_SHIFT;
		if (!w->size) {
			diag_hint(fault_at(l, v, "a device has a \"size\""),
				  "its own, or that of its disk");
			return false;
		}
	}
	return w->on != ON_DISK || disk_has_room(l, v, spec, *number, w->size);
}

/* false: there is such a file already, or there are too many. */
static bool file_name(struct loader *l, const cJSON *v, const char *name)
{
	if (names_find(&l->files, name, strlen(name))) {
		fault_at(l, json_member(v, "name"),
			 "a second file is called \"%.60s\"", name);
		return false;
	}
	if (l->files.nr > LOAD_MAX_FILES) {
		if (!l->too_many)
			fault_at(l, v, "more than %d files", LOAD_MAX_FILES);
		l->too_many = true;
		return false;
	}
	names_add(&l->files, name);
	return true;
}

void file_read(struct loader *l, const cJSON *v)
{
	static const uint32_t kinds[] = {
		[ON_DISK] = INODE_REGULAR, [ON_TMPFS] = INODE_TMPFS,
		[ON_DEVICE] = INODE_BDEV,
	};
	struct file_spec *f = file_next(l, v);
	struct file_words w = { .on = ON_DISK };
	bool good = shape_read(l, v, &file_shape, &w);
	uint32_t disk;

	if (!w.name || !file_name(l, v, w.name) || !good ||
	    !word_fits(l, v, "name", w.name, sizeof(f->name)) ||
	    !file_sound(l, v, &w) || !file_place(l, v, &w, &disk))
		return;
	*f = (struct file_spec){
		.size_bytes = w.size, .kind = kinds[w.on], .disk = disk,
		.absent = w.absent,
	};
	memcpy(f->name, w.name, strlen(w.name));
	l->draft.story->machine.nr_files++;
}

int swap_device_known(struct loader *l, const cJSON *v, const char *what)
{
	const struct machine_spec *spec = &l->draft.story->machine;
	const char *names[MAX_SWAP_AREAS + 1] = { NULL };

	if (cJSON_IsString(v) && !spec->nr_swaps) {
		diag_hint(fault_at(l, v, "the machine has no swap device"),
			  "give it \"swap\": [{\"device\": \"/dev/vdb\", "
			  "\"size\": \"8M\"}]");
		return -1;
	}
	for (uint32_t i = 0; i < spec->nr_swaps; i++)
		names[i] = spec->swap[i].name;
	return read_word(l, v, what, names);
}

uint32_t file_known(struct loader *l, const cJSON *v, const char *what)
{
	const char *name = v->valuestring, *near;
	struct diag *d;
	uint32_t slot;

	if (!cJSON_IsString(v)) {
		fault_at(l, v, "%s is %s, it must be the name of a file", what,
			 value_kind(v));
		return 0;
	}
	slot = names_find(&l->files, name, strlen(name));
	if (slot)
		return slot;
	d = fault_at(l, v, "no file is called \"%.60s\"", name);
	near = l->files.nr <= 1000 ? names_nearest(&l->files, name) : NULL;
	if (near)
		diag_hint(d, "did you mean \"%s\"?", near);
	else
		diag_hint(d, "the scenario's \"files\" say which there are: "
			  "{\"name\": NAME, \"size\": \"1M\"}");
	return 0;
}

#include "view/palette.h"

#include <string.h>

#define G(id, letter, role, over)                                              \
	[GLYPH_##id] = { letter, ROLE_##role, over, UI_G_##id }
const struct glyph_info glyphs[NR_GLYPHS] = {
	G(NOTHING, '.', DIM, 0),
	G(ORDER, '0', KERNEL, OVER_BOLD),
	G(PCP, ':', PCP, 0),
	G(ANON, 'a', ANON, 0),
	G(SWAPCACHE, 'c', TITLE, 0),
	G(FILE, 'f', FILE, 0),
	G(DIRTY, 'd', DIRTY, OVER_BOLD),
	G(WRITE, 'w', WRITEBACK, OVER_BOLD | OVER_UNDERLINE),
	G(READ, 'v', WRITEBACK, OVER_BOLD | OVER_UNDERLINE),
	G(SHMEM, 'm', SHMEM, 0),
	G(SLAB, 's', SLAB, 0),
	G(PGTABLE, 't', PGTABLE, 0),
	G(KERNEL, 'k', KERNEL, 0),
	G(HUGE, 'h', HUGE, OVER_UNDERLINE),
	G(PINNED, 'u', PINNED, OVER_BOLD),
	G(INHAND, 'i', ISOLATED, OVER_BOLD),
	G(RESERVED, 'r', DIM, 0),
	G(HOLE, '/', DIM, 0),
	G(ZERO, 'z', DIM, 0),
	G(OUT, 'o', SWAP, OVER_UNDERLINE),
	G(UNREAD, '-', DIM, 0),
	G(CACHED, '=', FILE, 0),
	G(COW, '&', COW, OVER_UNDERLINE),
	G(GUARD, '#', BAD, 0),
	G(FOLLOW, '@', ANON, OVER_FOLLOW),
};
#undef G

struct letter glyph_letter(enum glyph g)
{
	return (struct letter){ glyphs[g].letter, glyphs[g].role,
				glyphs[g].over };
}

struct letter glyph_active(enum glyph g)
{
	struct letter l = glyph_letter(g);

	if (g == GLYPH_ANON || g == GLYPH_FILE || g == GLYPH_SHMEM ||
	    g == GLYPH_DIRTY || g == GLYPH_SWAPCACHE)
		l.c = (char)(l.c - 'a' + 'A');
	return l;
}

enum role type_role(enum migratetype type)
{
	static const enum role roles[MIGRATE_TYPES] = {
		[MIGRATE_UNMOVABLE] = ROLE_KERNEL,
		[MIGRATE_MOVABLE] = ROLE_ANON,
		[MIGRATE_RECLAIMABLE] = ROLE_SLAB,
		[MIGRATE_HIGHATOMIC] = ROLE_PINNED,
		[MIGRATE_ISOLATE] = ROLE_ISOLATED,
	};

	return type < MIGRATE_TYPES ? roles[type] : ROLE_DIM;
}

char type_letter(enum migratetype type)
{
	return type < MIGRATE_TYPES ? "UMEHI"[type] : '?';
}

struct letter order_letter(unsigned order, enum migratetype type)
{
	return (struct letter){ "0123456789X"[order < MAX_ORDER ? order : 0],
				(uint8_t)type_role(type), OVER_BOLD };
}

enum glyph kind_glyph(enum frame_kind kind)
{
	static const enum glyph of[NR_KINDS] = {
		[KIND_FREE] = GLYPH_NOTHING,
		[KIND_HOLE] = GLYPH_HOLE,
		[KIND_RESERVED] = GLYPH_RESERVED,
		[KIND_INHAND] = GLYPH_INHAND,
		[KIND_PCP] = GLYPH_PCP,
		[KIND_KERNEL] = GLYPH_KERNEL,
		[KIND_PGTABLE] = GLYPH_PGTABLE,
		[KIND_SLAB] = GLYPH_SLAB,
		[KIND_ANON] = GLYPH_ANON,
		[KIND_FILE] = GLYPH_FILE,
		[KIND_SHMEM] = GLYPH_SHMEM,
		[KIND_HUGE] = GLYPH_HUGE,
	};

	return kind < NR_KINDS ? of[kind] : GLYPH_HOLE;
}

/* By vma_word(): sections and what the kernel calls so keep their names. */
static const struct area {
	const char *word;
	enum role   role;
	enum ui	    name;
} areas[] = {
	{ "text", ROLE_FILE, UI_area_text },
	{ "rodata", ROLE_FILE, UI_area_rodata },
	{ "file", ROLE_FILE, UI_area_file },
	{ "data", ROLE_ANON, UI_area_data },
	{ "bss", ROLE_ANON, UI_area_bss },
	{ "heap", ROLE_ANON, UI_area_heap },
	{ "anonymous", ROLE_ANON, UI_area_anonymous },
	{ "stack", ROLE_ANON, UI_area_stack },
	{ "shared", ROLE_SHMEM, UI_area_shared },
	{ "vvar", ROLE_KERNEL, UI_area_vvar },
	{ "vdso", ROLE_KERNEL, UI_area_vdso },
	{ "guard", ROLE_BAD, UI_area_guard },
};

static const struct area *area_of(const char *word)
{
	for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++)
		if (!strcmp(word, areas[i].word))
			return &areas[i];
	return NULL;
}

enum role area_role(const char *word)
{
	const struct area *a = area_of(word);

	return a ? a->role : ROLE_TEXT;
}

const char *area_name(enum lang lang, const char *word)
{
	const struct area *a = area_of(word);

	return a ? ui(lang, a->name) : word;
}

char tag_letter(uint32_t tag)
{
	if (tag >= 1 && tag <= 9)
		return (char)('0' + tag);
	return tag >= 10 && tag < 36 ? (char)('A' + tag - 10) : '?';
}

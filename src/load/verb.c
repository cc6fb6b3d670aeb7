#include "load/verb.h"

#include <stddef.h>

#define NEED_REQUIRED true
#define NEED_OPTIONAL false
#define ALONE_SHORT true
#define ALONE_ false

#define A(name, type, need, alone, to)                                         \
	{ #name, "\"" #name "\"", ARG_##type, NEED_##need, ALONE_##alone,      \
	  SLOT_##to },
#define OP(verb, group, args, doc)                                             \
	static const struct argument verb##_args[] = { args { 0 } };
#include "mm/op.def"
#undef OP

const struct verb verbs[NR_OP_VERBS] = {
#define OP(verb, group, args, doc)                                             \
	[OP_##verb] = { #verb, group, verb##_args, doc },
#include "mm/op.def"
#undef OP
};

void verb_form(const struct verb *verb, struct text *out)
{
	for (const struct argument *a = verb->args; a->name; a++)
		text_printf(out, a->required ? "%s= " : "[%s=] ", a->name);
}

static const struct word map_flags[] = {
	{ "private", MAP_PRIVATE_ },
	{ "shared", MAP_SHARED_ },
	{ "anonymous", MAP_ANONYMOUS_ },
	{ "fixed", MAP_FIXED_ },
	{ "fixed_noreplace", MAP_FIXED_NOREPLACE_ },
	{ "noreserve", MAP_NORESERVE_ },
	{ "populate", MAP_POPULATE_ },
	{ "stack", MAP_STACK_ },
	{ NULL, 0 },
};

static const struct word remap_flags[] = {
	{ "maymove", MREMAP_MAYMOVE_ },
	{ "fixed", MREMAP_FIXED_ },
	{ "dontunmap", MREMAP_DONTUNMAP_ },
	{ NULL, 0 },
};

static const struct word advices[] = {
	{ "normal", MADV_NORMAL_ },
	{ "random", MADV_RANDOM_ },
	{ "sequential", MADV_SEQUENTIAL_ },
	{ "willneed", MADV_WILLNEED_ },
	{ "dontneed", MADV_DONTNEED_ },
	{ "free", MADV_FREE_ },
	{ "cold", MADV_COLD_ },
	{ "pageout", MADV_PAGEOUT_ },
	{ "dontfork", MADV_DONTFORK_ },
	{ "dofork", MADV_DOFORK_ },
	{ "wipeonfork", MADV_WIPEONFORK_ },
	{ "keeponfork", MADV_KEEPONFORK_ },
	{ "hugepage", MADV_HUGEPAGE_ },
	{ "nohugepage", MADV_NOHUGEPAGE_ },
	{ "populate_read", MADV_POPULATE_READ_ },
	{ "populate_write", MADV_POPULATE_WRITE_ },
	{ NULL, 0 },
};

static const struct word modes[] = {
	{ "read", MODE_READ },
	{ "write", MODE_WRITE },
	{ "fetch", MODE_FETCH },
	{ NULL, 0 },
};

static const struct word patterns[] = {
	{ "up", PATTERN_UP },
	{ "down", PATTERN_DOWN },
	{ "random", PATTERN_RANDOM },
	{ NULL, 0 },
};

static const struct word layouts[] = {
	{ "static", LAYOUT_STATIC },
	{ "pie", LAYOUT_PIE },
	{ "empty", LAYOUT_EMPTY },
	{ "static_pie", LAYOUT_STATIC_PIE },
	{ "i386", LAYOUT_I386 },
	{ "ia32", LAYOUT_IA32 },
	{ NULL, 0 },
};

static const struct word thp_words[] = {
	{ "never", THP_NEVER },
	{ "madvise", THP_MADVISE },
	{ "always", THP_ALWAYS },
	{ NULL, 0 },
};

static const struct word open_flags[] = {
	{ "create", O_CREAT_ },
	{ "trunc", O_TRUNC_ },
	{ "append", O_APPEND_ },
	{ "direct", O_DIRECT_ },
	{ NULL, 0 },
};

static const struct word shm_flags[] = {
	{ "noreserve", SHM_NORESERVE_ },
	{ NULL, 0 },
};

static const struct word lock_flags[] = {
	{ "current", MCL_CURRENT_ },
	{ "future", MCL_FUTURE_ },
	{ "onfault", MCL_ONFAULT_ },
	{ NULL, 0 },
};

static const struct word file_advices[] = {
	{ "normal", FADV_NORMAL_ },
	{ "random", FADV_RANDOM_ },
	{ "sequential", FADV_SEQUENTIAL_ },
	{ "willneed", FADV_WILLNEED_ },
	{ "dontneed", FADV_DONTNEED_ },
	{ NULL, 0 },
};

static const struct word resources[] = {
	{ "stack", LIMIT_STACK },
	{ "as", LIMIT_AS },
	{ "data", LIMIT_DATA },
	{ "memlock", LIMIT_MEMLOCK },
	{ NULL, 0 },
};

static const struct word daemons[] = {
	{ "kswapd", DAEMON_KSWAPD },
	{ "flusher", DAEMON_FLUSHER },
	{ NULL, 0 },
};

bool arg_is_list(enum arg_type type)
{
	return type == ARG_MAPFLAGS || type == ARG_REMAPFLAGS ||
	       type == ARG_OPENFLAGS || type == ARG_SHMFLAGS ||
	       type == ARG_LOCKFLAGS;
}

const struct word *arg_words(enum arg_type type)
{
	static const struct word *const words[NR_ARG_TYPES] = {
		[ARG_MAPFLAGS] = map_flags,
		[ARG_REMAPFLAGS] = remap_flags,
		[ARG_ADVICE] = advices,
		[ARG_MODE] = modes,
		[ARG_PATTERN] = patterns,
		[ARG_LAYOUT] = layouts,
		[ARG_THP] = thp_words,
		[ARG_OPENFLAGS] = open_flags,
		[ARG_SHMFLAGS] = shm_flags,
		[ARG_LOCKFLAGS] = lock_flags,
		[ARG_FADVICE] = file_advices,
		[ARG_RESOURCE] = resources,
		[ARG_DAEMON] = daemons,
	};

	return words[type];
}

#include "mm/aslr.h"

#include "base/hash.h"
#include "mm/sysctl.h"

/* Widths in bits; mm/Kconfig and arch/x86/Kconfig as Debian has them. */
struct widths {
	unsigned stack, mmap, brk;
};

static const struct widths wide = { 22, 28, 18 }, narrow = { 11, 8, 13 };

static uint64_t low_bits(uint64_t x, unsigned nr)
{
	return x & ((UINT64_C(1) << nr) - 1);
}

static uint64_t draw(uint64_t *stream, unsigned bits)
{
	*stream = hash_word(*stream);
	return low_bits(*stream, bits);
}

struct aslr aslr_draw(const struct machine *m, uint64_t seed, uint64_t salt,
		      bool ia32)
{
	const struct widths *w = ia32 ? &narrow : &wide;
	int64_t mode = m->s->sysctl[SYSCTL_randomize_va_space];
	uint64_t stream = hash_word(seed) ^ salt;
	struct aslr a = { 0 };

	if (!seed || !mode)
		return a;
	a.stack_max_pages = low_bits(UINT64_MAX, w->stack);
	/* the order is part of what a seed means */
	a.stack_pages = draw(&stream, w->stack);
	a.mmap_pages = draw(&stream, w->mmap);
	a.dyn_pages = draw(&stream, w->mmap);
	a.sp_bytes = draw(&stream, 13);
	a.vdso = draw(&stream, 32);
	a.brk_pages = draw(&stream, w->brk);
	a.heap = mode > 1;
	return a;
}

#include "mm/paging.h"

const struct paging pagings[NR_PAGING_MODES] = {
	[PAGING_I386] = { 2, 4, {
		{ "PGD", 22, 10, false },
		{ "PTE", 12, 10, true } } },
	[PAGING_PAE] = { 3, 8, {
		{ "PGD", 30, 2, false },
		{ "PMD", 21, 9, true },
		{ "PTE", 12, 9, true } } },
	[PAGING_X86_64] = { 4, 8, {
		{ "PGD", 39, 9, false },
		{ "PUD", 30, 9, true },
		{ "PMD", 21, 9, true },
		{ "PTE", 12, 9, true } } },
	[PAGING_LA57] = { 5, 8, {
		{ "PGD", 48, 9, false },
		{ "P4D", 39, 9, false },
		{ "PUD", 30, 9, true },
		{ "PMD", 21, 9, true },
		{ "PTE", 12, 9, true } } },
};

unsigned paging_index(const struct paging *p, unsigned level, vaddr_t addr)
{
	const struct paging_level *l = &p->level[level];

	return (unsigned)(addr >> l->shift) & ((1u << l->bits) - 1);
}

/* The bits that sign-extend an address are none of its number. */
uint64_t paging_table(const struct paging *p, unsigned level, vaddr_t addr)
{
	unsigned top = p->level[0].shift + p->level[0].bits;
	const struct paging_level *l = &p->level[level];

	return (addr & ((UINT64_C(1) << top) - 1)) >> (l->shift + l->bits);
}

uint64_t paging_whole_bytes(const struct paging *p)
{
	unsigned top = p->level[0].shift + p->level[0].bits;

	return (UINT64_C(1) << (top - PAGE_SHIFT)) * p->entry_bytes;
}

#include "mm/ipc.h"

#include <errno.h>

#include "mm/commit.h"
#include "mm/file.h"
#include "mm/label.h"
#include "mm/mmap.h"
#include "mm/populate.h"
#include "mm/rlimit.h"
#include "mm/unmap.h"
#include "mm/vma.h"

static const char segment_name[] = "/SYSV00000000 (deleted)";

/* The segment of the operation's label; 0 = none. */
static handle_t segment_of(const struct machine *m, const struct op *op)
{
	const struct label *l = label_top(m, op->label);

	return l && l->kind == LABEL_FILE ? (handle_t)l->value : 0;
}

/* Source: ipc/shm.c newseg() (6.1). */
int64_t begin_shmget(struct machine *m, const struct op *op, handle_t task)
{
	uint64_t pages = (op->arg[1] + PAGE_SIZE - 1) >> PAGE_SHIFT;
	bool noreserve = op->arg[2] & SHM_NORESERVE_;
	handle_t h;

	if (!op->arg[1])
		return -EINVAL;
	if (op->arg[1] > MAX_FILE_BYTES)
		return -ENOSPC;
	if (!noreserve && commit_charge(m, task_at(m, task)->mm, pages))
		return -ENOMEM;
	h = inode_new(m, segment_name, INODE_SHMEM, op->arg[1]);
	inode_mut(m, h)->noreserve = noreserve;
	inode_mut(m, h)->promised_pages = noreserve ? 0 : pages;
	inode_mut(m, h)->nlink = 1;
	label_push(m, op->out, LABEL_FILE, h, op->arg[1]);
	return m->s->next_shmid++;
}

/* Source: ipc/shm.c do_shmat() (6.1). */
int64_t begin_shmat(struct machine *m, const struct op *op, handle_t task)
{
	const uint32_t flags = VM_READ | VM_WRITE | VM_SHARED | VM_MAYREAD |
			       VM_MAYWRITE | VM_MAYEXEC | VM_MAYSHARE;
	handle_t mm = task_at(m, task)->mm, segment = segment_of(m, op);
	uint64_t size, len;
	handle_t file;
	vaddr_t at;

	if (!segment)
		return -EINVAL;
	size = inode_at(m, segment)->size_bytes;
	len = page_align(size);
	if (!may_expand_vm(m, task, flags, len >> PAGE_SHIFT))
		return -ENOMEM;
	at = get_unmapped_area(m, mm, 0, len);
	if (!at)
		return -ENOMEM;
	file = file_open(m, segment, 0);
	file_get(m, file);
	mmap_region(m, mm, at, len, flags | mm_at(m, mm)->def_flags, file, 0);
	file_put(m, file);
	label_push(m, op->out, LABEL_RANGE, at, size);
	if (mm_at(m, mm)->def_flags & VM_LOCKED)
		populate_start(m, task, at, at + len, POPULATE_WISH);
	return (int64_t)at;
}

/* An area of a segment, where its first page would lie. 0 = it is none. */
static vaddr_t segment_base(const struct machine *m, handle_t vma)
{
	const struct vma *v = vma ? vma_at(m, vma) : NULL;
	const struct inode *i = v ? vma_inode(m, v) : NULL;

	if (!i || i->kind != INODE_SHMEM || i->name[1] != 'S')
		return 0;
	return v->start - (v->pgoff << PAGE_SHIFT);
}

/*
 * The whole segment goes, also where it was cut or moved apart: the model
 * takes the range of its size. Source: ipc/shm.c ksys_shmdt() (6.1).
 */
int64_t begin_shmdt(struct machine *m, const struct op *op, handle_t task)
{
	handle_t mm = task_at(m, task)->mm, h;
	vaddr_t at;

	if (!op_place(m, op, &at) || (at & (PAGE_SIZE - 1)))
		return -EINVAL;
	h = vma_find(m, mm, at);
	if (!at || !h || segment_base(m, h) != at)
		return -EINVAL;
	return unmap_start(m, task, at,
			   at + page_align(vma_inode(m, vma_at(m, h))
						   ->size_bytes));
}

/* IPC_RMID: its label means nothing any more; its areas stay. */
int64_t begin_shmctl(struct machine *m, const struct op *op, handle_t task)
{
	handle_t h = segment_of(m, op);

	(void)task;
	if (!h)
		return -EINVAL;
	label_pop(m, op->label);
	inode_mut(m, h)->nlink = 0;
	inode_put(m, h);
	return 0;
}

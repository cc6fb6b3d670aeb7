#include "mm/filemap.h"

#include "mm/inode.h"

void inode_evict(struct machine *m, handle_t inode)
{
	inode_free(m, inode);
}

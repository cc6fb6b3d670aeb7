#include "view/why_task.h"

#include <inttypes.h>

/* Modes of vm.overcommit_memory that refuse anything at all. */
enum { MODE_GUESS = 0 };

static void zh_refused(const struct event *e, struct text *out)
{
	uint64_t pages = e->arg[0], committed = e->arg[1], limit = e->arg[2];

	if (e->arg[3] == MODE_GUESS)
		text_printf(out, "一次就要 %" PRIu64 " 页 > 内存加交换共 %" PRIu64
			    " 页：不可能是当真的", pages, limit);
	else
		text_printf(out, "已承诺 %" PRIu64 " + 又要 %" PRIu64
			    " >= %" PRIu64 " 页：模式 2 不作守不住的承诺",
			    committed, pages, limit);
}

void why_task_zh(const struct event *e, struct text *out)
{
	switch (e->id) {
	case EV_filemap_map_pages:
		text_printf(out, "地址周围至多 16 页，从文件的第 %" PRIu64
			    " 页起：%" PRIu64
			    " 页已在内存而还没映射，一并映射各省一次缺页",
			    e->arg[1], e->arg[2]);
		break;
	case EV_vm_enough_memory:
		zh_refused(e, out);
		break;
	default:
		break;
	}
}

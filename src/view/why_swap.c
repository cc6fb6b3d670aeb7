#include "view/why_swap.h"

#include <inttypes.h>

static void zh_swapin_window(const struct event *e, struct text *out)
{
	uint64_t window = e->arg[1], hits = e->arg[2], nr = e->arg[3];

	if (window <= 1)
		text_puts(out, "没有迹象表明也要它的邻居，或者 vm.page-cluster 不许：只读它自己");
	else if (!hits)
		text_printf(out, "上次预读的一页也没用上，但这个槽紧挨上一个，或上次的窗口很大：%" PRIu64
			    " 个槽，其中 %" PRIu64 " 个要读", window, nr);
	else
		text_printf(out, "预读的页有 %" PRIu64 " 个用上了：窗口为 %" PRIu64
			    " 个槽，其中 %" PRIu64 " 个要读", hits, window, nr);
}

void why_swap_zh(const struct event *e, struct text *out)
{
	switch (e->id) {
	case EV_folio_alloc_swap:
		text_printf(out, "往上的下一个空闲槽：一同换出的页放在一起；还有 %" PRIu64
			    " 个空闲", e->arg[2]);
		break;
	case EV_swap_free:
		if (e->arg[1])
			text_printf(out, "还有 %" PRIu64 " 处指着这个槽：数据留着",
				    e->arg[1]);
		else
			text_puts(out, "再没有谁指着这个槽：除非它的页还在交换缓存里，它就空闲了");
		break;
	case EV_delete_from_swap_cache:
		if (e->arg[2])
			text_printf(out, "还有 %" PRIu64
				    " 处指着这个槽：数据留在那里，页可以离开", e->arg[2]);
		else
			text_puts(out, "再没有谁指着这个槽：数据留在页里，槽空闲了");
		break;
	case EV_swap_readpage:
		text_puts(out, e->arg[2] ?
				   "要读的槽的邻居：顺带读它几乎不花时间" :
				   "有人在等这一页");
		break;
	case EV_swapin_readahead:
		zh_swapin_window(e, out);
		break;
	default:
		break;
	}
}

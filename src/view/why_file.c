#include "view/why_file.h"

#include <inttypes.h>

static const char *const readahead_zh[NR_RA_CASES] = {
	[RA_INITIAL] = "看来一次顺序读从这里开始",
	[RA_NEXT] = "正好读到上一个窗口预计的地方：是顺序读",
	[RA_MARKER] = "碰到了别人窗口的标记：从第一个缺的页接着读",
	[RA_HISTORY] = "它前面的页都在内存里，像顺序读留下的样子",
	[RA_RANDOM] = "看不出是顺序读：只读要的这些，不多读",
	[RA_AROUND] = "缺了一个被映射的页：它两边的邻居多半很快也要",
	[RA_FORCE] = "点名要的就是这些页",
};

static void zh_readahead(const struct event *e, struct text *out)
{
	uint64_t why = e->arg[1], size = e->arg[3], async = e->arg[4];

	if (why >= NR_RA_CASES)
		return;
	text_printf(out, "%s：%" PRIu64 " 页", readahead_zh[why], size);
	if (async)
		text_printf(out, "，标记放在末尾之前 %" PRIu64 " 页处", async);
}

static void zh_wake(const struct event *e, struct text *out)
{
	uint64_t dirty = e->arg[1], background = e->arg[2];

	switch (e->arg[0]) {
	case WB_REASON_BACKGROUND:
		text_printf(out, "脏页 %" PRIu64 " 个，后台限额 %" PRIu64
			    "：太多了，该写回了", dirty, background);
		break;
	case WB_REASON_VMSCAN:
		text_printf(out, "回收只碰到脏页：要写回 %" PRIu64 " 个", dirty);
		break;
	case WB_REASON_SYNC:
		text_printf(out, "有人要求写回：共 %" PRIu64 " 个", dirty);
		break;
	case WB_REASON_PERIODIC:
		text_printf(out, "重新设了巡视的间隔：查看 %" PRIu64 " 个脏页",
			    dirty);
		break;
	default:
		break;
	}
}

static void zh_single_inode(const struct event *e, struct text *out)
{
	uint64_t nr = e->arg[2], age_ms = e->arg[3];

	switch (e->arg[1]) {
	case WB_REASON_BACKGROUND:
		text_printf(out, "脏页超过后台限额：轮到的这个文件写回 %" PRIu64
			    " 页", nr);
		break;
	case WB_REASON_VMSCAN:
		text_printf(out, "内存紧张，而回收不能等磁盘：写回 %" PRIu64
			    " 页", nr);
		break;
	case WB_REASON_SYNC:
		text_printf(out, "有人在等它们：%" PRIu64 " 页", nr);
		break;
	case WB_REASON_PERIODIC:
		text_printf(out, "这个文件已经脏了 %" PRIu64
			    " 毫秒，超过 vm.dirty_expire_centisecs：写回 %" PRIu64
			    " 页", age_ms, nr);
		break;
	default:
		break;
	}
}

static void zh_balance(const struct event *e, struct text *out)
{
	uint64_t dirty = e->arg[0], freerun = e->arg[1], thresh = e->arg[2];
	uint64_t pause_ms = e->arg[3];

	if (dirty <= freerun)
		text_printf(out, "%" PRIu64 " <= %" PRIu64
			    "  还没到后台限额与上限的正中：谁也不用等",
			    dirty, freerun);
	else if (dirty >= thresh)
		text_printf(out, "%" PRIu64 " >= %" PRIu64
			    "  到了上限：写的任务等 %" PRIu64
			    " 毫秒，然后再问一次", dirty, thresh, pause_ms);
	else
		text_printf(out, "%" PRIu64 " < %" PRIu64 " < %" PRIu64
			    "  离上限越近越慢：写的任务等 %" PRIu64 " 毫秒",
			    freerun, dirty, thresh, pause_ms);
}

static void zh_drop(const struct event *e, struct text *out)
{
	text_printf(out, "%s；丢掉了 %" PRIu64 " 页，脏的、被映射的、共享内存的都留下",
		    e->arg[0] & 1 ? "没人用的干净文件页，以后可以再读回来" :
				    "没有要求丢文件页",
		    e->arg[1]);
}

void why_file_zh(const struct event *e, struct text *out)
{
	switch (e->id) {
	case EV_mm_filemap_delete_from_page_cache:
		text_puts(out, e->arg[3] ?
				   "被回收了：它的槽里留下影子，以后能知道它离开了多久" :
				   "不是被回收：它的槽里什么也不留");
		break;
	case EV_page_cache_ra:
		zh_readahead(e, out);
		break;
	case EV_writeback_wake:
		zh_wake(e, out);
		break;
	case EV_writeback_single_inode:
		zh_single_inode(e, out);
		break;
	case EV_folio_end_writeback:
		text_puts(out, e->arg[3] ?
				   "回收早在等它：放到链表的尾端" :
				   "它与磁盘上的一样了：旧了以后回收可以直接丢掉");
		break;
	case EV_balance_dirty_pages:
		zh_balance(e, out);
		break;
	case EV_drop_caches:
		zh_drop(e, out);
		break;
	default:
		break;
	}
}

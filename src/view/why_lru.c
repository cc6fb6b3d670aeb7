#include "view/why_lru.h"

#include <inttypes.h>

static void zh_insertion(const struct event *e, struct text *out)
{
	if (e->arg[1] == LRU_UNEVICTABLE)
		text_puts(out, "它被锁住了：回收从不看它");
	else if (e->arg[1] == LRU_ACTIVE_ANON || e->arg[1] == LRU_ACTIVE_FILE)
		text_puts(out, "它已经表明会被再次使用");
	else if (e->arg[1] < LRU_UNEVICTABLE)
		text_puts(out, "页从不活跃开始：再次被使用才会变活跃");
}

static void zh_deactivate(const struct event *e, struct text *out)
{
	bool was_anon = e->arg[1] <= LRU_ACTIVE_ANON;

	if (was_anon && e->arg[2] == LRU_INACTIVE_FILE)
		text_puts(out, "MADV_FREE 把它交了出来：可以像干净的文件页那样丢掉");
	else if (e->arg[3] == INSERT_TAIL)
		text_puts(out, "它是干净的，也不再需要：放到链表尾，回收最先看那里");
	else if (e->arg[1] == e->arg[2])
		text_puts(out, "它不再需要，但还得先写回：放到链表头，给回写线程留出时间");
	else
		text_puts(out, "近期不指望它被用到：要重新证明自己");
}

static const char *const second_zh[NR_SECOND_CHANCES] = {
	[SECOND_REFERENCED] = "第一次使用只记下来：许多页用过一次就不再用",
	[SECOND_ACTIVATE] = "在不活跃期间再次被使用：值得留下，变为活跃",
	[SECOND_ACTIVE] = "它已经是活跃的：只把这次使用记下来",
};

static void zh_refault(const struct event *e, struct text *out)
{
	if (e->arg[1] <= e->arg[2])
		text_printf(out, "%" PRIu64 " <= %" PRIu64
			    "  有了其他链表的位置它就能留下：从活跃开始",
			    e->arg[1], e->arg[2]);
	else
		text_printf(out, "%" PRIu64 " > %" PRIu64
			    "  就算有其他链表的位置它也留不住：从不活跃开始",
			    e->arg[1], e->arg[2]);
}

void why_lru_zh(const struct event *e, struct text *out)
{
	switch (e->id) {
	case EV_mm_lru_insertion:
		zh_insertion(e, out);
		break;
	case EV_mm_lru_activate:
		text_puts(out, "它在不活跃期间被使用了两次");
		break;
	case EV_lru_deactivate:
		zh_deactivate(e, out);
		break;
	case EV_lru_rotate:
		text_puts(out, "回收要它，却得等它写完：现在它是下一个要走的");
		break;
	case EV_mark_page_accessed:
		if (e->arg[2] < NR_SECOND_CHANCES)
			text_puts(out, second_zh[e->arg[2]]);
		break;
	case EV_workingset_eviction:
		text_printf(out, "在它之前丢弃或激活过 %" PRIu64
			    " 页：影子记下这个数，以后可知这一页离开了多久",
			    e->arg[2]);
		break;
	case EV_workingset_refault:
		zh_refault(e, out);
		break;
	case EV_mlock_folio:
		text_puts(out, "有锁定的区域映射着它：它必须留下");
		break;
	case EV_munlock_folio:
		text_puts(out, "不再有区域锁住它：回收又可以评判它");
		break;
	default:
		break;
	}
}

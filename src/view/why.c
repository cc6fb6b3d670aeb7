#include "view/why.h"

#include <inttypes.h>

#include "mm/zone.h"
#include "view/why_file.h"
#include "view/why_lru.h"
#include "view/why_reclaim.h"
#include "view/why_swap.h"
#include "view/why_task.h"

/* How much a reason explains of what was asked for; 0 = hardly anything. */
enum {
	DECISIVE = 3,		/* served or not */
	DEADLY = 5,		/* no other operation's reason tops it */
};

static const uint8_t weights[NR_EVENTS] = {
	[EV_page_fault_user] = 4,
	[EV_faultin_page] = 4,
	[EV_zone_watermark_fail] = 3,
	[EV_mm_page_alloc_extfrag] = 3,
	[EV_buddy_insert] = 2,
	[EV_mm_page_alloc_zone_locked] = 2,
	[EV_buddy_merge] = 1,
	[EV_buddy_split] = 1,
	[EV_pcp_add] = 1,
	[EV_mm_page_pcpu_drain] = 1,
	[EV_pgtable_alloc] = 1,
	[EV_pgtable_free] = 1,
	[EV_lowmem_reserve] = 1,
	[EV_workingset_refault] = 3,
	[EV_mark_page_accessed] = 2,
	[EV_lru_deactivate] = 2,
	[EV_mm_lru_activate] = 1,
	[EV_lru_rotate] = 1,
	[EV_workingset_eviction] = 1,
	[EV_balance_dirty_pages] = 4,
	[EV_page_cache_ra] = 3,
	[EV_writeback_wake] = 3,
	[EV_drop_caches] = 3,
	[EV_writeback_single_inode] = 2,
	[EV_folio_end_writeback] = 1,
	[EV_mm_filemap_delete_from_page_cache] = 1,
	[EV_swapin_readahead] = 3,
	[EV_folio_alloc_swap] = 2,
	[EV_delete_from_swap_cache] = 2,
	[EV_swap_free] = 1,
	[EV_swap_readpage] = 1,
	[EV_oom_kill] = 5,
	[EV_mm_vmscan_direct_reclaim_begin] = 3,
	[EV_mm_vmscan_wakeup_kswapd] = 3,
	[EV_folio_check_references] = 2,
	[EV_shrink_folio] = 2,
	[EV_get_scan_count] = 2,
	[EV_mm_vmscan_lru_shrink_active] = 2,
	[EV_mm_vmscan_lru_shrink_inactive] = 1,
	[EV_mm_vmscan_lru_isolate] = 1,
	[EV_mm_vmscan_write_folio] = 1,
	[EV_mm_vmscan_direct_reclaim_end] = 1,
	[EV_mm_vmscan_kswapd_wake] = 1,
	[EV_mm_vmscan_kswapd_sleep] = 1,
	[EV_reclaim_retry_zone] = 1,
	[EV_oom_badness] = 1,
	[EV_mark_victim] = 1,
	[EV_finish_task_reaping] = 1,
	[EV_mlock_folio] = 1,
	[EV_munlock_folio] = 1,
};

unsigned why_weight(enum event_id id)
{
	return weights[id];
}

static unsigned weight(const struct event *e)
{
	/* the wanted list had a block: nothing had to be decided */
	if (e->id == EV_mm_page_alloc_zone_locked && e->arg[4] == e->arg[1])
		return 0;
	return weights[e->id];
}

static const char *const fault_zh[NR_FAULT_REASONS] = {
	[FAULT_ZERO_PAGE] = "读一个从没写过的页：所有任务共用一个全零页框",
	[FAULT_ANON] = "写一个从没写过的页：给它一个自己的页框，填满零",
	[FAULT_WP_ZERO] = "写共用的零页：零页不许变，换上一个自己的页框",
	[FAULT_WP_REUSE] = "没有别人引用这个页框：还给它写权限，什么也不复制",
	[FAULT_WP_COPY] = "还有别人引用这个页框：写的一方得到一份副本",
	[FAULT_SPURIOUS] = "表项此时已经允许这次访问：无事可做",
	[FAULT_PROT_NONE] = "表项只是被藏起来：让它重新变为存在",
	[FAULT_STACK] = "没有区域包含这个地址，但上面紧接的是栈，栈会增长",
	[FAULT_KERNEL] = "地址在内核那一半：任务都不许用",
	[FAULT_NO_VMA] = "没有区域包含这个地址",
	[FAULT_STACK_LIMIT] = "栈要增长到这个地址才行，而它不许再增长",
	[FAULT_ACCESS] = "有区域包含这个地址，但它不允许这种访问",
	[FAULT_FILE] = "这一页在文件结尾之后",
	[FAULT_OOM] = "一个页框也拿不到",
	[FAULT_READ] = "文件的一页：映射进来，周围已在内存里的也一起映射",
	[FAULT_COW] = "首次写文件的私有页：复制一份，文件不变",
	[FAULT_SHARED] = "首次写共享页：直接写文件自己的页",
	[FAULT_SWAP] = "表项写着交换区的一个槽：页从那里回来",
	[FAULT_WP_SHARED] = "共享页原本是干净的：文件要知道它被写了",
	[FAULT_NONCANONICAL] = "第 63 到 47 位不一致：没有这样的地址",
};

static void zh_pcp_add(const struct event *e, struct text *out)
{
	uint64_t count = e->arg[3], high = e->arg[4];

	if (!high)
		text_printf(out, "还得多、拿得少的时候，多页的块不在这里积攒：这个 CPU 的 %" PRIu64
			    " 页全部送回", count);
	else if (count >= high)
		text_printf(out, "%" PRIu64 " >= %" PRIu64
			    "  一个 CPU 有这么多够了：等得最久的送回去",
			    count, high);
	else
		text_printf(out, "%" PRIu64 " < %" PRIu64
			    "  这个 CPU 的链表还有余地：趁它还热，下一个请求就拿它",
			    count, high);
}

static void zh_fault(uint64_t reason, struct text *out)
{
	if (reason < NR_FAULT_REASONS && fault_zh[reason])
		text_puts(out, fault_zh[reason]);
}

static void zh_watermark(const struct event *e, struct text *out)
{
	int64_t free = (int64_t)e->arg[1], mark = (int64_t)e->arg[2];
	int64_t reserve = (int64_t)e->arg[3];
	bool above = free > mark + reserve;

	text_printf(out, "%" PRId64 " > %" PRId64 " + %" PRId64 "  %s", free,
		    mark, reserve, above ? "成立" : "不成立");
	if (above && e->id == EV_zone_watermark_fail)
		text_printf(out, "，但没有 %" PRIu64 " 阶或更高的空闲块",
			    e->arg[4]);
}

static void zh_taken(const struct event *e, struct text *out)
{
	if (e->arg[4] == e->arg[1])
		text_printf(out, "%" PRIu64 " 阶链表上有块：取链表头", e->arg[1]);
	else
		text_printf(out, "有空闲块的最小一阶是 %" PRIu64
			    " 阶：分出那一块的低端", e->arg[4]);
}

static void zh_insert(const struct event *e, struct text *out)
{
	if (e->arg[2] == INSERT_TAIL_LIKELY)
		text_printf(out, "放到链表尾：0x%" PRIx64 " 在 %" PRIu64
			    " 阶空闲，这一块可能很快就能合并，先不去动它",
			    e->arg[3], e->arg[1] + 1);
	else if (e->arg[2] == INSERT_HEAD && e->arg[1] < MAX_ORDER - 2)
		text_printf(out, "放到链表头：0x%" PRIx64 " 不是 %" PRIu64
			    " 阶的空闲块，眼下合不成更大的",
			    e->arg[3], e->arg[1] + 1);
	else if (e->arg[2] == INSERT_HEAD)
		text_printf(out, "放到链表头：%" PRIu64
			    " 阶的块与最大的块一样好", e->arg[1]);
}

static void zh_fallback(const struct event *e, struct text *out)
{
	text_printf(out, "%s 链表上没有空闲块；%s 有一个 %" PRIu64 " 阶的%s",
		    migratetype_name((enum migratetype)(e->arg[3] >> 8)),
		    migratetype_name((enum migratetype)(e->arg[3] & 255)),
		    e->arg[2], e->arg[4] ? "，整个页块随之改变类型" : "");
}

static void why_zh(const struct event *e, struct text *out)
{
	switch (e->id) {
	case EV_zone_watermark_ok:
	case EV_zone_watermark_fail:
		zh_watermark(e, out);
		break;
	case EV_buddy_split:
		text_printf(out, "要的是 %" PRIu64 " 阶，手中的块是 %" PRIu64
			    " 阶：上半块用不着", e->arg[3], e->arg[1] + 1);
		break;
	case EV_mm_page_alloc_zone_locked:
		zh_taken(e, out);
		break;
	case EV_buddy_merge:
		text_printf(out, "0x%" PRIx64 " 只有第 %" PRIu64
			    " 位不同，并且是 %" PRIu64 " 阶的一整个空闲块",
			    e->arg[2], e->arg[1] - 1, e->arg[1] - 1);
		break;
	case EV_buddy_insert:
		zh_insert(e, out);
		break;
	case EV_pcp_add:
		zh_pcp_add(e, out);
		break;
	case EV_mm_page_pcpu_drain:
		text_printf(out, "它在自己的链表上等得最久；回到它来时页块所属的类型：%s",
			    migratetype_name((enum migratetype)e->arg[2]));
		break;
	case EV_page_fault_user:
		zh_fault(e->arg[2], out);
		break;
	case EV_faultin_page:
		zh_fault(e->arg[1], out);
		break;
	case EV_mm_page_alloc_extfrag:
		zh_fallback(e, out);
		break;
	case EV_pgtable_alloc:
		text_puts(out, "地址空间的这一部分以前什么也没有映射");
		break;
	case EV_pgtable_free:
		text_puts(out, "这张表能映射的范围里，一个区域也不剩了");
		break;
	case EV_lowmem_reserve:
		text_printf(out, "上面各区共 %" PRIu64 " 页 / %" PRIu64
			    " = %" PRIu64, e->arg[3], e->arg[4], e->arg[2]);
		break;
	default:
		break;
	}
}

static void tell_zh(const struct machine *m, const struct event *e,
		    struct text *out)
{
	why_zh(e, out);
	why_file_zh(e, out);
	why_lru_zh(e, out);
	why_reclaim_zh(m, e, out);
	why_swap_zh(e, out);
	why_task_zh(e, out);
}

void why_tell(const struct machine *m, const struct event *e, enum lang lang,
	      struct text *out)
{
	if (lang == LANG_ZH)
		tell_zh(m, e, out);
	else
		event_why(m, e, out);
}

static bool has_why(const struct machine *m, const struct event *e)
{
	struct text words = { 0 };
	bool has;

	event_why(m, e, &words);
	has = words.len > 0;
	text_free(&words);
	return has;
}

/* Does anybody want to know? */
static bool is_wanted(const struct facts *f, const struct event *e)
{
	return !f->wanted || weight(e) >= DECISIVE ||
	       (event_views((enum event_id)e->id) & f->wanted);
}

/*
 * Does it explain more than the best so far? What the newest operation did
 * comes before what others did, unless that was somebody's end; of two that
 * weigh the same the newer one is told.
 */
static bool explains_more(const struct reason *best, const struct reason *r)
{
	bool first = r->of_last_op || weight(r->event) >= DEADLY, best_first;

	if (!best->event)
		return true;
	best_first = best->of_last_op || weight(best->event) >= DEADLY;
	if (first != best_first)
		return first;
	if (weight(r->event) != weight(best->event))
		return weight(r->event) > weight(best->event);
	return pos_order(r->at, best->at) > 0;
}

static void consider(const struct facts *f, struct reason *best,
		     const struct event *e, struct pos at)
{
	struct pos last = f->between->at[f->between->nr_last - 1];
	struct reason r = { e, at, at.step == last.step && at.op == last.op };

	if (explains_more(best, &r) && is_wanted(f, e) && has_why(f->now, e))
		*best = r;
}

struct reason why_choose(const struct facts *f)
{
	const struct summary *b = f->between;
	struct reason best = { 0 };

	if (f->event && has_why(f->now, f->event))
		return (struct reason){ f->event, b->at[b->nr_last - 1], true };
	for (uint32_t i = b->nr_last; i-- > 0;)
		consider(f, &best, &b->last[i], b->at[i]);
	/* what decided may lie further back than all that is kept in a row */
	for (unsigned id = 0; b->nr_last && id < NR_EVENTS; id++)
		if (b->count[id] && weights[id] >= DECISIVE)
			consider(f, &best, &b->newest[id].event,
				 b->newest[id].at);
	return best;
}

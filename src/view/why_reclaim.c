#include "view/why_reclaim.h"

#include <inttypes.h>

#include "mm/sysctl.h"
#include "mm/zone.h"

static void zh_sleep(const struct event *e, struct text *out)
{
	if (!e->arg[1] && !e->arg[2])
		text_puts(out, "连续十六轮一页也没收回：只好由任务自己想办法");
	else
		text_printf(out, "%" PRIu64 " > %" PRIu64
			    "  有一个区高于 high 水位就够了，而且十分之一秒里一直如此",
			    e->arg[1], e->arg[2]);
}

static void zh_reclaimed(const struct event *e, struct text *out)
{
	if (e->arg[0])
		text_printf(out, "收回了 %" PRIu64 " 页：请求再试一次",
			    e->arg[0]);
	else
		text_puts(out, "所有优先级都走完了，一页也没收回");
}

static void zh_balance(const struct event *e, struct text *out)
{
	uint64_t anon = e->arg[2], file = e->arg[3];

	switch (e->arg[0]) {
	case SCAN_EQUAL:
		text_printf(out, "最后一试：各链表全部扫描，匿名页 %" PRIu64
			    " 个，文件页 %" PRIu64 " 个", anon, file);
		break;
	case SCAN_FRACT:
		text_printf(out, "按 swappiness %" PRIu64
			    "（满 200）和两类页近来的代价来分：匿名页 %" PRIu64
			    " 个，文件页 %" PRIu64 " 个",
			    e->arg[4], anon, file);
		break;
	case SCAN_ANON:
		text_printf(out, "文件几乎一页不剩：只扫匿名页 %" PRIu64 " 个",
			    anon);
		break;
	case SCAN_FILE:
		text_printf(out, "没有空闲的交换槽，或者不用的文件页很多：只扫文件页 %" PRIu64
			    " 个", file);
		break;
	default:
		break;
	}
}

static void zh_isolate(const struct event *e, struct text *out)
{
	text_printf(out, "先看链表尾：%" PRIu64 " 个最久没有上移的页",
		    e->arg[4]);
	if (e->arg[3])
		text_printf(out, "；%" PRIu64
			    " 个所在的区满足不了这个请求，放到链表头",
			    e->arg[3]);
}

static void zh_verdict(const struct event *e, struct text *out)
{
	uint64_t young = e->arg[2];

	switch (e->arg[1]) {
	case FOLIOREF_RECLAIM:
		text_puts(out, "上次看过以后没有谁用过它");
		break;
	case FOLIOREF_RECLAIM_CLEAN:
		text_puts(out, "用过一次，上次看过以后再没用过：不用写回就让它走");
		break;
	case FOLIOREF_KEEP:
		text_puts(out, "上次看过以后有谁用过它：记下来，再留一回");
		break;
	case FOLIOREF_ACTIVATE:
		if (young > 1)
			text_printf(out, "上次看过以后有 %" PRIu64 " 处映射用过它",
				    young);
		else if (young && e->arg[3])
			text_puts(out, "刚用过，上次看之前也用过");
		else if (young)
			text_puts(out, "它是程序代码，而且用过");
		else
			text_puts(out, "有锁定的区域映射着它");
		break;
	default:
		break;
	}
}

static const char *const fate_zh[NR_FOLIO_FATES] = {
	[FATE_FREED] = "它的内容磁盘上有：页框空闲了",
	[FATE_FREED_CLEAN] = "主人用 MADV_FREE 把它交了出来，之后也没再写过：直接丢掉",
	[FATE_LOCKED] = "它还在读入：回收不等它",
	[FATE_UNEVICTABLE] = "它被锁在内存里：归到从不去看的那些页",
	[FATE_WRITEBACK] = "它正写往磁盘：先让开，磁盘写完就释放",
	[FATE_REFERENCED] = "用过它：放回不活跃链表头",
	[FATE_ACTIVATE] = "一再用到它：去活跃链表",
	[FATE_NO_SWAP] = "没有空闲的交换槽：只能留下",
	[FATE_UNMAP_FAILED] = "有页表不放它走：只能留下",
	[FATE_DIRTY] = "它是脏的，写文件是回写线程的事：先让开，写完就释放",
	[FATE_KEEP_DIRTY] = "它得先写出去，而现在不想写",
	[FATE_PAGEOUT] = "送往它在磁盘上的槽，磁盘写完就释放",
	[FATE_BUSY] = "此刻还有别人拿着它",
};

static void zh_active(const struct event *e, struct text *out)
{
	text_printf(out, "不活跃链表上的页太少：移下 %" PRIu64
		    " 个，共看 %" PRIu64 " 个", e->arg[2], e->arg[1]);
	if (e->arg[3])
		text_printf(out, "，%" PRIu64 " 个留下：是用过的程序代码",
			    e->arg[3]);
}

static void zh_cluster(const struct event *e, struct text *out)
{
	text_printf(out, "优先级 %" PRIu64 "：看了 %" PRIu64 " 页，释放 %" PRIu64
		    " 页，%" PRIu64 " 页变为活跃", e->arg[4], e->arg[1],
		    e->arg[2], e->arg[3]);
	if (e->arg[1] > e->arg[2] + e->arg[3])
		text_puts(out, "；其余的留下，或正在写出");
}

static void zh_killed(const struct machine *m, const struct event *e,
		      struct text *out)
{
	if (m->s->sysctl[SYSCTL_oom_kill_allocating_task])
		text_printf(out, "设置了 vm.oom_kill_allocating_task：谁要的谁走；收回匿名内存 %" PRIu64
			    " kB", e->arg[3]);
	else
		text_printf(out, "没有谁的分数高过 %" PRId64
			    "；收回匿名内存 %" PRIu64 " kB",
			    (int64_t)e->arg[1], e->arg[3]);
}

static void zh_oom(const struct machine *m, const struct event *e,
		   struct text *out)
{
	switch (e->id) {
	case EV_reclaim_retry_zone:
		text_printf(out, "能收回的 %" PRIu64 " 页全收回时有 %" PRIu64
			    " 页空闲；min 水位是 %" PRIu64 "，16 次里已有 %" PRIu64
			    " 次白费",
			    e->arg[1], e->arg[2], e->arg[3], e->arg[4]);
		break;
	case EV_oom_badness:
		text_printf(out, "驻留 %" PRIu64 " + 交换区 %" PRIu64 " + 页表 %" PRIu64
			    "，再加上 oom_score_adj：%" PRId64 " 分",
			    e->arg[1], e->arg[2], e->arg[3], (int64_t)e->arg[4]);
		break;
	case EV_oom_kill:
		zh_killed(m, e, out);
		break;
	case EV_mark_victim:
		text_puts(out, "它早一点结束，内存就早一点回来：min 水位留的页它可以用一半");
		break;
	default:
		text_puts(out, "它不会再运行，没有谁还要它的内存");
		break;
	}
}

void why_reclaim_zh(const struct machine *m, const struct event *e,
		    struct text *out)
{
	switch (e->id) {
	case EV_mm_vmscan_wakeup_kswapd:
		text_printf(out, "要用的区里只有 %" PRIu64
			    " 个空闲页：让 kswapd 去收回一些，任务继续",
			    e->arg[4]);
		break;
	case EV_mm_vmscan_kswapd_wake:
		text_printf(out, "%s 及以下没有一个区高于 high 水位",
			    zone_type_name((enum zone_type)(e->arg[1] % MAX_NR_ZONES)));
		break;
	case EV_mm_vmscan_kswapd_sleep:
		zh_sleep(e, out);
		break;
	case EV_mm_vmscan_direct_reclaim_begin:
		text_puts(out, "没有一个区高于 min 水位：kswapd 太慢了，任务只好自己收回页");
		break;
	case EV_mm_vmscan_direct_reclaim_end:
		zh_reclaimed(e, out);
		break;
	case EV_get_scan_count:
		zh_balance(e, out);
		break;
	case EV_mm_vmscan_lru_isolate:
		zh_isolate(e, out);
		break;
	case EV_folio_check_references:
		zh_verdict(e, out);
		break;
	case EV_shrink_folio:
		if (e->arg[1] < NR_FOLIO_FATES)
			text_puts(out, fate_zh[e->arg[1]]);
		break;
	case EV_mm_vmscan_lru_shrink_inactive:
		zh_cluster(e, out);
		break;
	case EV_mm_vmscan_lru_shrink_active:
		zh_active(e, out);
		break;
	case EV_mm_vmscan_write_folio:
		text_puts(out, e->arg[1] ?
				   "它的内容哪个磁盘上也没有：先写进它的槽，页框才能另作他用" :
				   "kswapd 遇到的全是文件的脏页，就自己动手写");
		break;
	case EV_reclaim_retry_zone:
	case EV_oom_badness:
	case EV_oom_kill:
	case EV_mark_victim:
	case EV_finish_task_reaping:
		zh_oom(m, e, out);
		break;
	default:
		break;
	}
}

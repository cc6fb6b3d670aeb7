#include "view/inspect_file.h"

#include <inttypes.h>

#include "mm/filemap.h"
#include "mm/inode.h"
#include "mm/swap_area.h"
#include "mm/workingset.h"

bool file_tree_way(const struct facts *f, handle_t inode, uint64_t index,
		   struct text *out)
{
	const struct inode *i = inode_at(f->now, inode);
	handle_t top = tree_top(i);
	unsigned shift = top ? xa_node_at(f->now, top)->shift : 0;

	if (!top && !index && i->root) {
		text_puts(out, ui(f->lang, UI_i_tree_root));
		return true;
	}
	if (!top || index > node_last(shift))
		return false;
	for (;; shift -= XA_CHUNK_SHIFT) {
		text_printf(out, "[%u]", node_digit(index, shift));
		if (!shift)
			return true;
	}
}

static void mark_words(const struct facts *f, handle_t inode, uint64_t index,
		       struct text *out)
{
	static const char *const names[NR_XA_MARKS] = {
		[XA_MARK_DIRTY] = "dirty", [XA_MARK_WRITEBACK] = "writeback",
		[XA_MARK_TOWRITE] = "towrite",
	};
	bool any = false;

	text_puts(out, ui(f->lang, UI_i_tree_marks));
	for (int k = 0; k < NR_XA_MARKS; k++) {
		if (xa_find(f->now, inode, index, (enum xa_mark)k) != index)
			continue;
		text_printf(out, " %s", names[k]);
		any = true;
	}
	text_puts(out, any ? "\n" : ui(f->lang, UI_i_tree_no_mark));
}

void file_tree_tell(const struct facts *f, handle_t inode, uint64_t index,
		    struct text *out)
{
	text_puts(out, ui(f->lang, UI_i_tree));
	if (file_tree_way(f, inode, index, out))
		mark_words(f, inode, index, out);
	else
		text_puts(out, ui(f->lang, UI_i_tree_short));
}

/* The shadow, and the sum that a read now would start with. */
static void tell_shadow(const struct facts *f, uint64_t shadow,
			struct text *out)
{
	struct refault r = workingset_look(f->now, shadow, true);

	text_puts(out, ui(f->lang, UI_i_file_shadow));
	text_printf(out, ui(f->lang, UI_i_shadow), r.evicted, r.node,
		    r.workingset ? "   workingset" : "");
	text_printf(out, ui(f->lang, UI_i_refault), r.now, r.evicted,
		    r.distance);
	text_printf(out, ui(f->lang, r.activate ? UI_i_refault_active :
						  UI_i_refault_inactive),
		    r.distance, r.size);
}

void inspect_file(const struct facts *f, const struct mark *m,
		  struct text *title, struct text *lines)
{
	handle_t inode = (handle_t)m->sub;
	const struct inode *i = inode_at(f->now, inode);
	struct slot s = filemap_slot(f->now, inode, m->id);

	text_printf(title, ui(f->lang, UI_i_file_title), m->id, i->name);
	text_printf(lines, ui(f->lang, UI_i_file_bytes), m->id * PAGE_SIZE,
		    (m->id + 1) * PAGE_SIZE - 1);
	file_tree_tell(f, inode, m->id, lines);
	if (s.kind == SLOT_SHADOW)
		tell_shadow(f, s.value, lines);
	else if (s.kind == SLOT_SWAP)
		text_printf(lines, ui(f->lang, UI_i_file_swap),
			    swp_offset((uint32_t)s.value));
	else
		text_puts(lines, ui(f->lang, UI_i_file_absent));
}

#include "mm/label.h"

const struct label *label_top(const struct machine *m, uint32_t slot)
{
	const handle_t *slots;

	if (!slot || slot > m->s->nr_slots)
		return NULL;
	slots = arena_get(&m->arena, m->s->labels);
	return slots[slot] ? label_at(m, slots[slot]) : NULL;
}

static handle_t *slot_mut(struct machine *m, uint16_t slot)
{
	handle_t *four = arena_mut(&m->arena, m->s->labels + slot / 4, 16);

	return four + slot % 4;
}

void label_push(struct machine *m, uint16_t slot, enum label_kind kind,
		uint64_t value, uint64_t extent)
{
	handle_t h;
	struct label *l;

	if (!slot || slot > m->s->nr_slots)
		return;
	h = object_new(m, &m->s->pool_label);
	l = label_mut(m, h);
	l->kind = kind;
	l->value = value;
	l->extent = extent;
	l->below = *slot_mut(m, slot);
	*slot_mut(m, slot) = h;
	m->s->nr_block_labels += kind == LABEL_BLOCK;
}

void label_pop(struct machine *m, uint16_t slot)
{
	handle_t h = *slot_mut(m, slot);

	*slot_mut(m, slot) = label_at(m, h)->below;
	m->s->nr_block_labels -= label_at(m, h)->kind == LABEL_BLOCK;
	pool_free(&m->arena, &m->s->pool_label, h);
}

uint64_t op_length(const struct machine *m, const struct op *op, uint64_t given)
{
	const struct label *l = label_top(m, op->label);

	if (given || !l || op->arg[0] > l->extent)
		return given;
	return l->extent - op->arg[0];
}

#include "mm/vmstat.h"

const char *const node_stat_names[NR_VM_NODE_STAT_ITEMS] = {
#define NODE_STAT(item, name) [item] = name,
#include "mm/vmstat.def"
};

const char *const vm_event_names[NR_VM_EVENTS] = {
#define VM_EVENT(item, name) [item] = name,
#include "mm/vmstat.def"
};

#include "mm/daemon.h"

#include <stddef.h>

#include "mm/disk.h"
#include "mm/flusher.h"
#include "mm/kswapd.h"

/*
 * At the same time the one that stands first goes first: the disks free pages
 * and room for others. An interrupt has no pid.
 */
const struct daemon_type daemon_types[] = {
	{ "interrupt", 0, disk_due, disk_complete },
	{ "kswapd0", KSWAPD_PID, kswapd_due, kswapd_slice },
	{ "kworker/u2:0", FLUSHER_PID, flusher_due, flusher_slice },
	{ NULL, 0, NULL, NULL },
};

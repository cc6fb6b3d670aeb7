/*
 * Errors and signals by name, as include/uapi/asm-generic/errno-base.h and
 * signal.h spell them.
 */
#include "mm/op.h"

#include <errno.h>
#include <string.h>

static const struct {
	const char *name;
	int	    number;
} errors[] = {
	{ "EPERM", EPERM },   { "ENOENT", ENOENT }, { "ESRCH", ESRCH },
	{ "EINTR", EINTR },   { "EBADF", EBADF },   { "ECHILD", ECHILD },
	{ "EAGAIN", EAGAIN }, { "ENOMEM", ENOMEM }, { "EACCES", EACCES },
	{ "EFAULT", EFAULT }, { "EBUSY", EBUSY },   { "EEXIST", EEXIST },
	{ "ENODEV", ENODEV }, { "EINVAL", EINVAL }, { "EMFILE", EMFILE },
	{ "ENOTTY", ENOTTY }, { "EFBIG", EFBIG },   { "ENOSPC", ENOSPC },
	{ "ENOSYS", ENOSYS },
}, signals[] = {
	{ "SIGHUP", 1 },   { "SIGINT", 2 },   { "SIGQUIT", 3 },
	{ "SIGILL", 4 },   { "SIGTRAP", 5 },  { "SIGABRT", 6 },
	{ "SIGBUS", 7 },   { "SIGFPE", 8 },   { "SIGKILL", 9 },
	{ "SIGSEGV", 11 }, { "SIGPIPE", 13 }, { "SIGTERM", 15 },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

const char *errno_name(int error)
{
	for (size_t i = 0; i < COUNT(errors); i++)
		if (errors[i].number == error)
			return errors[i].name;
	return NULL;
}

int errno_by_name(const char *name)
{
	for (size_t i = 0; i < COUNT(errors); i++)
		if (strcmp(errors[i].name, name) == 0)
			return errors[i].number;
	return 0;
}

const char *signal_name(unsigned sig)
{
	for (size_t i = 0; i < COUNT(signals); i++)
		if ((unsigned)signals[i].number == sig)
			return signals[i].name;
	return NULL;
}

unsigned signal_by_name(const char *name)
{
	for (size_t i = 0; i < COUNT(signals); i++)
		if (strcmp(signals[i].name, name) == 0)
			return (unsigned)signals[i].number;
	return 0;
}

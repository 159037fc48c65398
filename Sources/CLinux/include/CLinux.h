// The Linux calls that Swift's Glibc module map leaves out, and nothing else.
#ifndef CLINUX_H
#define CLINUX_H

#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>

// accept4 is behind _GNU_SOURCE in glibc's headers, which Swift does not define.
// `address` is a struct sockaddr, `length` a socklen_t: <sys/socket.h> is not included, because its types
// would then belong to this module instead of Glibc's, or to either, as the build goes.
int causeway_accept4(int fd, void *address, unsigned int *length, int flags);

// Names the calling thread, as ps and top show it: at most 15 bytes. Behind _GNU_SOURCE too.
void causeway_name_thread(const char *name);

#endif

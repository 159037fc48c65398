#define _GNU_SOURCE
#include "CLinux.h"

#include <pthread.h>
#include <sys/socket.h>

int causeway_accept4(int fd, void *address, unsigned int *length, int flags) {
  return accept4(fd, address, length, flags);
}

void causeway_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

// The inner loop of XDSServer's ListHash, which Swift cannot compile for processors that have AVX2 and for
// others at once.
#ifndef CLISTHASH_H
#define CLISTHASH_H

#include <stddef.h>
#include <stdint.h>

// The longest block, and the length of the keys, in bytes.
#define CAUSEWAY_LIST_BLOCK 1024

// What a block comes to: half of it each.
typedef struct {
  uint64_t first, second;
} causeway_list_sums;

// Adds the words of a block, of 32 bits each, to the keys in their places, multiplies them in pairs, and adds
// up the products (NH, RFC 4418 §5.2.2). What is missing at the end counts as zeros.
// `count` is at most CAUSEWAY_LIST_BLOCK; `keys` are as many bytes. Neither need be aligned.
causeway_list_sums causeway_list_sum(const void *block, size_t count, const void *keys);

#endif

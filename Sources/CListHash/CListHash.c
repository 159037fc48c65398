#include "CListHash.h"

#include <string.h>

typedef uint32_t words __attribute__((vector_size(32)));
typedef uint64_t products __attribute__((vector_size(32)));

#define LOAD(type, place) \
  ({ \
    type value; \
    memcpy(&value, place, sizeof value); \
    value; \
  })

// Adds to `sum` what the words at one place come to.
#define ADD(sum, value, key) \
  do { \
    products added = (products)((value) + LOAD(words, key)); \
    sum += (added & 0xffffffff) * (added >> 32); \
  } while (0)

static inline __attribute__((always_inline)) causeway_list_sums sum(
    const uint8_t *block, size_t count, const uint8_t *keys) {
  products even = {0}, odd = {0};
  size_t place = 0;
  for (; place + 2 * sizeof(words) <= count; place += 2 * sizeof(words)) {
    ADD(even, LOAD(words, block + place), keys + place);
    ADD(odd, LOAD(words, block + place + sizeof(words)), keys + place + sizeof(words));
  }
  for (; place < count; place += sizeof(words)) {
    words rest = {0};
    memcpy(&rest, block + place, count - place < sizeof rest ? count - place : sizeof rest);
    ADD(even, rest, keys + place);
  }
  even += odd;
  return (causeway_list_sums){even[0] + even[2], even[1] + even[3]};
}

#ifdef __x86_64__

__attribute__((target("avx2"))) static causeway_list_sums sum_with_avx2(
    const void *block, size_t count, const void *keys) {
  return sum(block, count, keys);
}

causeway_list_sums causeway_list_sum(const void *block, size_t count, const void *keys) {
  if (__builtin_cpu_supports("avx2")) return sum_with_avx2(block, count, keys);
  return sum(block, count, keys);
}

#else

causeway_list_sums causeway_list_sum(const void *block, size_t count, const void *keys) {
  return sum(block, count, keys);
}

#endif

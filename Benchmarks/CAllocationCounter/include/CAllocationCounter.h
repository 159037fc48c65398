// Counts what the calling thread allocates, by standing in front of the C library's malloc and its like.
//
// Linked by benchmarks and tests only.
#ifndef CALLOCATIONCOUNTER_H
#define CALLOCATIONCOUNTER_H

#include <stdbool.h>
#include <stdint.h>

// How many allocations the calling thread has made so far; a realloc is one.
uint64_t allocation_count(void);

// Whether allocations are counted: a sanitizer needs malloc for itself.
bool allocation_counter_works(void);

#endif

// The part of Envoy's API that Causeway uses, as libprotobuf-c sees it.
//
// Messages are found by name and read by reflection (the target EnvoyAPI does it), so the header of each message is
// not needed here.
#ifndef CAUSEWAY_CENVOYAPI_H
#define CAUSEWAY_CENVOYAPI_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>

// Every message of protos/ and of the well-known types that it uses, map entries included. A function, because Swift does
// not import an array of unknown length.
extern const size_t causeway_message_descriptor_count;
const ProtobufCMessageDescriptor *causeway_message_descriptor(size_t index);

#endif

#include <brotli/decode.h>
#include <brotli/encode.h>
// malloc_usable_size: the decoder counts what it holds.
#include <malloc.h>

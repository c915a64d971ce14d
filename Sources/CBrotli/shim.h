#include <brotli/decode.h>
// malloc_usable_size: the decoder counts what it holds.
#include <malloc.h>

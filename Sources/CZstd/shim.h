// ZSTD_createDCtx_advanced, which takes an allocator, is in every shared libzstd, but behind this word.
#define ZSTD_STATIC_LINKING_ONLY
#include <zstd.h>
#include <zstd_errors.h>

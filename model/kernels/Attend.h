#pragma once

#include <cstdint>

namespace ecva {

/// softmax(q kᵀ scale) v of one head; rows lie `…Stride` numbers apart, numbers side by side.
struct AttendArguments
{
    std::int64_t size = 0; ///< of a head; even for bf16
    std::int64_t keys = 0;
    const void *q = nullptr, *k = nullptr, *v = nullptr;
    void *out = nullptr; ///< a row for each query
    std::int64_t qStride = 0, kStride = 0, vStride = 0, outStride = 0;
    float scale = 1;
    bool causal = false;         ///< query i sees the keys up to firstQuery + i
    std::int64_t firstQuery = 0; ///< of a causal one
    std::int64_t window = 0;     ///< and of these, if not 0, the last `window`
};

/// In parts: pack() a head's keys and values, then attend() some of the queries, each thread with a
/// scratch of its own. Softmax in fp32. What a query gives does not depend on the other queries.
struct AttendKernel
{
    std::int64_t (*packedBytes)(const AttendArguments &arguments) = nullptr;
    void (*pack)(const AttendArguments &arguments, void *packed) = nullptr;
    std::int64_t (*scratchBytes)(const AttendArguments &arguments) = nullptr;
    std::int64_t queries = 1; ///< at once; cut them at multiples of it
    void (*attend)(const AttendArguments &arguments, const void *packed, std::int64_t first,
                   std::int64_t last, void *scratch)
        = nullptr;
};

} // namespace ecva

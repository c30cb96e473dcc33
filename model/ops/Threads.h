#pragma once

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace ecva {

/// shareOut() among that many threads; `work` is called with the thread's number as well.
template <typename Work>
void shareOutWithin(std::int64_t threads, std::int64_t parts, const Work &work)
{
    if (threads <= 1) {
        for (std::int64_t part = 0; part < parts; ++part)
            work(0, part);
        return;
    }
    std::atomic<std::int64_t> next{0};
    at::parallel_for(0, threads, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t thread = begin; thread < end; ++thread) {
            for (std::int64_t part = next++; part < parts; part = next++)
                work(thread, part);
        }
    });
}

/// Parts to threads as these get done with the ones before: neighbours on a busy machine do not
/// run equally fast. `work` is called with each part once, in no order. Only for files that are
/// compiled with OpenMP, as this folder's are.
template <typename Work>
void shareOut(std::int64_t parts, const Work &work)
{
    shareOutWithin(std::min<std::int64_t>(at::get_num_threads(), parts), parts,
                   [&](std::int64_t, std::int64_t part) { work(part); });
}

} // namespace ecva

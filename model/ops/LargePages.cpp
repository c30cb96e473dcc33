#include "model/ops/LargePages.h"

#include <cstdint>
#ifdef __linux__
#include <sys/mman.h>
#endif

namespace ecva {

at::Tensor inLargePages(at::Tensor tensor)
{
#ifdef __linux__
    constexpr std::uintptr_t kPage = std::uintptr_t{2} << 20;
    if (tensor.is_cpu() && tensor.nbytes() >= 2 * kPage) {
        // Whole pages within: what lies around them is somebody else's as well.
        const auto begin = reinterpret_cast<std::uintptr_t>(tensor.mutable_data_ptr());
        const std::uintptr_t first = (begin + kPage - 1) / kPage * kPage;
        const std::uintptr_t last = (begin + tensor.nbytes()) / kPage * kPage;
        if (first < last)
            (void)::madvise(reinterpret_cast<void *>(first), last - first, MADV_HUGEPAGE);
    }
#endif
    return tensor;
}

} // namespace ecva

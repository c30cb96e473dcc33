#include "model/layers/KvCache.h"

#include <ATen/ops/empty.h>

namespace ecva {

KvCache::KvCache(const KvCacheShape &shape, at::ScalarType type)
    : m_capacity(shape.capacity)
{
    for (std::int64_t layer = 0; layer < shape.layers; ++layer) {
        m_keys.push_back(at::empty({shape.heads, shape.capacity, shape.headSize}, type));
        m_values.push_back(at::empty({shape.heads, shape.capacity, shape.headSize}, type));
    }
}

void KvCache::append(std::size_t layer, const at::Tensor &keys, const at::Tensor &values)
{
    const std::int64_t count = keys.size(1);
    m_keys[layer].narrow(1, m_length, count).copy_(keys);
    m_values[layer].narrow(1, m_length, count).copy_(values);
}

at::Tensor KvCache::keys(std::size_t layer, std::int64_t count) const
{
    return m_keys[layer].narrow(1, 0, count);
}

at::Tensor KvCache::values(std::size_t layer, std::int64_t count) const
{
    return m_values[layer].narrow(1, 0, count);
}

} // namespace ecva

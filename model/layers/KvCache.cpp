#include "model/layers/KvCache.h"

#include <ATen/ops/empty.h>
#include <c10/util/Exception.h>

namespace ecva {

KvCache::KvCache(const KvCacheShape &shape, const at::TensorOptions &options)
    : m_capacity(shape.capacity)
{
    for (std::int64_t layer = 0; layer < shape.layers; ++layer) {
        m_keys.push_back(at::empty({shape.heads, shape.capacity, shape.headSize}, options));
        m_values.push_back(at::empty({shape.heads, shape.capacity, shape.headSize}, options));
    }
}

double KvCache::bytes() const
{
    double sum = 0;
    for (const auto *tensors : {&m_keys, &m_values}) {
        for (const at::Tensor &tensor : *tensors)
            sum += static_cast<double>(tensor.nbytes());
    }
    return sum;
}

void KvCache::append(std::size_t layer, const at::Tensor &keys, const at::Tensor &values,
                     std::int64_t before)
{
    const std::int64_t count = keys.size(1);
    m_keys[layer].narrow(1, m_length + before, count).copy_(keys);
    m_values[layer].narrow(1, m_length + before, count).copy_(values);
}

void KvCache::put(std::size_t layer, const at::Tensor &keys, const at::Tensor &values,
                  const at::Tensor &place)
{
    m_keys[layer].index_copy_(1, place, keys);
    m_values[layer].index_copy_(1, place, values);
}

at::Tensor KvCache::keys(std::size_t layer, std::int64_t count) const
{
    return m_keys[layer].narrow(1, 0, count);
}

at::Tensor KvCache::values(std::size_t layer, std::int64_t count) const
{
    return m_values[layer].narrow(1, 0, count);
}

void KvCache::rewind(std::int64_t length)
{
    TORCH_CHECK(length >= 0 && length <= m_length, "a cache of ", m_length,
                " positions cannot be rewound to ", length);
    m_length = length;
}

void KvCache::copyFrom(const KvCache &other, std::int64_t count)
{
    TORCH_CHECK(count >= 0 && count <= other.m_length && count <= m_capacity, count,
                " positions of a cache of ", other.m_length, " do not go into one for ",
                m_capacity);
    for (std::size_t layer = 0; layer < m_keys.size(); ++layer) {
        keys(layer, count).copy_(other.keys(layer, count));
        values(layer, count).copy_(other.values(layer, count));
    }
    m_length = count;
}

} // namespace ecva

#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace ecva {

struct KvCacheShape
{
    std::int64_t layers = 0;
    std::int64_t heads = 0; ///< key heads
    std::int64_t headSize = 0;
    std::int64_t capacity = 0; ///< positions
};

/// Keys (after RoPE) and values of every layer, for positions 0 … capacity − 1. Allocated once.
class KvCache
{
public:
    /// `options`: type and device.
    KvCache(const KvCacheShape &shape, const at::TensorOptions &options);

    std::int64_t length() const { return m_length; } ///< positions that every layer has
    std::int64_t capacity() const { return m_capacity; }
    double bytes() const; ///< of all that is allocated

    /// Puts [heads, positions, head size] `before` positions behind length(). Throws c10::Error
    /// beyond the capacity.
    void append(std::size_t layer, const at::Tensor &keys, const at::Tensor &values,
                std::int64_t before = 0);
    /// Puts [heads, 1, head size] at the position that `place` holds (int64 [1], where the cache
    /// lies), whatever length() is.
    void put(std::size_t layer, const at::Tensor &keys, const at::Tensor &values,
             const at::Tensor &place);
    /// The first `count` positions, [heads, count, head size]; views.
    at::Tensor keys(std::size_t layer, std::int64_t count) const;
    at::Tensor values(std::size_t layer, std::int64_t count) const;
    /// After every layer has appended that many.
    void advance(std::int64_t count) { m_length += count; }

    /// Forgets all but the first `length` positions; what is appended next overwrites the others.
    void rewind(std::int64_t length);
    /// Takes over the first `count` positions of a cache of the same model; they replace all here.
    /// Throws c10::Error beyond either's positions.
    void copyFrom(const KvCache &other, std::int64_t count);

private:
    std::vector<at::Tensor> m_keys, m_values;
    std::int64_t m_capacity = 0;
    std::int64_t m_length = 0;
};

} // namespace ecva

#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace ecva {

/// First in, first out, at most `capacity` items: a producer that is ahead waits. Any number of
/// threads on both sides. After close(), push() refuses and pop() drains what is left.
template <typename T>
class BoundedQueue
{
public:
    explicit BoundedQueue(std::size_t capacity)
        : m_capacity(capacity)
    {
    }

    /// Blocks while full; false once closed (the item is then dropped).
    bool push(T item)
    {
        std::unique_lock lock(m_mutex);
        m_notFull.wait(lock, [&] { return m_closed || m_items.size() < m_capacity; });
        if (m_closed)
            return false;
        m_items.push_back(std::move(item));
        m_notEmpty.notify_one();
        return true;
    }

    /// Blocks up to `timeout` for an item; nothing on timeout, or when closed and empty.
    template <typename Rep, typename Period>
    std::optional<T> pop(std::chrono::duration<Rep, Period> timeout)
    {
        std::unique_lock lock(m_mutex);
        m_notEmpty.wait_for(lock, timeout, [&] { return m_closed || !m_items.empty(); });
        return take();
    }

    std::optional<T> tryPop()
    {
        std::unique_lock lock(m_mutex);
        return take();
    }

    void clear()
    {
        std::scoped_lock lock(m_mutex);
        m_items.clear();
        m_notFull.notify_all();
    }

    void close()
    {
        std::scoped_lock lock(m_mutex);
        m_closed = true;
        m_notEmpty.notify_all();
        m_notFull.notify_all();
    }

    std::size_t size() const
    {
        std::scoped_lock lock(m_mutex);
        return m_items.size();
    }

private:
    std::optional<T> take() // m_mutex held
    {
        if (m_items.empty())
            return std::nullopt;
        std::optional<T> item(std::move(m_items.front()));
        m_items.pop_front();
        m_notFull.notify_one();
        return item;
    }

    const std::size_t m_capacity;
    mutable std::mutex m_mutex;
    std::condition_variable m_notEmpty; // with m_mutex
    std::condition_variable m_notFull;  // with m_mutex
    std::deque<T> m_items;              // guarded by m_mutex
    bool m_closed = false;              // guarded by m_mutex
};

} // namespace ecva

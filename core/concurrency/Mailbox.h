#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace ecva {

/// Holds at most one message: a new one replaces an unread older one, so that of many seeks the
/// latest wins. Any number of writers, one reader.
template <typename T>
class Mailbox
{
public:
    void post(T message)
    {
        std::scoped_lock lock(m_mutex);
        m_message = std::move(message);
        m_changed.notify_one();
    }

    /// Waits up to `timeout` for a message; nothing on timeout or once closed.
    template <typename Rep, typename Period>
    std::optional<T> wait(std::chrono::duration<Rep, Period> timeout)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, timeout, [&] { return m_closed || m_message.has_value(); });
        return std::exchange(m_message, std::nullopt);
    }

    std::optional<T> tryTake()
    {
        std::scoped_lock lock(m_mutex);
        return std::exchange(m_message, std::nullopt);
    }

    bool hasMessage() const
    {
        std::scoped_lock lock(m_mutex);
        return m_message.has_value();
    }

    void close()
    {
        std::scoped_lock lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
    }

    bool isClosed() const
    {
        std::scoped_lock lock(m_mutex);
        return m_closed;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed; // with m_mutex
    std::optional<T> m_message;        // guarded by m_mutex
    bool m_closed = false;             // guarded by m_mutex
};

} // namespace ecva

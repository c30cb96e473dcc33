#pragma once

#include <chrono>

namespace ecva {

/// Since it was made.
class Seconds
{
public:
    double value() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

} // namespace ecva

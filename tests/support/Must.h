#pragma once

#include "core/base/Result.h"

#include <QtGlobal>

#include <utility>

namespace ecva::test {

/// The value of a result that cannot fail here; stops the test program with the message otherwise.
template <typename T>
T must(Result<T> result)
{
    if (!result)
        qFatal("unexpected error: %s", result.error().text().c_str());
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// The text of an error, empty for success: QCOMPARE(errorOf(…), QString()) shows what went wrong.
template <typename T>
std::string errorOf(const Result<T> &result)
{
    return result ? std::string() : result.error().text();
}

} // namespace ecva::test

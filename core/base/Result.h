#pragma once

#include "core/base/Error.h"

#include <tl/expected.hpp>

namespace ecva {

/// The value, or why there is none. Nothing of ours throws across a library's edge.
template <typename T>
using Result = tl::expected<T, Error>;

/// `return fail(ErrorCode::BadInput, "…", path);`
inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string where = {})
{
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(where)});
}

/// Passes an error on: `if (!index) return fail(index);`
template <typename T>
tl::unexpected<Error> fail(const Result<T> &failed)
{
    return tl::unexpected<Error>(failed.error());
}

} // namespace ecva

#include "core/base/Error.h"

namespace ecva {

std::string Error::text() const
{
    return where.empty() ? message : where + ": " + message;
}

std::string_view toString(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "invalid argument";
    case ErrorCode::NotFound:
        return "not found";
    case ErrorCode::Io:
        return "I/O error";
    case ErrorCode::Locked:
        return "locked";
    case ErrorCode::BadInput:
        return "bad input";
    case ErrorCode::OutOfRange:
        return "out of range";
    case ErrorCode::NewerVersion:
        return "newer version";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::ReadOnly:
        return "read-only";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::OutOfMemory:
        return "out of memory";
    case ErrorCode::Device:
        return "device error";
    case ErrorCode::Internal:
        return "internal error";
    }
    return "unknown error";
}

} // namespace ecva

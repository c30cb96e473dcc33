#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace ecva {

/// What went wrong, as far as a program has to know. The window maps a code to a translated text,
/// the command line maps it to an exit status (shared contract: 2 usage, 3 bad input, 4 I/O,
/// 5 model or device, 6 cancelled).
enum class ErrorCode {
    InvalidArgument, ///< the caller or the user asked for something impossible
    NotFound,        ///< a file or an object that does not exist
    Io,              ///< reading or writing failed: permissions, full disk, vanished disk
    Locked,          ///< somebody else has the project open for writing
    BadInput,        ///< a file that cannot be parsed or breaks its own rules
    OutOfRange,      ///< an index or a time outside the clip
    NewerVersion,    ///< written by a newer version of the program
    Unsupported,     ///< valid, but nothing here can read it
    ReadOnly,        ///< the project is open for reading only
    Cancelled,       ///< the person said stop
    OutOfMemory,     ///< refused or failed allocation
    Device,          ///< the model or its device failed
    Internal,        ///< a bug of ours
};

/// An error as a value. `message` names the object and the value ("segment 42: end 310 < start
/// 317"); `where` names the file and the place in it, and may be empty.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string where;

    /// "where: message", or the message alone.
    std::string text() const;
};

/// A short English name of the code, e.g. "bad input"; stable, for logs and JSON.
std::string_view toString(ErrorCode code);

} // namespace ecva

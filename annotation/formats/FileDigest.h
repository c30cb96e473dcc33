#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"

#include <QString>

namespace ecva {

/// SHA-256 of a file's bytes, in hex. Errors: NotFound, Io, Cancelled.
Result<QString> fileSha256(const QString &path, const CancelToken &cancel);

} // namespace ecva

#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace ecva {

/// A member of a zip file that is stored as it is, so that it can be used where it lies.
struct ZipMember
{
    std::string name;
    std::span<const std::byte> data;
};

/// The members of a zip or zip64 file whose bytes need no unpacking, by its central directory.
/// Checked: every member within the file, none over another, no name twice. Errors: BadInput (which
/// member), Unsupported (a member is deflated or encrypted), `where` left empty.
Result<std::vector<ZipMember>> readStoredZip(std::span<const std::byte> file);

} // namespace ecva

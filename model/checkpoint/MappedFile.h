#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace ecva {

/// A plain file mapped for reading. Immutable, safe from any thread; a file that somebody else cuts
/// short while it is mapped ends the process, as with every mapping.
class MappedFile
{
public:
    /// Errors: NotFound, Io, BadInput (no plain file), OutOfMemory (no room for the mapping).
    static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path &path);
    ~MappedFile();
    MappedFile(const MappedFile &) = delete;
    MappedFile &operator=(const MappedFile &) = delete;

    std::span<const std::byte> bytes() const { return {m_data, m_size}; }
    const std::filesystem::path &path() const { return m_path; }

private:
    MappedFile() = default;
    std::filesystem::path m_path;
    const std::byte *m_data = nullptr;
    std::size_t m_size = 0;
};

} // namespace ecva

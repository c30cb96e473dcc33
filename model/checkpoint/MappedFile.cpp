#include "model/checkpoint/MappedFile.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ecva {

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::filesystem::path &path)
{
    // Not blocking: a pipe of that name would make us wait for ever.
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        const int reason = errno;
        if (reason == ENOENT || reason == ENOTDIR)
            return fail(ErrorCode::NotFound, "is not there", path.string());
        return fail(ErrorCode::Io, std::strerror(reason), path.string());
    }
    struct stat facts{};
    const bool known = fstat(fd, &facts) == 0;
    if (!known || !S_ISREG(facts.st_mode)) {
        ::close(fd);
        return fail(ErrorCode::BadInput, "is no plain file", path.string());
    }
    std::shared_ptr<MappedFile> file(new MappedFile);
    file->m_path = path;
    file->m_size = static_cast<std::size_t>(facts.st_size);
    if (file->m_size > 0) {
        void *data = mmap(nullptr, file->m_size, PROT_READ, MAP_SHARED, fd, 0);
        if (data == MAP_FAILED) {
            const int reason = errno;
            ::close(fd);
            return fail(reason == ENOMEM ? ErrorCode::OutOfMemory : ErrorCode::Io,
                        std::to_string(file->m_size)
                            + " bytes cannot be mapped: " + std::strerror(reason),
                        path.string());
        }
        file->m_data = static_cast<const std::byte *>(data);
    }
    ::close(fd);
    return file;
}

MappedFile::~MappedFile()
{
    if (m_data)
        munmap(const_cast<std::byte *>(m_data), m_size);
}

} // namespace ecva

#pragma once

#include "core/base/Result.h"

#include <QString>

#include <memory>

namespace ecva {

/// The right to write a project: an advisory lock of the kernel on "PROJECT.lock", whose content
/// says who holds it. The kernel drops the lock with its holder, however that ends, so a lock is
/// never stale; the file is removed on release and left by a crash, which does no harm.
class ProjectLock
{
public:
    /// Errors: Locked (names user, host, pid and program), Io (the folder cannot be written).
    static Result<std::unique_ptr<ProjectLock>> acquire(const QString &projectPath);
    ~ProjectLock();
    ProjectLock(const ProjectLock &) = delete;
    ProjectLock &operator=(const ProjectLock &) = delete;

private:
    ProjectLock(QString path, int descriptor)
        : m_path(std::move(path))
        , m_descriptor(descriptor)
    {
    }

    QString m_path;
    int m_descriptor;
};

} // namespace ecva

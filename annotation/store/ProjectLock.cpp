#include "annotation/store/ProjectLock.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QSysInfo>
#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ecva {
namespace {

std::string userName()
{
    if (const passwd *entry = getpwuid(geteuid()))
        return entry->pw_name;
    return std::to_string(geteuid());
}

std::string holderJson()
{
    const nlohmann::json holder{
        {"user", userName()},
        {"host", QSysInfo::machineHostName().toStdString()},
        {"pid", getpid()},
        {"program", QCoreApplication::applicationName().toStdString()},
        {"since", QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString()}};
    return holder.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

/// "anna on lab3 (ecva-studio, process 4711)"; what can be said when the file is unreadable too.
std::string describeHolder(int descriptor)
{
    std::string text(4096, '\0');
    const ssize_t length = pread(descriptor, text.data(), text.size(), 0);
    text.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
    const auto holder = nlohmann::json::parse(text, nullptr, false);
    const auto field = [&holder](const char *name) {
        const auto found = holder.is_object() ? holder.find(name) : holder.end();
        if (!holder.is_object() || found == holder.end())
            return std::string("?");
        return found->is_string() ? found->get<std::string>() : found->dump();
    };
    if (!holder.is_object())
        return "another program";
    return field("user") + " on " + field("host") + " (" + field("program") + ", process "
           + field("pid") + ")";
}

} // namespace

Result<std::unique_ptr<ProjectLock>> ProjectLock::acquire(const QString &projectPath)
{
    const QString path = projectPath + QStringLiteral(".lock");
    const QByteArray name = QFile::encodeName(path);
    // The last holder may remove the file between our open and our lock: then try again.
    for (int attempt = 0; attempt < 100; ++attempt) {
        const int descriptor = open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (descriptor < 0)
            return fail(ErrorCode::Io,
                        std::string("cannot be locked for writing: ") + std::strerror(errno),
                        path.toStdString());
        if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            const int reason = errno;
            const std::string holder = describeHolder(descriptor);
            close(descriptor);
            if (reason == EWOULDBLOCK)
                return fail(ErrorCode::Locked, "is open for writing by " + holder,
                            projectPath.toStdString());
            return fail(ErrorCode::Io,
                        std::string("cannot be locked for writing: ") + std::strerror(reason),
                        path.toStdString());
        }
        struct stat locked{};
        struct stat named{};
        if (fstat(descriptor, &locked) == 0 && stat(name.constData(), &named) == 0
            && locked.st_dev == named.st_dev && locked.st_ino == named.st_ino) {
            const std::string holder = holderJson();
            // Who holds it is a courtesy: on a full disk the lock is as good without it.
            if (ftruncate(descriptor, 0) == 0) [[maybe_unused]]
                const ssize_t written = pwrite(descriptor, holder.data(), holder.size(), 0);
            return std::unique_ptr<ProjectLock>(new ProjectLock(path, descriptor));
        }
        close(descriptor);
    }
    return fail(ErrorCode::Io, "cannot be locked for writing: the lock file keeps changing",
                path.toStdString());
}

ProjectLock::~ProjectLock()
{
    unlink(QFile::encodeName(m_path).constData()); // before the lock goes: nobody else holds it yet
    close(m_descriptor);
}

} // namespace ecva

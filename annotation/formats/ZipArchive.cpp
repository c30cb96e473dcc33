#include "annotation/formats/ZipArchive.h"

#include <QFile>

#include <zip.h>

#include <cerrno>
#include <optional>
#include <utility>

namespace ecva {
namespace {

std::string errorText(int code)
{
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    return text;
}

/// "sheet1.xml" in "a.xlsx"
std::string placeOf(const QString &path, const QString &part)
{
    return (path + u':' + part).toStdString();
}

bool leavesArchive(const QString &name)
{
    if (name.startsWith(u'/') || name.contains(u'\\') || name.contains(u':'))
        return true;
    const QStringList steps = name.split(u'/');
    return steps.contains(QStringLiteral(".."));
}

} // namespace

ZipArchive::ZipArchive(zip *handle, QString path, const ZipLimits &limits)
    : m_zip(handle)
    , m_path(std::move(path))
    , m_limits(limits)
{
}

ZipArchive::ZipArchive(ZipArchive &&other) noexcept
    : m_zip(std::exchange(other.m_zip, nullptr))
    , m_path(std::move(other.m_path))
    , m_limits(other.m_limits)
    , m_parts(std::move(other.m_parts))
    , m_inflated(other.m_inflated)
{
}

ZipArchive &ZipArchive::operator=(ZipArchive &&other) noexcept
{
    std::swap(m_zip, other.m_zip);
    std::swap(m_path, other.m_path);
    std::swap(m_limits, other.m_limits);
    std::swap(m_parts, other.m_parts);
    std::swap(m_inflated, other.m_inflated);
    return *this;
}

ZipArchive::~ZipArchive()
{
    if (m_zip)
        zip_discard(m_zip);
}

Result<ZipArchive> ZipArchive::open(const QString &path, const ZipLimits &limits)
{
    int code = 0;
    zip *handle = zip_open(QFile::encodeName(path).constData(), ZIP_RDONLY, &code);
    if (!handle) {
        const int system = errno;
        const std::string where = path.toStdString();
        switch (code) {
        case ZIP_ER_NOENT:
            return fail(ErrorCode::NotFound, "no such file", where);
        case ZIP_ER_OPEN:
        case ZIP_ER_READ:
        case ZIP_ER_SEEK:
            return fail(ErrorCode::Io, qt_error_string(system).toStdString(), where);
        case ZIP_ER_MEMORY:
            return fail(ErrorCode::OutOfMemory, "not enough memory", where);
        default:
            return fail(ErrorCode::BadInput, "not a whole zip file: " + errorText(code), where);
        }
    }
    ZipArchive archive(handle, path, limits);
    if (const Result<void> read = archive.readDirectory(); !read)
        return fail(read);
    return archive;
}

Result<void> ZipArchive::readDirectory()
{
    const std::string where = m_path.toStdString();
    const qint64 count = zip_get_num_entries(m_zip, 0);
    if (count > m_limits.parts) {
        return fail(ErrorCode::BadInput,
                    std::to_string(count) + " parts: more than " + std::to_string(m_limits.parts),
                    where);
    }
    for (quint64 index = 0; index < quint64(count); ++index) {
        zip_stat_t stat;
        if (zip_stat_index(m_zip, index, ZIP_FL_ENC_GUESS, &stat) != 0)
            return fail(ErrorCode::BadInput, "part " + std::to_string(index) + " is damaged",
                        where);
        const QString name = QString::fromUtf8(stat.name);
        if (leavesArchive(name))
            return fail(ErrorCode::BadInput, "part name leaves the archive", placeOf(m_path, name));
        if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
            return fail(ErrorCode::BadInput, "encrypted: save it without a password",
                        placeOf(m_path, name));
        if (m_parts.contains(name.toCaseFolded()))
            return fail(ErrorCode::BadInput, "part is there twice", placeOf(m_path, name));
        m_parts.insert(name.toCaseFolded(), index);
    }
    return {};
}

bool ZipArchive::contains(const QString &name) const
{
    return m_parts.contains(name.toCaseFolded());
}

Result<std::unique_ptr<ZipArchive::Part>> ZipArchive::openPart(const QString &name,
                                                               const CancelToken &cancel)
{
    const auto found = m_parts.constFind(name.toCaseFolded());
    if (found == m_parts.cend())
        return fail(ErrorCode::BadInput, "part is missing", placeOf(m_path, name));
    zip_stat_t stat;
    if (zip_stat_index(m_zip, *found, 0, &stat) != 0)
        return fail(ErrorCode::BadInput, "part is damaged", placeOf(m_path, name));
    zip_file *file = zip_fopen_index(m_zip, *found, 0);
    if (!file)
        return fail(ErrorCode::BadInput, zip_strerror(m_zip), placeOf(m_path, name));
    const qint64 packed = (stat.valid & ZIP_STAT_COMP_SIZE) ? qint64(stat.comp_size) : 0;
    std::unique_ptr<Part> part(
        new Part(*this, file, QString::fromStdString(placeOf(m_path, name)), packed, cancel));
    part->open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    return part;
}

ZipArchive::Part::Part(ZipArchive &archive, zip_file *file, QString where, qint64 packed,
                       CancelToken cancel)
    : m_archive(archive)
    , m_file(file)
    , m_where(std::move(where))
    , m_packed(packed)
    , m_cancel(std::move(cancel))
{
}

ZipArchive::Part::~Part()
{
    zip_fclose(m_file);
}

qint64 ZipArchive::Part::stop(ErrorCode code, std::string message)
{
    m_error = Error{code, std::move(message), m_where.toStdString()};
    setErrorString(QString::fromStdString(m_error->message));
    return -1;
}

qint64 ZipArchive::Part::readData(char *data, qint64 size)
{
    if (m_error)
        return -1;
    if (m_cancel.isCancelled())
        return stop(ErrorCode::Cancelled, "cancelled");
    const qint64 got = zip_fread(m_file, data, quint64(size));
    if (got < 0)
        return stop(ErrorCode::BadInput, zip_file_strerror(m_file));
    m_read += got;
    m_archive.m_inflated += got;
    const ZipLimits &limits = m_archive.m_limits;
    if (m_read > limits.partBytes)
        return stop(ErrorCode::BadInput,
                    "inflates to more than " + std::to_string(limits.partBytes) + " bytes");
    if (m_archive.m_inflated > limits.totalBytes)
        return stop(ErrorCode::BadInput, "the file inflates to more than "
                                             + std::to_string(limits.totalBytes) + " bytes");
    if (m_read > limits.ratioFloor && m_read / limits.ratio > m_packed)
        return stop(ErrorCode::BadInput, "inflates to more than " + std::to_string(limits.ratio)
                                             + " times its packed size");
    return got;
}

} // namespace ecva

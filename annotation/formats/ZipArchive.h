#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"

#include <QHash>
#include <QIODevice>
#include <QString>

#include <memory>

struct zip;
struct zip_file;

namespace ecva {

/// What a container may cost before it is taken for a bomb. Sizes are of inflated bytes.
struct ZipLimits
{
    qint64 parts = 10'000;
    qint64 partBytes = 256LL << 20;
    qint64 totalBytes = 512LL << 20;
    /// Inflated : packed, checked beyond ratioFloor bytes. Sheets of real files reach 30.
    qint64 ratio = 250;
    qint64 ratioFloor = 8LL << 20;
};

/// A zip file, read part by part without unpacking it anywhere. Names are OPC part names: no
/// leading slash, compared without case. One thread.
class ZipArchive
{
public:
    /// Errors: NotFound, Io, BadInput (no zip, cut short, encrypted, names that leave the archive,
    /// one name twice, more than the limits allow): `where` names file and part.
    static Result<ZipArchive> open(const QString &path, const ZipLimits &limits = {});
    ZipArchive(ZipArchive &&) noexcept;
    ZipArchive &operator=(ZipArchive &&) noexcept;
    ~ZipArchive();

    QString path() const { return m_path; }
    int partCount() const { return int(m_parts.size()); }
    bool contains(const QString &name) const;

    /// An open part as a sequential device. Reading stops with an error when a limit is reached or
    /// the data are damaged: after reading ask error().
    class Part : public QIODevice
    {
    public:
        ~Part() override;
        bool isSequential() const override { return true; }
        /// What stopped the reading; nothing when all went well.
        const std::optional<Error> &error() const { return m_error; }

    protected:
        qint64 readData(char *data, qint64 size) override;
        qint64 writeData(const char *, qint64) override { return -1; }

    private:
        friend class ZipArchive;
        Part(ZipArchive &archive, zip_file *file, QString where, qint64 packed, CancelToken cancel);
        qint64 stop(ErrorCode code, std::string message);

        ZipArchive &m_archive;
        zip_file *m_file;
        QString m_where;
        qint64 m_packed;
        qint64 m_read = 0;
        CancelToken m_cancel;
        std::optional<Error> m_error;
    };
    /// The part must not outlive the archive. Errors: BadInput.
    Result<std::unique_ptr<Part>> openPart(const QString &name, const CancelToken &cancel);

private:
    ZipArchive(zip *handle, QString path, const ZipLimits &limits);
    Result<void> readDirectory();

    zip *m_zip;
    QString m_path;
    ZipLimits m_limits;
    QHash<QString, quint64> m_parts; // case-folded name → index
    qint64 m_inflated = 0;           // bytes given out so far, over all parts
};

} // namespace ecva

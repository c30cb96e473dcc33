#include "annotation/formats/FileDigest.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

namespace ecva {

Result<QString> fileSha256(const QString &path, const CancelToken &cancel)
{
    const QFileInfo info(path);
    if (!info.exists())
        return fail(ErrorCode::NotFound, "no such file", path.toStdString());
    if (!info.isFile())
        return fail(ErrorCode::BadInput, "not a file", path.toStdString());
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, file.errorString().toStdString(), path.toStdString());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray block(1 << 20, Qt::Uninitialized);
    for (;;) {
        if (const Result<void> go = cancel.check(); !go)
            return fail(go);
        const qint64 got = file.read(block.data(), block.size());
        if (got < 0)
            return fail(ErrorCode::Io, file.errorString().toStdString(), path.toStdString());
        if (got == 0)
            break;
        hash.addData(QByteArrayView(block.constData(), got));
    }
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace ecva

#include "annotation/formats/Format.h"

#include "annotation/formats/EcvaResultsImport.h"
#include "annotation/formats/EcvaXlsxImport.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace ecva {
std::vector<FormatInfo> formats()
{
    struct Row
    {
        const char *id;
        const char *title;
        const char *suffix;
        bool imports;
        bool exports;
    };
    static constexpr Row rows[] = {
        {"ecva-xlsx", QT_TRANSLATE_NOOP("Formats", "ECVA spreadsheet"), "xlsx", true, false},
        {"ecva-results", QT_TRANSLATE_NOOP("Formats", "ECVA results JSON"), "json", true, true},
        {"ecva-scores", QT_TRANSLATE_NOOP("Formats", "ECVA judge scores"), "json", false, false},
        {"cuva-results", QT_TRANSLATE_NOOP("Formats", "CUVA results JSON"), "json", false, false},
        {"hivau-raw", QT_TRANSLATE_NOOP("Formats", "HIVAU annotations"), "json", false, false},
        {"hivau-instructions", QT_TRANSLATE_NOOP("Formats", "HIVAU instructions"), "jsonl", false,
         false},
        {"tsl300", QT_TRANSLATE_NOOP("Formats", "TSL-300 time stamps"), "json", false, false},
        {"sft", QT_TRANSLATE_NOOP("Formats", "SFT JSON, video, image"), "json", false, true},
        {"csv", QT_TRANSLATE_NOOP("Formats", "Segments as CSV"), "csv", false, true},
        {"srt", QT_TRANSLATE_NOOP("Formats", "Segments as subtitles"), "srt", false, true},
    };
    std::vector<FormatInfo> all;
    for (const Row &row : rows) {
        all.push_back({QString::fromLatin1(row.id),
                       QCoreApplication::translate("Formats", row.title),
                       QString::fromLatin1(row.suffix), row.imports, row.exports});
    }
    return all;
}

Result<QString> detectFormat(const QString &path)
{
    const std::string where = path.toStdString();
    const QFileInfo info(path);
    if (!info.exists())
        return fail(ErrorCode::NotFound, "no such file", where);
    if (!info.isFile())
        return fail(ErrorCode::BadInput, "not a file", where);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, file.errorString().toStdString(), where);
    const QByteArray start = file.read(4096);
    if (start.isEmpty())
        return fail(ErrorCode::BadInput, "an empty file", where);
    if (start.startsWith("PK"))
        return QStringLiteral("ecva-xlsx");
    const QByteArray text = start.startsWith("\xEF\xBB\xBF") ? start.mid(3) : start;
    if (text.trimmed().startsWith('[') && text.contains("\"video_file\""))
        return QStringLiteral("ecva-results");
    return fail(ErrorCode::Unsupported, "of no format that is read here (ecva-xlsx, ecva-results)",
                where);
}

Result<ImportPlan> planImport(const ImportRequest &request, const CancelToken &cancel,
                              const ProgressFunction &progress)
{
    QString format = request.format;
    if (format.isEmpty()) {
        const Result<QString> detected = detectFormat(request.path);
        if (!detected)
            return fail(detected);
        format = *detected;
    }
    const std::vector<FormatInfo> known = formats();
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const FormatInfo &info) { return info.id == format; });
    if (found == known.end()) {
        QStringList ids;
        for (const FormatInfo &info : known)
            ids.append(info.id);
        return fail(ErrorCode::InvalidArgument, "no format \"" + format.toStdString()
                                                    + "\"; there are "
                                                    + ids.join(QStringLiteral(", ")).toStdString());
    }
    if (!found->imports)
        return fail(ErrorCode::Unsupported, "format " + format.toStdString() + " is not read yet",
                    request.path.toStdString());
    try {
        if (format == u"ecva-results")
            return planEcvaResultsImport(request, cancel, progress);
        return planEcvaXlsx(request, cancel, progress);
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "not enough memory", request.path.toStdString());
    }
}

} // namespace ecva

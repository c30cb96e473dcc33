#include "annotation/formats/ClipFilter.h"
#include "annotation/formats/EcvaResultsExport.h"
#include "annotation/formats/Format.h"
#include "annotation/formats/JsonText.h"
#include "annotation/formats/SftExport.h"
#include "annotation/formats/TableExport.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace ecva {
namespace {

/// Calls `use` with the file's bytes in pieces; stops when it returns false.
template <typename Use>
bool eachPiece(const ExportPlan &plan, Use use)
{
    if (!use(plan.head))
        return false;
    for (std::size_t i = 0; i < plan.records.size(); ++i) {
        if ((i > 0 && !use(plan.separator)) || !use(plan.records[i]))
            return false;
    }
    return use(plan.tail);
}

nlohmann::ordered_json findingsJson(const std::vector<Finding> &findings)
{
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Finding &finding : findings) {
        nlohmann::ordered_json entry;
        entry["rule"] = toJson(finding.rule);
        entry["place"] = toJson(finding.place);
        entry["message"] = toJson(finding.message);
        if (!finding.raw.isEmpty())
            entry["raw"] = toJson(finding.raw);
        list.push_back(std::move(entry));
    }
    return list;
}

QByteArray manifestOf(const ExportPlan &plan, const QString &out, const QString &programVersion,
                      const QString &sha256)
{
    nlohmann::ordered_json tasks = nlohmann::ordered_json::object();
    for (const ExportTaskCount &count : plan.tasks) {
        tasks[toName(count.task).toStdString()]
            = {{"written", count.written}, {"refused", count.refused}};
    }
    nlohmann::ordered_json manifest;
    manifest["format"] = toJson(plan.request.format);
    manifest["program"] = "ecva " + programVersion.toStdString();
    manifest["filter"] = toJson(plan.request.filter);
    manifest["clips"] = plan.clips;
    manifest["written"] = plan.written;
    manifest["refused"] = plan.refused.size();
    manifest["tasks"] = std::move(tasks);
    manifest["files"] = {{{"name", toJson(QFileInfo(out).fileName())},
                          {"records", plan.records.size()},
                          {"bytes", plan.bytes()},
                          {"sha256", toJson(sha256)}}};
    manifest["refusals"] = findingsJson(plan.refused);
    manifest["warnings"] = findingsJson(plan.warnings);
    return QByteArray::fromStdString(manifest.dump(2)) + '\n';
}

QString digestOf(const ExportPlan &plan)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    eachPiece(plan, [&hash](const QByteArray &piece) {
        hash.addData(piece);
        return true;
    });
    return QString::fromLatin1(hash.result().toHex());
}

/// Right after the failure: Qt does not always keep why a write failed.
tl::unexpected<Error> writeError(const QSaveFile &file)
{
    const int reason = errno;
    const bool isOpen = file.isOpen();
    return fail(ErrorCode::Io,
                isOpen && reason != 0 ? std::strerror(reason) : file.errorString().toStdString(),
                file.fileName().toStdString());
}

/// A file is replaced by a rename: what is no file, a device or a pipe, would be gone. Errors: Io.
Result<void> checkReplaceable(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return fail(ErrorCode::Io, "is a folder", path.toStdString());
    if (info.exists() && !info.isFile())
        return fail(ErrorCode::Io, "is not a plain file", path.toStdString());
    return {};
}

} // namespace

qint64 ExportPlan::bytes() const
{
    qint64 sum = head.size() + tail.size();
    for (const QByteArray &record : records)
        sum += record.size();
    if (records.size() > 1)
        sum += separator.size() * qint64(records.size() - 1);
    return sum;
}

QByteArray ExportPlan::preview(int index) const
{
    const QByteArray &record = records[std::size_t(index)];
    const auto json = nlohmann::ordered_json::parse(record.begin(), record.end(), nullptr, false);
    return json.is_discarded() ? record : QByteArray::fromStdString(json.dump(2));
}

Result<ExportPlan> planExport(const ProjectModel &model, const ExportRequest &request,
                              const CancelToken &cancel, const ProgressFunction &progress)
{
    const Result<ClipFilter> filter = ClipFilter::parse(request.filter);
    if (!filter)
        return fail(filter);
    const std::vector<FormatInfo> known = formats();
    const auto found = std::find_if(known.begin(), known.end(), [&](const FormatInfo &info) {
        return info.id == request.format;
    });
    if (found == known.end()) {
        QStringList ids;
        for (const FormatInfo &info : known)
            ids.append(info.id);
        return fail(ErrorCode::InvalidArgument, "no format \"" + request.format.toStdString()
                                                    + "\"; there are "
                                                    + ids.join(QStringLiteral(", ")).toStdString());
    }
    if (!found->exports)
        return fail(ErrorCode::Unsupported,
                    "format " + request.format.toStdString() + " is not written yet");
    try {
        if (request.format == u"ecva-results")
            return planEcvaResults(model, request, *filter, cancel);
        if (request.format == u"csv")
            return planCsvExport(model, request, *filter, cancel);
        if (request.format == u"srt")
            return planSrtExport(model, request, *filter);
        return planSftExport(model, request, *filter, cancel, progress);
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "not enough memory");
    }
}

QByteArray exportManifest(const ExportPlan &plan, const QString &out, const QString &programVersion)
{
    return manifestOf(plan, out, programVersion, digestOf(plan));
}

Result<ExportOutcome> writeExport(const ExportPlan &plan, const QString &out,
                                  const QString &programVersion, const CancelToken &cancel,
                                  const ProgressFunction &progress)
{
    ExportOutcome outcome;
    outcome.file = QFileInfo(out).absoluteFilePath();
    outcome.manifest = outcome.file + QStringLiteral(".manifest.json");
    for (const QString &path : {outcome.file, outcome.manifest}) {
        if (const Result<void> fits = checkReplaceable(path); !fits)
            return fail(fits);
    }
    outcome.sha256 = digestOf(plan);
    outcome.written = plan.written;
    outcome.refused = int(plan.refused.size());

    // Both files are complete on the disk before the first old one is replaced.
    QSaveFile file(outcome.file);
    QSaveFile manifest(outcome.manifest);
    if (!file.open(QIODevice::WriteOnly))
        return writeError(file);
    if (!manifest.open(QIODevice::WriteOnly))
        return writeError(manifest);
    const double total = double(std::max<qint64>(plan.bytes(), 1));
    double next = 0;
    errno = 0;
    const bool written = eachPiece(plan, [&](const QByteArray &piece) {
        if (progress && double(file.pos()) / total >= next) {
            progress(double(file.pos()) / total);
            next += 0.05;
        }
        return !cancel.isCancelled() && file.write(piece) == piece.size();
    });
    if (const Result<void> go = cancel.check(); !go)
        return fail(go);
    if (!written || !file.flush())
        return writeError(file);
    const QByteArray facts = manifestOf(plan, out, programVersion, outcome.sha256);
    if (manifest.write(facts) != facts.size() || !manifest.flush())
        return writeError(manifest);
    if (!file.commit())
        return writeError(file);
    if (!manifest.commit())
        return writeError(manifest);
    if (progress)
        progress(1.0);
    return outcome;
}

} // namespace ecva

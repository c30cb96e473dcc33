#pragma once

#include "annotation/document/Document.h"
#include "annotation/formats/ExportPlan.h"
#include "annotation/formats/ImportPlan.h"
#include "core/base/CancelToken.h"
#include "core/base/Result.h"

#include <functional>

namespace ecva {

/// A public schema that is read or written here.
struct FormatInfo
{
    QString id;     ///< "ecva-xlsx"
    QString title;  ///< "ECVA spreadsheet", in the reader's language
    QString suffix; ///< "xlsx"
    bool imports = false;
    bool exports = false;
};

/// All formats of the contract; those that are neither read nor written yet have both flags off.
std::vector<FormatInfo> formats();
/// The format of a file by its content. Errors: NotFound, Io, Unsupported.
Result<QString> detectFormat(const QString &path);

struct ImportRequest
{
    QString path;
    QString format; ///< empty: detectFormat
    /// Sheet name → round it goes to; empty: the first sheet to round1, the others left out.
    std::vector<std::pair<QString, QString>> sheets;
    // Of results; what is not given is taken from the file.
    std::optional<AnswerRole> role = {}; ///< Model or Masked
    QString model = {};
    std::optional<Task> task = {};
};

/// 0 to 1; called in the thread that works, at most some 20 times a second.
using ProgressFunction = std::function<void(double)>;

/// Reads a file and says what would come of it. Any thread; touches no document.
/// Errors: NotFound, Io, BadInput (naming file and part), Unsupported, Cancelled.
Result<ImportPlan> planImport(const ImportRequest &request, const CancelToken &cancel = {},
                              const ProgressFunction &progress = {});

struct ImportChoices
{
    AcceptedFixes fixes;
    /// Import a file whose digest the project already knows; what is there already is not doubled.
    bool again = false;
};

/// Which records of a plan meet clips of a project, where only clips that exist are met.
struct ImportMatch
{
    int matched = 0;
    int unmatched = 0;
    QStringList examples; ///< names of some clips that the project lacks
};
ImportMatch matchImport(const ProjectModel &model, const ImportPlan &plan);

/// The plan as one undoable step, for Document::commit(). Records meet clips of the project by path
/// and cut, or by file name where only one clip has it; what is there already is left alone. UI
/// thread. Errors: InvalidArgument (imported before, and not `again`; results of which no record
/// meets a clip), and those of Edit.
Result<Edit> applyImport(const Document &document, const ImportPlan &plan,
                         const ImportChoices &choices = {});

/// Works out every record and refusal; nothing is written. The model is only read: pass the
/// document's in its own thread, a copy in another. Errors: InvalidArgument (filter, task, model),
/// Unsupported, Cancelled.
Result<ExportPlan> planExport(const ProjectModel &model, const ExportRequest &request,
                              const CancelToken &cancel = {},
                              const ProgressFunction &progress = {});

/// Writes the file and its manifest (`FILE.manifest.json`: format, program version, filter, counts,
/// refusals, digest) beside their old versions and then renames: a stopped export leaves the old
/// ones. Any thread. Errors: Io, Cancelled.
Result<ExportOutcome> writeExport(const ExportPlan &plan, const QString &out,
                                  const QString &programVersion, const CancelToken &cancel = {},
                                  const ProgressFunction &progress = {});
/// The manifest as it would be written for `out`; the digest is of the planned bytes.
QByteArray exportManifest(const ExportPlan &plan, const QString &out,
                          const QString &programVersion);

} // namespace ecva

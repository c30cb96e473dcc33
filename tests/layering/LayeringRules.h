#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace ecva::layering {

/// A rule of the house that a file breaks.
struct Violation
{
    QString file; ///< relative to the source folder
    int line = 0; ///< from 1
    QString rule; ///< "arrow", "qt", "widgets", "ffmpeg", "torch", "sql", "path", "todo", "pragma"
    QString text; ///< the line, trimmed
};

/// What a Qt header name belongs to: asks the installed Qt, so that no list of ours goes stale.
using IsHeaderOfModule = std::function<bool(const QString &module, const QString &header)>;
IsHeaderOfModule installedQt();

/// Checks one C++ file of core, model, annotation, ui or app. `path` is relative to the source
/// folder.
std::vector<Violation> checkSource(const QString &path, const QString &content,
                                   const IsHeaderOfModule &isHeaderOfModule);

/// Checks any text file: no path of somebody's machine, nothing left for later.
std::vector<Violation> checkText(const QString &path, const QString &content);

} // namespace ecva::layering

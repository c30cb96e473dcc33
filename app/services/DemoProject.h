#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"

#include <QString>
#include <QStringList>

#include <functional>

namespace ecva {

struct DemoProject
{
    QString project;   ///< absolute path of the project file
    QStringList clips; ///< absolute paths of the videos
};

/// Makes a project to try things on in `folder` (made if need be): three clips of ten seconds drawn
/// by ourselves, two of them annotated, the third left to the newcomer. The project file comes
/// last, so where it exists the demo is whole. `progress` is called with 0 to 1 on the calling
/// thread. Errors: InvalidArgument (there is a demo already), Io, Cancelled.
Result<DemoProject> makeDemoProject(const QString &folder, const QString &author,
                                    const std::function<void(double)> &progress,
                                    const CancelToken &cancel);

} // namespace ecva

#pragma once

#include "ui/workspace/ActionRegistry.h"

#include <QKeySequence>
#include <QList>
#include <QString>

#include <functional>

namespace ecva {

/// Adds commands of one group that share their obstacle.
struct CommandAdder
{
    using Text = std::function<QString()>;
    using Run = std::function<void()>;

    ActionRegistry &actions;
    QString group;
    FocusArea area = FocusArea::Views;
    Text obstacle;

    /// `repeats`: a held key runs it again and again.
    void operator()(const char *id, const QList<QKeySequence> &keys, const Text &text,
                    const Run &run, bool repeats = false) const;
};

} // namespace ecva

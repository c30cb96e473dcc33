#pragma once

#include <QFileDialog>
#include <QString>

#include <functional>

namespace ecva {

/// Asks for a file with the system's dialog, without an event loop of its own; `chosen` is called
/// with the path unless the person cancels or `parent` dies first.
void chooseFile(QWidget *parent, const QString &title, const QString &start,
                QFileDialog::AcceptMode mode, std::function<void(const QString &)> chosen);

} // namespace ecva

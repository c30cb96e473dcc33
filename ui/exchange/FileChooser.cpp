#include "ui/exchange/FileChooser.h"

#include <QFileInfo>

namespace ecva {

void chooseFile(QWidget *parent, const QString &title, const QString &start,
                QFileDialog::AcceptMode mode, std::function<void(const QString &)> chosen)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(mode);
    dialog->setFileMode(mode == QFileDialog::AcceptSave ? QFileDialog::AnyFile
                                                        : QFileDialog::ExistingFile);
    const QFileInfo file(start);
    dialog->setDirectory(file.isDir() ? start : file.path());
    if (!file.isDir())
        dialog->selectFile(file.fileName());
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

} // namespace ecva

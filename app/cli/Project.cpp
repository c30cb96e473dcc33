#include "app/cli/Project.h"

#include <QFile>

namespace ecva::cli {

QString pathFrom(const std::string &argument)
{
    return QFile::decodeName(QByteArray::fromStdString(argument));
}

Result<std::unique_ptr<Document>> openProject(const Context &context, const std::string &path,
                                              Document::Mode mode)
{
    return Document::open(pathFrom(path), mode, QString::fromStdString(context.author));
}

} // namespace ecva::cli

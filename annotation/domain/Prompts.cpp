#include "annotation/domain/Prompts.h"

#include <QFile>

#include <array>

// Keeps the resource in a static library: the linker takes an object nobody names for dead.
// The macro has to stand outside every namespace.
static void initPromptsResource()
{
    Q_INIT_RESOURCE(prompts);
}

namespace ecva {
namespace {

constexpr std::array kTasksWithPrompt{Task::Description, Task::Cause, Task::Result,
                                      Task::Classification, Task::Time};

std::array<QString, kTasksWithPrompt.size()> readPrompts()
{
    initPromptsResource();
    std::array<QString, kTasksWithPrompt.size()> prompts;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        QFile file(QStringLiteral(":/ecva/prompts/%1.txt").arg(toName(kTasksWithPrompt[i])));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("prompt %s is not in the program", qPrintable(file.fileName()));
        prompts[i] = QString::fromUtf8(file.readAll());
    }
    return prompts;
}

} // namespace

const QString &publishedQuestion(Task task)
{
    static const auto prompts = readPrompts();
    static const QString none;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        if (kTasksWithPrompt[i] == task)
            return prompts[i];
    }
    return none;
}

} // namespace ecva

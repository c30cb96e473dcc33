#include "ui/workspace/CommandAdder.h"

#include <utility>

namespace ecva {

void CommandAdder::operator()(const char *id, const QList<QKeySequence> &keys, const Text &text,
                              const Run &run, bool repeats) const
{
    ActionRegistry::Command command;
    command.id = QLatin1String(id);
    command.group = group;
    command.area = area;
    command.defaultKeys = keys;
    command.text = text;
    command.obstacle = obstacle;
    command.run = run;
    command.autoRepeat = repeats;
    actions.add(std::move(command));
}

} // namespace ecva

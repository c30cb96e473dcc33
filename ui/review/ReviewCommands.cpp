// The commands of the review. See ReviewView.h.
#include "ui/review/AnswerGrid.h"
#include "ui/review/GoldEditor.h"
#include "ui/review/ReviewSession.h"
#include "ui/review/ReviewView.h"
#include "ui/workspace/ActionRegistry.h"

namespace ecva {

/// Menus and the palette reach the commands from everywhere.
QString ReviewView::notHere() const
{
    return isVisible() ? QString() : tr("Open the review first");
}

void ReviewView::registerCommands()
{
    const auto add = [this](const char *id, const QKeySequence &key, std::function<QString()> text,
                            std::function<void()> run, std::function<QString()> obstacle = {},
                            FocusArea area = FocusArea::Views) {
        ActionRegistry::Command command;
        command.id = QLatin1String(id);
        command.group = QStringLiteral("review");
        command.area = area;
        command.defaultKeys = {key};
        command.text = std::move(text);
        command.run = std::move(run);
        command.obstacle = [this, obstacle = std::move(obstacle)] {
            const QString reason = notHere();
            return reason.isEmpty() && obstacle ? obstacle() : reason;
        };
        m_actions.add(std::move(command));
    };
    const auto decision = [this](Settlement settlement) {
        return [this, settlement] { return m_session->obstacle(settlement); };
    };
    add(
        "review.accept", Qt::Key_A, [] { return tr("Accept model"); },
        [this] { decide(static_cast<int>(Settlement::AcceptModel)); },
        decision(Settlement::AcceptModel));
    add(
        "review.keepExpert", Qt::Key_E, [] { return tr("Keep expert"); },
        [this] { decide(static_cast<int>(Settlement::KeepExpert)); },
        decision(Settlement::KeepExpert));
    add(
        "review.merge", Qt::Key_D, [] { return tr("Merge"); }, [this] { mergeGold(); },
        decision(Settlement::Merge));
    add(
        "review.reject", Qt::Key_X, [] { return tr("Reject"); },
        [this] { decide(static_cast<int>(Settlement::Reject)); }, decision(Settlement::Reject));
    // Heard in the text as well: it is where the gold answer is written.
    add(
        "review.save", QKeySequence(Qt::CTRL | Qt::Key_Return),
        [] { return tr("Save gold, next"); }, [this] { saveGold(); },
        [this] {
            if (const QString reason = m_session->obstacle(Settlement::Merge); !reason.isEmpty())
                return reason;
            if (!m_gold || !m_gold->isWriting())
                return tr("Write the gold answer first (Enter)");
            return m_gold->text().isEmpty() ? tr("The gold answer is empty") : QString();
        },
        FocusArea::Everywhere);
    add("review.next", Qt::Key_N, [] { return tr("Next disagreement"); }, [this] { walk(true); });
    add(
        "review.previous", Qt::Key_P, [] { return tr("Previous disagreement"); },
        [this] { walk(false); });
    add(
        "review.mark", Qt::Key_M, [] { return tr("Mark what agrees or what changed"); },
        [this] { switchMarking(); });
}

} // namespace ecva
